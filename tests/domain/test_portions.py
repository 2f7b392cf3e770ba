"""A year's number in portions: exact at the end, whatever was drawn when."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.portions import next_part, portion, spans
from domain.quota import Rule, Rules, plan

TWENTY = Fraction(20, 100)
KEYS = Rules(rules=(Rule(floor=TWENTY),), key_share=Fraction(80, 100))
GRADES = Rules(rules=(Rule(grade="A", floor=TWENTY), Rule(grade="D", whole=True), Rule(number=3)))
ONE = Rules(rules=(Rule(floor=TWENTY),))
counts = st.fixed_dictionaries({name: st.integers(0, 60) for name in ("A", "A*", "B", "D", "full")})


def drawn_in_portions(
    rules: Rules, pool: dict[str, int], parts: list[int], of: int
) -> tuple[list[int], int, dict[str, int]]:
    """Draw the portions named, steps from their largest strata: the numbers, the year's, what was drawn."""
    left, done, numbers, total = dict(pool), dict.fromkeys(pool, 0), [], 0
    for part in parts:
        base = {name: left[name] + done[name] for name in pool}
        quota, total = portion(plan(rules, base), left, done, part, of)
        numbers.append(0)
        for step in quota.steps:
            assert isinstance(step.take, int)
            wanted = step.take
            for name in sorted(step.strata, key=lambda one: -left[one]):
                took = min(left[name], wanted)
                left[name] -= took
                done[name] += took
                wanted -= took
            assert wanted == 0
            numbers[-1] += step.take
    return numbers, total, done


@pytest.mark.parametrize("rules", [ONE, KEYS, GRADES], ids=["ratio", "key share", "grades"])
@given(pool=counts, missed=st.sets(st.integers(0, 2)))
def test_portions_add_up_to_the_year_whatever_was_missed(
    rules: Rules, pool: dict[str, int], missed: set[int]
) -> None:
    parts = [part for part in range(4) if part not in missed]
    numbers, total, _ = drawn_in_portions(rules, pool, parts, 4)
    steps = plan(rules, pool).steps
    whole = sum(pool[name] for one in steps if one.take == "all" for name in one.strata)
    assert sum(numbers) == total == whole + sum(one.take for one in steps if one.take != "all")


@given(pool=counts)
def test_the_key_share_is_reached_over_the_year_where_it_can_be(pool: dict[str, int]) -> None:
    *_, done = drawn_in_portions(KEYS, pool | {"full": 0}, [0, 1, 2, 3], 4)
    key = [one.take for one in plan(KEYS, pool | {"full": 0}).steps if one.label == "key"]
    assert all(done["A*"] >= int(take) for take in key)


def test_a_portion_says_where_its_number_comes_from() -> None:
    year = plan(ONE, {"A": 60})
    quota, total = portion(year, {"A": 54}, {"A": 6}, 1, 3)
    assert (total, [step.take for step in quota.steps]) == (12, [2])
    said = quota.explanations[-1]
    assert said.code == "portion"
    assert (said.params["total"], said.params["done"], said.params["count"]) == (12, 6, 2)
    quota, _ = portion(year, {"A": 51}, {"A": 9}, 2, 3)
    assert (quota.explanations[-1].code, quota.steps[0].take) == ("portion_last", 3)


def test_too_few_left_is_a_warning() -> None:
    quota, _ = portion(plan(Rules(rules=(Rule(number=9),)), {"A": 12}), {"A": 1}, {"A": 2}, 3, 4)
    assert [one.code for one in quota.warnings] == ["portion_short"]
    assert quota.steps[0].take == 1


def test_the_days_of_a_task_are_cut_at_the_ends_of_the_periods() -> None:
    days = spans("quarter", date(2026, 4, 15), date(2026, 10, 31))
    assert [(one.ordinal, one.first, one.last) for one in days] == [
        (2, date(2026, 4, 15), date(2026, 6, 30)),
        (3, date(2026, 7, 1), date(2026, 9, 30)),
        (4, date(2026, 10, 1), date(2026, 10, 31)),
    ]
    assert [one.ordinal for one in spans("half", date(2026, 4, 15), date(2026, 10, 31))] == [1, 2]
    assert len(spans("quarter", date(2026, 4, 1), date(2026, 5, 31))) == 1


@pytest.mark.parametrize(
    ("today", "drawn", "part"),
    [
        (date(2026, 1, 5), 0, 0),
        (date(2026, 5, 1), 0, 0),
        (date(2026, 5, 1), 1, 1),
        (date(2026, 8, 1), 0, 1),
        (date(2026, 8, 1), 1, 1),
        (date(2026, 12, 1), 1, 2),
        (date(2026, 12, 1), 9, 2),
    ],
)
def test_the_running_period_is_drawn_next_unless_it_was_already(today: date, drawn: int, part: int) -> None:
    assert next_part(spans("quarter", date(2026, 4, 1), date(2026, 10, 31)), today, drawn) == part
