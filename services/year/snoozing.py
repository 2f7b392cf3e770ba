"""明日再提醒: a liaison is reminded again on the next working day, until the last day is reached."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import col, select

from domain.errors import DomainError
from models import Duty, Unit
from services import journal, quiet
from services.work import Work
from services.year.reminders import digest_at


async def snooze(work: Work, refs: Sequence[str]) -> date:
    """Remind again of these duties of the own unit; answers the day. Filing them takes the reminder back.

    Raises ``reminder.done`` if nothing is open and ``reminder.last_day`` if the last day comes first.
    """
    work.require("duty.snooze")
    assert work.actor.person_id is not None  # noqa: S101 - a role implies a person
    rows = await work.session.exec(
        select(Duty).where(col(Duty.ref).in_(refs), Duty.unit_id == work.actor.unit_id, Duty.state == "open")
    )
    duties = rows.all()
    if not duties:
        raise DomainError("reminder.done")
    earliest = quiet.tomorrow(work)
    later = {one.ref for one in duties if earliest.date() < one.due_on}
    if not later:
        raise DomainError("reminder.last_day", due_on=min(one.due_on for one in duties))
    unit = await work.session.get_one(Unit, work.actor.unit_id)
    moment = await quiet.slot(work, work.actor.person_id, earliest)
    await digest_at(work, work.actor.person_id, unit, later, moment)
    await journal.record(work, "duty.snooze", f"unit:{unit.id}", refs=sorted(later), on=str(moment.date()))
    return moment.date()
