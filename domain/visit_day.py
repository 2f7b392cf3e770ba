"""约定检查日期: which days a team may be offered, and whether one will do."""

from datetime import date, timedelta

from domain.calendar import DAY, WorkingCalendar
from domain.errors import DomainError

Window = tuple[date, date]


def offered(today: date, window: Window, calendar: WorkingCalendar, count: int) -> list[date]:
    """The next working days of a window, today included, at most so many."""
    first, last = max(today, window[0]), window[1]
    days = (first + n * DAY for n in range((last - first).days + 1))
    return [day for day, _ in zip((d for d in days if calendar.is_working(d)), range(count), strict=False)]


def check_day(day: date, window: Window, today: date) -> None:
    """Raises ``visit_day.past`` or ``visit_day.outside_window``."""
    if day < today:
        raise DomainError("visit_day.past", day=day)
    if not window[0] <= day <= window[1]:
        raise DomainError("visit_day.outside_window", day=day, first=window[0], last=window[1])


def is_reminded(day: date, today: date, calendar: WorkingCalendar) -> bool:
    """Whether today is the working day before: of a Sunday and a Monday it is the Friday."""
    return today < day and calendar.previous_working_day(day - timedelta(days=1)) == today
