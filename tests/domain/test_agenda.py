"""Which visits concern an inspector today and this week, and which one a scanned text means."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.agenda import SCOPES, Entry, meant, opening, within
from domain.places import Point, metres

WEDNESDAY = date(2026, 4, 8)
CODE, OTHER = "91990124000000007R", "919901240000000089"
ONE = Entry(
    ref="a",
    link="Ab_-12cd",
    visit="XZ-2026-0001-001",
    register_no=CODE,
    object_name="示例商行（城关店）",
    address="",
    area="",
    at=None,
    agreed_on=None,
    window_to=date(2026, 5, 31),
    reported=False,
)
TWO = replace(
    ONE, ref="b", link="zzzzzzzz", visit="XZ-2026-0001-002", register_no=OTHER, object_name="示例超市"
)


@pytest.mark.parametrize(
    ("agreed", "scopes"),
    [
        (None, ["all"]),
        (WEDNESDAY - timedelta(days=2), ["today", "week", "all"]),
        (WEDNESDAY, ["today", "week", "all"]),
        (date(2026, 4, 12), ["week", "all"]),
        (date(2026, 4, 13), ["all"]),
    ],
)
def test_a_visit_belongs_to_its_agreed_day_and_to_today_when_that_is_past(
    agreed: date | None, scopes: list[str]
) -> None:
    entry = replace(ONE, agreed_on=agreed)
    assert [scope for scope in SCOPES if within(entry, scope, WEDNESDAY)] == scopes


@given(st.dates(), st.none() | st.dates(), st.dates(), st.booleans())
def test_today_is_part_of_the_week_and_the_week_of_all(
    today: date, agreed: date | None, last: date, reported: bool
) -> None:
    entry = replace(ONE, agreed_on=agreed, window_to=last, reported=reported)
    held = {scope: within(entry, scope, min(today, date(9999, 12, 20))) for scope in SCOPES}
    assert held["today"] <= held["week"] <= held["all"]
    assert held["all"] is not held["done"]


def test_the_list_opens_with_the_nearest_that_holds_anything() -> None:
    assert opening([], WEDNESDAY) == "all"
    assert opening([ONE], WEDNESDAY) == "all"
    assert opening([ONE, replace(TWO, agreed_on=date(2026, 4, 10))], WEDNESDAY) == "week"
    assert opening([ONE, replace(TWO, window_to=date(2026, 4, 1))], WEDNESDAY) == "today"


@pytest.mark.parametrize(
    ("text", "refs"),
    [
        ("XZ-2026-0001-002", ["b"]),
        ("xz-2026-0001-002 ", ["b"]),
        ("0001-00", ["a", "b"]),
        (CODE, ["a"]),
        (f"https://example.org/licence?code={CODE}&x=1", ["a"]),
        ("城关店", ["a"]),
        ("(城关", ["a"]),
        ("示例", ["a", "b"]),
        ("https://t.me/suicha_bot?start=v_Ab_-12cd", ["a"]),
        ("v_Ab_-12cd", ["a"]),
        ("v_Ab_-12cde", []),
        ("示", []),
        ("", []),
        ("谢谢", []),
        ("91990124000000010J", []),
    ],
)
def test_a_text_means_visits_by_number_code_name_or_printed_link(text: str, refs: list[str]) -> None:
    assert [one.ref for one in meant([ONE, TWO], text)] == refs


@given(st.sampled_from([ONE, TWO]))
def test_a_visit_is_always_meant_by_its_own_number_and_link(entry: Entry) -> None:
    assert meant([ONE, TWO], entry.visit) == [entry]
    assert meant([ONE, TWO], f"v_{entry.link}") == [entry]


POINTS = st.builds(Point, st.floats(-89, 89), st.floats(-180, 180))


@given(POINTS, POINTS, POINTS)
def test_distances_are_those_of_a_map(one: Point, two: Point, three: Point) -> None:
    assert metres(one, one) == 0
    assert metres(one, two) == pytest.approx(metres(two, one))
    assert metres(one, three) <= metres(one, two) + metres(two, three) + 1e-3


def test_a_degree_of_latitude_is_a_hundred_and_eleven_kilometres() -> None:
    assert metres(Point(38, 112), Point(39, 112)) == pytest.approx(111_195, rel=1e-3)
    assert metres(Point(60, 112), Point(60, 113)) == pytest.approx(55_597, rel=1e-2)
