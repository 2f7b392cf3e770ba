"""Deadlines as a calendar program takes them: the day, the reminders before it, how often it moved."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from domain.calendar import WorkingCalendar
from domain.deadlines import Due, Stage, due_dates, stages
from domain.errors import DomainError
from domain.profile import Profile
from models import DeadlineMove, Duty
from services.work import OFFICE_ZONE, Work
from services.year.duties import dues_of, rule_of


@dataclass(frozen=True)
class Ring:
    """A stage that is not after the day of its deadline; ``at`` is aware, when the quiet hours end."""

    stage: Stage
    at: datetime


@dataclass(frozen=True)
class Entry:
    """One deadline of a year; ``moved`` is how many circulars have spoken of its day."""

    year: int
    due: Due
    rings: tuple[Ring, ...]
    moved: int = 0


@dataclass(frozen=True)
class YearCalendar:
    """What one file holds. ``owner`` with deadline and year is an entry's identity; ``made_at`` aware UTC."""

    owner: str
    name: str
    made_at: datetime
    entries: tuple[Entry, ...]


def of_rules(profile: Profile, year: int, calendar: WorkingCalendar, now: datetime) -> YearCalendar:
    """A place's deadlines of a year by its rules alone, of the units and of the office."""
    entries = (_entry(profile, calendar, year, due, {}) for due in due_dates(profile, year, calendar))
    return YearCalendar(profile.place.area_code, profile.place.name, now, tuple(entries))


async def of_unit(look: Work) -> YearCalendar:
    """The open duties of the actor's unit as circulars have them. Raises ``filing.nothing_open``."""
    look.require("duty.look")
    rows = await look.session.exec(
        select(Duty.year, Duty.deadline).where(Duty.unit_id == look.actor.unit_id, col(Duty.state) == "open")
    )
    waiting = set(rows.all())
    entries: list[Entry] = []
    for year in sorted({year for year, _ in waiting}):
        counts = await _spoken_of(look, year)
        entries += [
            _entry(look.profile, look.calendar, year, due, counts)
            for due in await dues_of(look, year)
            if (year, due.key) in waiting
        ]
    if not entries:
        raise DomainError("filing.nothing_open")
    owner = f"{look.profile.place.area_code}/{look.actor.unit_id}"
    return YearCalendar(owner, look.actor.unit_name, look.now, tuple(entries))


async def _spoken_of(look: Work, year: int) -> Counter[str]:
    """How many circulars have spoken of each deadline of a year, those that took a move back too."""
    rows = await look.session.exec(select(DeadlineMove.deadline).where(DeadlineMove.year == year))
    return Counter(rows.all())


def _entry(
    profile: Profile, calendar: WorkingCalendar, year: int, due: Due, counts: Mapping[str, int]
) -> Entry:
    """A deadline counted from another one moves with it."""
    rule = rule_of(profile, due.key)
    followed = rule.date.event if rule else None
    rings = tuple(
        Ring(stage, datetime.combine(stage.date, profile.quiet_hours.end, OFFICE_ZONE))
        for stage in stages(due, profile, calendar)
        if stage.date <= due.due_on
    )
    return Entry(year, due, rings, counts.get(due.key, 0) + counts.get(followed or "", 0))
