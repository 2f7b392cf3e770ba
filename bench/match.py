"""What is measured of matchings: the optimum and the time of OR-tools' min-cost flow on tight instances."""

from collections import Counter
from collections.abc import Sequence
from random import Random

from bench.alone import Act
from domain import matching
from domain.matching import Inspector, Task, match, match_key

UNIT = 50  # inspectors
FIELDS = 6
AREAS = 4
Instance = tuple[list[Task], list[Inspector]]


def tight(tasks: int, people: int, seed: int = 1) -> Instance:
    """Teams are planted first, caps are what they use: a full matching exists and no seat is to spare.

    Units of 50; an inspector has two of six fields and one of four areas or all; a third of the tasks
    asks for a speciality, one in five has somebody recused.
    """
    chance = Random(seed)
    names = [f"P{n:05}" for n in range(people)]
    pools = _pools(chance, people)
    used: Counter[int] = Counter()
    asked = []
    for n in range(tasks):
        able = chance.choice(pools)
        team = chance.sample(able, 2)
        used.update(team)
        recused = {chance.choice([one for one in able if one not in team])} if n % 5 == 0 else set()
        special = {team[0], *(one for one in able if one % 4 == 0)} if chance.randrange(3) == 0 else None
        asked.append(
            Task(
                f"T{n:06}",
                2,
                frozenset(names[one] for one in able if one not in recused),
                None if special is None else frozenset(names[one] for one in special),
            )
        )
    return asked, [Inspector(name, used[n]) for n, name in enumerate(names)]


def _pools(chance: Random, people: int) -> list[list[int]]:
    about = [(chance.sample(range(FIELDS), 2), chance.randrange(AREAS + 1)) for _ in range(people)]
    pools = (
        [n for n in range(first, first + UNIT) if field in about[n][0] and about[n][1] in (area, AREAS)]
        for first in range(0, people, UNIT)
        for field in range(FIELDS)
        for area in range(AREAS)
    )
    return [one for one in pools if len(one) > 2]


def squares(loads: Sequence[int]) -> int:
    """How uneven loads are."""
    return sum(load**2 for load in loads)


def ours(tasks: int, people: int, mixed: bool = True) -> Act:
    """``suicha-match/1``: seats filled and how uneven the loads are; without its last step on request."""
    asked, inspectors = tight(tasks, people)
    if not mixed:
        setattr(matching, "mix", lambda *_: None)  # noqa: B010 - the module does not offer it

    def act() -> tuple[int, int]:
        loads = match(asked, inspectors, match_key("5e")).loads()
        return sum(loads.values()), squares(list(loads.values()))

    return act


def flow(tasks: int, people: int, loaded: bool = False) -> Act:
    """Min-cost flow with rising costs of an inspector's places: the same optimum, no chance in it.

    Its time is that from the same tasks and inspectors as ours, unless the solver is ``loaded`` beforehand.
    """
    import numpy  # noqa: PLC0415, ICN001 - only this process pays for it
    from ortools.graph.python import min_cost_flow  # noqa: PLC0415

    asked, inspectors = tight(tasks, people)

    def load() -> min_cost_flow.SimpleMinCostFlow:
        solver = min_cost_flow.SimpleMinCostFlow()
        arcs, source = _arcs(asked, inspectors)
        columns = numpy.array(arcs).T
        solver.add_arcs_with_capacity_and_unit_cost(*columns)
        wanted = sum(task.need for task in asked)
        solver.set_nodes_supplies(numpy.array([source, source + 1]), numpy.array([wanted, -wanted]))
        return solver

    before = load() if loaded else None

    def act() -> tuple[int, int]:
        solver = before or load()
        solver.solve_max_flow_with_min_cost()
        return solver.maximum_flow(), solver.optimal_cost()

    return act


def _arcs(asked: list[Task], inspectors: list[Inspector]) -> tuple[list[tuple[int, int, int, int]], int]:
    """(from, to, capacity, cost); where a speciality is asked, others are reached by a side node."""
    size = len(asked)
    node = {one.id: 2 * size + n for n, one in enumerate(inspectors)}
    source = 2 * size + len(inspectors)
    arcs = [(source, n, task.need, 0) for n, task in enumerate(asked)]
    for n, task in enumerate(asked):
        if task.speciality is None:
            arcs += [(n, node[one], 1, 0) for one in task.eligible]
        else:
            arcs.append((n, size + n, task.need - 1, 0))
            arcs += [(n if one in task.speciality else size + n, node[one], 1, 0) for one in task.eligible]
    for one in inspectors:
        arcs += [(node[one.id], source + 1, 1, 2 * place + 1) for place in range(one.cap)]
    return arcs, source


def greedy(tasks: int, people: int) -> Act:
    """Seats that the least-loaded greedy leaves empty."""
    asked, inspectors = tight(tasks, people)
    left = {one.id: one.cap for one in inspectors}
    cap = dict(left)

    def act() -> int:
        empty = 0
        for task in asked:
            team: list[str] = []
            for seat in range(task.need):
                able = task.eligible if seat or task.speciality is None else task.eligible & task.speciality
                free = [one for one in able if left[one] and one not in team]
                if free:
                    team.append(min(free, key=lambda one: (cap[one] - left[one], one)))
                    left[team[-1]] -= 1
            empty += task.need - len(team)
        return empty

    return act
