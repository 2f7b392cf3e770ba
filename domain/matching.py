"""``suicha-match/1``: who serves which task. All served if that is possible, loads even, then only chance."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

from domain.canonical import digest
from domain.chance import Chance
from domain.errors import DomainError
from domain.matching_steps import even_out, fill, seat_greedily
from domain.mixing import mix
from domain.seating import Seating
from domain.shortage import Shortage, explain

PROTOCOL = "suicha-match/1"


@dataclass(frozen=True, slots=True)
class Inspector:
    """Somebody who may be matched, and to how many tasks at most."""

    id: str
    cap: int


@dataclass(frozen=True, slots=True)
class Task:
    """One unit's part of one visit: ``need`` different inspectors out of ``eligible``.

    At least one of them has the ``speciality`` where one is asked (``None`` = none asked). Tasks of a joint
    visit share ``visit``.
    """

    id: str
    need: int
    eligible: frozenset[str]
    speciality: frozenset[str] | None = None
    visit: str = ""


@dataclass(frozen=True, slots=True)
class Unserved:
    """A task with empty seats, and the smallest explanation."""

    task: str
    missing: int
    because: Shortage


@dataclass(frozen=True, slots=True)
class Matching:
    """Teams in ticket order for every task, short ones too; ``unserved`` names those."""

    assigned: Mapping[str, tuple[str, ...]]
    unserved: tuple[Unserved, ...]

    def loads(self) -> dict[str, int]:
        """Tasks an inspector has, for those who have any."""
        counted: dict[str, int] = {}
        for team in self.assigned.values():
            for person in team:
                counted[person] = counted.get(person, 0) + 1
        return counted


def match_key(draw_key_hex: str, *label: str) -> bytes:
    """The key of a matching; a replacement has a ``label`` of its own."""
    return digest(PROTOCOL, "key", draw_key_hex, *label)


def match(tasks: Iterable[Task], inspectors: Iterable[Inspector], key: bytes) -> Matching:
    """Match; the order of what is given does not matter. Raises as ``_Names``."""
    names = _Names(tasks, inspectors, key)
    seating = names.seating()
    seat_greedily(seating)
    short = fill(seating)
    unserved = names.unserved(seating, short)
    even_out(seating)
    mix(seating, Chance(digest(PROTOCOL, "mix", key.hex())))
    return Matching(names.assigned(seating), unserved)


def refill(
    tasks: Iterable[Task], inspectors: Iterable[Inspector], held: Mapping[str, Collection[str]], key: bytes
) -> Matching:
    """Keep who is matched and still eligible; fill the seats that opened (回避, leave) with the fewest moves.

    ``key`` comes from ``match_key`` with the replacement's own label.
    """
    names = _Names(tasks, inspectors, key)
    seating = names.seating()
    names.sit(seating, held)
    short = fill(seating)
    return Matching(names.assigned(seating), names.unserved(seating, short))


def leader(key: bytes, visit: str, qualified: Collection[str]) -> str:
    """组长: the smallest ticket among the lead unit's qualified inspectors, drawn afresh for each visit.

    Raises ``matching.no_leader``.
    """
    if not qualified:
        raise DomainError("matching.no_leader", visit=visit)
    return _by_ticket(digest(PROTOCOL, "leader", key.hex(), visit), qualified)[0]


def by_visit(tasks: Iterable[Task], matching: Matching) -> dict[str, dict[str, tuple[str, ...]]]:
    """The teams of each joint visit, by task."""
    visits: dict[str, dict[str, tuple[str, ...]]] = {}
    for task in tasks:
        visits.setdefault(task.visit, {})[task.id] = matching.assigned[task.id]
    return visits


def _by_ticket(key: bytes, ids: Iterable[str]) -> list[str]:
    return sorted(ids, key=lambda one: sha256(key + one.encode()).digest())


T = TypeVar("T", "Task", "Inspector")


class _Names:
    """Names on one side, numbers in ticket order on the other.

    Raises ``matching.twice``, ``matching.number`` and ``matching.unknown``.
    """

    def __init__(self, tasks: Iterable[Task], inspectors: Iterable[Inspector], key: bytes) -> None:
        self._given = _unique(tasks, "task")
        people = _unique(inspectors, "inspector")
        self.tasks = [
            self._given[one] for one in _by_ticket(digest(PROTOCOL, "task", key.hex()), self._given)
        ]
        ordered = _by_ticket(digest(PROTOCOL, "inspector", key.hex()), people)
        self.people = [people[one] for one in ordered]
        self._number = {one: n for n, one in enumerate(ordered)}
        self._known = frozenset(ordered)
        self._pools: dict[frozenset[str], int] = {}
        self._numbered: list[tuple[int, ...]] = []
        for name, count in [(t.id, t.need) for t in self.tasks] + [(p.id, p.cap) for p in self.people]:
            if count < 0:
                raise DomainError("matching.number", id=name, number=count)

    def seating(self) -> Seating:
        """The empty table."""
        eligible = [self._pool(task.eligible) for task in self.tasks]
        nobody = self._pool(frozenset())
        first, others = list(eligible), [nobody] * len(eligible)
        for n, task in enumerate(self.tasks):
            if task.speciality is not None:
                first[n] = self._pool(task.eligible & task.speciality)
                others[n] = self._pool(task.eligible - task.speciality)
        return Seating(
            needs=[task.need for task in self.tasks],
            caps=[person.cap for person in self.people],
            pools=self._numbered,
            eligible=eligible,
            first=first,
            others=others,
            members=[frozenset(pool) for pool in self._numbered],
        )

    def _pool(self, names: frozenset[str]) -> int:
        known = self._pools.get(names)
        if known is None:
            if not names <= self._known:
                raise DomainError("matching.unknown", id=min(names - self._known))
            known = self._pools[names] = len(self._numbered)
            self._numbered.append(tuple(sorted(map(self._number.__getitem__, names))))
        return known

    def sit(self, seating: Seating, held: Mapping[str, Collection[str]]) -> None:
        """Seat those who may stay where they are."""
        for n, task in enumerate(self.tasks):
            for person in sorted(self._number[one] for one in held.get(task.id, ()) if one in task.eligible):
                room = seating.leads(n, person) or seating.open_to_others(n)
                if seating.missing(n) and seating.free(person) and room:
                    seating.join(n, person)

    def assigned(self, seating: Seating) -> dict[str, tuple[str, ...]]:
        """The teams by name, in the order in which the tasks were given."""
        teams = {
            task.id: tuple(self.people[person].id for person in sorted(team))
            for task, team in zip(self.tasks, seating.teams, strict=True)
        }
        return {task: teams[task] for task in self._given}

    def unserved(self, seating: Seating, short: Sequence[int]) -> tuple[Unserved, ...]:
        """The tasks that stay short, explained."""
        tasks, people = [task.id for task in self.tasks], [person.id for person in self.people]
        because = explain(seating, short, tasks, people)
        return tuple(Unserved(tasks[n], seating.missing(n), because[n]) for n in short)


def _unique(given: Iterable[T], what: str) -> dict[str, T]:
    found: dict[str, T] = {}
    for one in given:
        if one.id in found:
            raise DomainError("matching.twice", what=what, id=one.id)
        found[one.id] = one
    return found
