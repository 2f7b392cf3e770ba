"""问题台账: every problem is a case, steps follow in order, ends need two, transfers need an answer."""

from collections.abc import Awaitable, Callable
from datetime import date
from io import BytesIO
from itertools import count
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlmodel import col, select

from bot.acts import Acts
from domain.errors import DomainError
from domain.roles import Place
from locales.texts import texts
from models import Letter, Person, Problem, Result, Visit
from services.problems import ledger, ledger_sheet, ledger_steps, ledger_transfers, ledger_view
from services.problems.ledger import Evidence
from services.visits import drafts
from services.year import summaries
from tests.conftest import StandingClock
from tests.county import FIRE, actor
from tests.rows import Rows
from tests.services.test_inspections import answer, decide, fine, letters, submit
from tests.visits import found

_causes = count()
SEEN = Evidence("已更换灭火器", "file-id", "复查.pdf")


@pytest.fixture(autouse=True)
async def before_the_door(acts: Acts, clock: StandingClock) -> None:
    """Drawn on 1 April, inspected in the following week."""
    await found(acts)
    clock.go_to(2026, 4, 8)


async def released(acts: Acts, card: str = "S-1@2", **outcomes: str) -> Result:
    """A result with problems, released; by default one item of the visit that ``S-1`` did alone."""
    for item, outcome in (outcomes or {"SP-1": "problem_pending"}).items():
        await answer(acts, card, item.replace("_", "-"), outcome, "无台账")
    await fine(acts, card)
    result = await submit(acts, card)
    if card.endswith("@1"):
        await decide(acts, "S-2", "confirm", result.ref)
    return await decide(acts, "S-9", "release", result.ref)


async def cases(acts: Acts) -> list[Problem]:
    async with acts.looking() as look:
        return list(await look.session.exec(select(Problem).order_by(col(Problem.number))))


async def only_case(acts: Acts) -> Problem:
    (case,) = await cases(acts)
    return case


async def step(acts: Acts, who: str, act: Callable[..., Awaitable[Any]], *args: Any, **more: Any) -> None:
    """Somebody takes a step on the only case."""
    case = await only_case(acts)
    async with acts.working(await actor(acts, who), f"step:{next(_causes)}") as work:
        await act(work, case.ref, *args, **more)


async def refusal(acts: Acts, who: str, act: Callable[..., Awaitable[Any]], *args: Any, **more: Any) -> str:
    with pytest.raises(DomainError) as refused:
        await step(acts, who, act, *args, **more)
    return refused.value.code


async def told(acts: Acts, kind: str) -> list[str]:
    return await letters(acts, kind)


async def to_transfer(acts: Acts) -> None:
    """The only case, with the measure of a transfer."""
    await released(acts)
    await step(acts, "S-0", ledger_steps.decide, "transfer_department", "消防设施问题")


async def test_each_problem_of_a_released_result_is_a_case_with_its_measure_and_day(acts: Acts) -> None:
    await released(acts, SP_1="problem_pending", SP_2="problem_corrected")
    first, second = await cases(acts)
    assert (first.number, first.item_code, first.state) == ("XZ-2026-W0001", "SP-1", "open")
    assert (first.measure, first.due_on) == ("order_correction", date(2026, 4, 23))
    assert (second.number, second.state, second.due_on) == ("XZ-2026-W0002", "closed", None)


async def test_a_report_that_is_not_released_opens_nothing(acts: Acts) -> None:
    await answer(acts, "S-1@2", "SP-1", "problem_pending", "无台账")
    await fine(acts, "S-1@2")
    await submit(acts, "S-1@2")
    assert await cases(acts) == []


async def test_what_ended_the_visit_is_one_problem(acts: Acts) -> None:
    async with acts.noting(await actor(acts, "S-1")) as work:
        await drafts.add_photo(work, "S-1@2", drafts.Shot("file", "unique", 1, work.now))
    await released(acts, SP_1="unreachable_at_address")
    assert [case.item_code for case in await cases(acts)] == [""]


