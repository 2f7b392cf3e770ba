"""通报: what the units did in a month, quarter, half-year or year, beside the period before. No persons."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta

from domain.errors import DomainError
from domain.indicators import Errand
from domain.scorecard_rows import FilingFacts

MONTHS = {"": 12, "H": 6, "Q": 3, "-": 1}
WRITTEN = re.compile(r"(2\d{3})(?:(H)([12])|(Q)([1-4])|(-)(0[1-9]|1[0-2]))?")


@dataclass(frozen=True, slots=True)
class Period:
    """``2026``, ``2026H1``, ``2026Q3`` or ``2026-09``: ``sign`` is empty, ``H``, ``Q`` or ``-``."""

    year: int
    sign: str = ""
    number: int = 1

    def __str__(self) -> str:
        """As it is written."""
        number = {"": "", "-": f"{self.number:02}"}.get(self.sign, str(self.number))
        return f"{self.year}{self.sign}{number}"

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, (self.number - 1) * MONTHS[self.sign] + 1, 1)

    @property
    def last(self) -> date:
        """The last day."""
        month = self.number * MONTHS[self.sign]
        after = date(self.year + month // 12, month % 12 + 1, 1)
        return after - timedelta(1)

    @property
    def before(self) -> "Period":
        """The period of the same length before this one."""
        return around(self.first - timedelta(1), self.sign)

    def holds(self, day: date | None) -> bool:
        """Whether a day lies in it."""
        return day is not None and self.first <= day <= self.last


def around(day: date, sign: str) -> Period:
    """The period of a kind in which a day lies."""
    return Period(day.year, sign, (day.month - 1) // MONTHS[sign] + 1)


def period(written: str, today: date) -> Period:
    """A period as somebody types it. Raises ``briefing.period``; ``briefing.future`` of one not begun."""
    found = WRITTEN.fullmatch(written.strip().upper())
    if found is None:
        raise DomainError("briefing.period", found=written[:20])
    year, *rest = found.groups()
    sign, number = next(((s, n) for s, n in zip(rest[::2], rest[1::2], strict=True) if s), ("", "1"))
    asked = Period(int(year), sign, int(number))
    if asked.first > today:
        raise DomainError("briefing.future", found=str(asked))
    return asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """A unit's parts of visits in a period, and what was past its day and not done at the period's end."""

    drawn: int = 0
    reported: int = 0
    published: int = 0
    problems: int = 0
    overdue: int = 0
    unpublished_late: int = 0
    filings_late: int = 0

    @property
    def exceptions(self) -> dict[str, int]:
        """What has to be mended, by name; zeros left out."""
        watched = ("overdue", "unpublished_late", "filings_late")
        return {name: getattr(self, name) for name in watched if getattr(self, name)}

    def __add__(self, other: "Counts") -> "Counts":
        """Both together."""
        return Counts(
            **{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)}
        )


def counted(
    errands: Iterable[Errand], filings: Iterable[FilingFacts], asked: Period, today: date
) -> dict[str, Counts]:
    """Every unit that had something to do; a period that runs is counted up to yesterday's end."""
    end = min(asked.last, today - timedelta(1))
    found: dict[str, Counts] = {}
    for one in errands:
        found[one.unit] = found.get(one.unit, Counts()) + _of_part(one, asked, end)
    for filing in filings:
        late = filing.due_on <= end and not _by(filing.filed_on, end)
        found[filing.unit] = found.get(filing.unit, Counts()) + Counts(filings_late=int(late))
    return found


def _by(day: date | None, end: date) -> bool:
    return day is not None and day <= end


def _of_part(one: Errand, asked: Period, end: date) -> Counts:
    reported = one.reported_on if one.reported else None
    unpublished = one.publish_by is not None and one.publish_by <= end and not _by(one.published_on, end)
    return Counts(
        drawn=int(asked.holds(one.drawn_on)),
        reported=int(asked.holds(reported)),
        published=int(asked.holds(one.published_on)),
        problems=int(one.problem and asked.holds(reported)),
        overdue=int(_by(one.drawn_on, end) and one.window_to <= end and not _by(reported, end)),
        unpublished_late=int(unpublished and not one.withheld),
    )


def in_order(counts: dict[str, Counts]) -> Sequence[tuple[str, Counts]]:
    """Units with exceptions first, then by name: not a ranking."""
    return sorted(counts.items(), key=lambda one: (not one[1].exceptions, one[0]))
