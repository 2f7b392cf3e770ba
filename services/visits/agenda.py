"""我的任务: an inspector's visits, with the days that were agreed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func
from sqlmodel import col, select

from domain.agenda import SHORTEST, Entry, meant
from domain.errors import DomainError
from domain.places import map_url, metres, point
from domain.route import Stop, in_order
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


@dataclass(frozen=True)
class Leg:
    """A visit on the way of a day; ``metres`` from the one before, where both have degrees."""

    entry: Entry
    map_url: str
    metres: int | None


async def way(look: Work, day: date) -> list[Leg]:
    """The actor's visits agreed for a day, in the order to go. Raises ``assignment.no_way``."""
    entries = {one.ref: one for one in await mine(look) if one.agreed_on == day}
    if not entries:
        raise DomainError("assignment.no_way", day=day)
    stops = in_order(Stop(one.ref, one.area, one.address, one.at) for one in entries.values())
    return [
        _leg(look, entries[stop.key], before)
        for before, stop in zip([None, *(entries[one.key] for one in stops)], stops, strict=False)
    ]


def _leg(look: Work, entry: Entry, before: Entry | None) -> Leg:
    url = map_url(look.profile.map_link, entry.object_name, entry.address, entry.at)
    far = metres(before.at, entry.at) if before and before.at and entry.at else None
    return Leg(entry, url, None if far is None else round(far))
