"""考核指标 from the rows: what each place asks for, what is missing, and in how many statements."""

from datetime import date

import pytest
from sqlalchemy import event
from sqlmodel import select

from bot.acts import Acts
from domain.errors import DomainError
from domain.roles import Actor, Place, Role
from domain.scorecard import Scorecard, State
from models import CertifiedCount, Draw, Plan, PlatformEntry, Task, Unit
from services.year import scorecards
from tests import county
from tests.conftest import StandingClock
from tests.county import FIRE, MARKET
from tests.rows import MORNING, Rows, key
from tests.visits import found


async def _card(acts: Acts, unit: str = "") -> Scorecard:
    async with acts.looking() as look:
        return await scorecards.gather(look, unit)


def _of(card: Scorecard, name: str) -> tuple[int, int, str]:
    one = next(one for one in card.indicators if one.key == name)
    return one.done, one.total, one.state


async def _planned(acts: Acts) -> None:
    async with acts.noting() as work:
        task = (await work.session.exec(select(Task))).one()
        plan = Plan(ref="plan", unit_id=task.lead_unit_id, year=2026)
        work.session.add(plan)
        await work.session.flush()
        task.plan_id, task.state = plan.id, "drawn"


async def test_released_results_are_entered_or_not_and_published_or_not(acts: Acts) -> None:
    rows = Rows(acts)
    unit = await rows.unit(MARKET)
    person = await rows.person(unit, "林一")
    draw = await rows.draw(await rows.task(unit))
    visits = [await rows.visit(draw, f"虚构加油站{n}") for n in range(3)]
    for visit in visits:
        await rows.sent(visit, person)
    first = await rows.result(visits[0], person)
    await rows.result(visits[1], person)
    await rows.result(visits[2], person, state="submitted")
    await rows.add(
        PlatformEntry(result_id=key(first), platform="平台", entered_on=date(2026, 4, 2), noted_at=MORNING)
    )
    assert _of(await _card(acts), "entry_rate") == (0, 2, State.COUNTED)
    await rows.add(
        PlatformEntry(
            result_id=key(first),
            platform="平台",
            target="政府相关网站",
            entered_on=date(2026, 4, 2),
            noted_at=MORNING,
        )
    )
    card = await _card(acts)
    assert _of(card, "entry_rate") == (1, 2, State.COUNTED)
    assert _of(card, "inspection_completion") == (3, 3, State.COUNTED)
    assert _of(card, "publication_rate") == (0, 3, State.SHORT)
    entry = next(one for one in card.indicators if one.key == "entry_rate")
    assert [row.what for row in entry.missing] == ["虚构加油站1"]


@pytest.mark.usefixtures("clock")
async def test_a_joint_plans_row_is_complete_with_the_last_units_report(acts: Acts) -> None:
    await found(acts)
    await _planned(acts)
    card = await _card(acts)
    assert _of(card, "plan_completion") == (0, 1, State.COUNTED)
    assert _of(card, "joint_share") == (1, 1, State.COUNTED)
    assert _of(card, "credit_use_joint") == (0, 1, State.SHORT)
    assert _of(await _card(acts, FIRE), "inspection_completion") == (0, 1, State.COUNTED)


async def test_certified_staff_who_are_not_in_the_library_are_missing_by_unit(acts: Acts) -> None:
    await county.found(acts)
    async with acts.noting() as work:
        unit = (await work.session.exec(select(Unit).where(Unit.name == MARKET))).one()
        work.session.add(CertifiedCount(unit_id=key(unit), number=5, entered_at=work.now))
    assert _of(await _card(acts), "staff_in_library") == (3, 5, State.COUNTED)


async def test_a_liaison_sees_the_own_units_rows_and_nobody_in_the_group_sees_any(
    acts: Acts, clock: StandingClock
) -> None:
    await found(acts)
    liaison = await county.actor(acts, "X-0")
    async with acts.looking(liaison) as look:
        seen = await scorecards.detail(look, "inspection_completion")
        assert {row.units for row in seen.indicator.missing} == {(FIRE,)}
        assert seen.forecast.by == date(clock.now.year, 12, 31)
        with pytest.raises(DomainError, match=r"indicator\.unknown"):
            await scorecards.detail(look, "no_such")
    group = Actor(person_id=1, roles=frozenset({Role.OFFICE}), place=Place.OFFICE_GROUP)
    async with acts.looking(group) as look:
        assert (await scorecards.look_up(look)).unit == ""
        with pytest.raises(DomainError, match=r"access\.private"):
            await scorecards.detail(look, "inspection_completion")


async def test_ten_visits_take_as_many_statements_as_one(acts: Acts) -> None:
    rows = Rows(acts)
    unit = await rows.unit(MARKET)
    person = await rows.person(unit, "林一")
    draw = await rows.draw(await rows.task(unit))

    async def counted() -> int:
        visit = await rows.visit(draw)
        await rows.sent(visit, person)
        await rows.result(visit, person, outcome="problem_pending")
        said: list[str] = []

        def hear(*told: object) -> None:
            said.append(str(told[2]))

        async with acts.looking() as look:
            engine = look.session.get_bind()
            event.listen(engine, "before_cursor_execute", hear)
            await scorecards.gather(look)
            event.remove(engine, "before_cursor_execute", hear)
        return sum("SELECT" in one for one in said)

    found = [await counted() for _ in range(10)]
    assert found[0]
    assert set(found) == {found[0]}


async def test_a_held_draw_says_whether_the_classes_were_used_whatever_the_plan_said(acts: Acts) -> None:
    await found(acts)
    await _planned(acts)
    async with acts.noting() as work:
        draw = (await work.session.exec(select(Draw))).one()
        draw.announcement = {"steps": [{"label": "class/1", "from": ["A"], "take": 1}]}
    card = await _card(acts)
    assert _of(card, "credit_use_joint") == (1, 1, State.MET)
    assert next(one for one in card.indicators if one.key == "credit_use_joint").bases == {"draw": 1}
