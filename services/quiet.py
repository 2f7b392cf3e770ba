"""When something unasked may be sent: on working days, outside the quiet hours, not too often."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Mapped
from sqlmodel import col, or_, select

from domain.calendar import WorkingCalendar
from domain.notices import unasked_kinds
from domain.profile import Profile
from models import Letter
from services.work import OFFICE_ZONE, Work

DAY = timedelta(days=1)
GATHERING = timedelta(minutes=30)
NOT_GONE = ("pending", "unlinked")
GONE = ("sending", "sent")


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


def reigns(look: Work) -> bool:
    """Whether nobody is told anything unasked now: a day off, or the quiet hours."""
    return opening(look.profile, look.calendar, look.now) > look.now


def tomorrow(work: Work) -> datetime:
    """The first moment of the next working day at which somebody may be told something unasked."""
    return opening(work.profile, work.calendar, _at(work.today + DAY, time()))


async def slot(work: Work, person_id: int, earliest: datetime | None = None) -> datetime:
    """When a person is told something unasked: with what waits already, so that a day has its number at most.

    The last message of a day is held for ``GATHERING``, so that whatever else comes due goes along. Only what
    comes up after it went out is moved to the next working day.
    """
    moment = opening(work.profile, work.calendar, earliest or work.now)
    while True:
        letters = await _letters_on(work, person_id, moment.date())
        waiting = [one.due_at for one in letters if one.state in NOT_GONE]
        if waiting:
            return max(moment, *waiting).astimezone(OFFICE_ZONE)
        gone = len({one.message_id or one.dedupe_key for one in letters})
        if gone < work.profile.max_unsolicited_per_day:
            is_last = gone > 0 and gone + 1 == work.profile.max_unsolicited_per_day
            return _held(work, moment) if is_last else moment
        moment = opening(work.profile, work.calendar, _at(moment.date() + DAY, time()))


async def readdress(work: Work, letter: Letter, person_id: int, *, linked: bool) -> None:
    """What waits for one person goes to another, in the hours for such letters."""
    if letter.kind in unasked_kinds():
        letter.due_at = await slot(work, person_id)
    letter.person_id, letter.state = person_id, "pending" if linked else "unlinked"
    work.session.add(letter)
    await work.session.flush()


def _held(work: Work, moment: datetime) -> datetime:
    """Later the same day, unless the quiet hours would begin before."""
    later = moment + GATHERING
    return later if opening(work.profile, work.calendar, later) == later else moment


async def _letters_on(work: Work, person_id: int, day: date) -> list[Letter]:
    """Unasked letters that went to a person on a day, and those to go until its end, locked."""
    rows = await work.session.exec(
        select(Letter)
        .where(Letter.person_id == person_id, col(Letter.kind).in_(unasked_kinds()))
        .where(
            or_(
                col(Letter.state).in_(NOT_GONE) & (col(Letter.due_at) < _at(day + DAY, time())),
                col(Letter.state).in_(GONE) & _within(col(Letter.sent_at), day),
                col(Letter.state).in_(GONE)
                & col(Letter.sent_at).is_(None)
                & _within(col(Letter.due_at), day),
            )
        )
        .with_for_update()
    )
    return list(rows)


def _within(moment: Mapped[Any], day: date) -> ColumnElement[bool]:
    return (moment >= _at(day, time())) & (moment < _at(day + DAY, time()))
