"""Which items of several units could be inspected in one visit (花溪 §12; 忻州 二（五）「1+X」)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from domain.ratio_text import Frequency, Ratio

Window = tuple[date, date]
ALWAYS: Window = (date.min, date.max)


@dataclass(frozen=True)
class ItemTerms:
    """One item as planning and quotas need it. Without methods any will do, without a window any day.

    ``share`` is the part of its objects that is drawn; ``None`` is all of them.
    """

    code: str
    name: str
    unit: str
    object_types: tuple[str, ...] = ()
    item_class: str = "general"
    methods: tuple[str, ...] = ()
    ratio: Ratio | None = None
    frequency: Frequency | None = None
    window: Window | None = None

    @property
    def share(self) -> Fraction:
        """The share that is expected to be drawn: the floor, else the cap, else all."""
        stated = (self.ratio.at_least, self.ratio.at_most) if self.ratio else ()
        return next((one for one in stated if one is not None), Fraction(1))


@dataclass(frozen=True)
class MergeGroup:
    """Items of at least two units that fit into one visit.

    ``shared`` objects stand in the libraries of two units or more; ``saved`` is how many visits fewer are to
    be expected when the draws share one order of tickets, rounded down.
    """

    object_type: str
    items: tuple[ItemTerms, ...]
    methods: tuple[str, ...]
    window: Window | None
    shared: int
    saved: int

    @property
    def units(self) -> tuple[str, ...]:
        """The units, in the order of their first item."""
        return tuple(dict.fromkeys(one.unit for one in self.items))


def merge_candidates(
    items: Sequence[ItemTerms], libraries: Mapping[str, Collection[str]]
) -> tuple[MergeGroup, ...]:
    """Groups of items of different units with an object type, a method and a day in common, most saved first.

    ``libraries``: item code → the objects it can be inspected at. A group is as large as it can be; one item
    may stand in several. Items without a unit or an object type are left out.
    """
    by_type: defaultdict[str, list[ItemTerms]] = defaultdict(list)
    for one in items:
        for kind in one.object_types if one.unit else ():
            by_type[kind].append(one)
    found = [
        _group(kind, members, libraries)
        for kind, bucket in by_type.items()
        for members in _largest(_fitting(bucket))
    ]
    return tuple(sorted(found, key=lambda one: (-one.saved, -one.shared, one.object_type, one.items[0].code)))


def _fitting(bucket: Sequence[ItemTerms]) -> Iterable[tuple[ItemTerms, ...]]:
    """For every method and every day on which a window opens: the items that can go together then."""
    methods = {method for one in bucket for method in one.methods} or {""}
    days = {(one.window or ALWAYS)[0] for one in bucket}
    for method in sorted(methods):
        able = [one for one in bucket if not one.methods or method in one.methods]
        for day in sorted(days):
            together = tuple(one for one in able if _open(one, day))
            if len({one.unit for one in together}) > 1:
                yield together


def _open(one: ItemTerms, day: date) -> bool:
    first, last = one.window or ALWAYS
    return first <= day <= last


def _largest(groups: Iterable[tuple[ItemTerms, ...]]) -> list[tuple[ItemTerms, ...]]:
    """Those that are no part of another."""
    codes = {frozenset(one.code for one in group): group for group in groups}
    return [group for key, group in codes.items() if not any(key < other for other in codes)]


def _group(kind: str, members: tuple[ItemTerms, ...], libraries: Mapping[str, Collection[str]]) -> MergeGroup:
    stated = [one.methods for one in members if one.methods]
    common = tuple(one for one in stated[0] if all(one in other for other in stated)) if stated else ()
    windows = [one.window for one in members if one.window]
    window = (max(w[0] for w in windows), min(w[1] for w in windows)) if windows else None
    shared, saved = _savings(members, libraries)
    return MergeGroup(kind, members, common, window, shared, saved)


def _savings(members: Sequence[ItemTerms], libraries: Mapping[str, Collection[str]]) -> tuple[int, int]:
    """Shared objects, and the visits that one shared order of tickets spares: all but the largest share."""
    shares: defaultdict[str, dict[str, Fraction]] = defaultdict(dict)
    for one in members:
        for number in libraries.get(one.code, ()):
            shares[number][one.unit] = max(one.share, shares[number].get(one.unit, Fraction(0)))
    spared = sum((sum(by_unit.values()) - max(by_unit.values()) for by_unit in shares.values()), Fraction(0))
    return sum(len(by_unit) > 1 for by_unit in shares.values()), int(spared)
