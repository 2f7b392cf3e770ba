"""Open seats of somebody who left or changed units: filled by a recorded re-match, never by a free choice.

A draw that a platform held is matched anew there; such seats wait as asked-for replacements.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import col, or_, select

from domain.errors import DomainError
from domain.external_record import FORM
from domain.substitution import object_of
from models import Assignment, Draw, InspectionObject, Person, Replacement, Result, Visit
from services import journal
from services.drawing.rematching import apply, rematch
from services.drawing.replacements import next_number, post_replaced
from services.work import Work, new_ref

REASON = "moved"


@dataclass(frozen=True)
class Seat:
    """An active seat whose unit has not reported."""

    assignment: Assignment
    visit: Visit
    draw: Draw
    subject: InspectionObject
    person: Person


@dataclass
class HandedBack:
    """What became of somebody's seats: all visits, those left ``short``, those a platform has to match."""

    visits: list[tuple[str, str]] = field(default_factory=list)
    short: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)


async def open_seats(look: Work, person_id: int) -> list[Seat]:
    """A person's seats on visits that their unit has still to report."""
    return await _seats(look, Assignment.person_id == person_id)


async def stranded(look: Work) -> list[Seat]:
    """Open seats of people who have left or are with another unit: for the office to hand back."""
    look.require("library.hand_back")
    return await _seats(
        look, or_(col(Person.left_on).is_not(None), col(Person.unit_id) != col(Assignment.unit_id))
    )


async def _seats(look: Work, which: object) -> list[Seat]:
    reported = (
        select(Result.id)
        .where(
            col(Result.visit_id) == col(Assignment.visit_id),
            col(Result.unit_id) == col(Assignment.unit_id),
            col(Result.state) != "returned",
        )
        .exists()
    )
    rows = await look.session.exec(
        select(Assignment, Visit, Draw, Person)
        .join(Visit, col(Assignment.visit_id) == col(Visit.id))
        .join(Draw, col(Visit.draw_id) == col(Draw.id))
        .join(Person, col(Assignment.person_id) == col(Person.id))
        .where(which, Assignment.state == "active", Visit.state == "open", ~reported)  # type: ignore[arg-type]
        .order_by(col(Visit.draw_id), col(Visit.position), col(Assignment.id))
    )
    return [
        Seat(seat, visit, draw, await look.session.get_one(InspectionObject, visit.object_id), person)
        for seat, visit, draw, person in rows.all()
    ]


async def hand_back(work: Work, person_id: int) -> HandedBack:
    """The office hands back what somebody who left or moved still holds. Raises ``library.nothing_open``."""
    work.require("library.hand_back")
    seats = [seat for seat in await stranded(work) if seat.person.id == person_id]
    if not [seat for seat in seats if seat.draw.kind != FORM]:
        raise DomainError("library.nothing_open")
    given = await give_back(work, seats)
    await journal.record(
        work, "library.hand_back", f"person:{person_id}", visits=given.visits, short=given.short
    )
    return given


async def give_back(work: Work, seats: Sequence[Seat]) -> HandedBack:
    """Match each draw anew without these seats. The person must no longer be with the unit in the rows."""
    given = HandedBack([(seat.visit.number, seat.subject.name) for seat in seats])
    draws = {seat.draw.id: seat.draw for seat in seats}
    for number, draw in draws.items():
        mine = [seat for seat in seats if seat.draw.id == number]
        if draw.kind == FORM:
            await _requests(work, mine, "")
            given.elsewhere += [seat.visit.number for seat in mine]
        else:
            given.short += await _fill(work, draw, mine)
    return given


async def _fill(work: Work, draw: Draw, seats: Sequence[Seat]) -> list[str]:
    """One re-match for a draw; answers the visits of these seats for which nobody was found."""
    requests = await _requests(work, seats, f"replace/{await next_number(work, draw)}")
    found = await rematch(work, draw, requests[0].label)
    changes = await apply(work, draw, found, requests[0].ref)
    for request, seat in zip(requests, seats, strict=True):
        request.changes = [one for one in changes if one["visit"] == seat.visit.number]
    own = {seat.visit.number for seat in seats}
    requests[0].changes = [*requests[0].changes, *(one for one in changes if one["visit"] not in own)]
    missing = sum(one.missing for one in found.unserved)
    await post_replaced(work, draw, requests[0], changes, missing)
    starved = {object_of(one.task) for one in found.unserved}
    return [seat.visit.number for seat in seats if seat.subject.register_no in starved]


async def _requests(work: Work, seats: Sequence[Seat], label: str) -> list[Replacement]:
    """One replacement a seat: decided under the ``label``, or left waiting for the platform without one."""
    found = []
    for seat in seats:
        assert seat.assignment.id is not None  # noqa: S101 - a stored row
        request = await _asked(work, seat.assignment.id) or Replacement(
            ref=new_ref(),
            assignment_id=seat.assignment.id,
            reason=REASON,
            asked_by=work.actor.person_id,
            asked_at=work.now,
        )
        if label:
            request.label, request.state = label, "approved"
            request.decided_by, request.decided_at = work.actor.person_id, work.now
        work.session.add(request)
        found.append(request)
    await work.session.flush()
    return found


async def _asked(work: Work, assignment_id: int) -> Replacement | None:
    rows = await work.session.exec(
        select(Replacement).where(Replacement.assignment_id == assignment_id, Replacement.state == "asked")
    )
    return rows.first()
