"""我的任务: an inspector's visits, with the days that were agreed."""

from sqlalchemy import func
from sqlmodel import col, select

from domain.agenda import SHORTEST, Entry, meant
from domain.errors import DomainError
from domain.places import point
from models import Assignment, InspectionObject, Result, Task, Visit
from services.work import Work


async def mine(look: Work) -> list[Entry]:
    """Every visit of the actor, reported or not, by its day."""
    look.require("assignment.look")
    reported = await _reported(look)
    last_day_of = func.coalesce(col(Visit.window_to), col(Task.window_to))
    rows = await look.session.exec(
        select(Assignment.ref, Visit, last_day_of, InspectionObject)
        .join(Visit, col(Assignment.visit_id) == col(Visit.id))
        .join(Task, col(Visit.task_id) == col(Task.id))
        .join(InspectionObject, col(Visit.object_id) == col(InspectionObject.id))
        .where(Assignment.person_id == look.actor.person_id, Assignment.state == "active")
    )
    found = [
        Entry(
            ref=ref,
            link=visit.ref,
            visit=visit.number,
            register_no=subject.register_no,
            object_name=subject.name,
            address=subject.address,
            area=subject.area,
            at=point(subject.latitude, subject.longitude),
            agreed_on=visit.agreed_on,
            window_to=last_day,
            reported=visit.id in reported,
        )
        for ref, visit, last_day, subject in rows
    ]
    return sorted(found, key=lambda one: (one.day, one.visit))


async def _reported(look: Work) -> set[int]:
    """Visits of which the actor's unit has a result that was not returned."""
    rows = await look.session.exec(
        select(Result.visit_id).where(Result.unit_id == look.actor.unit_id, col(Result.state) != "returned")
    )
    return set(rows)


async def find(look: Work, text: str) -> list[Entry]:
    """The actor's visits that a typed or scanned text means, open ones first.

    Raises ``assignment.too_short`` and ``assignment.nothing``.
    """
    found = meant(await mine(look), text)
    if not found:
        too_short = len(text.strip()) < SHORTEST
        raise DomainError("assignment.too_short" if too_short else "assignment.nothing", text=text[:60])
    return sorted(found, key=lambda one: one.reported)
