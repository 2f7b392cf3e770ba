"""What a new file changes."""

from hypothesis import given
from hypothesis import strategies as st

from domain.difference import Difference, FieldChange, RowChange, difference

STATES = st.dictionaries(
    st.text(max_size=3), st.fixed_dictionaries({"name": st.text(max_size=3), "grade": st.sampled_from("ABC")})
)


def test_every_kind_of_change_is_told_apart() -> None:
    before = {
        "1": {"name": "甲", "grade": "A"},
        "2": {"name": "乙", "grade": "B"},
        "3": {"name": "丙", "grade": "C"},
    }
    after = {
        "2": {"name": "乙", "grade": "C"},
        "3": {"name": "丙", "grade": "C"},
        "4": {"name": "丁", "grade": "A"},
    }
    assert difference(before, after, grade_order="ABC") == Difference(
        new=("4",),
        changed=(RowChange("2", (FieldChange("grade", "B", "C"),)),),
        gone=("1",),
        same=1,
        fallen=("2",),
    )


def test_a_file_of_two_columns_does_not_blank_the_others() -> None:
    found = difference({"1": {"name": "甲", "phone": "1"}}, {"1": {"name": "甲"}})
    assert found.is_empty
    assert found.same == 1


def test_a_rising_grade_does_not_fall() -> None:
    assert difference({"1": {"grade": "C"}}, {"1": {"grade": "A"}}, grade_order="ABC").fallen == ()


def test_a_grade_outside_the_scheme_counts_as_fallen_and_a_blank_one_does_not() -> None:
    before = {"1": {"grade": "A"}, "2": {"grade": "A"}}
    assert difference(before, {"1": {"grade": "E"}, "2": {"grade": ""}}, grade_order="ABC").fallen == ("1",)


def test_lists_of_the_database_equal_tuples_of_the_file() -> None:
    assert difference({"1": {"tags": ["a"]}}, {"1": {"tags": ("a",)}}).is_empty


@given(STATES)
def test_a_state_does_not_differ_from_itself(state: dict[str, dict[str, str]]) -> None:
    assert difference(state, state).is_empty


@given(STATES, STATES)
def test_every_key_is_counted_once(
    before: dict[str, dict[str, str]], after: dict[str, dict[str, str]]
) -> None:
    found = difference(before, after)
    assert len(found.new) + len(found.changed) + found.same == len(after)
    assert len(found.gone) + len(found.changed) + found.same == len(before)
