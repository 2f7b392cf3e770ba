"""问题台账: which step follows which, until when, and what the share counts."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import WorkingCalendar
from domain.errors import DomainError
from domain.followup import (
    CASE,
    CORRECTION,
    LIVE,
    STEPS,
    TRANSFER,
    State,
    begins_as,
    check_step,
    due_on,
    handling,
    problems,
    resumed,
    steps,
)
from services.profiles import load

PROFILE, CALENDAR, TODAY = load("xinzhou"), WorkingCalendar(), date(2026, 4, 8)
STATES = st.sampled_from(list(State))


def test_only_problems_open_cases_and_what_ended_the_visit_opens_one() -> None:
    found = problems(
        PROFILE.result_categories,
        [
            {"item": "A", "outcome": "no_problem", "remark": ""},
            {"item": "B", "outcome": "problem_pending", "measure": CORRECTION, "correct_by": "2026-04-23"},
            {"item": "C", "outcome": "unreachable_at_address", "remark": "查无"},
            {"item": "D", "outcome": "unreachable_at_address", "remark": "查无"},
        ],
    )
    assert [(one.item, one.correct_by) for one in found] == [("B", date(2026, 4, 23)), ("", None)]


@pytest.mark.parametrize(
    ("measure", "state"),
    [("", "undecided"), ("educate", "undecided"), (CORRECTION, "open"), ("none_needed", "closed")],
)
def test_a_case_begins_where_its_measure_puts_it(measure: str, state: str) -> None:
    """忻州 has no ``educate``: a measure that the place does not have decides nothing."""
    assert begins_as(PROFILE, measure) == state


def test_an_order_to_correct_runs_until_its_own_day_and_others_as_long_as_the_place_says() -> None:
    ordered = date(2026, 6, 1)
    days = {
        "own": due_on(PROFILE, CALENDAR, TODAY, "open", measure=CORRECTION, correct_by=ordered),
        "case": due_on(PROFILE, CALENDAR, TODAY, "open", measure=CASE),
        "letter": due_on(PROFILE, CALENDAR, TODAY, "open", measure=TRANSFER),
        "closed": due_on(PROFILE, CALENDAR, TODAY, "closed", measure=CASE),
    }
    assert days == {
        "own": ordered,
        "case": CALENDAR.shift(TODAY, PROFILE.follow_up_terms.handle_within),
        "letter": CALENDAR.shift(TODAY, PROFILE.follow_up_terms.decide_within),
        "closed": None,
    }


@given(state=STATES)
def test_what_is_live_has_a_last_day_and_what_is_over_has_none(state: State) -> None:
    day = due_on(PROFILE, CALENDAR, TODAY, state, measure=CASE)
    assert (day is not None) == (state in LIVE)
    assert day is None or day > TODAY


@given(state=STATES, measure=st.sampled_from([one.code for one in PROFILE.follow_up_measures] + [""]))
def test_every_live_case_can_go_on_and_no_void_one(state: State, measure: str) -> None:
    hands_over = any(one.code == measure and one.hands_over for one in PROFILE.follow_up_measures)
    possible = steps(state, measure, hands_over=hands_over)
    assert bool(set(possible) - {"assign"}) == (state != State.VOID)
    for step in STEPS.keys() - set(possible):
        with pytest.raises(DomainError, match=r"ledger\.not_now"):
            check_step(step, possible, "XZ-2026-W0001", state)


@pytest.mark.parametrize(
    ("measure", "handed", "state"),
    [(CORRECTION, False, "open"), ("other", False, "undecided"), (TRANSFER, True, "handed")],
)
def test_an_end_that_was_not_accepted_leads_back(measure: str, handed: bool, state: str) -> None:
    assert resumed(PROFILE, measure, handed=handed) == state


@given(st.lists(st.tuples(STATES, st.booleans())))
def test_every_problem_is_on_exactly_one_side_of_the_share(cases: list[tuple[State, bool]]) -> None:
    counted = handling((str(n), state, handed) for n, (state, handed) in enumerate(cases))
    real = {str(n) for n, (state, _) in enumerate(cases) if state != State.VOID}
    assert set(counted.done) | set(counted.open) == real
    assert not set(counted.done) & set(counted.open)
    share = counted.share(Fraction(1))
    assert (share.done, share.total) == (len(counted.done), len(real))
    assert share.short == bool(counted.open)
