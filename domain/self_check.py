"""自查: what must hold of the service itself, and which of it does not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

PATIENCE = {
    "hold": timedelta(),
    "untold": timedelta(),
    "inbox": timedelta(minutes=10),
    "outbox": timedelta(minutes=10),
    "lease": timedelta(minutes=5),
    "refused": timedelta(),
    "quarantine": timedelta(minutes=5),
    "reminders": timedelta(),
    "anchor": timedelta(),
    "poll": timedelta(minutes=5),
    "tick": timedelta(minutes=5),
}
"""How old the oldest one may be, by what is counted."""


@dataclass(frozen=True)
class Measure:
    """How many there are of a thing that should be none, and since when the oldest of them."""

    code: str
    count: int
    oldest: datetime | None = None


@dataclass(frozen=True)
class Finding:
    """A measure that does not hold; ``minutes`` is the age of the oldest, 0 where age says nothing."""

    code: str
    count: int
    minutes: int = 0


def findings(measures: Iterable[Measure], now: datetime) -> tuple[Finding, ...]:
    """What does not hold, in the order of the measures."""
    found = []
    for one in measures:
        age = now - one.oldest if one.oldest else timedelta()
        if one.count and (one.oldest is None or age > PATIENCE[one.code]):
            found.append(Finding(one.code, one.count, int(age.total_seconds() // 60)))
    return tuple(found)
