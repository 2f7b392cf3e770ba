"""进一次门、查多项事: visits of separate draws that reach one object on days they share (花溪 §20)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from domain.visit_day import Window


@dataclass(frozen=True)
class Drawn:
    """A visit that one draw made: who goes, which of them still owe their report, and when."""

    visit: str
    units: tuple[str, ...]
    owed: tuple[str, ...]
    window: Window


def shared(visits: Iterable[Drawn], today: date) -> Window | None:
    """The days that suit all of them from today on."""
    windows = [one.window for one in visits]
    first = max(today, *(window[0] for window in windows))
    last = min(window[1] for window in windows)
    return (first, last) if first <= last else None


def coincidences(visits: Iterable[Drawn], today: date) -> list[tuple[Drawn, ...]]:
    """Visits of one object, grouped so that each group shares a day and several units stand before it.

    Whoever has reported has been there: only visits that owe a report count.
    """
    ahead = (one for one in visits if one.owed and one.window[1] >= today)
    waiting = sorted(ahead, key=lambda one: (one.window[1], one.visit))
    groups = []
    while waiting:
        last = waiting[0].window[1]
        group = tuple(sorted((one for one in waiting if one.window[0] <= last), key=lambda one: one.visit))
        waiting = [one for one in waiting if one not in group]
        if _several(group):
            groups.append(group)
    return groups


def _several(group: Sequence[Drawn]) -> bool:
    return len(group) > 1 and len({unit for one in group for unit in one.units}) > 1
