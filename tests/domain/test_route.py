"""The order of a day's visits, and the days a team may agree on."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import WorkingCalendar
from domain.errors import DomainError
from domain.places import Point, metres
from domain.route import Stop, in_order
from domain.visit_day import check_day, is_reminded, offered

POINTS = st.builds(Point, st.floats(30, 45), st.floats(100, 120))
STOPS = st.lists(
    st.builds(
        Stop,
        st.text("abcdef", min_size=1, max_size=3),
        st.sampled_from(["", "东", "西", "南"]),
        st.text("123", max_size=2),
        st.none() | POINTS,
    ),
    max_size=9,
    unique_by=lambda one: one.key,
)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 1))
PLAIN = WorkingCalendar()


def stop(key: str, area: str = "", at: tuple[float, float] | None = None) -> Stop:
    return Stop(key, area, key, Point(*at) if at else None)


@given(STOPS)
def test_every_stop_is_on_the_way_once_whatever_order_they_came_in(stops: list[Stop]) -> None:
    way = in_order(stops)
    assert sorted(way, key=lambda one: one.key) == sorted(stops, key=lambda one: one.key)
    assert in_order(reversed(stops)) == way


@given(STOPS)
def test_areas_stay_together(stops: list[Stop]) -> None:
    areas = [one.area for one in in_order(stops)]
    turns = [after for before, after in zip([None, *areas], areas, strict=False) if before != after]
    assert len(turns) == len(set(turns))


@given(STOPS)
def test_inside_an_area_the_next_is_the_nearest_that_is_left(stops: list[Stop]) -> None:
    way = in_order(stops)
    for place, (one, following) in enumerate(pairwise(way)):
        if one.area == following.area and one.at:
            left = [metres(one.at, s.at) for s in way[place + 1 :] if s.area == one.area and s.at]
            assert following.at is None if not left else following.at is not None
            assert not left or not following.at or metres(one.at, following.at) == min(left)


def test_the_nearest_area_follows_and_unknown_places_come_last() -> None:
    near, far = (38.0, 112.0), (39.0, 113.0)
    stops = [
        stop("a", "A", near),
        stop("b", "A"),
        stop("c", "B", far),
        stop("d", "C", (38.1, 112.1)),
        stop("e", "Z"),
    ]
    assert [one.key for one in in_order(stops)] == ["a", "b", "d", "c", "e"]


@given(DAYS, DAYS, st.integers(0, 90), st.integers(1, 8))
def test_offered_days_are_working_days_inside_the_window_from_today_on(
    today: date, first: date, length: int, count: int
) -> None:
    window = (first, first + timedelta(days=length))
    days = offered(today, window, PLAIN, count)
    assert days == sorted(set(days))
    assert len(days) <= count
    for day in days:
        check_day(day, window, today)
        assert PLAIN.is_working(day)


@given(DAYS)
def test_a_day_is_reminded_of_exactly_once_on_a_working_day_before_it(day: date) -> None:
    before = [day - timedelta(days=n) for n in range(12)]
    reminding = [one for one in before if PLAIN.is_working(one) and is_reminded(day, one, PLAIN)]
    assert len(reminding) == 1
    assert reminding[0] < day


def test_a_day_outside_the_window_or_in_the_past_is_refused() -> None:
    window = (date(2026, 4, 1), date(2026, 5, 31))
    with pytest.raises(DomainError, match=r"visit_day\.past"):
        check_day(date(2026, 4, 7), window, date(2026, 4, 8))
    with pytest.raises(DomainError, match=r"visit_day\.outside_window"):
        check_day(date(2026, 6, 1), window, date(2026, 4, 8))
