"""考核指标: each metric as numerator over denominator, made of the rows behind it, and what the place asks.

No row names a person.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from math import ceil
from typing import Literal

from domain.indicators import Share
from domain.profile import Profile

TOPICS: Mapping[str, tuple[str, ...]] = {
    "registers": ("staff_in_library",),
    "plan": ("item_coverage", "sampling_ratio", "ordered_number", "key_share", "credit_use_items"),
    "joint": ("joint_share", "joint_min_per_unit", "credit_use_joint"),
    "completion": ("plan_completion", "inspection_completion", "random_share"),
    "publicity": ("publication_rate", "on_time_publication", "entry_rate"),
    "handling": ("problem_handling", "closed_of_published"),
    "filings": ("filings_on_time",),
}
"""平罗 三（三） names the first five: 两库、计划、联合抽查、任务完成、结果公示."""
PER_ROW = frozenset({"sampling_ratio"})
"""What is asked of each task, not of their sum."""
DATED = frozenset(
    {
        "plan_completion",
        "joint_min_per_unit",
        "inspection_completion",
        "publication_rate",
        "entry_rate",
        "problem_handling",
        "closed_of_published",
    }
)
"""Indicators that grow day by day, so that a pace says something."""


Basis = Literal["", "draw", "plan", "platform"]
"""What a row goes by: the record of its draw, the plan, or the plan because a platform drew."""


class State(StrEnum):
    """How an indicator stands; ``COUNTED`` where the place asks for no number."""

    MET = "met"
    SHORT = "short"
    NO_DATA = "no_data"
    COUNTED = "counted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing that is counted, ``have`` of ``of``; ``since`` is the day from which it counts as done.

    ``what`` names an object, an item, a task, a unit, a case or a filing; ``units`` are those it concerns.
    """

    what: str
    units: tuple[str, ...] = ()
    number: str = ""
    have: int = 0
    of: int = 1
    since: date | None = None
    basis: Basis = ""


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """A metric over its rows; ``at_least``, ``hard`` and ``clause`` are the place's own target."""

    key: str
    rows: tuple[Row, ...]
    at_least: Fraction | None = None
    hard: bool = True
    clause: str = ""

    @cached_property
    def done(self) -> int:
        """The numerator."""
        return sum(row.have for row in self.rows)

    @cached_property
    def total(self) -> int:
        """The denominator."""
        return sum(row.of for row in self.rows)

    @property
    def share(self) -> Share:
        """As the summary and the picture show it."""
        return Share(self.key, self.done, self.total, self.at_least)

    @property
    def percent(self) -> int | None:
        """Rounded down, so that 100 % means all; None of nothing."""
        return self.share.percent

    @cached_property
    def missing(self) -> tuple[Row, ...]:
        """The rows that hold the indicator down, each below what is asked of it."""
        least = self.at_least if self.key in PER_ROW and self.at_least is not None else Fraction(1)
        return tuple(row for row in self.rows if row.have < ceil(least * row.of))

    @property
    def bases(self) -> Mapping[str, int]:
        """How many rows go by what, where it is not the same for all indicators."""
        return Counter(row.basis for row in self.rows if row.basis)

    @property
    def lacking(self) -> int:
        """How many more the numerator needs."""
        return max(0, ceil((self.at_least or 0) * self.total) - self.done)

    @property
    def state(self) -> State:
        """达到, 未达到, 暂无数据, or merely counted."""
        if not self.total:
            return State.NO_DATA
        if self.at_least is None:
            return State.COUNTED
        short = bool(self.missing) if self.key in PER_ROW else self.share.short
        return State.SHORT if short else State.MET

    def of_unit(self, unit: str) -> "Indicator":
        """The part that concerns one unit."""
        return replace(self, rows=tuple(row for row in self.rows if unit in row.units))


@dataclass(frozen=True, kw_only=True)
class Scorecard:
    """考核表 of a place, or of one ``unit`` of it, on a day."""

    place: str
    on: date
    indicators: tuple[Indicator, ...]
    unit: str = ""

    @property
    def topics(self) -> tuple[tuple[str, tuple[Indicator, ...]], ...]:
        """The indicators by topic."""
        by_key = {one.key: one for one in self.indicators}
        found = (
            (topic, tuple(by_key[key] for key in keys if key in by_key)) for topic, keys in TOPICS.items()
        )
        return tuple((topic, ones) for topic, ones in found if ones)

    def count(self, state: str) -> int:
        """How many indicators stand so."""
        return sum(one.state == state for one in self.indicators)


def scorecard(profile: Profile, rows: Mapping[str, Iterable[Row]], on: date, unit: str = "") -> Scorecard:
    """Every metric that the place asks for, and every other one of which there is something to count."""
    every = (_indicator(profile, key, tuple(rows.get(key, ()))) for keys in TOPICS.values() for key in keys)
    mine = (one.of_unit(unit) if unit else one for one in every)
    shown = tuple(one for one in mine if one.total or one.at_least is not None)
    return Scorecard(place=profile.place.name, on=on, indicators=shown, unit=unit)


def _indicator(profile: Profile, key: str, rows: tuple[Row, ...]) -> Indicator:
    found = next((one for one in profile.targets if one.indicator == key), None)
    if found:
        return Indicator(key=key, rows=rows, at_least=found.at_least, hard=found.hard, clause=found.clause)
    if key == "joint_min_per_unit" and profile.joint_min_per_unit:
        return Indicator(key=key, rows=rows, at_least=Fraction(1), clause=profile.clauses.get(key, ""))
    if key == "sampling_ratio":
        floor = next((one for one in profile.ratio_rules if one.floor and not (one.grade or one.risk)), None)
        if floor:
            return Indicator(key=key, rows=rows, at_least=floor.floor, hard=floor.hard, clause=floor.clause)
    return Indicator(key=key, rows=rows)
