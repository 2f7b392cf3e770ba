"""Leave: an inspector away for all of a task's time is not matched; noted by the inspector or the liaison."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import col, select

from domain.errors import DomainError
from domain.roles import Role
from models import Leave, Person
from services import journal
from services.people import person_by_roster_no
from services.work import Work


@dataclass(frozen=True)
class LeaveLine:
    """Days away that are not over."""

    id: int
    roster_no: str
    name: str
    first: date
    last: date


async def note(work: Work, first: date, last: date, roster_no: str = "") -> Leave:
    """Note days of leave; one's own, or a colleague's as the unit's liaison.

    Raises ``leave.backwards`` and ``leave.not_unit``.
    """
    work.require("leave.note")
    if last < first:
        raise DomainError("leave.backwards", first=first, last=last)
    person_id = await _whose(work, roster_no) if roster_no else work.actor.person_id
    assert person_id is not None  # noqa: S101 - a role implies a person
    leave = Leave(person_id=person_id, first=first, last=last, noted_at=work.now)
    work.session.add(leave)
    await journal.record(work, "leave.note", f"person:{person_id}", first=str(first), last=str(last))
    return leave


async def _whose(work: Work, roster_no: str) -> int | None:
    person = await person_by_roster_no(work.session, roster_no)
    _refuse_stranger(work, person)
    return person.id


def _refuse_stranger(work: Work, person: Person) -> None:
    own = person.id == work.actor.person_id
    if not own and not work.actor.reaches("leave.note", unit_id=person.unit_id):
        raise DomainError("leave.not_unit", roster_no=person.roster_no)


async def current(look: Work) -> list[LeaveLine]:
    """Leave that is not over: one's own, and as a liaison the whole unit's; the nearest first."""
    look.require("leave.note")
    is_liaison = Role.LIAISON in look.actor.roles
    whose = Person.unit_id == look.actor.unit_id if is_liaison else Person.id == look.actor.person_id
    rows = await look.session.exec(
        select(Leave, Person)
        .join(Person, col(Leave.person_id) == col(Person.id))
        .where(whose, Leave.last >= look.today, col(Person.left_on).is_(None))
        .order_by(col(Leave.first), col(Leave.id))
    )
    return [
        LeaveLine(leave.id or 0, person.roster_no, person.name, leave.first, leave.last)
        for leave, person in rows
    ]


async def end(work: Work, leave_id: int) -> Person:
    """销假: back from today on; leave that has not begun falls away. Raises ``leave.over``, ``.not_unit``."""
    work.require("leave.end")
    leave = await work.session.get(Leave, leave_id)
    if leave is None or leave.last < work.today:
        raise DomainError("leave.over")
    person = await work.session.get_one(Person, leave.person_id)
    _refuse_stranger(work, person)
    if leave.first >= work.today:
        await work.session.delete(leave)
    else:
        leave.last = work.today - timedelta(days=1)
        work.session.add(leave)
    await journal.record(work, "leave.end", f"person:{person.id}", first=str(leave.first), on=str(work.today))
    return person
