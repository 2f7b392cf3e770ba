"""责令改正通知书 and 移送（抄告）函 from the ledger: what stands in them, when, and who may have them."""

from datetime import date

import pytest

from bot.acts import Acts
from domain.errors import DomainError
from domain.forms import Correction, Form, Transfer
from services.papers import form_book, form_cases
from services.problems import ledger_steps, ledger_transfers
from tests.county import FIRE, MARKET, actor
from tests.services.test_ledger import before_the_door, cases, only_case, released, step, to_transfer

__all__ = ["before_the_door"]


async def paper(acts: Acts, who: str, kind: str, number: str = "XZ-2026-W0001") -> Form:
    async with acts.looking(await actor(acts, who)) as look:
        (found,) = await form_book.made(look, kind, number)
    return found


async def refusal(acts: Acts, who: str, kind: str, asked: str = "XZ-2026-W0001") -> str:
    with pytest.raises(DomainError) as refused:
        await paper(acts, who, kind, asked)
    return refused.value.code


async def kinds(acts: Acts) -> list[str]:
    async with acts.looking() as look:
        return [form_cases.paper_of(look, case) for case in await cases(acts)]


async def test_an_order_to_correct_names_the_problem_its_basis_and_its_day(acts: Acts) -> None:
    await released(acts)
    found = await paper(acts, "S-1", "correction")
    assert isinstance(found, Correction)
    (line,) = found.items
    assert (found.number, found.unit, found.object_name) == ("XZ-2026-W0001", MARKET, "示例商行3")
    assert (line.item_name, line.problem, line.basis) == ("进货查验记录", "无台账", "示例条例第一条")
    assert (found.inspected_on, found.correct_by) == (date(2026, 4, 8), date(2026, 4, 23))
    assert [one.name for one in found.inspectors] == ["市检1"]


async def test_problems_with_one_day_stand_in_one_order_whichever_is_asked_for(acts: Acts) -> None:
    await released(acts, SP_1="problem_pending", SP_2="problem_pending")
    first, second = await cases(acts)
    orders = [await paper(acts, "S-9", "correction", case.ref) for case in (first, second)]
    assert orders[0] == orders[1]
    assert isinstance(orders[0], Correction)
    assert [one.item_name for one in orders[0].items] == ["进货查验记录", "标签标识"]


async def test_a_letter_of_transfer_can_be_had_before_it_is_sent_and_after(acts: Acts) -> None:
    await to_transfer(acts)
    before = await paper(acts, "S-0", "transfer")
    assert isinstance(before, Transfer)
    assert (before.number, before.receiver) == ("XZ-2026-W0001", "")
    await step(acts, "S-0", ledger_transfers.send, FIRE, "某市监移〔2026〕3号")
    for reader in ("S-0", "X-0"):
        sent = await paper(acts, reader, "transfer")
        assert isinstance(sent, Transfer)
        assert (sent.number, sent.unit, sent.receiver) == ("某市监移〔2026〕3号", MARKET, FIRE)
        assert sent.answer_by == (await only_case(acts)).due_on == before.answer_by
        assert sent.enclosures[0].startswith("抽查情况记录表（XZ-2026-0001-002")


async def test_a_paper_is_offered_only_while_its_measure_holds(acts: Acts) -> None:
    await released(acts)
    assert await kinds(acts) == ["correction"]
    assert await refusal(acts, "S-0", "transfer") == "forms.no_paper"
    await step(acts, "S-0", ledger_steps.decide, "open_case", "立案查处")
    assert await kinds(acts) == [""]
    assert await refusal(acts, "S-0", "correction") == "forms.no_paper"


async def test_nobody_has_the_paper_of_a_case_that_they_may_not_see(acts: Acts) -> None:
    await released(acts)
    for outsider in ("X-0", "S-3"):
        assert await refusal(acts, outsider, "correction") == "ledger.unknown"
    assert await refusal(acts, "J-1", "correction") == "access.role"
    assert await refusal(acts, "B-1", "correction", "XZ-2026-W9999") == "ledger.unknown"
