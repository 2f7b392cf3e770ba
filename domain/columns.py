"""How offices name their columns and write their values: the vocabulary that reading a register needs.

The words themselves stand in ``locales/columns.toml``; here is only their shape and how a header is compared.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

_REMARK = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|<[^<>]*>|〔[^〔〕]*〕")
_TRIFLES = re.compile(r"[\s*:;,.、。?_#'\"“”\-]+")
BEFORE_A_NAME = " *:;,.、。?_#'\"“”-([【<〔（［＜＊：；，．？＿＃＇＂－"
"""What ``plain`` takes off the beginning of a name."""


def plain(header: object) -> str:
    """A header as it is compared: half width, lower case, no blanks, stars or remarks in brackets."""
    text = unicodedata.normalize("NFKC", str(header)).lower()
    bare = _TRIFLES.sub("", _REMARK.sub("", text))
    return unicodedata.normalize("NFKC", bare or _TRIFLES.sub("", text))


@dataclass(frozen=True)
class Columns:
    """The vocabulary of every kind of register; all keys of ``headers`` and ``values`` are ``plain``."""

    headers: Mapping[str, Mapping[str, str]]
    """Kind → plain header → field."""
    values: Mapping[str, Mapping[str, str]]
    """Field or ``yes_no`` → plain word → stored value."""
    identity_headers: frozenset[str]
    """Plain parts of headers whose columns are never taken in (身份证号)."""
    skipped_sheets: frozenset[str]
    example_marks: frozenset[str]
    delete_marks: re.Pattern[str]
    note_marks: tuple[str, ...]
    grammar: Mapping[str, re.Pattern[str]]
    """Name → pattern of free-text ratios, frequencies and windows."""
    withheld_marks: tuple[str, ...]
    """What our returned workbooks say where an identity number stood."""
    numerals: Mapping[str, str]
    """Written numerals → digits (两 → 2)."""

    def field(self, kind: str, header: object) -> str | None:
        """The field a header stands for; ``None`` for a column nobody needs."""
        return self.headers[kind].get(plain(header))

    def is_identity(self, header: object) -> bool:
        """Whether a column holds identity numbers, by its header."""
        text = plain(header)
        return any(part in text for part in self.identity_headers)

    def value(self, field: str, written: str) -> str | None:
        """The stored value for a written one; ``None`` when the vocabulary does not know it."""
        return self.values.get(field, {}).get(plain(written))
