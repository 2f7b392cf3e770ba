"""A clock that starts on a fixed working day, runs like any other, and that people may push forward."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

OPENING = datetime(2026, 4, 1, 1, 30, tzinfo=UTC)  # a Wednesday, 09:30 in the office


class MovableClock:
    """``moved`` is set whenever somebody pushes it, so that what became due happens at once."""

    def __init__(self, opening: datetime = OPENING, rate: float = 1.0) -> None:
        """Start at ``opening``; ``rate`` seconds of the office pass in one of the machine."""
        self._opening = opening
        self._rate = rate
        self._started = time.monotonic()
        self._pushed = timedelta()
        self.moved = asyncio.Event()

    def __call__(self) -> datetime:
        """The hour, aware UTC."""
        return (
            self._opening + timedelta(seconds=(time.monotonic() - self._started) * self._rate) + self._pushed
        )

    def seconds(self) -> float:
        """The hour as the local Bot API counts it."""
        return self().timestamp()

    def push(self, seconds: float) -> None:
        """Move on by so many seconds (back, if negative)."""
        self._pushed += timedelta(seconds=seconds)
        self.moved.set()

    def forward_to(self, moment: datetime) -> None:
        """Move on to a moment; one that has passed is left as it is. Sets off nothing."""
        self._pushed += max(moment - self(), timedelta())
