"""docs/timelines.zh-CN.md: what was read in the five documents and what the profiles make of it agree."""

import pytest

from domain.profile import Profile
from scripts.timelines import PAGE, Limit, limits, page
from services.profiles import load, shipped

OWN = "本系统默认"
UNNUMBERED = "三（末）"


def clause(profile: Profile, name: str) -> str:
    """The clause that a rule named in a row gives as its source."""
    key = name.removeprefix("deadlines.")
    if key == name:
        return profile.clauses[name]
    return next(rule.clause for rule in profile.report_deadlines if rule.key == key)


def unfounded(profile: Profile, rows: tuple[Limit, ...]) -> list[tuple[str, str]]:
    """Rules that the place itself made, whose clause is not where the row says it was read."""
    return [
        (row.at, name)
        for row in rows
        for name in row.by
        if row.at not in (said := clause(profile, name)) and OWN not in said and "条例》" not in said
    ]


def test_the_page_is_what_the_profiles_say_today() -> None:
    assert PAGE.read_text("utf-8") == page()


@pytest.mark.parametrize("place", shipped())
def test_every_dated_duty_of_a_place_was_found_in_its_document(place: str) -> None:
    read = {key for row in limits()[place] for key in row.deadlines}
    assert read == {rule.key for rule in load(place).report_deadlines}


@pytest.mark.parametrize("place", shipped())
def test_a_limit_stands_in_the_profile_with_the_clause_where_it_was_read(place: str) -> None:
    assert unfounded(load(place), limits()[place]) == []


def test_a_limit_read_elsewhere_than_its_clause_says_is_found() -> None:
    row = Limit("二（五）", "4月15日", ("deadlines.internal_plan",))
    assert unfounded(load("xinzhou"), (row,)) == [("二（五）", "deadlines.internal_plan")]


@pytest.mark.parametrize("place", shipped())
def test_a_limit_is_in_the_profile_or_says_why_not(place: str) -> None:
    assert [row for row in limits()[place] if not row.by and not row.note] == []
    known = {*load(place).source.sections, UNNUMBERED} if place != "huaxi" else {str(n) for n in range(1, 39)}
    assert {row.at for row in limits()[place]} <= known
