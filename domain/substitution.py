"""An object gone after the draw: who comes instead follows from the record and its pool alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from domain.draw import replacement, step_from
from domain.errors import DomainError
from domain.matching import Inspector, Task
from domain.matching_record import instance_from, instance_of
from domain.pool import Entry

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Successor:
    """The object that comes instead, its ticket, and the labels of the steps in which it was next."""

    id: str
    ticket: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Swap:
    """One object gone and those that came: several where the steps of a joint draw go on differently.

    ``seats`` are the tasks of the matching for those that came.
    """

    gone: str
    came: tuple[Successor, ...]
    seats: tuple[Task, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As it is kept beside the record."""
        came = [{"id": one.id, "ticket": one.ticket, "steps": list(one.steps)} for one in self.came]
        return {"gone": self.gone, "came": came, "seats": instance_of(self.seats, ())["tasks"]}


def swap_from(shown: Mapping[str, Any]) -> Swap:
    """A swap from its kept form."""
    came = tuple(Successor(one["id"], one["ticket"], tuple(one["steps"])) for one in shown["came"])
    seats, _ = instance_from({"tasks": shown["seats"], "inspectors": []})
    return Swap(shown["gone"], came, tuple(seats))


def drawn_by(record: Record, swaps: Iterable[Swap], object_id: str) -> tuple[str, ...]:
    """The labels of the steps to which an object belongs: drawn by them, or come instead in them."""
    drawn = [
        step["label"] for step in record["result"] if any(one["id"] == object_id for one in step["drawn"])
    ]
    came = [label for swap in swaps for one in swap.came if one.id == object_id for label in one.steps]
    return (*drawn, *came)


def held(record: Record, swaps: Iterable[Swap]) -> frozenset[str]:
    """Everything that was drawn or came instead so far, whatever became of it."""
    drawn = {one["id"] for step in record["result"] for one in step["drawn"]}
    return frozenset(drawn | {one.id for swap in swaps for one in swap.came})


def successors(
    record: Record, pool: Iterable[Entry], swaps: Sequence[Swap], object_id: str
) -> tuple[Successor, ...]:
    """The next object in ticket order that nobody holds, of every step to which ``object_id`` belongs.

    A step whose strata are used up (full coverage) has none.
    """
    taken, draw_key = held(record, swaps), bytes.fromhex(record["key"])
    found: dict[str, Successor] = {}
    for label in drawn_by(record, swaps, object_id):
        step = next(one for one in record["announcement"]["steps"] if one["label"] == label)
        announced = step_from(step)
        try:
            come = replacement(pool, announced, draw_key, taken)
        except DomainError:
            continue
        before = found.get(come.id, Successor(come.id, come.ticket, ()))
        found[come.id] = replace(before, steps=(*before.steps, label))
    return tuple(found.values())


def differing(record: Record, pool: Iterable[Entry], swaps: Sequence[Swap]) -> list[str]:
    """Recount swaps in their order: the objects gone for which others came than the record says."""
    return [
        swap.gone
        for n, swap in enumerate(swaps)
        if successors(record, pool, swaps[:n], swap.gone) != swap.came
    ]


def object_of(seat: str) -> str:
    """The object of a task of the matching (``object/unit``)."""
    return seat.rpartition("/")[0]


def instance_after(record: Record, swaps: Iterable[Swap]) -> tuple[list[Task], list[Inspector]]:
    """The record's instance of the matching with the seats of those that came instead."""
    tasks, inspectors = instance_from(record["matching"]["instance"])
    most = max((one.cap for one in inspectors), default=1)
    for swap in swaps:
        tasks = [one for one in tasks if object_of(one.id) != swap.gone] + list(swap.seats)
    known = {one.id for one in inspectors}
    new = {person for task in tasks for person in task.eligible} - known
    return tasks, inspectors + [Inspector(one, most) for one in sorted(new)]
