"""Chance that is the same on every machine: each throw is a hash of the seed and of what it is thrown for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Dice:
    """Throws are independent of each other and of their order; what a throw is for is its name."""

    seed: str

    def number(self, below: int, *purpose: object) -> int:
        """A number from 0 up to ``below``, without it."""
        name = "\n".join(map(str, (self.seed, *purpose)))
        return int.from_bytes(sha256(name.encode()).digest()[:8]) % below

    def one(self, things: Sequence[Thing], *purpose: object) -> Thing:
        """One of several things."""
        return things[self.number(len(things), *purpose)]

    def happens(self, percent: float, *purpose: object) -> bool:
        """Whether something comes true that does so ``percent`` times in a hundred."""
        return self.number(10_000, *purpose) < percent * 100

    def weighted(self, shares: Mapping[str, float], *purpose: object) -> str:
        """One of the keys, each as often as its share in percent; shares add up to 100."""
        thrown = self.number(10_000, *purpose)
        for name, share in shares.items():
            thrown -= round(share * 100)
            if thrown < 0:
                return name
        raise ValueError(f"shares of {purpose} add up to less than 100")

    def sample(self, things: Sequence[Thing], size: int, *purpose: object) -> list[Thing]:
        """Several different things, in the order they have in ``things``."""
        order = sorted(range(len(things)), key=lambda index: self.number(2**63, *purpose, "order", index))
        return [things[index] for index in sorted(order[:size])]
