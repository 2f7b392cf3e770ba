"""Identity numbers are taken out of any text, and nothing else is."""

import pytest

from domain.credit_code import Fault, credit_check_digit, fault_of, is_identity_number
from domain.identity import WITHHELD, withheld
from tests.register_corpus import credit_code

NUMBER = "110101199003071233"


@pytest.mark.parametrize(
    "written",
    [
        "{}",
        "张云{}",
        "身份证：{}。",
        "ID{}M",
        "张云 {} 男",
        "（{}）、（{}）",
    ],
)
def test_an_identity_number_is_taken_out_of_any_text(written: str) -> None:
    assert withheld(written.format(NUMBER, NUMBER)) == written.format(WITHHELD, WITHHELD)


@pytest.mark.parametrize(
    "number",
    [
        "110101 19900307 1233",
        "110101-19900307-1233",
        "１１０１０１１９９００３０７１２３３",
        "11010119900307803x",
        "11010119900307803Ｘ",
    ],
)
def test_it_is_known_however_it_is_written(number: str) -> None:
    assert withheld(f"张云{number}") == f"张云{WITHHELD}"


@pytest.mark.parametrize(
    "written",
    [
        credit_code(1),
        "91110000101623741K",
        "110101199003071234",
        "110101199013071233",
        f"合同{NUMBER}4号",
        "1101011990030712",
        "联系电话 13800000001，13800000002",
    ],
)
def test_other_numbers_stay(written: str) -> None:
    assert withheld(written) == written


def test_a_number_that_is_a_sound_code_by_chance_is_still_a_persons() -> None:
    bodies = (f"110{region:03d}19900307{serial:03d}" for region in range(101, 110) for serial in range(400))
    found = (body + digit for body in bodies for digit in "0123456789X")
    both = next(one for one in found if is_identity_number(one) and one[17] == _sound(one))
    assert fault_of(both) is Fault.IDENTITY
    assert withheld(both) == WITHHELD


def _sound(number: str) -> str:
    return credit_check_digit(number[:17])
