"""A class falls when it is worse than before; a first class and one taken away are no falls."""

from hypothesis import given
from hypothesis import strategies as st

from domain.grades import fell

ORDER = ("A", "B", "C", "D")
grades = st.sampled_from(ORDER)


@given(grades, grades)
def test_of_two_different_grades_exactly_one_way_is_a_fall(one: str, other: str) -> None:
    assert fell(one, other, ORDER) + fell(other, one, ORDER) == (one != other)


@given(grades, grades, grades)
def test_a_fall_after_a_fall_is_a_fall(first: str, second: str, third: str) -> None:
    if fell(first, second, ORDER) and fell(second, third, ORDER):
        assert fell(first, third, ORDER)


@given(grades, st.text())
def test_nothing_falls_from_or_to_nothing(grade: str, word: str) -> None:
    assert not fell("", grade, ORDER)
    assert not fell(grade, "", ORDER)
    assert not fell(word, grade, ())


def test_a_grade_the_scheme_does_not_know_is_a_fall_from_one_it_knows() -> None:
    assert fell("A", "M", ORDER)
    assert not fell("M", "D", ORDER)
