"""Where a place stands at one moment: what the summary says and the picture shows. No persons."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from domain.forecast import Forecast
from domain.indicators import Share, UnitFigures

SHOWN = 6


@dataclass(frozen=True, slots=True, order=True)
class Coming:
    """A day on which ``units`` units owe a filing: its kind, or the title the place gives it."""

    due_on: date
    kind: str
    title: str
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a place stands at one moment. ``next_filing``: the next deadline and how many units owe it.

    ``kinds``: units' parts of visits by kind of task. ``asked``: every indicator with a target of the place.
    ``warnings``: those that will miss their last day at this pace. ``coming``: what is owed, late first.
    """

    place: str
    at: datetime
    on: date
    units: tuple[UnitFigures, ...]
    shares: tuple[Share, ...]
    next_filing: tuple[date, int] | None = None
    kinds: tuple[tuple[str, int], ...] = ()
    asked: tuple[Share, ...] = ()
    warnings: tuple[Forecast, ...] = ()
    coming: tuple[Coming, ...] = ()

    @property
    def troubled(self) -> tuple[UnitFigures, ...]:
        """The units with exceptions."""
        return tuple(one for one in self.units if one.exceptions)

    def total(self, figure: str) -> int:
        """A figure summed over the units."""
        return sum(getattr(one, figure) for one in self.units)


def coming(owed: Iterable[tuple[date, str, str]]) -> tuple[Coming, ...]:
    """The days nearest first, from day, kind and title of every open duty; the late ones come first."""
    counts: dict[tuple[date, str, str], int] = {}
    for one in owed:
        counts[one] = counts.get(one, 0) + 1
    found = sorted(Coming(day, kind, title, units) for (day, kind, title), units in counts.items())
    return tuple(found[:SHOWN])
