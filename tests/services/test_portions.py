"""Tasks drawn in portions: each one a draw of its own, nobody twice, the year's number exact."""

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any

import pytest
from sqlmodel import col, select

from bot.acts import Acts
from domain.errors import DomainError
from domain.pool import parse
from domain.recount import recount
from models import Draw, Letter, Task, Visit
from services.drawing import draw_tasks, draws, holding, voiding
from services.drawing.draws import Sealed
from services.profiles import load
from tests.conftest import StandingClock
from tests.county import MARKET, actor, found
from tests.services.test_draws import cause, witness
from tests.services.test_importing import PLAN_HEAD, confirmed, file, received
from tests.services.test_joint_draws import JOINT, _second_task

_secrets = count(1)
ONE = ["task-one"]


async def quarterly(acts: Acts, **changes: Any) -> None:
    """The small office with a task of the second to the fourth quarter."""
    values = {"portion": "quarter", "quota": {"number": 7}, "window_to": date(2026, 12, 15)} | changes
    await found(acts)
    async with acts.noting() as work:
        (await work.session.exec(select(Task))).one().sqlmodel_update(values)


async def announced(acts: Acts, refs: list[str] | None = None) -> Draw:
    sealed = Sealed(secret=f"{next(_secrets):064x}", salt="cd" * 16)
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        return await draws.announce(work, refs or ONE, sealed)


async def drawn(acts: Acts, refs: list[str] | None = None) -> Draw:
    draw = await announced(acts, refs)
    await witness(acts, draw.ref, "J-1", "1")
    await witness(acts, draw.ref, "S-0", "2")
    async with acts.working(await actor(acts, "B-2"), cause()) as work:
        return await holding.hold_draw(work, draw.ref)


async def states(acts: Acts) -> list[str]:
    async with acts.looking() as look:
        return list(await look.session.exec(select(Task.state).order_by(col(Task.no))))


def excluded(draw: Draw) -> Counter[str]:
    return Counter(one.exclusion for one in parse(draw.pool.encode()) if one.exclusion)


async def test_a_year_is_drawn_by_quarters_and_nobody_twice(acts: Acts, clock: StandingClock) -> None:
    await quarterly(acts)
    held = []
    for month, state in ((4, "partly"), (7, "partly"), (10, "drawn")):
        clock.go_to(2026, month, 20)
        held.append(await drawn(acts))
        assert await states(acts) == [state]
    assert [excluded(draw) for draw in held] == [
        {"closed": 1},
        {"closed": 1, "portion": 3},
        {"closed": 1, "portion": 5},
    ]
    async with acts.looking() as look:
        visits = (await look.session.exec(select(Visit).order_by(col(Visit.id)))).all()
    assert Counter(one.draw_id for one in visits) == {
        draw.id: n for draw, n in zip(held, (3, 2, 2), strict=True)
    }
    assert len({one.object_id for one in visits}) == 7
    for draw in held:
        assert draw.record is not None
        assert not [one for one in recount(draw.record, draw.pool.encode()) if one.outcome == "differs"]


async def test_each_portion_says_which_it_is_and_where_its_number_comes_from(
    acts: Acts, clock: StandingClock
) -> None:
    await quarterly(acts)
    await drawn(acts)
    clock.go_to(2026, 7, 20)
    draw = await announced(acts)
    async with acts.looking() as look:
        body = (
            await look.session.exec(select(Letter.body).where(Letter.about == f"draw:{draw.number}"))
        ).one()
    assert "第三季度，3期中的第2期；检查时间 2026年7月1日至2026年9月30日" in body
    assert "全年 7 户，到本期累计应抽 5 户，此前已抽 3 户，本期抽取 2 户" in body
    assert draw.announcement["portions"]["2026-01"]["part"] == 2  # type: ignore[index]


async def test_a_quarter_that_was_missed_is_made_up(acts: Acts, clock: StandingClock) -> None:
    await quarterly(acts)
    clock.go_to(2026, 10, 20)
    draw = await drawn(acts)
    assert await states(acts) == ["drawn"]
    async with acts.looking() as look:
        assert len((await look.session.exec(select(Visit).where(Visit.draw_id == draw.id))).all()) == 7


async def test_the_next_portion_may_be_drawn_before_its_quarter_and_its_days_stay(acts: Acts) -> None:
    await quarterly(acts)
    await drawn(acts)
    draw = await drawn(acts)
    async with acts.looking() as look:
        visit = (await look.session.exec(select(Visit).where(Visit.draw_id == draw.id))).first()
        cards = (await look.session.exec(select(Letter.body).where(Letter.kind == "assigned"))).all()
    assert visit is not None
    assert (visit.window_from, visit.window_to) == (date(2026, 7, 1), date(2026, 9, 30))
    assert "检查时间：2026年7月1日至2026年9月30日" in cards[-1]
    assert "检查时间：2026年4月1日至2026年6月30日" in cards[0]


