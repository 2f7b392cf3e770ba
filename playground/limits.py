"""How much a bot may send, and the faults a test asks for."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from playground.errors import too_many_requests
from playground.state import Chat, Json


@dataclass
class Bucket:
    """Tokens that refill at `rate` per second up to `size`."""

    size: float
    rate: float
    level: float
    at: float

    def wait(self, cost: float, now: float) -> float:
        """Seconds until `cost` is there; an album larger than the bucket only needs it full."""
        self.level = min(self.size, self.level + max(0.0, now - self.at) * self.rate)
        self.at = now
        return max(0.0, (min(cost, self.size) - self.level) / self.rate)


@dataclass
class Limits:
    """Telegram's: 30 messages a second in all, about one a second to a person, 20 a minute to a group."""

    clock: Callable[[], float]
    on: bool = True
    per_second: float = 30
    private_burst: float = 3
    group_per_minute: float = 20
    _buckets: dict[tuple[int, str], Bucket] = field(default_factory=dict)

    def spend(self, bot_id: int, chat: Chat, cost: int = 1, *, edit: bool = False) -> None:
        """Count messages to a chat; to a person an album counts once and an edit not at all.

        :raises ApiError: 429 with `retry_after`; nothing is counted then.
        """
        if not self.on:
            return
        now = self.clock()
        spent = [(self._bucket((bot_id, ""), self.per_second, self.per_second, now), cost)]
        if not chat.is_private:
            rate = self.group_per_minute / 60
            spent.append((self._bucket((bot_id, chat.key), self.group_per_minute, rate, now), cost))
        elif not edit:
            spent.append((self._bucket((bot_id, chat.key), self.private_burst, 1.0, now), 1))
        wait = max(bucket.wait(price, now) for bucket, price in spent)
        if wait > 0:
            raise too_many_requests(math.ceil(wait))
        for bucket, price in spent:
            bucket.level -= price

    def _bucket(self, key: tuple[int, str], size: float, rate: float, now: float) -> Bucket:
        return self._buckets.setdefault(key, Bucket(size, rate, size, now))


@dataclass
class Fault:
    """One planned failure: status 0 cuts the connection, `after_effect` does so once the act is done."""

    method: str | None
    chat: int | None
    status: int
    body: str | Json | None
    times: int
    after_effect: bool
    delay: float

    def fits(self, method: str, chat: str) -> bool:
        named = method != "getupdates" if self.method is None else method == self.method
        return named and (self.chat is None or str(self.chat) == chat)


@dataclass
class Faults:
    planned: list[Fault] = field(default_factory=list)

    def plan(self, fault: Fault) -> None:
        self.planned.append(fault)

    def take(self, method: str, chat: str) -> Fault | None:
        """The first planned fault that fits this call, used up once; method names in lower case."""
        fault = next((fault for fault in self.planned if fault.fits(method, chat)), None)
        if fault:
            fault.times -= 1
            self.planned = [fault for fault in self.planned if fault.times > 0]
        return fault
