"""Numbers are found in what a scanned code or a copied line holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.scanned import numbers_in
from tests.register_corpus import credit_code


@given(
    st.integers(1, 9999), st.text("，。：;/?&= \n（）abc-", max_size=20), st.text("，。;/&= \n", max_size=20)
)
def test_a_code_is_found_wherever_it_stands(n: int, before: str, after: str) -> None:
    number = credit_code(n)
    text = f"{before} {number} {after}"
    assert numbers_in(text) == (number,)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://example.org/scan?uniscid={}&x=1", True),
        ("统一社会信用代码：{}；名称：某店", True),
        ("{}9", False),
        ("X{}", False),
    ],
)
def test_an_address_is_read_and_a_longer_number_is_none(text: str, found: bool) -> None:
    assert numbers_in(text.format(credit_code(1))) == ((credit_code(1),) if found else ())


def test_old_numbers_and_full_width_letters_are_read_and_each_is_named_once() -> None:
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in credit_code(2).lower())
    assert numbers_in(f"{wide} 991401000123456 {credit_code(2)}") == (credit_code(2), "991401000123456")
