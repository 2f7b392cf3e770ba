"""Shared ticket orders: what they save, and that every task keeps its own sample."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from domain.coordination import chances, coordinated, expected_visits
from domain.draw import Step, hold, key
from domain.pool import entry, pool_of

SECRET = "ab" * 32
HALVES = st.lists(st.sets(st.integers(0, 29), min_size=1), min_size=1, max_size=4)


def _tasks(members: list[set[int]]) -> dict[str, set[str]]:
    return {f"T{n}": {f"{one:02d}" for one in objects} for n, objects in enumerate(members)}


def test_a_step_of_a_joint_draw_keeps_its_number_and_shares_its_order() -> None:
    (step,) = coordinated("T1", [Step("key", ("A*",), 3, 1)])
    assert step == Step("T1/key", ("T1/A*",), 3, 1, "T1", "visit/key")


def test_two_tasks_over_the_same_objects_need_the_visits_of_the_larger_one() -> None:
    shares = [dict.fromkeys("abcdefghij", Fraction(n, 10)) for n in (5, 3)]
    assert expected_visits(shares) == (round(10 * (1 - Fraction(5, 10) * Fraction(7, 10))), 5)


def test_tasks_without_a_common_object_save_nothing() -> None:
    assert expected_visits([{"a": Fraction(1)}, {"b": Fraction(1)}]) == (2, 2)


def test_an_object_of_a_full_coverage_stratum_is_certain() -> None:
    steps = [Step("full", ("full",), "all"), Step("all", ("A",), 1)]
    assert chances(steps, {"x": "full", "y": "A"}, {"full": 1, "A": 4}) == {
        "x": Fraction(1),
        "y": Fraction(1, 4),
    }


@given(HALVES, st.integers(0, 2**32))
def test_each_task_draws_what_it_would_draw_alone_with_the_same_order(
    members: list[set[int]], seed: int
) -> None:
    tasks = _tasks(members)
    numbers = sorted({one for objects in tasks.values() for one in objects})
    pool = pool_of(
        entry(number, [f"{task}/A" for task, objects in tasks.items() if number in objects])
        for number in numbers
    )
    draw_key = key("X-1", SECRET, [f"a:b:{seed}"])
    steps = [step for task in tasks for step in coordinated(task, [Step("all", ("A",), 3)])]
    together = {one.label: [d.id for d in one.drawn] for one in hold(pool, steps, draw_key)}
    for task, objects in tasks.items():
        alone_pool = pool_of(entry(number, [f"{task}/A"]) for number in objects)
        (alone,) = hold(alone_pool, coordinated(task, [Step("all", ("A",), 3)]), draw_key)
        assert together[f"{task}/all"] == [d.id for d in alone.drawn]


@given(HALVES)
def test_shared_orders_never_expect_more_visits(members: list[set[int]]) -> None:
    shares = [dict.fromkeys(objects, Fraction(1, 1 + len(objects))) for objects in _tasks(members).values()]
    apart, together = expected_visits(shares)
    assert together <= apart
