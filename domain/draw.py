"""``suicha-draw/1``: who is drawn follows from the pool, the steps and a key that nobody can choose alone."""

import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from heapq import nsmallest
from itertools import islice
from math import isqrt
from typing import Literal, NamedTuple, cast

from domain.canonical import PROTOCOL, digest
from domain.errors import DomainError
from domain.pool import Entry, plain
from domain.witness import check_secret

Ticketed = tuple[bytes, str]
BLOCK = 512  # objects hashed at a time
STEP_KEYS = frozenset({"label", "from", "take", "reserve", "task", "order"})


@dataclass(frozen=True, slots=True)
class Step:
    """One draw out of some strata; ``order`` is the ticket order it shares with steps of *other* tasks."""

    label: str
    strata: tuple[str, ...]
    take: int | Literal["all"]
    reserve: int | None = None
    task: str | None = None
    order: str | None = None

    @property
    def order_name(self) -> str:
        """What the step's key is derived from."""
        return self.label if self.order is None else self.order

    def as_json(self) -> dict[str, object]:
        """The step as the announcement shows it; what was not said stays away."""
        told = {"reserve": self.reserve, "task": self.task, "order": self.order}
        shown: dict[str, object] = {"label": self.label, "from": list(self.strata), "take": self.take}
        return shown | {key: value for key, value in told.items() if value is not None}


def step_from(shown: Mapping[str, object]) -> Step:
    """A step from its announced form. Raises ``draw.step`` with the key that is absent, unknown or wrong."""
    for key in shown.keys() - STEP_KEYS:
        raise DomainError("draw.step", key=key)
    texts = {key: _text(shown, key) for key in ("label", "task", "order")}
    strata, take, reserve = shown.get("from"), shown.get("take"), shown.get("reserve", 0)
    if not texts["label"]:
        raise DomainError("draw.step", key="label")
    if not isinstance(strata, list) or not strata or not all(isinstance(one, str) for one in strata):
        raise DomainError("draw.step", key="from")
    if take != "all" and not _is_count(take):
        raise DomainError("draw.step", key="take")
    if not _is_count(reserve):
        raise DomainError("draw.step", key="reserve")
    return Step(
        label=texts["label"],
        strata=tuple(plain(one, "stratum") for one in strata),
        take=cast("int | Literal['all']", take),
        reserve=cast("int | None", shown.get("reserve")),
        task=texts["task"],
        order=texts["order"],
    )


def _text(shown: Mapping[str, object], key: str) -> str | None:
    value = shown.get(key)
    if value is not None and not isinstance(value, str):
        raise DomainError("draw.step", key=key)
    return None if value is None else plain(value, key)


def _is_count(value: object) -> bool:
    return type(value) is int and value >= 0


def check_steps(steps: Sequence[Step]) -> None:
    """Labels are unique, stages of a task share no order (``draw.label_twice``, ``draw.order_shared``)."""
    labels: set[str] = set()
    orders: set[tuple[str | None, str]] = set()
    for step in steps:
        if step.label in labels:
            raise DomainError("draw.label_twice", label=step.label)
        if (step.task, step.order_name) in orders:
            raise DomainError("draw.order_shared", order=step.order_name)
        labels.add(step.label)
        orders.add((step.task, step.order_name))


def key(draw_no: str, secret: str, contributions: Iterable[str]) -> bytes:
    """The key of the draw: the sealed secret and every contribution, in the order of their bytes."""
    spoken = sorted(contributions, key=str.encode)
    return digest(PROTOCOL, "key", draw_no, check_secret(secret), *spoken)


def step_key(draw_key: bytes, order: str) -> bytes:
    """The key of a ticket order (a step's label where it shares none)."""
    return digest(PROTOCOL, "step", draw_key.hex(), order)


def ticket(key_of_step: bytes, object_id: str) -> bytes:
    """The object's place in the order: the smallest tickets are drawn."""
    return sha256(key_of_step + object_id.encode()).digest()


def smallest(count: int, tickets: Iterable[Ticketed]) -> list[Ticketed]:
    """The ``count`` smallest in order, holding no more than those at any time."""
    return nsmallest(count, tickets)


