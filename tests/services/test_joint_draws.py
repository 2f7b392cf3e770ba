"""Joint draws: tasks share one ticket order; what several of them draw is visited once."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import col, select

from bot.acts import Acts
from domain.errors import DomainError
from domain.recount import recount
from models import Assignment, Draw, InspectionObject, Letter, Task, Unit, Visit
from services.drawing import draw_tasks, draws, holding
from tests.county import FIRE, MARKET, actor, found
from tests.services.test_draws import SEALED, cause, witness

JOINT = ["task-one", "task-two"]


async def _second_task(acts: Acts, **changes: Any) -> None:
    """A task of the fire brigade alone over half of the same objects."""
    async with acts.noting() as work:
        fire = (await work.session.exec(select(Unit).where(Unit.name == FIRE))).one()
        rows = await work.session.exec(select(InspectionObject).order_by(col(InspectionObject.register_no)))
        for row in rows.all()[2::2]:
            row.sub_libraries = [*row.sub_libraries, "重点消防"]
            work.session.add(row)
        values: dict[str, Any] = {
            "ref": "task-two",
            "year": 2026,
            "no": "2026-02",
            "name": "消防专项抽查",
            "lead_unit_id": fire.id,
            "item_codes": ["XF-1"],
            "scope": "重点消防",
            "quota": {"number": 2},
            "window_from": date(2026, 4, 10),
            "window_to": date(2026, 6, 30),
        }
        work.session.add(Task(**values | changes))


async def _held(acts: Acts) -> Draw:
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        draw = await draws.announce(work, JOINT, SEALED)
    await witness(acts, draw.ref, "J-1", "83920174")
    await witness(acts, draw.ref, "S-0", "二〇二六")
    async with acts.working(await actor(acts, "B-2"), cause()) as work:
        return await holding.hold_draw(work, draw.ref)


async def test_objects_in_common_are_proposed_for_one_draw(acts: Acts) -> None:
    await found(acts)
    await _second_task(acts)
    async with acts.looking(await actor(acts, "B-1")) as look:
        proposed = await draws.mergeable(look, ["task-one"])
    assert [(task.no, shared) for task, shared in proposed] == [("2026-02", 5)]


async def test_a_task_of_another_time_is_not_proposed(acts: Acts) -> None:
    await found(acts)
    await _second_task(acts, window_from=date(2026, 9, 1), window_to=date(2026, 9, 30))
    async with acts.looking(await actor(acts, "B-1")) as look:
        assert await draws.mergeable(look, ["task-one"]) == []


async def test_the_preview_says_how_many_visits_the_shared_order_saves(acts: Acts) -> None:
    await found(acts)
    await _second_task(acts)
    async with acts.looking(await actor(acts, "B-1")) as look:
        plan = await draws.look_ahead(look, JOINT)
    assert plan.visits is not None
    apart, together = plan.visits
    assert (apart, together) == (4, 4) or together < apart
    assert {step.order for step in plan.steps} == {"visit/all"}
    assert [step.task for step in plan.steps] == ["2026-01", "2026-02"]


async def test_an_object_drawn_twice_is_one_visit_with_every_item_and_unit(acts: Acts) -> None:
    await found(acts)
    await _second_task(acts, quota={"whole": True})
    draw = await _held(acts)
    async with acts.looking() as look:
        visits = (await look.session.exec(select(Visit).order_by(col(Visit.position)))).all()
        numbers = {task.id: task.no for task in await look.session.exec(select(Task))}
        objects = [visit.object_id for visit in visits]
        assert len(set(objects)) == len(objects)
        merged = [visit for visit in visits if len(visit.task_ids) == 2]
        alone = [visit for visit in visits if [numbers[n] for n in visit.task_ids] == ["2026-02"]]
        units = {unit.id: unit.name for unit in await look.session.exec(select(Unit))}
        seats = (await look.session.exec(select(Assignment))).all()
    assert {numbers[number] for number in merged[0].task_ids} == {"2026-01", "2026-02"}
    team = [units[seat.unit_id] for seat in seats if seat.visit_id == merged[0].id]
    assert sorted(team) == sorted([MARKET, MARKET, FIRE, FIRE])
    lead = next(seat for seat in seats if seat.visit_id == merged[0].id and seat.leads)
    assert units[lead.unit_id] == MARKET
    assert {units[seat.unit_id] for seat in seats if seat.visit_id == alone[0].id} == {FIRE}
    assert draw.record is not None
    checks = recount(draw.record, draw.pool.encode())
    assert not [check for check in checks if check.outcome == "differs"]


async def test_the_card_of_a_merged_visit_names_both_tasks_and_the_common_days(acts: Acts) -> None:
    await found(acts)
    await _second_task(acts, quota={"whole": True})
    await _held(acts)
    async with acts.looking() as look:
        bodies = (await look.session.exec(select(Letter.body).where(Letter.kind == "assigned"))).all()
    merged = [body for body in bodies if "食品销售联合抽查；消防专项抽查" in body]
    assert merged
    assert all("2026年4月10日至2026年5月31日" in body for body in merged)


async def test_the_samples_overlap_as_far_as_they_can(acts: Acts) -> None:
    """The general task's three smallest tickets and the special one's two come from one order."""
    await found(acts)
    await _second_task(acts)
    draw = await _held(acts)
    assert draw.record is not None
    steps: Any = draw.record["result"]
    first, second = ({one["id"]: one["ticket"] for one in step["drawn"]} for step in steps)
    shared = first.keys() & second.keys()
    assert all(first[number] == second[number] for number in shared)
    async with acts.looking() as look:
        assert len((await look.session.exec(select(Visit))).all()) == len(first.keys() | second.keys())


async def test_a_task_ordered_onto_the_provincial_platform_is_not_drawn_here(acts: Acts) -> None:
    await found(acts)
    await _second_task(acts, draw_mode="external")
    with pytest.raises(DomainError, match=r"draw\.external_only"):
        async with acts.working(await actor(acts, "B-1"), cause()) as work:
            await draws.announce(work, ["task-two"], SEALED)
    with pytest.raises(DomainError, match=r"draw\.external_only"):
        async with acts.looking(await actor(acts, "B-1")) as look:
            await draws.look_ahead(look, ["task-two"])


async def test_tasks_of_the_platform_stand_apart_from_those_drawn_here(acts: Acts) -> None:
    await found(acts)
    await _second_task(acts, draw_mode="external")
    async with acts.looking() as look:
        assert [task.no for task in await draw_tasks.open_tasks(look)] == ["2026-01"]
        assert [task.no for task in await draw_tasks.platform_tasks(look)] == ["2026-02"]
