"""What a draw adds to the year's indicators, counted over the tasks that are drawn."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from sqlmodel import select

from domain.plan_indicators import PlannedTask, Reached, of_place
from models import Draw, Task
from services.planning.plan_view import items_in_force, member_units, planned
from services.work import Work

Planned = Mapping[int, PlannedTask]


@dataclass(frozen=True)
class Moved:
    """An indicator over the year's drawn tasks, before a draw and with it."""

    before: Reached
    after: Reached


async def moved(look: Work, tasks: Sequence[Task]) -> tuple[Moved, ...]:
    """The indicators that a draw of these tasks changes: those with a target, and the joint share.

    Tasks drawn together count as joint. What stands in no plan (a revisit, a clue) moves none.
    """
    year = tasks[0].year
    everything = {task.id or 0: one for task, one in await planned(look, year)}
    this = {task.id or 0 for task in tasks}
    earlier = await _draws_of(look, year)
    before = await _reached(look, _drawn(everything, earlier))
    after = await _reached(look, _drawn(everything, [*earlier, this]))
    return tuple(
        Moved(before.get(key, Reached(key=key, done=0, total=0)), one)
        for key, one in after.items()
        if key not in before or (before[key].done, before[key].total) != (one.done, one.total)
    )


async def _draws_of(look: Work, year: int) -> list[set[int]]:
    """The tasks of each draw of the year that was held, here or on a platform."""
    rows = await look.session.exec(
        select(Draw.task_id, Draw.task_ids).where(Draw.year == year, Draw.state == "held")
    )
    return [{first, *together} for first, together in rows]


async def _reached(look: Work, drawn: Sequence[PlannedTask]) -> dict[str, Reached]:
    units = [one.name for one in await member_units(look)]
    return {one.key: one for one in of_place(look.profile, drawn, await items_in_force(look), units)}


def _drawn(everything: Planned, draws: Sequence[AbstractSet[int]]) -> list[PlannedTask]:
    """The tasks of the draws, each joint with those it was drawn together with."""
    found: dict[int, PlannedTask] = {}
    for together in draws:
        own = {number: found.get(number, everything[number]) for number in together & everything.keys()}
        units = {unit for one in own.values() for unit in (one.unit, *one.partners)}
        for number, one in own.items():
            found[number] = replace(one, partners=tuple(sorted(units - {one.unit})))
    return list(found.values())
