"""What waits for one bot: its queue of updates, with the server's confirmation rules and lifetimes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from playground.errors import conflict

LIFETIMES = {"callback_query": 150.0}
LIFETIME = 86_400.0
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class Bell:
    """Wakes everybody who waits now; who comes later waits for the next ring."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        self._event.set()
        self._event = asyncio.Event()

    async def wait(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._event.wait()


@dataclass(frozen=True)
class Update:
    id: int
    kind: str
    payload: dict[str, Any]
    born: float

    def alive(self, now: float) -> bool:
        return now - self.born < LIFETIMES.get(self.kind, LIFETIME)

    def to_json(self) -> dict[str, Any]:
        return {"update_id": self.id, self.kind: self.payload}


@dataclass
class Webhook:
    url: str
    secret: str | None
    max_connections: int
    last_error: tuple[int, str] | None = None


@dataclass(eq=False)
class UpdateQueue:
    """Updates stay until a later request confirms them or their lifetime ends."""

    next_id: int
    waiting: list[Update] = field(default_factory=list)
    allowed: frozenset[str] | None = None
    webhook: Webhook | None = None
    bell: Bell = field(default_factory=Bell)
    closed: bool = False
    open_polls: int = 0
    _poll: int = 0

    def put(self, kind: str, payload: dict[str, Any], born: float) -> None:
        """Queue an update unless the bot has not asked for its kind; `born` is where its lifetime starts."""
        if self.wants(kind):
            self.add(kind, payload, born)

    def add(self, kind: str, payload: dict[str, Any], born: float) -> None:
        self.waiting.append(Update(self.next_id, kind, payload, born))
        self.next_id += 1
        self.bell.ring()

    def wants(self, kind: str) -> bool:
        return kind not in ON_REQUEST if not self.allowed else kind in self.allowed

    def allow(self, kinds: Iterable[str]) -> None:
        """An empty list means everything except what must be asked for by name."""
        self.allowed = frozenset(kinds) or None

    def confirm(self, offset: int) -> None:
        """Forget everything below `offset`; a negative one keeps only that many of the newest."""
        if offset < 0:
            self.waiting = self.waiting[offset:]
        elif offset:
            self.waiting = [update for update in self.waiting if update.id >= offset]

    def peek(self, limit: int, now: float) -> list[Update]:
        self.waiting = [update for update in self.waiting if update.alive(now)]
        return self.waiting[:limit]

    async def poll(self, limit: int, seconds: float, clock: Callable[[], float]) -> list[Update]:
        """Wait for updates; a newer poll ends this one.

        :raises ApiError: 409 when another getUpdates request took over.
        """
        self._poll += 1
        self.bell.ring()
        self.open_polls += 1
        try:
            return await self._wait(self._poll, limit, seconds, clock)
        finally:
            self.open_polls -= 1

    async def _wait(self, mine: int, limit: int, seconds: float, clock: Callable[[], float]) -> list[Update]:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while True:
            batch = self.peek(limit, clock())
            left = deadline - loop.time()
            if batch or left <= 0 or self.closed:
                return batch
            await self.bell.wait(left)
            if mine != self._poll:
                raise conflict(
                    "terminated by other getUpdates request; make sure that only one bot instance is running"
                )

    def close(self) -> None:
        self.closed = True
        self.bell.ring()
