"""结果互认: what may be cited."""

from datetime import date

import pytest

from domain.disclosure import findings_shown
from domain.recognition import Earlier, by_item, fit_to_cite, months_before
from services.profiles import load

CATEGORIES = load("xinzhou").result_categories


def earlier(code: str, name: str, on: date, number: str = "R-1") -> Earlier:
    """Something the fire brigade found."""
    return Earlier(code, name, number, "消防救援大队", on, "no_problem")


@pytest.mark.parametrize(
    ("on", "months", "then"),
    [
        (date(2026, 5, 31), 3, date(2026, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 1, 15), 13, date(2024, 12, 15)),
    ],
)
def test_months_are_calendar_months(on: date, months: int, then: date) -> None:
    assert months_before(on, months) == then


def test_a_problem_a_visit_that_failed_and_a_citation_are_not_cited() -> None:
    ends = next(one.code for one in CATEGORIES if one.ends_visit and not one.problem)
    found = [
        {"item": "A", "outcome": "no_problem"},
        {"item": "B", "outcome": "problem_pending"},
        {"item": "C", "outcome": ends},
        {"item": "D", "outcome": "no_problem", "cited": "R-0"},
    ]
    assert [one["item"] for one in fit_to_cite(CATEGORIES, found)] == ["A"]


def test_the_same_item_is_one_of_the_same_code_or_name_and_the_newest_counts() -> None:
    old, new = earlier("X", "消防 设施", date(2026, 1, 1)), earlier("X", "消防设施", date(2026, 2, 1), "R-2")
    other = earlier("Y", "标签", date(2026, 3, 1))
    assert by_item({"Z": "消防设施", "X": "别的"}, [new, old, other]) == {"Z": new, "X": new}


def test_the_public_sees_whose_result_it_is() -> None:
    (shown,) = findings_shown([earlier("X", "消防", date(2026, 2, 1)).as_finding("Z").as_json()], {})
    assert (shown.item_code, shown.cited) == ("Z", "消防救援大队 R-1 2026-02-01")
