"""No second visit for what a joint inspection of the year checks already (花溪 20, 湛江 二（三）)."""

from dataclasses import replace
from typing import Any, Literal

import pytest
from sqlmodel import select

from bot.acts import Acts
from domain.pool import parse
from models import InspectionObject, Task, Unit, Visit
from services.drawing import draws
from services.drawing.pools import Preview
from services.profiles import load
from tests.conftest import StandingClock
from tests.county import FIRE, MARKET, OFFICE, actor, found
from tests.services.test_draws import SEALED, announce, cause, held
from tests.services.test_joint_draws import _held as held_jointly
from tests.services.test_joint_draws import _second_task

SINGLE = "task-single"


async def single(acts: Acts, unit: str = FIRE, **changes: Any) -> None:
    """A task of one unit over the same objects, with an item that the joint task checks too."""
    async with acts.noting() as work:
        lead = (await work.session.exec(select(Unit).where(Unit.name == unit))).one()
        joint = (await work.session.exec(select(Task).where(Task.ref == "task-one"))).one()
        values: dict[str, Any] = joint.model_dump(exclude={"id", "ref", "no", "partners", "state"})
        values |= {"ref": SINGLE, "no": "2026-09", "name": "单独抽查", "lead_unit_id": lead.id}
        work.session.add(Task(**values | {"item_codes": ["XF-1"], "quota": {"number": 2}} | changes))


async def looked(acts: Acts) -> Preview:
    async with acts.looking(await actor(acts, "B-1")) as look:
        return await draws.look_ahead(look, [SINGLE])


async def drawn_jointly(acts: Acts) -> set[str]:
    async with acts.looking() as look:
        rows = await look.session.exec(
            select(InspectionObject.register_no).join(Visit, Visit.object_id == InspectionObject.id)  # type: ignore[arg-type]
        )
        return set(rows.all())


def spared(plan: Preview) -> set[str]:
    return {one.id for one in plan.pool if one.exclusion == "joint"}


async def test_what_a_joint_inspection_checks_is_not_drawn_again_by_one_of_its_units(acts: Acts) -> None:
    await found(acts)
    await held(acts)
    await single(acts)
    plan = await looked(acts)
    assert spared(plan) == await drawn_jointly(acts)
    assert plan.exclusions == {"closed": 1, "joint": 3}
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        draw = await draws.announce(work, [SINGLE], SEALED)
    assert [one.exclusion for one in parse(draw.pool.encode())].count("joint") == 3


@pytest.mark.parametrize(
    ("rule", "changes", "count"),
    [
        ("items", {"item_codes": ["XF-1", "SP-1"]}, 3),
        ("items", {"item_codes": ["XF-1", "XF-9"]}, 0),
        ("items", {"item_codes": []}, 0),
        ("unit", {"item_codes": ["XF-9"]}, 3),
        ("unit", {"unit": OFFICE}, 0),
        ("items", {"unit": OFFICE}, 0),
        ("none", {}, 0),
        ("items", {"partners": [MARKET]}, 0),
    ],
)
async def test_the_place_says_what_spares_an_object(
    acts: Acts, rule: Literal["none", "items", "unit"], changes: dict[str, Any], count: int
) -> None:
    acts = replace(acts, profile=replace(acts.profile, joint_spares=rule))
    await found(acts)
    await held(acts)
    await single(acts, **changes)
    assert len(spared(await looked(acts))) == count


async def test_a_task_of_one_unit_spares_nothing(acts: Acts) -> None:
    await found(acts)
    async with acts.noting() as work:
        (await work.session.exec(select(Task))).one().partners = []
    await held(acts)
    await single(acts, MARKET, item_codes=["SP-1"])
    assert spared(await looked(acts)) == set()


async def test_a_draw_that_is_only_announced_spares_nothing_yet(acts: Acts) -> None:
    await found(acts)
    await announce(acts)
    await single(acts)
    assert spared(await looked(acts)) == set()


async def test_an_object_replaced_in_the_joint_inspection_is_free_again(acts: Acts) -> None:
    await found(acts)
    await held(acts)
    await single(acts)
    async with acts.noting() as work:
        visit = (await work.session.exec(select(Visit))).first()
        assert visit is not None
        visit.state = "replaced"
    assert len(spared(await looked(acts))) == 2


async def test_the_joint_inspections_of_last_year_spare_nothing(acts: Acts, clock: StandingClock) -> None:
    await found(acts)
    await held(acts)
    await single(acts, year=2027)
    clock.go_to(2027, 4, 1)
    assert spared(await looked(acts)) == set()


async def test_one_visit_of_two_tasks_drawn_jointly_is_a_joint_inspection(acts: Acts) -> None:
    await found(acts)
    async with acts.noting() as work:
        (await work.session.exec(select(Task))).one().partners = []
    await _second_task(acts, quota={"whole": True})
    await held_jointly(acts)
    await single(acts)
    async with acts.looking() as look:
        visits = (await look.session.exec(select(Visit))).all()
    both = [one for one in visits if len(one.task_ids) == 2]
    assert both
    assert len(spared(await looked(acts))) == len(both)


@pytest.mark.parametrize(
    ("place", "rule"),
    [("huaxi", "unit"), ("xinzhou", "items"), ("zhanjiang", "items"), ("pingluo", "items")],
)
def test_the_places_differ(place: str, rule: str) -> None:
    profile = load(place)
    assert profile.joint_spares == rule
    assert profile.clauses["joint_spares"]
