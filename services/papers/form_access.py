"""Whose forms somebody may have: an inspector of their own visits, liaison and approver of their unit's."""

from dataclasses import dataclass

from sqlmodel import col, or_, select

from domain.errors import DomainError
from domain.roles import Role
from models import Assignment, Draw, InspectionObject, Result, Task, Unit, Visit
from services.work import Work

SHOWN = 12
GONE = ("void", "replaced")


@dataclass(frozen=True)
class Part:
    """One unit's part of a visit: what one record is about."""

    visit: Visit
    unit: Unit


@dataclass(frozen=True)
class VisitLine:
    """A visit to choose from."""

    ref: str
    number: str
    object_name: str


async def parts(look: Work, asked: str) -> list[Part]:
    """The parts of a visit that the actor may have; ``asked``: a visit's, assignment's or result's reference.

    A visit's or result's number will do. Raises ``forms.unknown`` or ``forms.not_yours``.
    """
    look.require("form.visit")
    visit, unit_id = await _visit(look, asked)
    units = await look.session.exec(
        select(Unit)
        .join(Assignment, col(Assignment.unit_id) == col(Unit.id))
        .where(Assignment.visit_id == visit.id, Assignment.state == "active")
        .where(Unit.id == unit_id if unit_id else True)
        .distinct()
        .order_by(col(Unit.id))
    )
    found = [Part(visit, unit) for unit in units if await _may(look, visit, unit)]
    if not found:
        raise DomainError("forms.not_yours", number=visit.number)
    return found


async def _visit(look: Work, asked: str) -> tuple[Visit, int | None]:
    """The visit, and the unit where a part of it was asked for."""
    rows = await look.session.exec(select(Visit).where(or_(Visit.ref == asked, Visit.number == asked)))
    visit = rows.first()
    if visit is not None:
        return visit, None
    part = await _part_of_assignment(look, asked) or await _part_of_result(look, asked)
    if part is None:
        raise DomainError("forms.unknown", asked=asked)
    return await look.session.get_one(Visit, part[0]), part[1]


async def _part_of_assignment(look: Work, asked: str) -> tuple[int, int] | None:
    rows = await look.session.exec(
        select(col(Assignment.visit_id), col(Assignment.unit_id)).where(Assignment.ref == asked)
    )
    return rows.first()


async def _part_of_result(look: Work, asked: str) -> tuple[int, int] | None:
    rows = await look.session.exec(
        select(col(Result.visit_id), col(Result.unit_id)).where(
            or_(Result.ref == asked, Result.number == asked)
        )
    )
    return rows.first()


async def _may(look: Work, visit: Visit, unit: Unit) -> bool:
    actor = look.actor
    if actor.reaches("form.visit", unit_id=unit.id):
        return True
    mine = await look.session.exec(
        select(Assignment.id).where(
            Assignment.visit_id == visit.id,
            Assignment.person_id == actor.person_id,
            Assignment.state == "active",
        )
    )
    own = unit.id == actor.unit_id and mine.first() is not None
    return actor.reaches("form.visit", own=own)


async def visits(look: Work) -> list[VisitLine]:
    """The newest visits whose forms the actor may have."""
    look.require("form.visit")
    own = (
        select(Assignment.visit_id).where(Assignment.state == "active")
        if Role.OFFICE in look.actor.roles
        else select(Assignment.visit_id).where(
            Assignment.state == "active", Assignment.unit_id == look.actor.unit_id
        )
    )
    if not look.actor.roles & {Role.OFFICE, Role.LIAISON, Role.APPROVER}:
        own = own.where(Assignment.person_id == look.actor.person_id)
    rows = await look.session.exec(
        select(Visit, InspectionObject)
        .join(InspectionObject, col(Visit.object_id) == col(InspectionObject.id))
        .where(col(Visit.id).in_(own), col(Visit.state).not_in(GONE))
        .order_by(col(Visit.id).desc())
        .limit(SHOWN)
    )
    return [VisitLine(visit.ref, visit.number, subject.name) for visit, subject in rows]


@dataclass(frozen=True)
class TaskLine:
    """A drawn task to choose."""

    ref: str
    no: str
    name: str


async def drawn_tasks(look: Work) -> list[TaskLine]:
    """This year's tasks of which something was drawn, the newest draw first."""
    look.require("form.entry")
    draws = await look.session.exec(
        select(Draw).where(Draw.state == "held", Draw.year == look.today.year).order_by(col(Draw.id).desc())
    )
    numbers = dict.fromkeys(number for draw in draws for number in draw.task_ids or [draw.task_id])
    tasks = [await look.session.get_one(Task, number) for number in list(numbers)[:SHOWN]]
    return [TaskLine(task.ref, task.no, task.name) for task in tasks]


async def task_of(look: Work, ref: str) -> Task:
    """By reference or number. Raises ``forms.unknown``."""
    task = (await look.session.exec(select(Task).where(or_(Task.ref == ref, Task.no == ref)))).first()
    if task is None:
        raise DomainError("forms.unknown", asked=ref)
    return task


async def draws_of(look: Work, task: Task) -> list[Draw]:
    """The held draws of a task, oldest first."""
    rows = await look.session.exec(select(Draw).where(Draw.state == "held").order_by(col(Draw.id)))
    return [draw for draw in rows if task.id in (draw.task_ids or [draw.task_id])]


async def visits_of(look: Work, task: Task) -> list[Visit]:
    """The visits of a task that stand, in the order in which they were drawn."""
    draws = [draw.id for draw in await draws_of(look, task)]
    rows = await look.session.exec(
        select(Visit)
        .where(col(Visit.draw_id).in_(draws), col(Visit.state).not_in(GONE))
        .order_by(col(Visit.number))
    )
    return [visit for visit in rows if task.id in (visit.task_ids or [visit.task_id])]
