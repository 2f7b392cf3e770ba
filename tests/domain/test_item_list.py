"""The item list through time: what holds on a day, what lies outside, what each version changed."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.item_list import (
    ABOLISHED,
    CHANGED,
    DRAFT,
    FILED,
    NEW,
    Grounds,
    Version,
    change_log,
    list_on,
    may_undo,
    outside,
)

FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 60).map(lambda n: FIRST + timedelta(days=n))
LAW = "某办法（2026年修订）"


def version(code: str, number: int, day: date | None, change: str = CHANGED, **fields: object) -> Version:
    whole = {"code": code, "name": f"{code}第{number}版", **fields}
    return Version(code, number, change, whole, Grounds("amended", LAW, day), revision=number)


@st.composite
def histories(draw: st.DrawFn) -> list[Version]:
    """Items changed, abolished and brought back, each on its day or later than the change before."""
    made = []
    for code in draw(st.lists(st.sampled_from(["A", "B", "C"]), unique=True)):
        days = sorted(draw(st.lists(DAYS, min_size=1, max_size=5)))
        stands = False
        for number, day in enumerate(days, 1):
            ends = stands and draw(st.booleans())
            change = ABOLISHED if ends else CHANGED if stands else NEW
            made.append(version(code, number, day, change))
            stands = not ends
    return made


@given(histories(), DAYS)
def test_the_list_of_a_day_is_what_playing_the_changes_up_to_that_day_leaves(
    versions: list[Version], day: date
) -> None:
    played: dict[str, Version] = {}
    for one in sorted(versions, key=lambda version: version.number):
        if one.grounds.effective_on is None or one.grounds.effective_on > day:
            continue
        if one.change == ABOLISHED:
            del played[one.code]
        else:
            played[one.code] = one
    assert list_on(versions, day) == played


@given(histories(), DAYS, DAYS)
def test_what_comes_into_force_later_changes_no_earlier_list(
    versions: list[Version], day: date, later: date
) -> None:
    known = [one for one in versions if one.grounds.effective_on and one.grounds.effective_on <= day]
    if later >= day:
        assert list_on(known, day) == list_on(versions, day)


@given(histories(), DAYS)
def test_an_item_is_either_on_the_list_or_outside_with_its_reason(versions: list[Version], day: date) -> None:
    codes = ["A", "B", "C"]
    found = {one.code: one.why for one in outside(codes, versions, day)}
    assert found.keys() ^ list_on(versions, day).keys() == set(codes)
    known = {one.code for one in versions}
    assert all((why == "unknown") == (code not in known) for code, why in found.items())


def test_an_item_outside_is_told_with_its_day_and_document() -> None:
    gone = [version("A", 1, None), version("A", 2, date(2026, 3, 1), ABOLISHED)]
    coming = [version("B", 1, date(2026, 9, 1), NEW)]
    found = outside(["A", "B", "C"], [*gone, *coming], date(2026, 4, 1))
    assert [(one.code, one.why, one.since, one.document) for one in found] == [
        ("A", "abolished", date(2026, 3, 1), LAW),
        ("B", "not_yet", date(2026, 9, 1), LAW),
        ("C", "unknown", None, ""),
    ]


def test_the_log_says_field_by_field_what_changed_and_not_that_a_line_moved_up() -> None:
    before = version("A", 1, None, basis="旧法", methods=["现场检查"], ordinal="7")
    changed = {**before.fields, "basis": "新法", "ordinal": "6"}
    after = Version("A", 2, CHANGED, changed, Grounds("amended", LAW, date(2026, 5, 1)), revision=2)
    ended = version("A", 3, date(2026, 6, 1), ABOLISHED)
    log = change_log([after, ended, before])
    assert [line.version.number for line in log] == [3, 2, 1]
    assert [[(one.field, one.old, one.new) for one in line.fields] for line in log] == [
        [],
        [("basis", "旧法", "新法")],
        [],
    ]


def test_how_an_item_stood_before_versions_were_kept_is_no_line_of_the_log() -> None:
    found = Version("A", 0, CHANGED, {"name": "旧"}, Grounds("initial"))
    changed = version("A", 1, date(2026, 5, 1))
    assert [line.version.number for line in change_log([found, changed])] == [1]


def test_a_change_can_be_taken_back_until_it_holds_and_on_its_first_day() -> None:
    today, tomorrow = date(2026, 4, 1), date(2026, 4, 2)
    ahead, now = Grounds("amended", LAW, date(2026, 5, 1)), Grounds("amended", LAW, today)
    assert may_undo(ahead, DRAFT, today, tomorrow)
    assert not may_undo(ahead, DRAFT, today, date(2026, 5, 1))
    assert not may_undo(ahead, FILED, today, tomorrow)
    assert may_undo(now, DRAFT, today, today)
    assert not may_undo(now, DRAFT, today, tomorrow)
