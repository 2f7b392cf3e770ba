"""副联络员（代办）: a colleague stands in for a unit's liaison, for days or until ended.

The deputy sees what the unit owes, files, reports decisions and snoozes. What is told to the liaison goes
to the deputy instead on the days of a period, while the liaison is on leave, and while she cannot be reached.
"""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from domain.errors import DomainError
from domain.notices_filing import DeadlineMoved, DeadlineNear
from domain.notices_liaison import DeputyEnded, DeputyNamed
from domain.roles import Role
from models import Leave, LiaisonDeputy, Person
from services import journal, outbox, people, quiet
from services.staff import liaison_seats, standing_in
from services.staff.liaison_seats import Seat
from services.work import Work, new_ref
from services.year.duties import units_owing


@dataclass(frozen=True)
class DeputySeat:
    """A unit's seat and who stands in, or will. ``choices``: who may be named."""

    seat: Seat
    row: LiaisonDeputy | None
    name: str
    choices: tuple[Person, ...]


@dataclass(frozen=True)
class Named:
    """What was done. ``token``: the deputy's enrolment link's, empty if an account is linked."""

    row: LiaisonDeputy
    unit: str
    deputy: str
    token: str


async def deputy_seat(look: Work, unit_id: int) -> DeputySeat:
    """Raises ``handover.not_unit`` for a unit that is not the actor's to change."""
    seat = await liaison_seats.seat(look, unit_id)
    row = await standing_in.latest(look, unit_id)
    held = {one.id for one in seat.liaisons}
    choices = tuple(one for one in seat.choices if one.id not in held)
    name = next((one.name for one in choices if row and one.id == row.person_id), "")
    return DeputySeat(seat, row, name, choices)


async def name(work: Work, unit_id: int, person_id: int, first: date, last: date | None) -> Named:
    """Somebody of the unit stands in from ``first`` to ``last``, or until ended; an earlier one no longer.

    Raises ``handover.not_unit``, ``deputy.not_here``, ``deputy.backwards`` and ``deputy.over``.
    """
    work.require("deputy.name")
    now = await deputy_seat(work, unit_id)
    deputy = next((one for one in now.choices if one.id == person_id), None)
    if deputy is None:
        raise DomainError("deputy.not_here", unit=now.seat.unit)
    _check(work, first, last)
    if now.row is not None:
        await _close(work, now, now.row)
    row = LiaisonDeputy(
        ref=new_ref(),
        unit_id=unit_id,
        person_id=person_id,
        first=first,
        last=last,
        named_by=work.actor.person_id,
        named_at=work.now,
    )
    work.session.add(row)
    await work.session.flush()
    for to in (deputy, *now.seat.liaisons):
        notice = DeputyNamed(now.seat.unit, deputy.name, first, last, to_deputy=to is deputy)
        await outbox.tell(work, to.id or 0, notice, f"deputy_named:{row.ref}:{to.id}")
    await journal.record(
        work, "deputy.name", f"unit:{unit_id}", deputy=person_id, first=str(first), last=str(last or "")
    )
    linked = await outbox.account_of(work.session, person_id)
    return Named(row, now.seat.unit, deputy.name, "" if linked else await people.write_invite(work, deputy))


def _check(work: Work, first: date, last: date | None) -> None:
    if last and last < first:
        raise DomainError("deputy.backwards", first=first, last=last)
    if last and last < work.today:
        raise DomainError("deputy.over", last=last)


async def end(work: Work, unit_id: int, ref: str) -> DeputySeat:
    """The deputy's days end now; reminders that wait go to the liaison. Raises ``deputy.none``."""
    work.require("deputy.end")
    now = await deputy_seat(work, unit_id)
    if now.row is None or now.row.ref != ref:
        raise DomainError("deputy.none")
    await _close(work, now, now.row)
    await journal.record(work, "deputy.end", f"unit:{unit_id}", deputy=now.row.person_id)
    return now


async def _close(work: Work, now: DeputySeat, row: LiaisonDeputy) -> None:
    row.ended_at, row.ended_by = work.now, work.actor.person_id
    work.session.add(row)
    await work.session.flush()
    for one in now.seat.liaisons[:1]:
        await _return_letters(work, row.person_id, one)
    for to in (row.person_id, *(one.id for one in now.seat.liaisons)):
        notice = DeputyEnded(now.seat.unit, now.name, work.today, to_deputy=to == row.person_id)
        await outbox.tell(work, to or 0, notice, f"deputy_ended:{row.ref}:{to}")


async def _return_letters(work: Work, deputy_id: int, liaison: Person) -> None:
    linked = await outbox.account_of(work.session, liaison.id or 0) is not None
    for letter in await outbox.waiting_for(work, deputy_id):
        reminder = letter.kind == DeadlineNear.kind and letter.about.startswith("liaison ")
        if reminder or letter.kind == DeadlineMoved.kind:
            await quiet.readdress(work, letter, liaison.id or 0, linked=linked)


async def succeed(work: Work, unit_id: int, successor_id: int) -> None:
    """A deputy who becomes the liaison stands in for nobody any more."""
    row = await standing_in.latest(work, unit_id)
    if row is not None and row.person_id == successor_id:
        row.ended_at, row.ended_by = work.now, work.actor.person_id
        work.session.add(row)


async def hearing(look: Work, unit_id: int) -> list[Person]:
    """Who is told today what is told to the unit's liaison: the deputy instead, if so and reachable."""
    liaisons = await people.holders(look.session, Role.LIAISON, unit_id)
    row = await standing_in.deputy_of(look, unit_id)
    if row is None:
        return liaisons
    deputy = await look.session.get_one(Person, row.person_id)
    away = [one for one in liaisons if row.last or await _on_leave(look, one)]
    present = [one for one in liaisons if one not in away and await is_reachable(look, one)]
    if present:
        return liaisons
    return [deputy] if await is_reachable(look, deputy) else [*liaisons, deputy]


async def _on_leave(look: Work, person: Person) -> bool:
    rows = await look.session.exec(
        select(Leave.id).where(
            Leave.person_id == person.id, col(Leave.first) <= look.today, col(Leave.last) >= look.today
        )
    )
    return rows.first() is not None


async def is_reachable(look: Work, person: Person) -> bool:
    """Whether a letter gets there."""
    account = await outbox.account_of(look.session, person.id or 0)
    return bool(account and account.reachable)


async def named(look: Work) -> list[tuple[str, str, date, date | None]]:
    """Unit, deputy and days, of the units whose liaison the actor may change."""
    found = []
    for unit in await liaison_seats.units(look):
        row = await standing_in.latest(look, unit.id or 0)
        if row is not None:
            person = await look.session.get_one(Person, row.person_id)
            found.append((unit.name, person.name, row.first, row.last))
    return found


async def unheard(look: Work) -> list[str]:
    """Units that owe something and of which neither a liaison nor a deputy can be reached."""
    return [
        unit.name
        for unit, owes in await units_owing(look)
        if owes == "units"
        and not [one for one in await hearing(look, unit.id or 0) if await is_reachable(look, one)]
    ]
