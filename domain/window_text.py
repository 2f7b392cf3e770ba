"""When a task of a plan runs: 「2026年4月-10月」「第二季度」「6月底前」 → first and last day."""

import calendar
import re
from datetime import date

from domain.cell_values import calendar_day
from domain.columns import Columns

Window = tuple[date, date]
_QUARTER_ENDS = {1: (1, 3), 2: (4, 6), 3: (7, 9), 4: (10, 12)}


def read_window(text: str, year: int | None, columns: Columns) -> Window | None:
    """First and last day of a window; ``year`` is the plan's, used where the text names none.

    ``None`` when the text says nothing certain, names a day that does not exist, or ends before it begins.
    """
    plain = "".join(text.split())
    stated = columns.grammar["year"].search(plain)
    of_year = int(stated[0]) if stated else year
    for reader in (_by_days, _by_months, _by_season):
        window = reader(plain, of_year, columns)
        if window:
            return window if window[0] <= window[1] else None
    return None


def _by_days(plain: str, year: int | None, columns: Columns) -> Window | None:
    matches = list(columns.grammar["full_day"].finditer(plain)) or list(
        columns.grammar["short_day"].finditer(plain)
    )
    days = [_day(match, year) for match in matches]
    known = [day for day in days if day]
    if not known or len(known) != len(days) or len(known) > 2:
        return None
    if len(known) == 2:
        return known[0], known[1]
    return (date(known[0].year, 1, 1), known[0]) if columns.grammar["only_end"].search(plain) else None


def _day(match: re.Match[str], year: int | None) -> date | None:
    of_year = match["year"] or year
    return calendar_day(int(of_year), int(match["month"]), int(match["day"])) if of_year else None


def _by_months(plain: str, year: int | None, columns: Columns) -> Window | None:
    span = columns.grammar["months"].search(plain) or columns.grammar["months_dotted"].fullmatch(plain)
    if span:
        first_year = int(span["year"] or year or 0)
        return _months(first_year, int(span["from"]), int(span["year_to"] or first_year), int(span["to"]))
    found = list(columns.grammar["month"].finditer(plain))
    if len(found) != 1:
        return None
    month, of_year = int(found[0]["from"]), int(found[0]["year"] or year or 0)
    first = 1 if columns.grammar["only_end"].search(plain) else month
    return _months(of_year, first, of_year, month)


def _by_season(plain: str, year: int | None, columns: Columns) -> Window | None:
    if not year:
        return None
    halves = {"first_half": (1, 6), "second_half": (7, 12)}
    for name, (first, last) in halves.items():
        if columns.grammar[name].search(plain):
            return _months(year, first, year, last)
    stated = "".join(match["numbers"] for match in columns.grammar["quarter"].finditer(plain))
    quarters = [int(digit) for letter in stated if (digit := columns.numerals.get(letter, letter)).isdigit()]
    if quarters:
        return _months(year, _QUARTER_ENDS[min(quarters)][0], year, _QUARTER_ENDS[max(quarters)][1])
    return _months(year, 1, year, 12) if columns.grammar["whole_year"].search(plain) else None


def _months(first_year: int, first: int, last_year: int, last: int) -> Window | None:
    if not (first_year and last_year and 1 <= first <= 12 and 1 <= last <= 12):
        return None
    return date(first_year, first, 1), date(last_year, last, calendar.monthrange(last_year, last)[1])
