"""No inspection outside the item list: plans, draws and reports are held against the list of their day.

Where the place is hard about it (定陶 二（二）) they are refused; elsewhere the office is told.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from domain.errors import DomainError
from domain.item_list import Outside, outside
from domain.reading import Problem, Reading, RowRead
from domain.register_rows import PlanRow
from models import Task
from services.items import item_list
from services.items.item_list import lying_outside
from services.registers.object_checks import problem_at
from services.work import Work

Told = tuple[str, dict[str, object]]


def day_of(window_from: date | None, today: date) -> date:
    """The day whose list binds a task: its first day, today once that has passed."""
    return max(today, window_from or today)


async def guard(look: Work, task: str, codes: Iterable[str], day: date) -> tuple[Outside, ...]:
    """What lies outside the list of a day; raises ``items.outside`` where the place refuses it.

    For plans, draws and reports alike: the error names ``task``, the items and the way out.
    """
    found = await lying_outside(look, codes, day)
    if found and look.profile.items_outside_list == "refuse":
        raise DomainError("items.outside", task=task, day=day, items=found)
    return found


async def guard_tasks(work: Work, tasks: Sequence[Task]) -> None:
    """Before a draw is announced. Raises ``items.outside``."""
    for task in tasks:
        await guard(work, task.name, task.item_codes, day_of(task.window_from, work.today))


async def told(look: Work, tasks: Sequence[Task]) -> tuple[Told, ...]:
    """One warning for each item of a draw that is not on the list: a word key with its facts."""
    found: list[Told] = []
    for task in tasks:
        lying = await lying_outside(look, task.item_codes, day_of(task.window_from, look.today))
        found += [("draw.item_outside", facts(one) | {"task": task.name}) for one in lying]
    return tuple(found)


def facts(one: Outside) -> dict[str, object]:
    """An item outside the list as plain values for a sentence."""
    since = one.since.isoformat() if one.since else ""
    return {"item": one.name, "item_code": one.code, "why": one.why, "since": since, "document": one.document}


async def judged(look: Work, reading: Reading) -> Reading:
    """The reading of a plan with a warning at each item off the list on its day; others as they are."""
    if reading.kind != "plans":
        return reading
    items = await item_list.items_of(look, None)
    codes = {item.name: item.code for item in items} | {item.code: item.code for item in items}
    versions = await item_list.versions(look)
    return reading.judged(
        [
            _problem(reading, row, one)
            for row, plan in zip(reading.rows, reading.of(PlanRow), strict=True)
            for one in outside(
                [codes[name] for name in plan.items if name in codes],
                versions,
                day_of(plan.window_from, look.today),
            )
        ]
    )


def _problem(reading: Reading, row: RowRead, one: Outside) -> Problem:
    return problem_at(reading, row, "items", "item_outside", **facts(one))
