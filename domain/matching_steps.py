"""The steps of ``suicha-match/1`` before chance decides: greedy, repair along paths, even loads."""

from heapq import heapify, heappop, heappush

from domain.seating import Reach, Search, Seating


class Queues:
    """For each pool its inspectors by load, then ticket; loads only grow while these are in use."""

    def __init__(self, seating: Seating) -> None:
        """Nothing is sorted before it is asked for."""
        self._seating = seating
        self._heaps: dict[int, list[tuple[int, int]]] = {}

    def least(self, pool: int, team: list[int]) -> int | None:
        """The least-loaded free inspector of a pool who is not in the team yet."""
        heap = self._heaps[pool] if pool in self._heaps else self._start(pool)
        aside = []
        found = None
        while heap and found is None:
            load, person = heappop(heap)
            now = self._seating.load(person)
            if now != load:
                heappush(heap, (now, person))
            elif person in team:
                aside.append((load, person))
            elif self._seating.free(person):
                found = person
                aside.append((load, person))
        for one in aside:
            heappush(heap, one)
        return found

    def _start(self, pool: int) -> list[tuple[int, int]]:
        heap = [(self._seating.load(person), person) for person in self._seating.pools[pool]]
        heapify(heap)
        self._heaps[pool] = heap
        return heap


def seat_greedily(seating: Seating) -> None:
    """Each task in ticket order: the least-loaded specialist, then the least-loaded colleagues."""
    queues = Queues(seating)
    for task, need in enumerate(seating.needs):
        team = seating.teams[task]
        if need and (person := queues.least(seating.first[task], team)) is not None:
            seating.join(task, person)
        while seating.missing(task):
            pool = seating.eligible[task] if seating.open_to_others(task) else seating.first[task]
            person = queues.least(pool, team)
            if person is None:
                break
            seating.join(task, person)


def fill(seating: Seating) -> list[int]:
    """Fill the seats still empty along augmenting paths; the tasks that cannot be filled, in ticket order."""
    closed = Reach()
    short = []
    for task in range(len(seating.needs)):
        while seating.missing(task):
            search = Search(seating, closed, seating.free)
            person = search.from_task(task)
            if person is None:
                closed.add(search.reach)
                short.append(task)
                break
            seating.shift(search.came, person)
    return short


def even_out(seating: Seating) -> None:
    """Move work from the most to the least loaded while a path lowers the sum of squares."""
    closed = Reach()
    for level in range(max(map(len, seating.tasks_of), default=0), 1, -1):
        while _relieve(seating, level, closed):
            pass


def _relieve(seating: Seating, level: int, closed: Reach) -> bool:
    """Take one task from somebody who has ``level`` of them; what cannot be relieved is closed."""
    people = [n for n, tasks in enumerate(seating.tasks_of) if len(tasks) == level and n not in closed.people]
    if not people:
        return False
    search = Search(seating, closed, lambda n: seating.load(n) <= level - 2 and seating.free(n))
    person = search.from_people(people)
    if person is None:
        closed.add(search.reach)
        return False
    seating.shift(search.came, person)
    return True
