"""调动、退休: the office lets somebody leave or changes their unit; links, roles and open seats go along.

忻州 二(三): the library follows 资格证取得、调动、退休. Drafts belong to the unit's team and stay with it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import col, select

from domain.errors import DomainError
from domain.notices_filing import DeadlineLine, DeadlineNear
from domain.notices_staff import CertificateNear, PostEnded, StaffChanged
from domain.roles import Role
from models import Draw, Duty, Inspector, Person, StaffChange, Unit
from services import journal, outbox, people
from services.staff import library
from services.staff.handing_back import HandedBack, give_back, open_seats
from services.work import Work
from services.year.duties import line_of

KINDS = ("transferred", "retired", "resigned")
MOVED = "moved"
NEEDED = (Role.LIAISON, Role.APPROVER)


@dataclass(frozen=True)
class Consequences:
    """What a departure touches: roles, account, open visits, announced draws, roles left vacant, duties."""

    person_id: int
    roster_no: str
    name: str
    unit: str
    roles: tuple[str, ...]
    linked: bool
    visits: tuple[tuple[str, str], ...]
    announced: tuple[str, ...]
    vacant: tuple[str, ...]
    duties: tuple[DeadlineLine, ...]


@dataclass(frozen=True)
class Departure:
    """What was done."""

    change: StaffChange
    before: Consequences
    given: HandedBack
    into: str = ""


async def consequences(look: Work, person_id: int) -> Consequences:
    """What somebody's leaving would touch now. Raises as ``library.person_of``, and ``library.left``."""
    look.require("library.depart")
    person = await _staying(look, person_id)
    unit = await look.session.get_one(Unit, person.unit_id)
    vacant = await _vacant(look, person)
    return Consequences(
        person_id=person_id,
        roster_no=person.roster_no,
        name=person.name,
        unit=unit.name,
        roles=tuple(sorted(await people.roles_of(look.session, person_id))),
        linked=await outbox.account_of(look.session, person_id) is not None,
        visits=tuple((seat.visit.number, seat.subject.name) for seat in await open_seats(look, person_id)),
        announced=await _announced(look, person),
        vacant=vacant,
        duties=await _duties(look, unit) if Role.LIAISON in vacant else (),
    )


async def _staying(look: Work, person_id: int) -> Person:
    person = await library.person_of(look, person_id)
    if person.left_on is not None:
        raise DomainError("library.left", name=person.name, on=person.left_on)
    return person


async def _vacant(look: Work, person: Person) -> tuple[str, ...]:
    """Roles of which the person is the unit's only holder."""
    found = []
    for role in NEEDED:
        holders = await people.holders(look.session, role, person.unit_id)
        if [one.id for one in holders] == [person.id]:
            found.append(role.value)
    return tuple(found)


async def _announced(look: Work, person: Person) -> tuple[str, ...]:
    """Draws that are announced and not held, in whose frozen list the person stands."""
    draws = await look.session.exec(select(Draw).where(Draw.state == "announced").order_by(col(Draw.id)))
    return tuple(draw.number for draw in draws if person.roster_no in _named(draw.inspectors))


def _named(frozen: Mapping[str, Any]) -> set[str]:
    return {number for unit in frozen.get("eligible", {}).values() for number in unit}


async def _duties(look: Work, unit: Unit) -> tuple[DeadlineLine, ...]:
    rows = await look.session.exec(
        select(Duty).where(Duty.unit_id == unit.id, Duty.state == "open").order_by(col(Duty.due_on))
    )
    return tuple(line_of(look.profile, duty, unit.name, look.today) for duty in rows)


async def leave(work: Work, person_id: int, kind: str, on: date, reason: str) -> Departure:
    """Somebody leaves the place: account and roles end, open visits are matched anew, drafts stay.

    Raises ``library.yourself``, ``library.future``, ``library.reason`` and what ``consequences`` raises.
    """
    work.require("library.depart")
    _check(work, person_id, on, reason)
    before = await consequences(work, person_id)
    seats = await open_seats(work, person_id)
    person = await library.person_of(work, person_id)
    person.left_on = on
    work.session.add(person)
    await work.session.flush()
    given = await give_back(work, seats)
    change = _change(work, person, kind, on, reason)
    await people.end_roles(work, person_id)
    farewell = PostEnded(kind, on, before.unit, "", tuple(given.visits))
    await outbox.say_farewell(work, person_id, farewell, f"post_ended:{work.cause}")
    await people.end_links(work, person_id)
    done = Departure(change, before, given)
    await _tell_others(work, person, done, (person.unit_id,))
    await journal.record(
        work, "library.depart", f"person:{person_id}", kind=kind, on=str(on), visits=len(given.visits)
    )
    return done


