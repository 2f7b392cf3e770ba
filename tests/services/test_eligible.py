"""Who may be sent: speciality, leave, last time's team; and the list that is inspected once."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import col, select

from bot.acts import Acts
from domain.errors import DomainError
from models import Assignment, InspectionObject, Inspector, Item, Person, Task, Visit
from services import people
from services.drawing import draw_tasks
from services.drawing.pools import preview
from services.staff import interests, leaves
from tests.conftest import StandingClock
from tests.county import FIRE, MARKET, actor, found
from tests.services.test_draws import cause, held
from tests.services.test_joint_draws import _second_task


async def _change(acts: Acts, roster_no: str, **values: object) -> None:
    async with acts.noting() as work:
        person = await people.person_by_roster_no(work.session, roster_no)
        (await work.session.get_one(Inspector, person.id)).sqlmodel_update(values)


async def _teams(acts: Acts) -> list[set[str]]:
    async with acts.looking() as look:
        rows = await look.session.exec(
            select(Assignment.visit_id, Person.roster_no).join(
                Person, col(Assignment.person_id) == col(Person.id)
            )
        )
        teams: dict[int, set[str]] = {}
        for visit_id, roster_no in rows:
            teams.setdefault(visit_id, set()).add(roster_no)
    return list(teams.values())


async def test_every_team_has_one_with_the_speciality_the_items_ask_for(acts: Acts) -> None:
    await found(acts)
    await _change(acts, "S-2", qualifications=["食品检查员"])
    async with acts.noting() as work:
        item = (await work.session.exec(select(Item).where(Item.code == "SP-1"))).one()
        item.requirement = "食品检查员"
    await held(acts)
    teams = await _teams(acts)
    assert len(teams) == 3
    assert all("S-2" in team for team in teams)


async def test_a_requirement_that_says_none_asks_for_nothing(acts: Acts) -> None:
    await found(acts)
    async with acts.noting() as work:
        (await work.session.exec(select(Item).where(Item.code == "SP-1"))).one().requirement = "无"
    async with acts.looking() as look:
        task = (await look.session.exec(select(Task))).one()
        plan = await preview(look, [task])
    assert plan.inspectors["special"] == {"2026-01": {}}


async def test_leave_over_all_of_the_time_keeps_an_inspector_out_and_a_few_days_do_not(acts: Acts) -> None:
    await found(acts)
    async with acts.working(await actor(acts, "S-1"), cause()) as work:
        await leaves.note(work, date(2026, 3, 1), date(2026, 8, 31))
    async with acts.working(await actor(acts, "S-0"), cause()) as work:
        await leaves.note(work, date(2026, 4, 7), date(2026, 4, 9), "S-2")
    async with acts.looking() as look:
        task = (await look.session.exec(select(Task))).one()
        plan = await preview(look, [task])
    assert list(plan.inspectors["eligible"][MARKET]) == ["S-2", "S-3"]


async def test_a_liaison_notes_leave_for_their_own_unit_only(acts: Acts) -> None:
    await found(acts)
    with pytest.raises(DomainError, match=r"leave\.not_unit"):
        async with acts.working(await actor(acts, "X-0"), cause()) as work:
            await leaves.note(work, date(2026, 4, 1), date(2026, 4, 2), "S-1")
    with pytest.raises(DomainError, match=r"leave\.backwards"):
        async with acts.working(await actor(acts, "S-1"), cause()) as work:
            await leaves.note(work, date(2026, 4, 2), date(2026, 4, 1))


async def test_whoever_inspected_an_object_last_time_is_not_sent_to_it_again(acts: Acts) -> None:
    await found(acts)
    await held(acts)
    await _second_task(acts)
    async with acts.looking() as look:
        task = (await look.session.exec(select(Task).where(Task.no == "2026-02"))).one()
        plan = await preview(look, [task])
        visited = await look.session.exec(
            select(InspectionObject.register_no).join(Visit, col(Visit.object_id) == col(InspectionObject.id))
        )
        numbers = set(visited.all())
    assert numbers == plan.inspectors["recused"].keys()
    assert all({"X-1", "X-2"} <= set(people) for people in plan.inspectors["recused"].values())
    assert FIRE in plan.inspectors["eligible"]


async def test_listed_objects_form_a_task_of_their_own_where_the_place_says_so(
    acts: Acts, clock: StandingClock
) -> None:
    await found(acts)
    async with acts.noting() as work:
        for row in (await work.session.exec(select(InspectionObject))).all()[::2]:
            row.once_list = True
            work.session.add(row)
    there = Acts(acts.sessions, acts.looks, replace(acts.profile, once_list_split=True), clock)
    await held(there)
    async with acts.looking() as look:
        rows = await look.session.exec(
            select(InspectionObject.once_list, Task.no, Task.name)
            .join(Visit, col(Visit.object_id) == col(InspectionObject.id))
            .join(Task, col(Visit.task_id) == col(Task.id))
        )
        placed = rows.all()
    assert all((no == "2026-01-Z") is on_list for on_list, no, _ in placed)
    assert all("综合查一次" in name for on_list, _, name in placed if on_list)


async def test_a_place_that_does_not_split_keeps_one_task(acts: Acts) -> None:
    await found(acts)
    async with acts.noting() as work:
        for row in (await work.session.exec(select(InspectionObject))).all():
            row.once_list = True
            work.session.add(row)
    await held(acts)
    async with acts.looking() as look:
        assert (await look.session.exec(select(Task.no))).all() == ["2026-01"]
        assert await draw_tasks.open_tasks(look) == []


async def test_a_declared_interest_is_frozen_with_every_later_announcement(acts: Acts) -> None:
    await found(acts)
    async with acts.looking() as look:
        subject = await interests.object_by_number(look, " 919901240000000005 ")
    async with acts.working(await actor(acts, "S-1"), cause()) as work:
        await interests.declare(work, subject.id or 0, "relative")
    with pytest.raises(DomainError, match=r"interest\.declared"):
        async with acts.working(await actor(acts, "S-1"), cause()) as work:
            await interests.declare(work, subject.id or 0, "own")
    async with acts.looking() as look:
        task = (await look.session.exec(select(Task))).one()
        plan = await preview(look, [task])
    assert plan.inspectors["recused"] == {subject.register_no: ["S-1"]}