class Shortlist:
    """Tickets that may still be among the ``count`` smallest, each with its id behind it.

    Holds about a quarter more than ``count`` at any time, however many are shown to it.
    """

    def __init__(self, count: int) -> None:
        """Nothing is known yet: every ticket may win."""
        self.limit = b"\xff" * 33
        self._count = count
        self._full = count + count // 4 + 8 * BLOCK
        self._kept: list[bytes] = []

    def add(self, tickets: list[bytes]) -> None:
        """All those below ``limit`` among some more tickets."""
        self._kept += tickets
        if len(self._kept) > self._full:
            self._forget()

    def _forget(self) -> None:
        """Tickets are spread evenly, so the new limit is guessed; a guess that fails costs a sort."""
        wanted = self._count + 6 * isqrt(self._count) + 20
        guess = int.from_bytes(self.limit[:8], "big") * wanted // len(self._kept)
        limit = guess.to_bytes(8, "big")
        kept = [one for one in self._kept if one < limit]
        if not self._count <= len(kept) < self._full - BLOCK:
            kept = sorted(self._kept)[: self._count]
            limit = kept[-1]
        self._kept, self.limit = kept, limit

    def smallest(self) -> list[bytes]:
        """The ``count`` smallest in order."""
        return sorted(self._kept)[: self._count]


class Drawn(NamedTuple):
    """A drawn (or reserve) object with its ticket in hex."""

    id: str
    ticket: str


@dataclass(frozen=True, slots=True)
class StepResult:
    """What one step drew, in ticket order, and who comes next."""

    label: str
    drawn: tuple[Drawn, ...]
    reserve: tuple[Drawn, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The result as the record keeps it."""
        return {
            "label": self.label,
            "drawn": [{"id": one.id, "ticket": one.ticket} for one in self.drawn],
            "reserve": [{"id": one.id, "ticket": one.ticket} for one in self.reserve],
        }


def hold(pool: Iterable[Entry], steps: Sequence[Step], draw_key: bytes) -> list[StepResult]:
    """Draw every step. ``pool`` is gone through once a step: a ``Pool``, or a reader that starts afresh.

    A step that finds fewer objects than it asks for draws them all; the quota said so beforehand.
    """
    check_steps(steps)
    gone: dict[str | None, set[str]] = {}
    results = []
    for step in steps:
        taken = gone.setdefault(step.task, set())
        result = hold_step(pool, step, draw_key, taken)
        taken.update(one.id for one in result.drawn)
        results.append(result)
    return results


def hold_step(
    pool: Iterable[Entry], step: Step, draw_key: bytes, taken: Collection[str] = frozenset()
) -> StepResult:
    """Draw one step; ``taken`` are the objects that earlier steps of the same task drew."""
    tickets = _tickets(pool, step, step_key(draw_key, step.order_name), taken)
    if step.take == "all":
        return StepResult(step.label, _shown(tickets))
    return StepResult(step.label, _shown(tickets[: step.take]), _shown(tickets[step.take :]))


def _tickets(pool: Iterable[Entry], step: Step, key_of_step: bytes, taken: Collection[str]) -> list[bytes]:
    """Tickets of those drawn and in reserve, in order, ids behind them; by blocks, because that is faster."""
    shortlist = Shortlist(sys.maxsize if step.take == "all" else step.take + (step.reserve or 0))
    outside = frozenset(step.strata).isdisjoint
    entries = iter(pool)
    while block := tuple(islice(entries, BLOCK)):
        limit = shortlist.limit
        tickets = [
            found + number.encode()
            for number, strata, exclusion in block
            if not exclusion
            and not outside(strata)
            and (found := sha256(key_of_step + number.encode()).digest()) < limit
            and number not in taken
        ]
        shortlist.add(tickets)
    return shortlist.smallest()


def _shown(tickets: Iterable[bytes]) -> tuple[Drawn, ...]:
    return tuple(Drawn(one[32:].decode(), one[:32].hex()) for one in tickets)


def replacement(pool: Iterable[Entry], step: Step, draw_key: bytes, held: Collection[str]) -> Drawn:
    """The step's next object in ticket order that nobody holds (``held``: all drawn or replaced so far).

    Raises ``draw.no_reserve`` when the step's strata are used up.
    """
    found = hold_step(pool, replace(step, take=1, reserve=None), draw_key, held)
    if not found.drawn:
        raise DomainError("draw.no_reserve", label=step.label)
    return found.drawn[0]
