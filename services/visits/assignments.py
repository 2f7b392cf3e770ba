"""The assignment behind a button: its visit, its items, who goes along."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlmodel import col, select

from domain.errors import DomainError
from models import Assignment, Draw, InspectionObject, Item, Person, Task, Unit, Visit
from services import journal
from services.work import Work


@dataclass(frozen=True)
class TeamMember:
    """Who goes along."""

    person_id: int
    name: str
    unit: str
    leads: bool


@dataclass(frozen=True)
class Case:
    """Everything behind one assignment."""

    assignment: Assignment
    visit: Visit
    tasks: Sequence[Task]
    drawn_at: datetime
    subject: InspectionObject
    items: tuple[Item, ...]
    team: tuple[TeamMember, ...]


async def team_of(work: Work, visit_id: int) -> tuple[TeamMember, ...]:
    """The active team of a visit, leaders first."""
    rows = await work.session.exec(
        select(Assignment, Person, Unit)
        .join(Person, col(Assignment.person_id) == col(Person.id))
        .join(Unit, col(Assignment.unit_id) == col(Unit.id))
        .where(Assignment.visit_id == visit_id, Assignment.state == "active")
        .order_by(col(Assignment.leads).desc(), col(Unit.name), col(Person.roster_no))
    )
    return tuple(TeamMember(a.person_id, p.name, u.name, a.leads) for a, p, u in rows)


async def tasks_of_visit(work: Work, visit: Visit) -> list[Task]:
    """The tasks that drew the visit's object, the convenor's first."""
    numbers = visit.task_ids or [visit.task_id]
    found = {task.id: task for task in await work.session.exec(select(Task).where(col(Task.id).in_(numbers)))}
    return [found[number] for number in numbers]


def window_of(visit: Visit, tasks: Sequence[Task]) -> tuple[date, date]:
    """The days that suit every task; the first task's own where they have none in common.

    A visit of a portion of the year has days of its own.
    """
    if visit.window_from and visit.window_to:
        return visit.window_from, visit.window_to
    first, last = max(task.window_from for task in tasks), min(task.window_to for task in tasks)
    return (first, last) if first <= last else (tasks[0].window_from, tasks[0].window_to)


async def items_of(work: Work, tasks: Sequence[Task], unit_name: str) -> tuple[Item, ...]:
    """The items that a unit checks: its own and those nobody claims, in the list's order."""
    codes = {code for task in tasks for code in task.item_codes}
    rows = (
        await work.session.exec(select(Item).where(col(Item.code).in_(codes)).order_by(col(Item.code)))
    ).all()
    own = tuple(item for item in rows if item.unit_name in {"", unit_name})
    return own or tuple(rows)


async def case_of(work: Work, ref: str) -> Case:
    """The case behind an assignment's reference, only for its own inspector and only while it is active.

    Raises ``assignment.unknown``, ``assignment.not_yours``, ``assignment.over`` or ``assignment.other_unit``.
    """
    query = (
        select(Assignment, Visit, InspectionObject, Unit)
        .join(Visit, col(Assignment.visit_id) == col(Visit.id))
        .join(InspectionObject, col(Visit.object_id) == col(InspectionObject.id))
        .join(Unit, col(Assignment.unit_id) == col(Unit.id))
        .join(Draw, col(Visit.draw_id) == col(Draw.id))
        .where(Assignment.ref == ref)
    )
    row = (await work.session.exec(cast("Any", query.add_columns(col(Draw.ended_at))))).first()
    if row is None:
        raise DomainError("assignment.unknown")
    assignment, visit, subject, unit, drawn_at = row
    if not work.actor.reaches("assignment.look", own=assignment.person_id == work.actor.person_id):
        raise DomainError("assignment.not_yours")
    if assignment.state != "active":
        raise DomainError("assignment.over", number=visit.number)
    if assignment.unit_id != work.actor.unit_id:
        raise DomainError("assignment.other_unit", number=visit.number)
    assert drawn_at is not None  # noqa: S101 - visits exist only after the draw
    tasks = await tasks_of_visit(work, visit)
    items = await items_of(work, tasks, unit.name)
    return Case(assignment, visit, tasks, drawn_at, subject, items, await team_of(work, assignment.visit_id))


async def acknowledge(work: Work, ref: str) -> Case:
    """The inspector says that the task has been seen. Never asked for twice, never demanded."""
    work.require("assignment.acknowledge")
    case = await case_of(work, ref)
    if case.assignment.acknowledged_at is None:
        case.assignment.acknowledged_at = work.now
        work.session.add(case.assignment)
    await journal.record(work, "assignment.acknowledge", f"visit:{case.visit.number}")
    return case
