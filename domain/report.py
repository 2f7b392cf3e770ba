"""总结 and 报告 as pure values: what they count, and what is written of it under the place's headings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.indicators import Share, UnitFigures
from domain.plan_indicators import Reached
from domain.profile import FilingRule

DRAFTED = frozenset(
    {
        "half_year_report",
        "self_check_report",
        "year_end_report",
        "period_report",
        "summary_and_next_plan",
    }
)
"""Kinds of filing that are told from the data; the others are written by people."""
LAST_MONTH_OF_HALF = 7
"""What is told of the first half may be due some days after its end (定陶 附件2 二（四）)."""
USUAL = ("work", "problems", "next")
"""What a report says where the place orders no parts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """Tasks of a year's plans: ``led`` by it, ``joined`` by it, ``joint`` ones among them, ``undrawn`` ones.

    ``coming`` are those of the year after.
    """

    led: int = 0
    joined: int = 0
    joint: int = 0
    undrawn: int = 0
    coming: int = 0

    @property
    def total(self) -> int:
        """Tasks it leads or joins."""
        return self.led + self.joined


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """Problems in the ledger, void ones left out; ``settled``: closed or handed on, ``late``: overdue."""

    total: int = 0
    settled: int = 0
    late: int = 0

    @property
    def open(self) -> int:
        """Still to be closed."""
        return self.total - self.settled


@dataclass(frozen=True, slots=True)
class Voice:
    """What a unit told the office of its own accord; without a text the name of its file."""

    unit: str
    kind: str
    text: str
    file_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What a unit (no ``unit``: the whole place) did of a year's tasks up to the day ``on``. No persons.

    ``objects`` are visits that a draw led to, ``clues`` parts of others; ``late_results`` came after the
    task's window. ``units`` and ``voices`` are the figures of each unit
    and what it told, for the whole place only.
    """

    unit: str
    year: int
    half: bool
    on: date
    plan: Planned
    figures: UnitFigures
    shares: tuple[Share, ...]
    cases: Cases
    reached: tuple[Reached, ...] = ()
    objects: int = 0
    clues: int = 0
    late_results: int = 0
    units: tuple[UnitFigures, ...] = ()
    voices: tuple[Voice, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a report: ``heading`` as the place words it, then paragraphs."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report as it is written down: to whom, what, by whom, on which day."""

    title: str
    receiver: str
    opening: str
    sections: tuple[Section, ...]
    unit: str
    on: date


def may_draft(rule: FilingRule | None) -> bool:
    """Whether what a unit owes under a rule can be told from the data."""
    return rule is not None and rule.kind in DRAFTED and rule.owed_by == "units"


def may_draft_for_place(rule: FilingRule | None) -> bool:
    """Whether the office's own report under a rule can be told from the data of all units."""
    if rule is None:
        return False
    upwards = rule.owed_by == "office" and rule.receiver in {"government", "conveners"}
    return upwards or rule.kind == "summary_and_next_plan"


def of_half(kind: str, due_on: date) -> bool:
    """Whether a report with this last day tells of the first half of the year only."""
    return kind == "half_year_report" or due_on.month <= LAST_MONTH_OF_HALF


def outline(rule: FilingRule, usual: Sequence[str]) -> list[tuple[str, str]]:
    """Heading and content (``work``, ``problems``, ``next``, ``hand``) of each part.

    ``usual`` are headings for ``USUAL``. Of parts whose contents the place does not say, the first tells of
    the work and the others are left to the author.
    """
    if not rule.parts:
        return list(zip(usual, USUAL, strict=True))
    contents: Sequence[str] = rule.contents or ("work", *["hand"] * (len(rule.parts) - 1))
    return list(zip(rule.parts, contents, strict=True))