async def test_a_problem_without_a_measure_is_shown_as_such_until_one_is_decided(acts: Acts) -> None:
    rows, inspector = Rows(acts), await actor(acts, "S-1")
    async with acts.looking() as look:
        visit = (await look.session.exec(select(Visit))).first()
        person = await look.session.get_one(Person, inspector.person_id)
    assert visit is not None
    await rows.result(visit, person, "problem_pending")
    async with acts.noting() as work:
        (late,) = await ledger.unopened(work)
        await ledger.open_problems(work, late)
    async with acts.looking(inspector) as look:
        assert await ledger.unopened(look) == []
        assert {(one.state, one.measure) for one in await ledger_view.lines(look)} == {("undecided", "")}
    case = (await cases(acts))[0]
    async with acts.working(inspector, "decide") as work:
        await ledger_steps.decide(work, case.ref, "open_case")
    assert (await cases(acts))[0].state == "open"


async def test_a_recheck_with_evidence_asks_a_second_person_who_closes(
    acts: Acts, clock: StandingClock
) -> None:
    await released(acts)
    clock.go_to(2026, 4, 24)
    assert await refusal(acts, "S-1", ledger_steps.recheck, Evidence(), corrected=True) == "ledger.text"
    await step(acts, "S-1", ledger_steps.recheck, SEEN, corrected=True)
    assert (await only_case(acts)).state == "closing"
    assert await told(acts, "problem_end_asked") == ["S-9"]
    assert await refusal(acts, "X-9", ledger_steps.confirm) == "ledger.not_yours"
    await step(acts, "S-9", ledger_steps.confirm)
    case = await only_case(acts)
    assert (case.state, case.due_on, case.closed_at) == ("closed", None, clock())
    assert await told(acts, "problem_told") == ["S-1"]
    async with acts.looking(await actor(acts, "S-9")) as look:
        card = await ledger_view.card(look, case.ref)
    assert [(one.step, one.by, one.file_name) for one in card.history] == [
        ("open", "戊审", ""),
        ("recheck", "市检1", "复查.pdf"),
        ("confirm", "戊审", ""),
    ]


async def test_nobody_confirms_the_end_they_asked_for(acts: Acts) -> None:
    await released(acts)
    await step(acts, "S-9", ledger_steps.decide, "other", "已当场教育")
    assert await refusal(acts, "S-9", ledger_steps.confirm) == "ledger.own"
    await step(acts, "S-9", ledger_steps.send_back, "须写明")
    assert (await only_case(acts)).state == "undecided"


async def test_what_was_not_put_right_gets_a_new_day_within_the_places_bounds(
    acts: Acts, clock: StandingClock
) -> None:
    await released(acts)
    clock.go_to(2026, 4, 24)
    for day in (None, date(2026, 4, 23), date(2026, 12, 1)):
        failed = {"corrected": False, "correct_by": day}
        assert await refusal(acts, "S-1", ledger_steps.recheck, SEEN, **failed) == "ledger.day"
    await step(acts, "S-1", ledger_steps.recheck, SEEN, corrected=False, correct_by=date(2026, 5, 8))
    assert ((await only_case(acts)).state, (await only_case(acts)).due_on) == ("open", date(2026, 5, 8))


async def test_a_filed_case_keeps_number_and_day_and_ends_with_evidence(acts: Acts) -> None:
    await released(acts)
    assert await refusal(acts, "S-1", ledger_steps.file_case, "5号", date(2026, 4, 8)) == "ledger.not_now"
    await step(acts, "S-1", ledger_steps.decide, "open_case")
    assert await refusal(acts, "S-1", ledger_steps.file_case, "5号", date(2026, 4, 9)) == "ledger.future"
    await step(acts, "S-1", ledger_steps.file_case, "某市监立〔2026〕5号", date(2026, 4, 8))
    await step(acts, "S-1", ledger_steps.conclude, Evidence("已处罚"))
    await step(acts, "S-9", ledger_steps.confirm)
    case = await only_case(acts)
    assert (case.state, case.case_number) == ("closed", "某市监立〔2026〕5号")


