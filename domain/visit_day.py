"""约定检查日期: which days a team may be offered, what a typed day means, and whether it will do."""

import re
import unicodedata
from datetime import date, timedelta

from domain.calendar import DAY, WorkingCalendar
from domain.cell_values import calendar_day
from domain.errors import DomainError

Window = tuple[date, date]


def offered(today: date, window: Window, calendar: WorkingCalendar, count: int) -> list[date]:
    """The next working days of a window, today included, at most so many."""
    first, last = max(today, window[0]), window[1]
    days = (first + n * DAY for n in range((last - first).days + 1))
    return [day for day, _ in zip((d for d in days if calendar.is_working(d)), range(count), strict=False)]


def read_day(text: str, today: date) -> date:
    """2026-04-20, 4月20日, 4.20 or 20日: what is left out is the nearest from today on.

    Raises ``visit_day.not_a_day``.
    """
    numbers = [int(one) for one in re.findall(r"\d+", unicodedata.normalize("NFKC", text))]
    found: date | None = None
    if len(numbers) == 3:
        found = calendar_day(numbers[0], numbers[1], numbers[2])
    elif len(numbers) == 2:
        found = _nearest([(today.year + years, numbers[0], numbers[1]) for years in (0, 1)], today)
    elif len(numbers) == 1:
        months = [divmod(today.year * 12 + today.month - 1 + n, 12) for n in (0, 1, 2)]
        found = _nearest([(year, month + 1, numbers[0]) for year, month in months], today)
    if found is None:
        raise DomainError("visit_day.not_a_day", found=text.strip()[:40])
    return found


def _nearest(days: list[tuple[int, int, int]], today: date) -> date | None:
    real = [day for day in (calendar_day(*one) for one in days) if day]
    return next((day for day in real if day >= today), None)


def check_day(day: date, window: Window, today: date) -> None:
    """Raises ``visit_day.past`` or ``visit_day.outside_window``."""
    if day < today:
        raise DomainError("visit_day.past", day=day)
    if not window[0] <= day <= window[1]:
        raise DomainError("visit_day.outside_window", day=day, first=window[0], last=window[1])


def is_reminded(day: date, today: date, calendar: WorkingCalendar) -> bool:
    """Whether today is the working day before: of a Sunday and a Monday it is the Friday."""
    return today < day and calendar.previous_working_day(day - timedelta(days=1)) == today
