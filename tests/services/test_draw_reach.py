"""What a draw adds to the year's indicators."""

from dataclasses import replace

import pytest
from sqlmodel import col, select

from bot.acts import Acts
from locales.texts import texts
from models import Task
from services.drawing import draw_reach
from services.drawing.draw_reach import Moved
from services.profiles import load
from tests import county
from tests.rows import Rows
from tests.services.test_plans import DRAFT, drafted

ALONE = replace(DRAFT, name="标签抽查", item_codes=("SP-2",), partners=())
OTHER = replace(DRAFT, name="进货抽查", item_codes=("SP-1",), partners=())


@pytest.fixture
def acts(acts: Acts) -> Acts:
    """Under the 湛江 profile, which has targets for the coverage of items and the joint share."""
    return replace(acts, profile=load("zhanjiang"))


@pytest.fixture
async def tasks(acts: Acts) -> list[Task]:
    """A plan of three tasks: a joint one and two of one unit, none drawn."""
    await county.found(acts)
    await drafted(acts, await county.actor(acts, "B-1"), DRAFT, ALONE, OTHER)
    async with acts.looking() as look:
        rows = await look.session.exec(select(Task).where(col(Task.plan_id).is_not(None)).order_by(Task.no))
        return list(rows)


async def _moved(acts: Acts, *of: Task) -> dict[str, Moved]:
    async with acts.looking(await county.actor(acts, "B-1")) as look:
        return {one.after.key: one for one in await draw_reach.moved(look, of)}


def _counts(one: Moved) -> tuple[tuple[int, int], tuple[int, int]]:
    return (one.before.done, one.before.total), (one.after.done, one.after.total)


async def test_the_first_draw_moves_coverage_and_the_joint_share_from_nothing(
    acts: Acts, tasks: list[Task]
) -> None:
    found = await _moved(acts, tasks[0])
    assert _counts(found["item_coverage"]) == ((0, 3), (2, 3))
    assert _counts(found["joint_share"]) == ((0, 0), (1, 1))


async def test_only_what_changes_is_told_and_earlier_draws_count_below_the_line(
    acts: Acts, tasks: list[Task]
) -> None:
    await Rows(acts).draw(tasks[0])
    found = await _moved(acts, tasks[2])
    assert {key: _counts(one) for key, one in found.items()} == {"joint_share": ((1, 1), (1, 2))}


async def test_a_draw_that_is_not_held_counts_for_nothing(acts: Acts, tasks: list[Task]) -> None:
    rows = Rows(acts)
    for state in ("announced", "void"):
        await rows.draw(tasks[0], state)
    assert _counts((await _moved(acts, tasks[1]))["joint_share"]) == ((0, 0), (0, 1))


async def test_tasks_of_two_units_drawn_together_are_joint(acts: Acts, tasks: list[Task]) -> None:
    async with acts.noting() as work:
        fire = await county.actor(acts, "X-0")
        other = await work.session.get_one(Task, tasks[2].id)
        other.lead_unit_id = fire.unit_id or 0
    assert _counts((await _moved(acts, tasks[1], other))["joint_share"]) == ((0, 0), (2, 2))


async def test_what_stands_in_no_plan_moves_nothing(acts: Acts) -> None:
    await county.found(acts)
    async with acts.looking() as look:
        revisit = (await look.session.exec(select(Task))).one()
    assert await _moved(acts, revisit) == {}


async def test_the_preview_says_it_in_one_line(acts: Acts, tasks: list[Task]) -> None:
    await Rows(acts).draw(tasks[1])
    one = (await _moved(acts, tasks[0]))["joint_share"]
    said = texts("zh_CN").say("draw.moved", before=one.before, after=one.after)
    assert said == "部门联合任务占比 0/1（0%）→1/2（50%），要求15%"
