"""Matching: against brute force where that is possible, by its promises where it is not."""

import itertools
import math
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import DomainError
from domain.matching import Inspector, Matching, Task, by_visit, leader, match, match_key, refill

KEY = match_key("ab" * 32)
People = list[Inspector]
Tasks = list[Task]


def teams_for(task: Task) -> list[frozenset[str]]:
    """Every full team that may serve the task."""
    combos = map(frozenset, itertools.combinations(sorted(task.eligible), task.need))
    return [team for team in combos if task.speciality is None or not task.need or team & task.speciality]


def full_assignments(tasks: Tasks, people: People) -> Iterator[tuple[frozenset[str], ...]]:
    """Every way to serve all tasks within the caps."""
    caps = {one.id: one.cap for one in people}
    for teams in itertools.product(*map(teams_for, tasks)):
        loads = Counter(person for team in teams for person in team)
        if all(loads[person] <= caps[person] for person in loads):
            yield teams


def squares(teams: tuple[frozenset[str], ...]) -> int:
    """How uneven the loads are."""
    return sum(load**2 for load in Counter(person for team in teams for person in team).values())


def check_rules(tasks: Tasks, people: People, found: Matching) -> None:
    """No rule is bent, not even where somebody stays unserved."""
    loads = found.loads()
    assert all(loads.get(one.id, 0) <= one.cap for one in people)
    missing = {one.task: one.missing for one in found.unserved}
    for task in tasks:
        team = found.assigned[task.id]
        assert len(set(team)) == len(team) == task.need - missing.get(task.id, 0)
        assert set(team) <= task.eligible
        if task.speciality is not None and task.need and task.id not in missing:
            assert set(team) & task.speciality
        elif task.speciality is not None and task.id in missing:
            assert len(set(team) - task.speciality) < task.need


@st.composite
def instances(draw: st.DrawFn) -> tuple[Tasks, People]:
    """Small, often tight, often impossible."""
    names = [f"p{n}" for n in range(draw(st.integers(1, 5)))]
    people = [Inspector(name, draw(st.integers(0, 3))) for name in names]
    some = st.frozensets(st.sampled_from(names))
    tasks = [
        Task(f"t{n}", draw(st.integers(0, 3)), draw(some), draw(st.one_of(st.none(), some)))
        for n in range(draw(st.integers(1, 4)))
    ]
    return tasks, people


@settings(max_examples=600, deadline=None)
@given(instances(), st.binary(min_size=2, max_size=2))
def test_everybody_is_served_whenever_brute_force_finds_a_way_and_as_evenly(
    instance: tuple[Tasks, People], seed: bytes
) -> None:
    tasks, people = instance
    found = match(tasks, people, seed)
    check_rules(tasks, people, found)
    ways = list(full_assignments(tasks, people))
    assert bool(ways) == (not found.unserved)
    if ways:
        best = min(map(squares, ways))
        assert squares(tuple(frozenset(found.assigned[task.id]) for task in tasks)) == best


def most_seats(tasks: Tasks, people: People) -> int:
    """The most seats that can be filled, by trying everything."""
    best = 0
    options = []
    for task in tasks:
        sizes = range(task.need + 1)
        teams = [frozenset(c) for n in sizes for c in itertools.combinations(sorted(task.eligible), n)]
        special = task.speciality
        options.append([t for t in teams if special is None or not t or len(t - special) < task.need])
    caps = {one.id: one.cap for one in people}
    for teams_ in itertools.product(*options):
        loads = Counter(person for team in teams_ for person in team)
        if all(loads[person] <= caps[person] for person in loads):
            best = max(best, sum(map(len, teams_)))
    return best


@settings(max_examples=150, deadline=None)
@given(instances())
def test_as_few_seats_as_possible_stay_empty(instance: tuple[Tasks, People]) -> None:
    tasks, people = [task for task in instance[0] if task.need <= 2][:3], instance[1]
    found = match(tasks, people, KEY)
    assert sum(map(len, found.assigned.values())) == most_seats(tasks, people)


@settings(max_examples=400, deadline=None)
@given(instances())
def test_every_shortage_is_a_proof(instance: tuple[Tasks, People]) -> None:
    tasks, people = instance
    by_id = {task.id: task for task in tasks}
    caps = {one.id: one.cap for one in people}
    for one in match(tasks, people, KEY).unserved:
        because = one.because
        assert one.task in because.tasks
        assert because.places < because.seats
        if because.code == "capacity":
            inside = set(because.inspectors)
            assert because.places == sum(caps[person] for person in inside)
            assert because.seats == sum(needed_inside(by_id[task], inside) for task in because.tasks)


