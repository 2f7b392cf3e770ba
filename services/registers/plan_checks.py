"""What keeps a row of a plan out: told at its cell before anything is confirmed, so that the others go in."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from sqlmodel import col, select

from domain.cell_values import Severity
from domain.plan import State
from domain.reading import Problem, Reading
from domain.tags import nearest
from models import Plan, Task
from services.planning.plans import PLANNED, WITHDRAWN
from services.registers.kept_rows import rows_of
from services.registers.object_checks import problem_at
from services.registers.one_shelf import Fields
from services.registers.plan_shelf import NEEDED, PlanShelf
from services.work import Work

Fault = tuple[str, str, Mapping[str, Any]]
"""Field, code of ``register.problems``, what its sentence needs."""
NAMING = ("lead_unit", "partner_units", "items")


async def judged(look: Work, reading: Reading) -> Reading:
    """The reading of a plan without the rows that could not be put; any other list as it is.

    Items off the list are told already (``item_checks``): where the place refuses them, they keep a row out.
    """
    if reading.kind != "plans":
        return reading
    shelf = PlanShelf(look)
    await shelf.open()
    closed, rows = await _closed(look), rows_of(reading)
    changing = [row for row in reading.rows if shelf.changed_by(row.value.key, rows[row.value.key])]
    found = [
        problem_at(reading, row, field, code, **params)
        for row in changing
        for field, code, params in _faults(shelf, closed, row.value.key, rows[row.value.key])
    ]
    if look.profile.items_outside_list == "refuse":
        found += _outside(reading, {(row.sheet, row.row) for row in changing})
    return reading.judged([replace(one, severity=Severity.ERROR) for one in found])


def _outside(reading: Reading, changing: Collection[tuple[str, int]]) -> Iterator[Problem]:
    for one in reading.problems:
        if one.code == "item_outside" and (one.sheet, one.row) in changing:
            yield one


async def _closed(look: Work) -> dict[int, Plan]:
    """The plans that a file does not change any more."""
    plans = await look.session.exec(select(Plan).where(col(Plan.state) != State.DRAFT))
    return {plan.id or 0: plan for plan in plans}


def _faults(shelf: PlanShelf, closed: Mapping[int, Plan], key: str, fields: Fields) -> Iterator[Fault]:
    task = shelf.standing_task(key)
    if task is not None and task.state not in (PLANNED, WITHDRAWN):
        yield "no", "task_drawn", {"written": key}
    elif _of_closed(shelf, closed, task, fields):
        yield "no", "plan_closed", {"written": fields.get("name", key)}
    else:
        yield from _unplaced(fields if task else {**NEEDED, **fields})
        yield from _unknown(shelf, fields)


def _of_closed(shelf: PlanShelf, closed: Mapping[int, Plan], task: Task | None, fields: Fields) -> bool:
    if task is not None:
        return task.plan_id in closed
    first = fields.get("window_from")
    year = fields.get("year") or (first and first.year)
    unit = shelf.unit_id(str(fields.get("lead_unit", "")))
    return any((plan.unit_id, plan.year) == (unit, year) for plan in closed.values())


def _unplaced(named: Fields) -> Iterator[Fault]:
    """No unit that leads, no days."""
    if not named.get("lead_unit", True):
        yield "lead_unit", "missing", {}
    blank = [one for one in ("window_from", "window_to") if one in named and not named[one]]
    if blank:
        field = "window_text" if "window_text" in named else blank[0]
        yield field, "window_unread", {"written": named.get("window_text", "")}


def _unknown(shelf: PlanShelf, fields: Fields) -> Iterator[Fault]:
    """Units and items that nobody knows, each with the most similar one that is known."""
    for field in NAMING:
        known = shelf.known(field)
        said = fields.get(field, ())
        for name in (said,) if isinstance(said, str) else said:
            if name and name not in known:
                code = "item_unknown" if field == "items" else "unit_unknown"
                yield field, code, {"written": name, "nearest": nearest(name, known)}