async def move(work: Work, person_id: int, unit_id: int, on: date, reason: str) -> Departure:
    """Somebody changes units within the place: roles are reset, what belonged to the old unit is handed back.

    An inspector stays one; post, section, areas and items are the new unit's to enter. The account stays
    linked. Raises as ``leave``, and ``library.same_unit``, ``library.no_unit``.
    """
    work.require("library.move")
    _check(work, person_id, on, reason)
    before = await consequences(work, person_id)
    seats = await open_seats(work, person_id)
    person = await library.person_of(work, person_id)
    into = await _into(work, person, unit_id)
    change = _change(work, person, MOVED, on, reason, into=unit_id)
    old_unit, person.unit_id, person.post = person.unit_id, unit_id, ""
    work.session.add(person)
    await work.session.flush()
    await outbox.void_waiting(work, person_id, [DeadlineNear.kind, CertificateNear.kind])
    given = await give_back(work, seats)
    await _reset(work, person_id)
    farewell = PostEnded(MOVED, on, before.unit, into.name, tuple(given.visits))
    await outbox.tell(work, person_id, farewell, f"post_ended:{work.cause}")
    done = Departure(change, before, given, into.name)
    await _tell_others(work, person, done, (old_unit, unit_id))
    await journal.record(
        work, "library.move", f"person:{person_id}", unit=unit_id, on=str(on), visits=len(given.visits)
    )
    return done


def _check(work: Work, person_id: int, on: date, reason: str) -> None:
    if person_id == work.actor.person_id:
        raise DomainError("library.yourself")
    if on > work.today:
        raise DomainError("library.future", on=on)
    if not reason.strip():
        raise DomainError("library.reason")


async def _into(work: Work, person: Person, unit_id: int) -> Unit:
    if unit_id == person.unit_id:
        raise DomainError("library.same_unit", name=person.name)
    unit = await work.session.get(Unit, unit_id)
    if unit is None or not unit.active:
        raise DomainError("library.no_unit")
    return unit


def _change(
    work: Work, person: Person, kind: str, on: date, reason: str, *, into: int | None = None
) -> StaffChange:
    change = StaffChange(
        person_id=person.id or 0,
        kind=kind,
        on=on,
        reason=reason.strip(),
        from_unit_id=person.unit_id,
        to_unit_id=into,
        entered_by=work.actor.person_id,
        entered_at=work.now,
    )
    work.session.add(change)
    return change


async def _reset(work: Work, person_id: int) -> None:
    inspector = await work.session.get(Inspector, person_id)
    await people.end_roles(work, person_id, [Role.INSPECTOR] if inspector else [])
    if inspector is not None:
        inspector.department, inspector.areas, inspector.item_scope = "", [], []
        work.session.add(inspector)


async def _tell_others(work: Work, person: Person, done: Departure, units: Iterable[int]) -> None:
    """The units' liaisons; where something stays open also the unit's approvers and the whole office."""
    before, given = done.before, done.given
    told = {one.id for unit in units for one in await people.holders(work.session, Role.LIAISON, unit)}
    if given.short or given.elsewhere or before.announced or before.vacant:
        told |= {one.id for one in await people.holders(work.session, Role.OFFICE)}
        approvers = await people.holders(work.session, Role.APPROVER, done.change.from_unit_id)
        told |= {one.id for one in approvers}
    notice = StaffChanged(
        roster_no=person.roster_no,
        name=person.name,
        change=done.change.kind,
        on=done.change.on,
        unit=before.unit,
        into=done.into,
        visits=len(given.visits),
        short=tuple(given.short),
        elsewhere=tuple(given.elsewhere),
        announced=before.announced,
        vacant=before.vacant,
        duties=before.duties,
    )
    for one in sorted(told - {None, person.id}):  # type: ignore[type-var]
        await outbox.tell(work, one or 0, notice, f"staff_changed:{work.cause}:{one}")
