"""统一社会信用代码 (GB 32100-2015) and the older 15-digit 注册号 (GS 15-2006)."""

import re
from enum import StrEnum
from operator import mul

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_IDENTITY_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
_SHAPE = re.compile(f"[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}")
_BIRTH_DATE = re.compile(r"\d{6}(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dX]")


class Fault(StrEnum):
    """What is wrong with a code; only ``CHECK_DIGIT`` may be let through, real companies have such codes."""

    LENGTH = "bad_length"
    LETTERS = "bad_letters"
    CHECK_DIGIT = "check_digit"
    IDENTITY = "identity_number"


def credit_check_digit(first17: str) -> str:
    """The 18th character for the first 17. Raises ``KeyError`` for a letter outside ``ALPHABET``."""
    total = sum(map(mul, map(_VALUES.__getitem__, first17), _WEIGHTS))
    return ALPHABET[(31 - total % 31) % 31]


def registration_check_digit(first14: str) -> str:
    """The 15th digit of a 注册号 for the first 14: ISO 7064 MOD 11,10."""
    product = 10
    for digit in first14:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)


def is_identity_number(text: str) -> bool:
    """Whether a text is built like a resident's identity number: birth date inside, MOD 11-2 digit right."""
    if not _BIRTH_DATE.fullmatch(text):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text[:17], _IDENTITY_WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == text[17]


def fault_of(code: str) -> Fault | None:
    """What is wrong with a normalised code (half width, upper case, no blanks); ``None`` if nothing."""
    if len(code) == 15:
        return _fault_of_registration(code)
    if len(code) != 18:
        return Fault.LENGTH
    if not _SHAPE.fullmatch(code):
        return Fault.IDENTITY if is_identity_number(code) else Fault.LETTERS
    if credit_check_digit(code[:17]) == code[17] and not _is_persons(code):
        return None
    return Fault.IDENTITY if is_identity_number(code) else Fault.CHECK_DIGIT


def _is_persons(code: str) -> bool:
    """Whether a sound code is an identity number by chance: no province's region code begins with 0."""
    return code[2] == "0" and is_identity_number(code)


def _fault_of_registration(code: str) -> Fault | None:
    if not (code.isascii() and code.isdigit()):
        return Fault.LETTERS
    return None if registration_check_digit(code[:14]) == code[14] else Fault.CHECK_DIGIT


def odd_letters(code: str) -> str:
    """The characters of a code that an 18-character code may not hold, each once, in order."""
    return "".join(dict.fromkeys(letter for letter in code if letter not in ALPHABET))
