"""随机抽查事项清单 through time: which version of each item holds on a day, and what lies outside the list.

A version is the whole of an item from its day on. The newest version that has begun holds; nothing is ever
overwritten, so that a result can be read against the words it was inspected under.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from domain.difference import FieldChange, difference

NEW, CHANGED, ABOLISHED = "new", "changed", "abolished"
REASONS = ("enacted", "amended", "repealed", "interpreted", "practice")
"""立、改、废、释 of the law behind an item, or 工作实际情况 (花溪 §13, 忻州 二（二）)."""
INITIAL, UNSTATED = "initial", "unstated"
DRAFT, FILED, PUBLISHED, UNDONE = "draft", "filed", "published", "undone"
QUIET_FIELDS = frozenset({"ordinal"})
"""Fields whose change is no change of the item: a line that moved up."""


@dataclass(frozen=True)
class Grounds:
    """Why the list changes, by which document, from which day (``None``: before anybody kept versions).

    ``whole``: what the new list does not name is abolished.
    """

    reason: str
    document: str = ""
    effective_on: date | None = None
    whole: bool = False


@dataclass(frozen=True)
class Version:
    """One item from ``effective_on`` on. ``number`` 0 is how it stood before versions were kept."""

    code: str
    number: int
    change: str
    fields: Mapping[str, Any]
    grounds: Grounds
    revision: int = 0
    """The number of the list's revision that made it; 0 for none."""

    @property
    def name(self) -> str:
        """The item's name."""
        return str(self.fields["name"])

    def begun(self, day: date) -> bool:
        """Whether the version has come into force by the day."""
        return self.grounds.effective_on is None or self.grounds.effective_on <= day


@dataclass(frozen=True)
class Outside:
    """An item that may not be inspected on a day; ``since`` is when it came off the list, or will come on."""

    code: str
    name: str
    why: Literal["unknown", "not_yet", "abolished"]
    since: date | None = None
    document: str = ""


@dataclass(frozen=True)
class LogLine:
    """One line of the list's change log; ``fields`` is empty unless the item was changed."""

    version: Version
    fields: tuple[FieldChange, ...]


def by_code(versions: Iterable[Version]) -> dict[str, list[Version]]:
    """Code → its versions, oldest first."""
    found: dict[str, list[Version]] = {}
    for one in sorted(versions, key=lambda version: (version.code, version.number)):
        found.setdefault(one.code, []).append(one)
    return found


def holding(history: Sequence[Version], day: date) -> Version | None:
    """The version of one item that holds on a day, an abolition too. ``history`` runs oldest first."""
    return next((one for one in reversed(history) if one.begun(day)), None)


def list_on(versions: Iterable[Version], day: date) -> dict[str, Version]:
    """The list as it stands on a day, by code."""
    held = {code: holding(history, day) for code, history in by_code(versions).items()}
    return {code: one for code, one in held.items() if one is not None and one.change != ABOLISHED}


def outside(codes: Iterable[str], versions: Iterable[Version], day: date) -> tuple[Outside, ...]:
    """Those of the codes that are not on the list of a day, and why (定陶 二（二）)."""
    histories = by_code(versions)
    found = (_outside(code, histories.get(code, []), day) for code in dict.fromkeys(codes))
    return tuple(one for one in found if one is not None)


def _outside(code: str, history: Sequence[Version], day: date) -> Outside | None:
    if not history:
        return Outside(code, code, "unknown")
    held = holding(history, day)
    if held is None:
        first = history[0]
        return Outside(code, first.name, "not_yet", first.grounds.effective_on, first.grounds.document)
    if held.change != ABOLISHED:
        return None
    return Outside(code, held.name, "abolished", held.grounds.effective_on, held.grounds.document)


def change_log(versions: Iterable[Version]) -> tuple[LogLine, ...]:
    """What each version changed against the one before it, field by field; newest revision first."""
    lines = [
        LogLine(version, _changed(before, version) if version.change == CHANGED and before else ())
        for history in by_code(versions).values()
        for before, version in zip([None, *history], history, strict=False)
        if version.revision
    ]
    return tuple(sorted(lines, key=lambda line: (-line.version.revision, line.version.code)))


def _changed(before: Version, after: Version) -> tuple[FieldChange, ...]:
    found = difference({after.code: before.fields}, {after.code: after.fields}).changed
    return tuple(one for row in found for one in row.fields if one.field not in QUIET_FIELDS)


def may_undo(grounds: Grounds, state: str, entered_on: date, today: date) -> bool:
    """Whether a revision may still be taken back: nobody was told of it, and it does not hold yet.

    One that holds at once may be taken back on the day it was entered.
    """
    ahead = grounds.effective_on is not None and grounds.effective_on > today
    return state == DRAFT and (ahead or entered_on == today)
