"""What follows a problem fits what was found, with its text and its day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.errors import DomainError
from domain.handling import check_handling, days_offered, fitting, with_measure, with_usual
from domain.outcome import Finding
from services.profiles import load

PLACE = load("xinzhou")
DAY = date(2026, 4, 8)
PENDING = with_usual(PLACE, Finding("SP-1", "problem_pending"), DAY)


def refusal(finding: Finding) -> str:
    with pytest.raises(DomainError) as refused:
        check_handling(PLACE, [finding], DAY)
    return refused.value.code


@pytest.mark.parametrize("category", PLACE.result_categories, ids=lambda one: one.code)
def test_what_usually_follows_can_be_submitted_as_it_is(category: object) -> None:
    outcome: str = category.code  # type: ignore[attr-defined]
    found = with_usual(PLACE, Finding("SP-1", outcome), DAY)
    check_handling(PLACE, [found], DAY)
    assert bool(found.measure) is category.problem  # type: ignore[attr-defined]


@pytest.mark.parametrize("outcome", ["no_problem", "no_business", "closed", "moved_away"])
def test_nothing_follows_where_nothing_was_found(outcome: str) -> None:
    assert fitting(PLACE, outcome) == ()
    assert refusal(Finding("SP-1", outcome, measure="open_case")) == "outcome.measure_unfit"


def test_a_problem_is_left_alone_only_where_it_was_put_right() -> None:
    assert refusal(replace(PENDING, measure="none_needed")) == "outcome.measure_unfit"
    put_right = with_usual(PLACE, Finding("SP-1", "problem_corrected"), DAY)
    assert put_right.measure == "none_needed"
    assert fitting(PLACE, "problem_corrected")[0].code == "none_needed"


def test_a_problem_without_a_measure_is_refused() -> None:
    assert refusal(Finding("SP-1", "problem_pending")) == "outcome.measure_missing"


def test_a_transfer_says_where_to() -> None:
    moved = with_measure(PLACE, PENDING, "transfer_department", DAY)
    assert moved.correct_by is None
    assert refusal(moved) == "outcome.measure_text"
    check_handling(PLACE, [replace(moved, measure_text="住建局")], DAY)


@pytest.mark.parametrize(("days", "fits"), [(-1, False), (0, True), (90, True), (91, False)])
def test_a_correction_ends_between_the_inspection_and_the_places_longest(days: int, fits: bool) -> None:
    ordered = replace(PENDING, correct_by=DAY + timedelta(days=days))
    if fits:
        check_handling(PLACE, [ordered], DAY)
    else:
        assert refusal(ordered) == "outcome.correct_by"


def test_a_correction_has_a_day() -> None:
    assert refusal(replace(PENDING, correct_by=None)) == "outcome.correct_by"
    assert days_offered(PLACE, DAY)[0] == PENDING.correct_by