async def test_a_portion_made_void_is_drawn_again_and_the_earlier_ones_stand(acts: Acts) -> None:
    await quarterly(acts)
    await drawn(acts)
    draw = await announced(acts)
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        await voiding.ask_void(work, draw.number, "底册有误")
    async with acts.working(await actor(acts, "B-2"), cause()) as work:
        await voiding.agree_void(work, draw.ref)
    assert await states(acts) == ["partly"]
    again = await drawn(acts)
    assert again.announcement["portions"]["2026-01"]["part"] == 2  # type: ignore[index]
    assert excluded(again) == {"closed": 1, "portion": 3}


async def test_a_year_whose_number_is_reached_early_is_done(acts: Acts, clock: StandingClock) -> None:
    await quarterly(acts, quota={"number": 2})
    await drawn(acts)
    clock.go_to(2026, 7, 20)
    await drawn(acts)
    assert await states(acts) == ["drawn"]


async def test_a_portion_with_nothing_due_is_refused(acts: Acts, clock: StandingClock) -> None:
    await quarterly(acts, quota={"number": 2}, window_from=date(2026, 1, 1))
    clock.go_to(2026, 2, 10)
    await drawn(acts)
    with pytest.raises(DomainError, match=r"draw\.portion_nothing"):
        await announced(acts)
    clock.go_to(2026, 7, 10)
    await drawn(acts)
    assert await states(acts) == ["drawn"]


async def test_full_coverage_is_drawn_in_batches(acts: Acts, clock: StandingClock) -> None:
    await quarterly(acts, quota={"whole": True}, portion="half")
    first = await drawn(acts)
    clock.go_to(2026, 7, 20)
    second = await drawn(acts)
    async with acts.looking() as look:
        visits = Counter((await look.session.exec(select(Visit.draw_id))).all())
    assert visits == {first.id: 6, second.id: 5}
    assert await states(acts) == ["drawn"]


async def test_the_place_divides_what_the_plan_leaves_open(acts: Acts) -> None:
    acts = replace(acts, profile=load("huaxi"))
    await quarterly(acts, portion="place")
    assert "portions" in (await announced(acts)).announcement


@pytest.mark.parametrize(
    "changes",
    [{"portion": "place"}, {"portion": "year"}, {"window_to": date(2026, 6, 30)}],
    ids=["no rule of the place", "at once", "one quarter"],
)
async def test_a_task_is_drawn_at_once_where_nothing_divides_it(acts: Acts, changes: dict[str, Any]) -> None:
    await quarterly(acts, **changes)
    draw = await drawn(acts)
    assert "portions" not in draw.announcement
    assert await states(acts) == ["drawn"]
    async with acts.looking() as look:
        visits = (await look.session.exec(select(Visit))).all()
    assert [(one.window_from, one.window_to) for one in visits] == [(None, None)] * 7


async def test_a_task_between_two_portions_is_neither_changed_by_a_plan_nor_drawn_elsewhere(
    acts: Acts,
) -> None:
    await quarterly(acts)
    await drawn(acts)
    row = ["2026-01", "改名", "标签标识", MARKET, "2026-06-01", "2026-07-01"]
    shown = await received(acts, file("plans", PLAN_HEAD, row))
    assert [one.code for one in shown.file.reading.problems if one.severity == "error"] == ["task_drawn"]
    async with acts.looking(await actor(acts, "B-1")) as look:
        assert [task.no for task in await draw_tasks.open_tasks(look)] == ["2026-01"]


async def test_in_a_joint_draw_an_object_of_an_earlier_portion_stays_in_the_other_task(
    acts: Acts, clock: StandingClock
) -> None:
    await quarterly(acts)
    await drawn(acts)
    await _second_task(acts, quota={"whole": True}, window_to=date(2026, 12, 15))
    clock.go_to(2026, 7, 20)
    draw = await drawn(acts, JOINT)
    rows = list(parse(draw.pool.encode()))
    apart = [one for one in rows if "2026-01/~portion" in one.strata]
    assert all(any(name.startswith("2026-02/") for name in one.strata) for one in apart)
    assert len(apart) + excluded(draw)["portion"] == 3
    steps: Any = draw.record and draw.record["result"]
    assert not {one["id"] for one in steps[0]["drawn"]} & {one.id for one in apart}
    assert await states(acts) == ["partly", "drawn"]


@pytest.mark.parametrize(("written", "stored"), [("按季度", "quarter"), ("半年", "half"), ("", "place")])
async def test_the_plan_says_whether_a_task_is_divided(acts: Acts, written: str, stored: str) -> None:
    await found(acts)
    row = ["J-1", "抽查", "标签标识", MARKET, "2026-04-01", "2026-12-01", written]
    await confirmed(acts, file("plans", (*PLAN_HEAD, "分期抽取"), row))
    async with acts.looking() as look:
        task = (await look.session.exec(select(Task).where(Task.no == "J-1"))).one()
    assert task.portion == stored