def needed_inside(task: Task, inside: set[str]) -> int:
    """Seats that must be filled from ``inside`` whatever happens outside."""
    outside = len(task.eligible - inside)
    whole = task.need - outside
    if task.speciality is None:
        return whole
    special = 1 - len((task.eligible & task.speciality) - inside)
    return max(whole, special)


def test_a_specialist_is_freed_for_the_task_that_needs_one() -> None:
    people = [Inspector(name, 1) for name in "abcd"]
    everybody = frozenset("abcd")
    tasks = [Task("t1", 2, everybody), Task("t2", 2, everybody, frozenset("a"))]
    for seed in range(50):
        found = match(tasks, people, match_key(str(seed)))
        assert not found.unserved
        assert "a" in found.assigned["t2"]


def test_the_order_of_what_is_given_does_not_matter() -> None:
    people = [Inspector(f"p{n}", 4) for n in range(12)]
    tasks = [Task(f"t{n}", 2, frozenset(f"p{(n + k) % 12}" for k in range(6))) for n in range(20)]
    assert match(tasks, people, KEY) == match(tasks[::-1], people[::-1], KEY)


def test_another_key_gives_another_matching_and_the_same_key_the_same() -> None:
    people = [Inspector(f"p{n}", 4) for n in range(12)]
    tasks = [Task(f"t{n}", 2, frozenset(one.id for one in people)) for n in range(20)]
    assert match(tasks, people, KEY) == match(tasks, people, KEY)
    assert match(tasks, people, KEY) != match(tasks, people, match_key("ab" * 32, "again"))


def test_the_matching_of_a_seed_never_changes() -> None:
    people = [Inspector(f"工号{n}", 3) for n in range(6)]
    tasks = [
        Task(f"V{n}", 2, frozenset(one.id for one in people), frozenset({"工号1", "工号4"})) for n in range(5)
    ]
    found = match(tasks, people, KEY)
    assert sha256(repr(sorted(found.assigned.items())).encode()).hexdigest()[:16] == "134d03dcd468edf0"


# Fairness, on instances small enough to list every best assignment.
Instance = tuple[Tasks, People]
Listed = dict[tuple[frozenset[str], ...], int]
LOOSE: Instance = (
    [
        Task("t1", 2, frozenset("abcd"), frozenset("ab")),
        Task("t2", 2, frozenset("abcdef")),
        Task("t3", 2, frozenset("cdef")),
        Task("t4", 1, frozenset("aef")),
        Task("t5", 1, frozenset("bdf"), frozenset("bf")),
    ],
    [Inspector(name, 2) for name in "abcdef"],
)
TIGHT: Instance = (
    [
        Task("t1", 1, frozenset("acde"), frozenset("ce")),
        Task("t2", 1, frozenset("acd"), frozenset("bc")),
        Task("t3", 2, frozenset("abce"), frozenset("b")),
        Task("t4", 2, frozenset("abce"), frozenset("acd")),
        Task("t5", 2, frozenset("abce"), frozenset("be")),
    ],
    [Inspector(name, cap) for name, cap in zip("abcde", (1, 2, 3, 2, 3), strict=True)],
)


def optimal(instance: Instance) -> Listed:
    """Every assignment that serves all with the most even loads."""
    ways = list(full_assignments(*instance))
    best = min(map(squares, ways))
    return dict.fromkeys((way for way in ways if squares(way) == best), 0)


def excess(counts: Listed) -> float:
    """How many standard deviations χ² lies above what equal chances give."""
    mean = sum(counts.values()) / len(counts)
    freedom = len(counts) - 1
    return (sum((n - mean) ** 2 / mean for n in counts.values()) - freedom) / math.sqrt(2 * freedom)


def counted(instance: Instance, seeds: int = 3000) -> Listed:
    """How often each optimal assignment comes out."""
    counts = optimal(instance)
    for seed in range(seeds):
        found = match(*instance, match_key(str(seed))).assigned
        counts[tuple(frozenset(found[task.id]) for task in instance[0])] += 1
    return counts


@pytest.mark.parametrize(("instance", "ways"), [(LOOSE, 479), (TIGHT, 23)], ids=["loose", "tight"])
def test_all_equally_good_assignments_are_equally_likely(instance: Instance, ways: int) -> None:
    counts = counted(instance)
    assert len(counts) == ways
    assert excess(counts) < 4


