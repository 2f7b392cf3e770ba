"""The order of a day's visits: area by area, and inside an area always on to the nearest.

Not the shortest tour: a sensible one, that anybody understands and that is the same for everybody who asks.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.places import Point, metres


@dataclass(frozen=True, slots=True)
class Stop:
    """A visit on the way. ``at`` where the list of objects has the degrees."""

    key: str
    area: str
    address: str
    at: Point | None


def in_order(stops: Iterable[Stop]) -> list[Stop]:
    """Every stop once, areas kept together, beginning with the first area by name.

    Stops without degrees come last in their area, by address; from the second on, so do areas without any.
    """
    left = sorted(stops, key=lambda one: (one.area, one.address, one.key))
    done: list[Stop] = []
    while left:
        area = left[0].area if not done else _next_area(_last_point(done), left)
        here = [one for one in left if one.area == area]
        done += _through(here, _last_point(done))
        left = [one for one in left if one.area != area]
    return done


def _last_point(done: Sequence[Stop]) -> Point | None:
    return next((one.at for one in reversed(done) if one.at), None)


def _next_area(start: Point | None, left: Sequence[Stop]) -> str:
    return min(left, key=lambda one: _away(start, one)).area


def _away(start: Point | None, stop: Stop) -> float:
    """How far; unknown is farther than anything, and keeps the order given."""
    return metres(start, stop.at) if start and stop.at else float("inf")


def _through(here: Sequence[Stop], start: Point | None) -> list[Stop]:
    known, done = [one for one in here if one.at], list[Stop]()
    while known:
        following = min(known, key=lambda one: _away(start, one))
        known.remove(following)
        done.append(following)
        start = following.at
    return done + [one for one in here if not one.at]
