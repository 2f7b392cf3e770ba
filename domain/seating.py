"""The table at which tasks and inspectors are matched: numbers instead of names, in ticket order.

A task with a speciality is a small network of its own: specialists may fill any seat, all others together at
most ``need`` − 1. So "one of them at least is a specialist" is part of the flow, and a full seating is found
whenever there is one.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

NOBODY = -1
NOT_MET = (NOBODY,)
Came = dict[int, tuple[int, int]]  # inspector → (the task he would join, who would leave it for him)


@dataclass(slots=True)
class Seating:
    """Who sits where. ``eligible``, ``first`` and ``others`` point into ``pools``, all in ticket order.

    ``first`` may take any seat of a task (its specialists, or everybody where no speciality is asked),
    ``others`` are the rest of its eligible inspectors.
    """

    needs: list[int]
    caps: list[int]
    pools: list[tuple[int, ...]]
    eligible: list[int]
    first: list[int]
    others: list[int]
    members: list[frozenset[int]]
    teams: list[list[int]] = field(init=False)
    tasks_of: list[list[int]] = field(init=False)

    def __post_init__(self) -> None:
        """Start with empty chairs."""
        self.teams = [[] for _ in self.needs]
        self.tasks_of = [[] for _ in self.caps]

    def load(self, person: int) -> int:
        """How many tasks an inspector has."""
        return len(self.tasks_of[person])

    def free(self, person: int) -> bool:
        """Whether an inspector may take one more."""
        return len(self.tasks_of[person]) < self.caps[person]

    def missing(self, task: int) -> int:
        """Empty seats of a task."""
        return self.needs[task] - len(self.teams[task])

    def leads(self, task: int, person: int) -> bool:
        """Whether an inspector may take any seat of the task."""
        return person in self.members[self.first[task]]

    def open_to_others(self, task: int) -> bool:
        """Whether one more without the speciality would leave a seat for a specialist."""
        return self.plain_seats(task, self.teams[task]) < self.needs[task] - 1

    def plain_seats(self, task: int, team: list[int]) -> int:
        """Seats taken by inspectors without the speciality."""
        return len(team) - len(self.members[self.first[task]].intersection(team))

    def asks_speciality(self, task: int) -> bool:
        """Whether some of the task's eligible inspectors may not take every seat."""
        return self.first[task] != self.eligible[task]

    def fits(self, task: int, team: list[int]) -> bool:
        """Whether a team keeps a specialist's seat (or asks for none)."""
        return not self.asks_speciality(task) or self.plain_seats(task, team) < self.needs[task]

    def join(self, task: int, person: int) -> None:
        """Seat an inspector."""
        self.teams[task].append(person)
        self.tasks_of[person].append(task)

    def leave(self, task: int, person: int) -> None:
        """Take an inspector away."""
        self.teams[task].remove(person)
        self.tasks_of[person].remove(task)

    def shift(self, came: Came, person: int) -> None:
        """Seat the inspector at the end of a path; each one before him moves on."""
        while person in came:
            task, leaver = came[person]
            if leaver != NOBODY:
                self.leave(task, leaver)
            self.join(task, person)
            person = leaver


@dataclass(slots=True)
class Reach:
    """What a search came to: inspectors, tasks at which any seat opens, tasks at which a plain seat opens."""

    people: set[int] = field(default_factory=set)
    tasks: set[int] = field(default_factory=set)
    plain: set[int] = field(default_factory=set)

    def add(self, other: "Reach") -> None:
        """Take over what another search came to."""
        self.people |= other.people
        self.tasks |= other.tasks
        self.plain |= other.plain


class Search:
    """Breadth-first over tasks and inspectors, in ticket order, along moves that keep every rule.

    ``closed`` is what earlier searches came to in vain: nothing in it can ever help again.
    """

    def __init__(self, seating: Seating, closed: Reach, wanted: Callable[[int], bool]) -> None:
        """``wanted`` tells the inspectors at whom a path may end."""
        self.seating = seating
        self.closed = closed
        self.wanted = wanted
        self.reach = Reach()
        self.came: Came = {}
        self._met: deque[int] = deque()
        self._scans: deque[tuple[int, int, int]] = deque()
        self._left: dict[int, Sequence[int]] = {}

    def from_task(self, task: int) -> int | None:
        """The inspector at the end of a path that fills an empty seat, or ``None``."""
        self._open(task, NOBODY)
        return self._run()

    def from_people(self, people: list[int]) -> int | None:
        """The inspector at the end of a path that relieves one of ``people``, or ``None``."""
        self.reach.people.update(people)
        self._met.extend(people)
        return self._run()

    def _run(self) -> int | None:
        pools, teams = self.seating.pools, self.seating.teams
        seen, closed = self.reach.people, self.closed.people
        while self._next():
            pool, task, leaver = self._scans.popleft()
            waiting, team = self._left.get(pool, pools[pool]), teams[task]
            kept = []  # those already at the task stay for other tasks
            for person in waiting:
                if person in seen or person in closed:
                    continue
                if person in team:
                    kept.append(person)
                else:
                    self.came[person] = (task, leaver)
                    if self.wanted(person):
                        return person
                    seen.add(person)
                    self._met.append(person)
            self._left[pool] = kept
        return None

    def _next(self) -> bool:
        """Whether there is a pool to go through; whom the search met leaves his tasks when his turn comes."""
        while not self._scans:
            if not self._met:
                return False
            self._leave_each(self._met.popleft())
        return True

    def _leave_each(self, person: int) -> None:
        seating, opened = self.seating, self.reach.tasks
        for task in seating.tasks_of[person]:
            if seating.asks_speciality(task) and not seating.leads(task, person):
                self._open_plain(task, person)
            if task not in opened:
                self._open(task, person)

    def _open(self, task: int, leaver: int) -> None:
        if task in self.closed.tasks:
            return
        self.reach.tasks.add(task)
        self._scan(self.seating.first[task], task, leaver)
        if self.seating.asks_speciality(task) and self.seating.open_to_others(task):
            self._open_plain(task, leaver)

    def _open_plain(self, task: int, leaver: int) -> None:
        if task not in self.reach.plain and task not in self.closed.plain:
            self.reach.plain.add(task)
            self._scan(self.seating.others[task], task, leaver)

    def _scan(self, pool: int, task: int, leaver: int) -> None:
        """Queue a pool, unless nobody in it is left to be met."""
        if self._left.get(pool, NOT_MET):
            self._scans.append((pool, task, leaver))
