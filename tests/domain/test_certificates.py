"""Warnings of a certificate: each stage once, the nearest counts, nothing after the end."""

from hypothesis import given
from hypothesis import strategies as st

from domain.certificates import stage_due

STAGES = (60, 30, 7)
stages = st.sets(st.integers(0, 400), max_size=6)


def test_the_nearest_stage_reached_is_due() -> None:
    assert [stage_due(days, STAGES) for days in (61, 60, 31, 30, 8, 7, 0, -1)] == [
        None,
        60,
        60,
        30,
        30,
        7,
        7,
        None,
    ]


@given(stages, st.sets(st.integers(0, 400)))
def test_counting_down_gives_each_stage_at_most_once_and_never_a_passed_one(
    asked: set[int], awake: set[int]
) -> None:
    told: list[int] = []
    for days in sorted(awake | {0}, reverse=True):
        stage = stage_due(days, asked, told)
        if stage is not None:
            assert stage >= days
            told.append(stage)
    assert told == sorted(set(told), reverse=True)
    assert bool(told) == any(stage >= 0 for stage in asked)


@given(stages, st.integers(-400, 400))
def test_what_was_given_is_not_due_again(asked: set[int], days: int) -> None:
    stage = stage_due(days, asked)
    if stage is not None:
        assert stage_due(days, asked, {stage}) is None
