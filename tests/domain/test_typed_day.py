"""A typed day: every way of writing it, and which one is meant where the year or month is left out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import DomainError
from domain.typed_day import Near, read_day
from locales.days import named_days

TODAY = date(2026, 4, 8)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-04-20", date(2026, 4, 20)),
        ("20260420", date(2026, 4, 20)),
        ("2026年4月20日", date(2026, 4, 20)),
        ("4月20日", date(2026, 4, 20)),
        ("4-20", date(2026, 4, 20)),
        ("４．２０", date(2026, 4, 20)),
        ("8日", date(2026, 4, 8)),
        ("7", date(2026, 5, 7)),
        ("1月5日", date(2027, 1, 5)),
        ("今天", date(2026, 4, 8)),
        ("Tomorrow", date(2026, 4, 9)),
        ("昨日", date(2026, 4, 7)),
    ],
)
def test_a_typed_day_is_the_nearest_it_may_mean(text: str, day: date) -> None:
    assert read_day(text, TODAY, named_days()) == day


@pytest.mark.parametrize(
    ("text", "near", "day"),
    [
        ("4-20", "behind", date(2025, 4, 20)),
        ("4-8", "behind", TODAY),
        ("9", "behind", date(2026, 3, 9)),
        ("4-7", "closest", date(2026, 4, 7)),
        ("12-30", "closest", date(2025, 12, 30)),
        ("31", "ahead", date(2026, 5, 31)),
    ],
)
def test_what_is_over_is_meant_before_today(text: str, near: Near, day: date) -> None:
    assert read_day(text, TODAY, named_days(), near) == day


@pytest.mark.parametrize("text", ["上月", "", "2月30日", "2026-13-01", "4月20日9时30分", "26-4-20", "长期"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(DomainError, match=r"day\.unread"):
        read_day(text, TODAY, named_days())


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)))
def test_a_full_day_means_itself_whatever_today_is(day: date) -> None:
    assert read_day(day.isoformat(), TODAY, {}) == read_day(f"{day:%Y%m%d}", TODAY, {}, "behind") == day
