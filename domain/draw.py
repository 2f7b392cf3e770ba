"""``suicha-draw/1``: who is drawn follows from the pool, the steps and a key that nobody can choose alone."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from heapq import nsmallest
from itertools import compress
from math import isqrt
from typing import Literal, NamedTuple, cast

from domain.canonical import PROTOCOL, digest
from domain.errors import DomainError
from domain.pool import Columned, Entry, Pool, of_label, plain
from domain.witness import check_secret

Ticketed = tuple[bytes, str]
NO_LIMIT = b"\xff" * 33  # no ticket is as large
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
    """Draw every step. ``pool`` is gone through once a step; what is not ``Columned`` is held in memory.

    A step that finds fewer objects than it asks for draws them all; the quota said so beforehand.
    """
    check_steps(steps)
    columned = _columned(pool)
    gone: dict[str | None, set[str]] = {}
    results = []
    for step in steps:
        taken = gone.setdefault(step.task, set())
        result = hold_step(columned, step, draw_key, taken)
        taken.update(one.id for one in result.drawn)
        results.append(result)
    return results


def hold_step(
    pool: Iterable[Entry] | Columned, step: Step, draw_key: bytes, taken: Collection[str] = frozenset()
) -> StepResult:
    """Draw one step; ``taken`` are the objects that earlier steps of the same task drew."""
    tickets = _tickets(_columned(pool), step, step_key(draw_key, step.order_name), taken)
    if step.take == "all":
        return StepResult(step.label, _shown(tickets))
    return StepResult(step.label, _shown(tickets[: step.take]), _shown(tickets[step.take :]))


def _columned(pool: Iterable[Entry] | Columned) -> Columned:
    return pool if isinstance(pool, Columned) else Pool(pool)


def _tickets(pool: Columned, step: Step, key_of_step: bytes, taken: Collection[str]) -> list[bytes]:
    """Tickets of those drawn and in reserve, in order, ids behind them.

    Only tickets below a limit are kept. It is guessed from the number of objects, as if all of ``taken`` came
    first, and passes less than was asked for one time in a thousand million: then a wider one is tried.
    """
    labels = _inside(pool, frozenset(step.strata))
    among = sum(pool.kinds[one] for one in labels)
    count = among if step.take == "all" else step.take + (step.reserve or 0)
    expected = count + len(taken)
    wanted = expected + 6 * isqrt(expected) + 20
    while True:
        limit = _limit(wanted, among)
        found = [
            one
            for numbers in _numbers(pool, labels)
            for one in _below(limit, key_of_step, numbers)
            if not taken or one[32:].decode() not in taken
        ]
        if len(found) >= count or limit == NO_LIMIT:
            return sorted(found)[:count]
        wanted *= 2


def _inside(pool: Columned, wanted: frozenset[str]) -> frozenset[bytes]:
    """Labels of the objects that may be drawn out of the strata."""
    read = {one: of_label(one) for one in pool.kinds}
    return frozenset(one for one, (strata, out) in read.items() if not out and not wanted.isdisjoint(strata))


def _limit(wanted: int, among: int) -> bytes:
    """What about ``wanted`` of so many tickets are below; tickets are spread evenly."""
    return NO_LIMIT if wanted >= among else (wanted * 2**64 // among).to_bytes(8, "big")


def _numbers(pool: Columned, inside: frozenset[bytes]) -> Iterator[Iterable[bytes]]:
    """The numbers of lines with such labels, block after block."""
    everybody = inside == pool.kinds.keys()
    for numbers, labels in pool.blocks():
        yield numbers if everybody else compress(numbers, map(inside.__contains__, labels))


def _below(limit: bytes, key_of_step: bytes, numbers: Iterable[bytes]) -> list[bytes]:
    """Tickets below the limit, ids behind them. OpenSSL copies a hash that has the key in less time than it
    makes a new one, which is most of what a draw does.
    """
    keyed = sha256(key_of_step).copy
    found = []
    for number in numbers:
        hashed = keyed()
        hashed.update(number)
        one = hashed.digest()
        if one < limit:
            found.append(one + number)
    return found


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
