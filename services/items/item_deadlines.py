"""Until when a changed item list has to be filed and published."""

from datetime import date

from domain.item_list import INITIAL, Grounds
from services.work import Work
from services.workdays import working_calendar


def deadlines(work: Work, grounds: Grounds) -> tuple[date | None, date | None]:
    """Days for filing (where the place orders one) and for publication; none for the list found in place."""
    if grounds.reason == INITIAL:
        return None, None
    filing = work.profile.item_list_filing
    file_within = filing.working_days if filing else None
    publish_within = work.profile.item_list_public_within
    start = max(work.today, grounds.effective_on or work.today)
    return _after(work.today, file_within), _after(start, publish_within)


def _after(start: date, working_days: int | None) -> date | None:
    if working_days is None:
        return None
    return working_calendar().add_working_days(start, working_days).date
