"""The two check digits, against published examples and against every single mistyped character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.credit_code import (
    ALPHABET,
    Fault,
    credit_check_digit,
    fault_of,
    is_identity_number,
    odd_letters,
    registration_check_digit,
)

SEVENTEEN = st.tuples(
    st.text(ALPHABET, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(ALPHABET, min_size=9, max_size=9),
).map("".join)


@pytest.mark.parametrize(
    "code",
    ["91350100M000100Y43", "91110000101623741K", "911101066976941872", "310115600985533", "110108000000016"],
)
def test_published_codes_are_sound(code: str) -> None:
    assert fault_of(code) is None


@pytest.mark.parametrize("code", ["91350211M0000XUF46", "91310115MA1H8R7C6D", "310115600985535"])
def test_a_wrong_check_digit_is_told_apart_from_a_wrong_shape(code: str) -> None:
    assert fault_of(code) is Fault.CHECK_DIGIT


@pytest.mark.parametrize("code", ["", "1", "91110000101623741", "91110000101623741K0", "3101156009855"])
def test_any_other_length_is_a_fault(code: str) -> None:
    assert fault_of(code) is Fault.LENGTH


@pytest.mark.parametrize(
    "code", ["9111000010162374IK", "91OO0000101623741K", "9111A000101623741K", "31011560098553X"]
)
def test_letters_outside_the_alphabet_or_in_the_region_are_a_fault(code: str) -> None:
    assert fault_of(code) is Fault.LETTERS


def test_the_odd_letters_are_named_once_each_in_order() -> None:
    assert odd_letters("9IO1OI22S") == "IOS"


def test_an_identity_number_in_the_place_of_a_code_is_recognised() -> None:
    number = "110101199003071233"
    assert is_identity_number(number)
    assert fault_of(number) is Fault.IDENTITY


def test_a_number_that_only_looks_like_a_birth_date_is_not_an_identity_number() -> None:
    assert not is_identity_number("110101199013071234")
    assert not is_identity_number("110101199003071234")


@given(SEVENTEEN, st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_mistyped_character_never_passes(body: str, place: int, typed: str) -> None:
    code = body + credit_check_digit(body)
    assert fault_of(code) is None
    mistyped = code[:place] + typed + code[place + 1 :]
    assert (fault_of(mistyped) is None) == (mistyped == code)


@given(st.text("0123456789", min_size=14, max_size=14), st.integers(0, 14), st.sampled_from("0123456789"))
def test_one_mistyped_digit_of_a_registration_number_never_passes(body: str, place: int, typed: str) -> None:
    code = body + registration_check_digit(body)
    mistyped = code[:place] + typed + code[place + 1 :]
    assert (fault_of(mistyped) is None) == (mistyped == code)
