"""Which visits of one object stand before one door."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.one_door import Drawn, coincidences, shared

TODAY = date(2026, 4, 10)


def drawn(visit: str, unit: str, first: int, last: int, owed: bool = True) -> Drawn:
    """A visit of one unit, days counted from today."""
    days = (TODAY + timedelta(days=first), TODAY + timedelta(days=last))
    return Drawn(visit, (unit,), (unit,) if owed else (), days)


visits = st.lists(
    st.builds(
        lambda n, unit, first, length, owed: drawn(f"V{n}", unit, first, first + length, owed),
        st.integers(0, 999),
        st.sampled_from("ABC"),
        st.integers(-30, 30),
        st.integers(0, 40),
        st.booleans(),
    ),
    max_size=8,
    unique_by=lambda one: one.visit,
)


@given(visits)
def test_whoever_stands_before_one_door_shares_a_day_that_is_not_over(found: list[Drawn]) -> None:
    for group in coincidences(found, TODAY):
        window = shared(group, TODAY)
        assert window
        assert window[0] >= TODAY
        assert all(one.owed and one.window[0] <= window[0] <= one.window[1] for one in group)
        assert len({unit for one in group for unit in one.units}) > 1


@given(visits)
def test_no_visit_stands_before_two_doors(found: list[Drawn]) -> None:
    numbers = [one.visit for group in coincidences(found, TODAY) for one in group]
    assert len(numbers) == len(set(numbers))


def test_one_unit_that_drew_twice_meets_only_itself() -> None:
    assert coincidences([drawn("V1", "A", 0, 9), drawn("V2", "A", 0, 9)], TODAY) == []


def test_a_visit_that_is_over_takes_nobody_away_from_those_that_still_meet() -> None:
    over, one, other = drawn("V1", "A", -20, -1), drawn("V2", "A", -5, 9), drawn("V3", "B", 5, 20)
    assert coincidences([over, one, other], TODAY) == [(one, other)]


def test_days_that_do_not_meet_are_no_coincidence() -> None:
    assert coincidences([drawn("V1", "A", 0, 4), drawn("V2", "B", 5, 9)], TODAY) == []


def test_who_has_reported_has_been_there() -> None:
    assert coincidences([drawn("V1", "A", 0, 9, owed=False), drawn("V2", "B", 0, 9)], TODAY) == []
