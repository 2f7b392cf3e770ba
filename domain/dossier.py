"""尽职档案: what shows that a visit was ordered, drawn, told, done, reported and published, and when.

Facts only, each with its hour; what it means for somebody's liability is for whoever decides (花溪 §38,
忻州 三（五）, 湛江 三（四）: 尽职照单免责).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Standing = Literal["not_due", "in_time", "late", "overdue"]
Value = str | date | datetime | tuple[str, ...]


@dataclass(frozen=True)
class Fact:
    """One line: the key of its label, and what stands there. An empty value is said to be missing."""

    key: str
    value: Value


@dataclass(frozen=True)
class Chapter:
    """One step of a visit's way: ``ordered``, ``drawn``, ``told``, ``done``, ``published``; ``incidents``."""

    key: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class JournalLine:
    """An entry of the journal: its place in the chain, its hash, what was done and when."""

    position: int
    at: datetime
    act: str
    subject: str
    hash: str


@dataclass(frozen=True)
class Clock:
    """One deadline of the visit: how it was kept. ``done_on`` is empty while it runs."""

    key: str
    due_on: date
    done_on: date | None
    standing: Standing


@dataclass(frozen=True)
class VisitFile:
    """Everything about one visit."""

    number: str
    object_name: str
    register_no: str
    chapters: tuple[Chapter, ...]
    clocks: tuple[Clock, ...]
    journal: tuple[JournalLine, ...]


@dataclass(frozen=True)
class Dossier:
    """What one document says: of whom or what, at what hour, on which journal."""

    about: str
    place: str
    made_at: datetime
    head: JournalLine | None
    whole: bool
    visits: tuple[VisitFile, ...]


def standing(due_on: date, done_on: date | None, today: date) -> Standing:
    """How a deadline was kept. Still to run is evidence too: nothing was owed yet (湛江 三（四）)."""
    if done_on is not None:
        return "in_time" if done_on <= due_on else "late"
    return "not_due" if today <= due_on else "overdue"
