"""我的任务: which visits concern an inspector today, this week, at all; and which one a text means."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from domain.places import Point
from domain.scanned import numbers_in

Scope = Literal["today", "week", "all", "done"]
SCOPES: tuple[Scope, ...] = ("today", "week", "all", "done")
SHORTEST = 2  # letters of a name that say something
LINK = re.compile(r"\bv_([\w-]{1,16})(?![\w-])")
"""What a printed code opens: ``v_`` and the visit's reference. An enrolment token is longer."""


@dataclass(frozen=True)
class Entry:
    """One visit of an inspector. ``ref`` opens the card; ``link`` is the visit's own reference."""

    ref: str
    link: str
    visit: str
    register_no: str
    object_name: str
    address: str
    area: str
    at: Point | None
    agreed_on: date | None
    window_to: date
    reported: bool

    @property
    def day(self) -> date:
        """When it is to be done: the agreed day, else the last one."""
        return self.agreed_on or self.window_to


def within(entry: Entry, scope: Scope, today: date) -> bool:
    """Whether a visit belongs there; what was to be done before today belongs to today."""
    if entry.reported or scope == "done":
        return entry.reported and scope == "done"
    sunday = today + timedelta(days=6 - today.weekday())
    return scope == "all" or entry.day <= (today if scope == "today" else sunday)


def opening(entries: list[Entry], today: date) -> Scope:
    """What the list shows first: the nearest that holds anything."""
    near = (scope for scope in SCOPES[:2] if any(within(one, scope, today) for one in entries))
    return next(near, "all")


def meant(entries: list[Entry], text: str) -> list[Entry]:
    """The visits a text means: by a printed link, a visit's number, an object's number, part of a name."""
    plain = unicodedata.normalize("NFKC", text).strip()
    link, numbers = LINK.search(plain), numbers_in(plain)
    if link:
        return [one for one in entries if one.link == link[1]]
    if numbers:
        return [one for one in entries if one.register_no in numbers]
    wanted = plain.upper()
    exact = [one for one in entries if wanted in {one.visit.upper(), one.register_no.upper()}]
    if exact or len(plain) < SHORTEST:
        return exact
    return [one for one in entries if wanted in one.visit.upper() or wanted in _name(one)]


def _name(entry: Entry) -> str:
    return unicodedata.normalize("NFKC", entry.object_name).upper()
