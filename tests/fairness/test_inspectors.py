"""Inspectors whom the rules cannot tell apart are equally likely at every task, with every colleague."""

from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from itertools import combinations, product

import pytest

from domain.matching import Inspector, Task, leader, match, match_key
from tests.fairness.statistics import excess

SEEDS = 1500
FAIR = 4.0
PEOPLE = [f"工号{n}" for n in range(6)]
SPECIALISTS = frozenset(PEOPLE[:3])
TASKS = [Task(f"V{n}", 2, frozenset(PEOPLE), SPECIALISTS if n < 2 else None) for n in range(6)]
"""Within the specialists and within the others everybody is the same; all loads come out as 2."""
INSPECTORS = [Inspector(one, 3) for one in PEOPLE]
Teams = Mapping[str, tuple[str, ...]]


@cache
def ours(seed: int) -> Teams:
    """The matching of a seed."""
    return match(TASKS, INSPECTORS, match_key(f"{seed:04x}")).assigned


def by_list(seed: int) -> Teams:
    """A greedy that takes the least loaded and breaks ties by the list; the tasks are in a random order."""
    load = dict.fromkeys(PEOPLE, 0)
    order = sorted(TASKS, key=lambda task: match_key(f"{seed:04x}", task.id))
    teams = {}
    for task in order:
        first = min(task.speciality or task.eligible, key=lambda one: (load[one], one))
        second = min(task.eligible - {first}, key=lambda one: (load[one], one))
        teams[task.id] = (first, second)
        load[first] += 1
        load[second] += 1
    return teams


Match = Callable[[int], Teams]


def at_tasks(found: Match) -> float:
    """The largest excess over equal chances of alike inspectors at alike tasks."""
    counts = Counter(
        (one, task) for seed in range(SEEDS) for task, team in found(seed).items() for one in team
    )
    groups = [sorted(SPECIALISTS), sorted(set(PEOPLE) - SPECIALISTS)]
    return max(
        excess(counts[one, task.id] for one, task in product(group, tasks))
        for group in groups
        for tasks in (TASKS[:2], TASKS[2:])
    )


def together(found: Match) -> float:
    """The excess over equal chances of alike pairs of colleagues."""
    counts = Counter(frozenset(team) for seed in range(SEEDS) for team in found(seed).values())
    alike = [
        [frozenset(pair) for pair in combinations(sorted(SPECIALISTS), 2)],
        [frozenset(pair) for pair in product(sorted(SPECIALISTS), sorted(set(PEOPLE) - SPECIALISTS))],
        [frozenset(pair) for pair in combinations(sorted(set(PEOPLE) - SPECIALISTS), 2)],
    ]
    return max(excess(counts[pair] for pair in pairs) for pairs in alike)


@pytest.mark.parametrize("measure", [at_tasks, together])
def test_alike_inspectors_are_equally_likely(measure: Callable[[Match], float]) -> None:
    assert measure(ours) < FAIR


@pytest.mark.parametrize("measure", [at_tasks, together])
def test_ties_by_list_are_noticed(measure: Callable[[Match], float]) -> None:
    assert measure(by_list) > 5 * FAIR


def heads(lead: Callable[[bytes, str, list[str]], str]) -> float:
    """Excess over equal chances of leading a visit."""
    counts = Counter(lead(match_key("00"), f"V{n}", PEOPLE) for n in range(3000))
    return excess(counts[one] for one in PEOPLE)


def test_everybody_qualified_is_equally_likely_to_lead() -> None:
    assert heads(leader) < FAIR


def test_a_leader_by_staff_number_is_noticed() -> None:
    assert heads(lambda _key, _visit, team: min(team)) > 5 * FAIR
