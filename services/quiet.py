"""When something unasked may be sent: on working days, outside the quiet hours, not too often."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import func
from sqlmodel import col, select

from domain.calendar import WorkingCalendar
from domain.notices import Notice
from domain.profile import Profile
from models import Letter
from services.work import OFFICE_ZONE, Work

DAY = timedelta(days=1)


def opening(profile: Profile, calendar: WorkingCalendar, now: datetime) -> datetime:
    """The first moment from ``now`` on that is on a working day and not quiet, in the office's zone."""
    here = now.astimezone(OFFICE_ZONE)
    if calendar.is_working(here.date()):
        if not profile.quiet_hours.covers(here.time()):
            return here
        if here.time() < profile.quiet_hours.end:
            return _at(here.date(), profile.quiet_hours.end)
    return _at(calendar.next_working_day(here.date() + DAY), profile.quiet_hours.end)


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, OFFICE_ZONE)


async def slot(work: Work, person_id: int) -> datetime:
    """When a person may next be told something unasked: days that have their full number are passed over."""
    moment = opening(work.profile, work.calendar, work.now)
    while await _told_on(work, person_id, moment.date()) >= work.profile.max_unsolicited_per_day:
        moment = opening(work.profile, work.calendar, _at(moment.date() + DAY, time()))
    return moment


async def _told_on(work: Work, person_id: int, day: date) -> int:
    """Unasked letters to a person on a day of the office, sent or still to be sent."""
    kinds = [notice.kind for notice in Notice.__subclasses__() if notice.unsolicited]
    counted = await work.session.exec(
        select(func.count(col(Letter.id))).where(
            Letter.person_id == person_id,
            col(Letter.kind).in_(kinds),
            Letter.state != "void",
            Letter.due_at >= _at(day, time()),
            Letter.due_at < _at(day + DAY, time()),
        )
    )
    return counted.one()
