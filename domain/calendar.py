"""Working days with 调休, and what may be said about days whose holiday notice is not out yet."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

Day = date
DAY = timedelta(days=1)
FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
"""Off in every year by 《全国年节及纪念日放假办法》: all that is certain before a year's notice."""
LATE_DECEMBER = (12, 25)
"""From here on the *next* year's notice has changed days of the old one (2006, 2007, 2011, 2018)."""

Basis = Literal["notice", "estimate"]


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a duty. Not ``firm``: an estimate, the true day lies between earliest and latest."""

    date: Day
    firm: bool
    earliest: Day
    latest: Day
    basis: Basis


@dataclass(frozen=True, slots=True)
class Notice:
    """One year of the State Council's calendar: days off and make-up working days, and where it stands."""

    year: int
    off: frozenset[date]
    on: frozenset[date]
    source: str


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Answers for every day; ``is_firm`` says which answers rest on a notice."""

    notices: Mapping[int, Notice] = field(default_factory=dict)

    def is_working(self, day: date) -> bool:
        """Whether offices work. Years without a notice: weekends and the holidays fixed by law are off."""
        notice = self.notices.get(day.year)
        if notice is None:
            return day.weekday() < 5 and (day.month, day.day) not in FIXED_HOLIDAYS
        if day in notice.on:
            return True
        return day.weekday() < 5 and day not in notice.off

    def is_firm(self, day: date) -> bool:
        """Whether a notice covers the day and none still to come can change it."""
        if day.year not in self.notices:
            return False
        return (day.month, day.day) < LATE_DECEMBER or day.year + 1 in self.notices

    def is_firm_between(self, first: date, last: date) -> bool:
        """Whether every day from first to last, both included, is firm."""
        return all(self.is_firm(first + n * DAY) for n in range((last - first).days + 1))

    def previous_working_day(self, day: date) -> date:
        """The day itself if offices work, else the nearest working day before it."""
        return next(d for d in _walk(day, -DAY) if self.is_working(d))

    def next_working_day(self, day: date) -> date:
        """The day itself if offices work, else the nearest working day after it."""
        return next(d for d in _walk(day, DAY) if self.is_working(d))

    def shift(self, day: date, working_days: int) -> date:
        """So many working days after the day, or before it if negative; the day itself is not counted."""
        step = DAY if working_days > 0 else -DAY
        return _count(day, abs(working_days), step, self.is_working)

    def working_days_between(self, after: date, until: date) -> int:
        """How many working days lie after the first day up to and including the second."""
        return sum(self.is_working(after + n * DAY) for n in range(1, (until - after).days + 1))

    def add_working_days(self, start: date, n: int) -> Deadline:
        """The n-th working day after start, the day after start being the first (20个工作日).

        Where no notice reaches, the range is what the same week of every known year would have given: left
        out one at a time, the years 2010-2025 fall outside it for 1 start in 200, most of them in early 2020.
        """
        due = self.shift(start, n)
        if self.is_firm_between(start, due):
            return Deadline(due, firm=True, earliest=due, latest=due, basis="notice")
        known = start  # the last day whose successor is not firm
        while self.is_firm(known + DAY):
            known += DAY
        left = n - self.working_days_between(start, known)
        likely = {due, *self._same_stretch(known, left)}
        return Deadline(due, firm=False, earliest=min(likely), latest=max(likely), basis="estimate")

    def _same_stretch(self, start: date, n: int) -> Iterator[date]:
        """Ends of n working days begun in the week around the same day of each known year."""
        for year in self.notices:
            same = date(year, start.month, min(start.day, 28) if start.month == 2 else start.day)
            for then in (same + days * DAY for days in range(-3, 4)):
                end = self.shift(then, n)
                if self.is_firm_between(then, end):
                    yield start + (end - then)


def _walk(day: date, step: timedelta) -> Iterator[date]:
    while True:
        yield day
        day += step


def _count(day: date, n: int, step: timedelta, counts: Callable[[date], bool]) -> date:
    while n:
        day += step
        n -= counts(day)
    return day
