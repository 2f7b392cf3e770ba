"""Identity numbers are collected nowhere: they are taken out of every cell before anything else sees it."""

import re
import unicodedata

from domain.credit_code import Fault, fault_of, is_identity_number

WITHHELD = "\ufdd0"
"""Stands where an identity number stood: a sign that no text uses, and that no stored text keeps."""

_LONG_ENOUGH = 18
_NUMBER = re.compile(r"(?<!\d)\d{6}[ -]?\d{4}[ -]?\d{4}[ -]?\d{3}[\dXxＸｘ](?!\d)")
_BLANKS = re.compile(r"[ -]")


def withheld(written: str) -> str:
    """A text with ``WITHHELD`` in place of every resident's identity number."""
    if len(written) < _LONG_ENOUGH:
        return written
    return _NUMBER.sub(_withhold, written)


def _withhold(match: re.Match[str]) -> str:
    number = unicodedata.normalize("NFKC", _BLANKS.sub("", match[0])).upper()
    return WITHHELD if is_identity_number(number) and fault_of(number) is Fault.IDENTITY else match[0]
