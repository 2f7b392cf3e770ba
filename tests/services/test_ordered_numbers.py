"""上级下达任务数: entered with its document, shown against what was drawn."""

import pytest
from sqlmodel import select

from bot.acts import Acts
from domain.errors import DomainError
from models import Entry, Task, Visit
from services.planning import ordered_numbers
from services.planning.ordered_numbers import Ordered
from tests.county import FIRE, MARKET, actor
from tests.visits import drawn_again, found


async def enter(acts: Acts, text: str, who: str = "B-1") -> Ordered:
    async with acts.working(await actor(acts, who), f"test:{text}") as work:
        return await ordered_numbers.enter(work, 2026, text)


async def numbers(acts: Acts) -> list[tuple[str, int, int, int]]:
    async with acts.looking() as look:
        told = await ordered_numbers.progress(look, 2026)
        return [(one.unit, one.share.done, one.share.total, one.missing) for one in told]


async def test_drawn_objects_count_once_against_the_newest_number(acts: Acts) -> None:
    await found(acts)
    await drawn_again(acts)
    await enter(acts, f"{MARKET} 90 区市监发〔2026〕2号")
    entered = await enter(acts, f"{MARKET} 10 区市监发〔2026〕3号 调整")
    assert entered.document == "区市监发〔2026〕3号 调整"
    await enter(acts, f"{FIRE} 2 区消〔2026〕1号")
    assert await numbers(acts) == [(MARKET, 2, 10, 8), (FIRE, 2, 2, 0)]
    async with acts.looking() as look:
        facts = await look.session.exec(select(Entry.facts).where(Entry.act == "ordered.enter"))
        assert facts.all()[-1] == {"year": 2026, "number": 2, "document": "区消〔2026〕1号"}


async def test_a_replaced_object_and_a_clue_are_not_drawn_for_the_number(acts: Acts) -> None:
    await found(acts)
    await drawn_again(acts)
    await enter(acts, f"{FIRE} 5 区消〔2026〕1号")
    async with acts.noting() as work:
        (await work.session.exec(select(Task).where(Task.no != "2026-01"))).one().kind = "clue"
        (await work.session.exec(select(Visit).where(Visit.position == 2))).one().state = "replaced"
    assert await numbers(acts) == [(FIRE, 1, 5, 4)]


@pytest.mark.parametrize(
    ("text", "code"), [(f"{MARKET} 90", "form"), (f"{MARKET} 九十 某号", "form"), ("某局 90 某号", "unit")]
)
async def test_what_is_incomplete_is_refused(acts: Acts, text: str, code: str) -> None:
    await found(acts)
    with pytest.raises(DomainError, match=rf"ordered\.{code}"):
        await enter(acts, text)


async def test_only_the_office_enters_it(acts: Acts) -> None:
    await found(acts)
    with pytest.raises(DomainError, match="access"):
        await enter(acts, f"{MARKET} 90 某号", "S-0")