@pytest.mark.parametrize(("instance", "above"), [(LOOSE, 8), (TIGHT, 50)], ids=["loose", "tight"])
def test_the_same_steps_without_mixing_fail_the_fairness_test(
    instance: Instance, above: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("domain.matching.mix", lambda *_: None)
    assert excess(counted(instance)) > above


def test_a_recused_inspector_is_replaced_and_nobody_else_moves_when_a_colleague_is_free() -> None:
    people = [Inspector(f"p{n}", 2) for n in range(8)]
    everybody = frozenset(one.id for one in people)
    tasks = [Task(f"t{n}", 2, everybody) for n in range(5)]
    before = match(tasks, people, KEY).assigned
    gone = before["t3"][0]
    tasks[3] = Task("t3", 2, everybody - {gone})
    after = refill(tasks, people, before, match_key("ab" * 32, "replace", "t3", "1")).assigned
    assert gone not in after["t3"]
    assert before["t3"][1] in after["t3"]
    assert {t: set(team) for t, team in after.items() if t != "t3"} == {
        t: set(team) for t, team in before.items() if t != "t3"
    }


def test_a_replacement_moves_others_only_when_there_is_no_other_way() -> None:
    people = [Inspector("a", 1), Inspector("b", 1), Inspector("c", 1)]
    tasks = [Task("t1", 1, frozenset("b")), Task("t2", 1, frozenset("bc"))]
    after = refill(tasks, people, {"t1": ("a",), "t2": ("b",)}, KEY)
    assert after.assigned == {"t1": ("b",), "t2": ("c",)}
    short = refill(tasks[:1], [Inspector("b", 0)], {"t1": ("a",)}, KEY)
    assert [(one.task, one.missing, one.because.code) for one in short.unserved] == [("t1", 1, "nobody")]


def test_each_shortage_has_its_name() -> None:
    people = [Inspector("a", 1), Inspector("b", 5)]
    tasks = [
        Task("none", 2, frozenset()),
        Task("few", 2, frozenset("b")),
        Task("skill", 1, frozenset("b"), frozenset("c")),
        Task("full1", 1, frozenset("a")),
        Task("full2", 1, frozenset("a")),
    ]
    codes = {one.task: one.because for one in match(tasks, people, KEY).unserved}
    assert {task: because.code for task, because in codes.items() if "full" not in task} == {
        "none": "nobody",
        "few": "too_few",
        "skill": "no_specialist",
    }
    (full,) = (because for task, because in codes.items() if "full" in task)
    assert (full.code, set(full.tasks), full.inspectors, full.seats, full.places) == (
        "capacity",
        {"full1", "full2"},
        ("a",),
        2,
        1,
    )


def test_the_leader_is_drawn_afresh_for_each_visit_among_the_qualified() -> None:
    team = ["x", "y", "z"]
    leaders = Counter(leader(KEY, f"V{n}", team) for n in range(300))
    assert set(leaders) == set(team)
    assert leader(KEY, "V1", team) == leader(KEY, "V1", team[::-1])
    with pytest.raises(DomainError, match=r"^matching\.no_leader "):
        leader(KEY, "V1", [])


def test_teams_of_a_joint_visit_stand_together() -> None:
    people = [Inspector(f"{unit}{n}", 2) for unit in ("消防", "市监") for n in range(3)]
    unit = {u: frozenset(one.id for one in people if one.id.startswith(u)) for u in ("消防", "市监")}
    tasks = [Task(f"V{v}/{u}", 2, unit[u], visit=f"V{v}") for v in (1, 2) for u in unit]
    visits = by_visit(tasks, match(tasks, people, KEY))
    assert {visit: set(teams) for visit, teams in visits.items()} == {
        "V1": {"V1/消防", "V1/市监"},
        "V2": {"V2/消防", "V2/市监"},
    }
    assert all(
        set(team) <= unit[task.partition("/")[2]] for teams in visits.values() for task, team in teams.items()
    )


@pytest.mark.parametrize(
    ("tasks", "people", "code"),
    [
        ([Task("t", 1, frozenset("x"))], [Inspector("a", 1)], "matching.unknown"),
        ([Task("t", 1, frozenset())] * 2, [], "matching.twice"),
        ([], [Inspector("a", 1)] * 2, "matching.twice"),
        ([], [Inspector("a", -1)], "matching.number"),
        ([Task("t", -1, frozenset())], [], "matching.number"),
    ],
)
def test_what_cannot_be_meant_is_refused(tasks: Tasks, people: People, code: str) -> None:
    with pytest.raises(DomainError, match=code):
        match(tasks, people, KEY)
