"""通报: periods as they are written, and what falls into them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.briefing import MONTHS, Counts, Period, around, counted, in_order, period
from domain.errors import DomainError
from domain.indicators import Errand
from domain.scorecard_rows import FilingFacts

TODAY = date(2026, 10, 8)
QUARTER = Period(2026, "Q", 3)
PART = Errand(unit="甲局", window_to=date(2026, 9, 20), drawn_on=date(2026, 7, 1))


@pytest.mark.parametrize(
    ("written", "first", "last", "before"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "2025"),
        ("2026h1", date(2026, 1, 1), date(2026, 6, 30), "2025H2"),
        ("2026Q1", date(2026, 1, 1), date(2026, 3, 31), "2025Q4"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024-01"),
        (" 2026-09 ", date(2026, 9, 1), date(2026, 9, 30), "2026-08"),
    ],
)
def test_a_period_has_its_days_and_the_one_before(written: str, first: date, last: date, before: str) -> None:
    found = period(written, TODAY)
    assert (found.first, found.last, str(found.before)) == (first, last, before)


@given(st.dates(date(2001, 1, 1), date(2998, 12, 31)), st.sampled_from(sorted(MONTHS)))
def test_periods_follow_each_other_without_a_gap_and_are_read_as_written(day: date, sign: str) -> None:
    found = around(day, sign)
    assert found.holds(day)
    assert found.before.last + timedelta(1) == found.first
    assert period(str(found), day) == found


@pytest.mark.parametrize("written", ["", "2026Q5", "2026-13", "2026H0", "九月", "2026-9", "2026QH"])
def test_what_is_no_period_is_refused(written: str) -> None:
    with pytest.raises(DomainError, match=r"briefing\.period"):
        period(written, TODAY)


def test_a_period_that_has_not_begun_is_refused() -> None:
    assert period("2026Q4", TODAY).number == 4
    with pytest.raises(DomainError, match=r"briefing\.future"):
        period("2026-11", TODAY)


def test_a_part_counts_in_the_period_of_each_step() -> None:
    done = replace(
        PART,
        state="released",
        problem=True,
        reported_on=date(2026, 9, 30),
        published=True,
        published_on=date(2026, 10, 1),
        publish_by=date(2026, 10, 20),
    )
    assert counted([done], (), QUARTER, TODAY) == {"甲局": Counts(drawn=1, reported=1, problems=1)}
    assert counted([replace(done, window_to=date(2026, 9, 30))], (), Period(2026, "Q", 4), TODAY) == {
        "甲局": Counts(published=1)
    }


def test_what_was_late_at_the_end_of_a_period_stays_so_in_its_circular() -> None:
    later = replace(PART, state="submitted", reported_on=date(2026, 10, 2))
    assert counted([later], (), QUARTER, TODAY)["甲局"].overdue == 1
    assert counted([later], (), Period(2026, "Q", 4), TODAY)["甲局"].overdue == 0


def test_a_last_day_that_is_not_over_is_not_late() -> None:
    today = date(2026, 9, 20)
    owed = FilingFacts(what="报告", unit="甲局", due_on=today)
    assert counted([PART], [owed], QUARTER, today)["甲局"].exceptions == {}
    following = counted([PART], [owed], QUARTER, today + timedelta(1))["甲局"]
    assert following.exceptions == {"overdue": 1, "filings_late": 1}


def test_what_the_law_keeps_back_is_never_late_to_be_published() -> None:
    kept = replace(PART, state="released", reported_on=date(2026, 9, 1), publish_by=date(2026, 9, 25))
    assert counted([kept], (), QUARTER, TODAY)["甲局"].unpublished_late == 1
    assert counted([replace(kept, withheld=True)], (), QUARTER, TODAY)["甲局"].unpublished_late == 0


def test_units_with_something_late_come_first_then_by_name() -> None:
    found = {"乙局": Counts(reported=9), "甲局": Counts(), "丙局": Counts(overdue=1)}
    assert [unit for unit, _ in in_order(found)] == ["丙局", "乙局", "甲局"]
