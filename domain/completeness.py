"""How complete an object library is: of the objects that owe a field, how many have it, by sub-library."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from domain.indicators import Share
from domain.tags import Library, LibraryField, Subject

WHOLE = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """One ordered field. ``libraries``: sub-library → its share, the least complete first."""

    rule: LibraryField
    whole: Share
    libraries: tuple[tuple[str, Share], ...]


def completeness(library: Library, subjects: Iterable[Subject]) -> tuple[Filled, ...]:
    """Each ordered field: numerator the objects in which it is filled, denominator those that owe it.

    An object counts once in the whole, and once in each of its sub-libraries.
    """
    counts: list[tuple[Counter[str], Counter[str]]] = [(Counter(), Counter()) for _ in library.fields]
    for subject in subjects:
        places = {WHOLE, *subject.sub_libraries}
        for rule, (done, total) in zip(library.fields, counts, strict=True):
            filled = library.filled(rule, subject)
            if filled is not None:
                total.update(places)
                done.update(places if filled else ())
    return tuple(_line(rule, done, total) for rule, (done, total) in zip(library.fields, counts, strict=True))


def _line(rule: LibraryField, done: Counter[str], total: Counter[str]) -> Filled:
    shares = {place: Share(rule.field, done[place], total[place]) for place in {WHOLE, *total}}
    parts = [(place, share) for place, share in shares.items() if place != WHOLE]
    return Filled(
        rule,
        shares[WHOLE],
        tuple(sorted(parts, key=lambda part: (part[1].done / part[1].total, part[0]))),
    )
