"""Leave: an inspector away for all of a task's time is not matched; noted by the inspector or the liaison."""

from datetime import date

from domain.errors import DomainError
from domain.roles import Role
from models import Leave
from services import journal
from services.people import person_by_roster_no
from services.work import Work


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
    own = person.id == work.actor.person_id
    if not own and (person.unit_id != work.actor.unit_id or Role.LIAISON not in work.actor.roles):
        raise DomainError("leave.not_unit", roster_no=roster_no)
    return person.id