async def test_a_transfer_waits_for_the_other_units_answer(acts: Acts) -> None:
    await to_transfer(acts)
    assert await refusal(acts, "S-0", ledger_steps.conclude, SEEN) == "ledger.not_now"
    assert await refusal(acts, "S-0", ledger_transfers.send, FIRE, " ") == "ledger.letter"
    await step(acts, "S-0", ledger_transfers.send, FIRE, "某市监移〔2026〕3号")
    case = await only_case(acts)
    assert (case.state, case.due_on) == ("sent", date(2026, 4, 15))
    assert await told(acts, "problem_sent") == ["X-0"]
    assert await refusal(acts, "S-0", ledger_transfers.accept) == "ledger.not_yours"
    await step(acts, "X-0", ledger_transfers.accept)
    assert await told(acts, "problem_answered") == ["S-0"]
    await step(acts, "X-0", ledger_steps.conclude, SEEN)
    assert await refusal(acts, "S-9", ledger_steps.confirm) == "ledger.not_yours"
    await step(acts, "X-9", ledger_steps.confirm)
    assert (await only_case(acts)).state == "closed"


async def test_what_is_not_theirs_comes_back_with_a_reason_and_can_go_elsewhere(acts: Acts) -> None:
    await to_transfer(acts)
    await step(acts, "S-0", ledger_transfers.send, FIRE, "3号")
    assert await refusal(acts, "X-0", ledger_transfers.decline, "") == "ledger.text"
    await step(acts, "X-0", ledger_transfers.decline, "不属消防职责")
    case = await only_case(acts)
    assert (case.state, case.holder_id, case.letter_number) == ("open", case.unit_id, "")
    await step(acts, "S-0", ledger_transfers.send, "某市住建局", "4号")
    case = await only_case(acts)
    assert (case.state, case.due_on, case.handed_on) == ("handed", None, date(2026, 4, 8))


@pytest.mark.parametrize("measure", ["transfer_judicial", "transfer_discipline"])
async def test_a_matter_for_justice_or_discipline_is_handed_over_with_its_letter(
    acts: Acts, measure: str
) -> None:
    await released(acts)
    await step(acts, "S-0", ledger_steps.decide, measure, "涉嫌犯罪线索")
    await step(acts, "S-0", ledger_transfers.send, FIRE, "5号")
    assert ((await only_case(acts)).state, await told(acts, "problem_sent")) == ("handed", [])


async def test_a_closed_problem_is_reopened_with_a_reason_and_a_new_day(acts: Acts) -> None:
    await released(acts)
    await step(acts, "S-1", ledger_steps.recheck, SEEN, corrected=True)
    await step(acts, "S-9", ledger_steps.confirm)
    assert await refusal(acts, "B-1", ledger_steps.reopen, " ") == "ledger.text"
    await step(acts, "B-1", ledger_steps.reopen, "回头看发现反弹")
    case = await only_case(acts)
    assert (case.state, case.closed_at, case.due_on) == ("open", None, date(2026, 5, 22))


async def test_the_liaison_gives_a_case_to_somebody_of_the_unit(acts: Acts) -> None:
    await released(acts)
    async with acts.looking() as look:
        people = {one.roster_no: one.id for one in await look.session.exec(select(Person))}
    assert await refusal(acts, "S-0", ledger_steps.assign, people["X-1"]) == "ledger.not_unit"
    assert await refusal(acts, "S-3", ledger_steps.recheck, SEEN, corrected=True) == "ledger.not_yours"
    await step(acts, "S-0", ledger_steps.assign, people["S-3"])
    await step(acts, "S-3", ledger_steps.recheck, SEEN, corrected=True)


