"""What an approver is shown for a second look, and what must not be shown."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.places import Point
from domain.quality import HOUSE, Remark, Seen, Shot, contradicts, flags
from services.visits.quality import lexicon

NOON = datetime(2026, 4, 8, 4, 0, tzinfo=UTC)
DOOR = Point(38.40, 112.70)
QUIET = Seen(submitted_at=NOON, inspected_on=date(2026, 4, 8))


def codes(seen: Seen) -> list[str]:
    return [one.code for one in flags(seen, lexicon())]


def after(*minutes: float) -> list[datetime]:
    return [NOON + timedelta(minutes=one) for one in minutes]


def test_a_result_that_says_little_is_not_marked() -> None:
    assert codes(QUIET) == []
    assert codes(replace(QUIET, object_at=DOOR, photos=[Shot("a")], others_submitted_at=after(1))) == []


@pytest.mark.parametrize(
    ("minutes", "count"),
    [((-5, -1), 3), ((-9, 1), 3), ((0, 10), 3), ((-11, 1), 0), ((11, 12, 13), 0), ((1, 2, 3, 400), 4)],
)
def test_many_results_in_a_stretch_with_this_one_are_counted(minutes: tuple[float, ...], count: int) -> None:
    found = flags(replace(QUIET, others_submitted_at=after(*minutes)), lexicon())
    assert [one.facts for one in found] == ([{"count": count, "minutes": 10}] if count else [])


@given(st.lists(st.integers(-600, 600), max_size=8), st.integers(-600, 600))
def test_one_more_result_never_takes_a_mark_away(minutes: list[int], more: int) -> None:
    before = codes(replace(QUIET, others_submitted_at=after(*minutes)))
    assert set(before) <= set(codes(replace(QUIET, others_submitted_at=after(*minutes, more))))


@pytest.mark.parametrize(
    ("one", "other", "marked"),
    [
        (Shot("a", "11"), Shot("b", "11"), True),
        (Shot("a"), Shot("a"), True),
        (Shot("a"), Shot("b"), False),
        (Shot("a", "11"), Shot("b", "22"), False),
    ],
)
def test_the_same_photo_is_known_by_its_sum_or_its_name(one: Shot, other: Shot, marked: bool) -> None:
    found = flags(replace(QUIET, photos=[one], elsewhere=[("R-2", other), ("R-2", other)]), lexicon())
    assert [one.facts for one in found] == ([{"numbers": ["R-2"]}] if marked else [])


@given(st.floats(-0.2, 0.2), st.floats(-0.2, 0.2))
def test_far_is_beyond_the_threshold_and_nothing_else(north: float, east: float) -> None:
    here = Point(DOOR.latitude + north, DOOR.longitude + east)
    found = flags(replace(QUIET, object_at=DOOR, reported_at=here), lexicon())
    assert all(int(str(one.facts["metres"])) >= HOUSE.far - 1 for one in found)
    if abs(north) > 0.01:
        assert [one.code for one in found] == ["far"]
    if max(abs(north), abs(east)) < 0.006:
        assert found == ()


def test_a_photo_of_another_day_or_place_is_marked() -> None:
    old = Shot("a", taken_on=date(2026, 4, 7), at=Point(38.5, 112.7))
    assert codes(replace(QUIET, photos=[old])) == ["photo_day"]
    assert codes(replace(QUIET, photos=[old], object_at=DOOR)) == ["photo_day", "photo_place"]
    assert codes(replace(QUIET, photos=[old], reported_at=DOOR)) == ["photo_day", "photo_place"]
    assert codes(replace(QUIET, photos=[Shot("a", "", date(2026, 4, 8), DOOR)], object_at=DOOR)) == []


@pytest.mark.parametrize(
    ("problem", "text", "marked"),
    [
        (False, "灭火器压力不足", True),
        (False, "货架有过期食品，其余正常", True),
        (False, "不符合要求", True),
        (False, "未发现过期食品", False),
        (False, "没有无证经营", False),
        (False, "不存在违规行为，台账齐全", False),
        (False, "台账齐全。未见异常", False),
        (False, "无证经营", True),
        (False, "", False),
        (True, "未发现问题", True),
        (True, "全部合格", True),
        (True, "标签不规范，其余符合要求", False),
        (True, "灭火器两具", False),
        (True, "", False),
        (False, "one extinguisher expired", True),
        (False, "no expired food", False),
    ],
)
def test_a_text_contradicts_its_result_only_when_it_says_the_opposite(
    problem: bool, text: str, marked: bool
) -> None:
    assert contradicts(Remark("SP-1", problem, text), lexicon()) is marked
    assert codes(replace(QUIET, remarks=[Remark("SP-1", problem, text)])) == ["contradiction"] * marked


@given(st.booleans(), st.text(max_size=30))
def test_a_text_can_be_anything(problem: bool, text: str) -> None:
    contradicts(Remark("SP-1", problem, text), lexicon())
