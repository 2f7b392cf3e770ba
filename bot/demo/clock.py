"""A clock that starts on a fixed working day, runs like any other, and that people may push forward."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

OPENING = datetime(2026, 4, 1, 1, 30, tzinfo=UTC)  # a Wednesday, 09:30 in the office


class MovableClock:
    """``moved`` is set whenever somebody pushes it, so that what became due happens at once."""

    def __init__(self, opening: datetime = OPENING) -> None:
        """Start at ``opening``."""
        self._opening = opening
        self._started = time.monotonic()
        self._pushed = timedelta()
        self.moved = asyncio.Event()

    def __call__(self) -> datetime:
        """The hour, aware UTC."""
        return self._opening + timedelta(seconds=time.monotonic() - self._started) + self._pushed

    def seconds(self) -> float:
        """The hour as the local Bot API counts it."""
        return self().timestamp()

    def push(self, seconds: float) -> None:
        """Move on by so many seconds (back, if negative)."""
        self._pushed += timedelta(seconds=seconds)
        self.moved.set()
