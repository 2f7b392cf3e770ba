"""Working days with 调休; years whose notice is not out are estimates that say so."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.calendar import Notice, WorkingCalendar
from services.workdays import packaged

CALENDAR = packaged()
DAYS = st.dates(date(2007, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (date(2024, 1, 26), date(2024, 2, 28)),
        (date(2024, 9, 25), date(2024, 10, 28)),
        (date(2025, 1, 20), date(2025, 2, 21)),
    ],
)
def test_twenty_working_days_count_from_the_day_after(start: date, due: date) -> None:
    deadline = CALENDAR.add_working_days(start, 20)
    assert (deadline.date, deadline.firm, deadline.basis) == (due, True, "notice")
    assert deadline.earliest == deadline.latest == due


def test_a_make_up_sunday_works_and_a_holiday_monday_does_not() -> None:
    assert CALENDAR.is_working(date(2026, 1, 4))
    assert not CALENDAR.is_working(date(2026, 2, 16))
    assert not CALENDAR.is_working(date(2026, 11, 21))


def test_a_day_off_moves_back_over_a_whole_holiday() -> None:
    assert CALENDAR.previous_working_day(date(2026, 10, 7)) == date(2026, 9, 30)
    assert CALENDAR.next_working_day(date(2026, 10, 1)) == date(2026, 10, 8)
    assert CALENDAR.previous_working_day(date(2026, 10, 8)) == date(2026, 10, 8)


def test_a_deadline_in_a_year_without_notice_is_an_estimate_with_a_range() -> None:
    deadline = CALENDAR.add_working_days(date(2027, 2, 1), 20)
    assert not deadline.firm
    assert deadline.earliest < deadline.date < deadline.latest
    assert deadline.basis == "estimate"


def test_late_december_of_the_last_known_year_is_not_firm_yet() -> None:
    assert CALENDAR.is_firm(date(2026, 12, 24))
    assert not CALENDAR.is_firm(date(2026, 12, 25))
    assert not CALENDAR.add_working_days(date(2026, 12, 1), 20).firm
    assert CALENDAR.is_firm(date(2025, 12, 31))


def test_a_new_notice_makes_the_estimate_firm() -> None:
    new_year = frozenset({date(2027, 1, 1)})
    extended = WorkingCalendar({**CALENDAR.notices, 2027: Notice(2027, new_year, frozenset(), "假设")})
    before = CALENDAR.add_working_days(date(2026, 12, 10), 20)
    after = extended.add_working_days(date(2026, 12, 10), 20)
    assert (before.firm, after.firm) == (False, True)
    assert before.earliest <= after.date <= before.latest


def test_without_any_notice_weekends_and_the_fixed_holidays_are_off_and_nothing_is_firm() -> None:
    bare = WorkingCalendar()
    deadline = bare.add_working_days(date(2030, 4, 30), 1)
    assert (deadline.date, deadline.firm) == (date(2030, 5, 3), False)
    assert deadline.earliest == deadline.latest == deadline.date


@settings(max_examples=60, deadline=None)
@given(start=DAYS, n=st.integers(1, 40))
def test_exactly_n_working_days_lie_up_to_the_deadline_and_it_is_one(start: date, n: int) -> None:
    deadline = CALENDAR.add_working_days(start, n)
    assert CALENDAR.working_days_between(start, deadline.date) == n
    assert CALENDAR.is_working(deadline.date)
    assert deadline.earliest <= deadline.date <= deadline.latest


@given(day=DAYS, n=st.integers(1, 40))
def test_shifting_forward_and_back_returns_to_the_working_day(day: date, n: int) -> None:
    start = CALENDAR.previous_working_day(day)
    assert CALENDAR.shift(CALENDAR.shift(start, n), -n) == start
    assert start - day <= timedelta(0)


@pytest.mark.parametrize("year", [2015, 2020, 2023, 2025])
def test_the_range_of_an_unknown_year_nearly_always_holds_the_truth(year: int) -> None:
    without = WorkingCalendar({y: notice for y, notice in CALENDAR.notices.items() if y != year})
    starts = [date(year, 1, 2) + timedelta(days=n) for n in range(0, 330, 5)]
    outside = 0
    for start in starts:
        estimate, truth = without.add_working_days(start, 20), CALENDAR.add_working_days(start, 20).date
        outside += not estimate.earliest <= truth <= estimate.latest
    assert outside <= (4 if year == 2020 else 1)  # 2020: holidays were prolonged in midyear