async def test_each_sees_their_own_part_and_the_group_sees_numbers(acts: Acts) -> None:
    await released(acts, "S-1@1")
    seen = {}
    for who in ("S-1", "S-2", "S-3", "S-0", "S-9", "X-0", "X-1", "B-1"):
        async with acts.looking(await actor(acts, who)) as look:
            seen[who] = len(await ledger_view.lines(look))
    assert seen == {"S-1": 1, "S-2": 1, "S-3": 0, "S-0": 1, "S-9": 1, "X-0": 0, "X-1": 0, "B-1": 1}
    async with acts.looking(await actor(acts, "B-1", Place.OFFICE_GROUP)) as look:
        with pytest.raises(DomainError, match=r"access\.private"):
            await ledger_view.lines(look)
        counts = await ledger_view.counts(look)
    assert "示例商行" not in str(counts)
    assert counts.units == (("市场监督管理局", 1, 0),)


async def test_the_filters_tell_late_ones_and_those_sent_to_us(acts: Acts, clock: StandingClock) -> None:
    await to_transfer(acts)
    await step(acts, "S-0", ledger_transfers.send, FIRE, "3号")

    async def numbers(who: str, only: str) -> int:
        async with acts.looking(await actor(acts, who)) as look:
            return len(await ledger_view.lines(look, only))

    assert (await numbers("X-0", "received"), await numbers("S-0", "received")) == (1, 0)
    assert await numbers("X-0", "overdue") == 0
    clock.go_to(2026, 4, 16)
    assert await numbers("X-0", "overdue") == 1


async def test_the_handling_rate_counts_closed_and_handed_over_of_all(acts: Acts) -> None:
    await released(acts, SP_1="problem_pending", SP_2="problem_corrected")
    async with acts.looking() as look:
        assert (await ledger_view.handled(look)).open == ("XZ-2026-W0001",)
        share = next(one for one in (await summaries.gather(look)).shares if one.key == "problem_handling")
    assert (share.done, share.total, share.percent) == (1, 2, 50)


async def test_the_export_holds_every_column_and_no_formula(acts: Acts) -> None:
    await answer(acts, "S-1@2", "SP-1", "problem_pending", "=1+1")
    await fine(acts, "S-1@2")
    result = await submit(acts, "S-1@2")
    await decide(acts, "S-9", "release", result.ref)
    async with acts.looking(await actor(acts, "S-0")) as look:
        rows = await ledger_sheet.rows(look, "all")
    with pytest.raises(DomainError, match=r"access\.role"):
        async with acts.looking(await actor(acts, "S-1")) as look:
            await ledger_sheet.rows(look, "all")
    sheet = load_workbook(BytesIO(ledger_sheet.workbook(rows, texts()))).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows(min_row=3) for cell in row]
    assert [cell.value for cell in cells if cell.value == "=1+1"] == ["=1+1"]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert "责令改正" in {cell.value for cell in cells}


async def test_a_corrected_result_takes_back_or_restates_its_cases(acts: Acts) -> None:
    result = await released(acts)
    async with acts.noting() as work:
        stored = await work.session.get_one(Result, result.id)
        stored.findings = [dict(stored.findings[0], outcome="no_problem"), *stored.findings[1:]]
        await ledger.open_problems(work, stored)
    assert (await only_case(acts)).state == "void"
    async with acts.looking() as look:
        assert (await ledger_view.share(look)).total == 0


async def test_closing_says_nothing_to_the_public(acts: Acts) -> None:
    result = await released(acts)
    await step(acts, "S-1", ledger_steps.recheck, SEEN, corrected=True)
    await step(acts, "S-9", ledger_steps.confirm)
    async with acts.looking() as look:
        stored = await look.session.get_one(Result, result.id)
        about = await look.session.exec(select(Letter.kind).where(col(Letter.person_id).is_(None)))
        assert stored.findings[0]["outcome"] == "problem_pending"
        assert list(about) == []
