"""Normalisers: one cell as written → one typed value. All are idempotent on what they return."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from domain.columns import Columns
from domain.identity import WITHHELD
from domain.sheet import Cell

FOREVER = date.max
"""长期: a certificate or licence without an end (9999-09-09 in provincial templates)."""

_FULL_WIDTH = [
    *range(ord("０"), ord("９") + 1),
    *range(ord("Ａ"), ord("Ｚ") + 1),
    *range(ord("ａ"), ord("ｚ") + 1),
]
_HALF_WIDTH = {letter: letter - 0xFEE0 for letter in _FULL_WIDTH}
_HALF_WIDTH |= dict.fromkeys(map(ord, "\u3000\u00a0\u2007\u202f\t"), 32)
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
_NOTHING = {"/", "\\", "-", "--", "—", "——"}
_BLANKS = re.compile(r" {2,}")
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+")
_BARE_CODE = re.compile(r"[A-Z]{0,2}[0-9]+|[0-9]+[A-DF-Z][0-9A-Z]*")
"""Codes that stay as they are; what could be a rounded number is not among them."""
_EXACT_LIMIT = 10**15
_EXCEL_EPOCH = date(1899, 12, 30)
_SERIALS = range(20_000, 80_000)
_DATE = re.compile(r"(\d{4})\D+(\d{1,2})\D+(\d{1,2})(?:\D.*)?")
_COMPACT_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)")
_CLEAN = re.compile(r"[!-~\u3001\u3002\u300a\u300b\u4e00-\u9fff（），：；]*")
"""Texts that need no tidying, which is most of them."""
_PADDING = re.compile(r"(?<=[\u3400-\u9fff]) +(?=[\u3400-\u9fff])")
_SEPARATORS = re.compile(rf"[,，、;；\n]+|{_PADDING.pattern}")
_STRONG_SEPARATORS = re.compile(r"[;；\n]+")
_COMMAS = re.compile(r"[,，]+")
_LIST_NUMBER = re.compile(r"^(?:[(（]?\d{1,2}(?:[)）、]|[.．](?!\d))\s*)+")
_MOBILE = re.compile(r"(?:\+?86-?)?1[3-9]\d{9}")
_LANDLINE = re.compile(r"(?:\(?0\d{2,3}\)?-?)?[2-9]\d{6,7}(?:-\d{1,6})?|[48]00-?\d{3}-?\d{4}")
_PHONE_SPLIT = re.compile(r"[,，、;；/\n]+")
_INTEGER = re.compile(r"(-?\d+)(?:\.0+)?\D*")


class Severity(StrEnum):
    """An error keeps the row out; a warning lets it in and is shown."""

    ERROR = "error"
    WARNING = "warning"


Tell = Callable[..., None]
"""``tell(code, severity, **params)``: say what is wrong with the cell being read."""
Parser = Callable[[Cell, Columns, Tell], object]


def prose(cell: Cell, _columns: Columns | None = None, tell: Tell | None = None) -> str:
    """Text of several lines: half-width letters and digits, nothing invisible; a lone / or — is blank."""
    if cell is None:
        return ""
    written = cell if type(cell) is str else _written(cell, tell)
    if _CLEAN.fullmatch(written):
        return "" if written in _NOTHING else written
    return _tidy(written)


@lru_cache(maxsize=1 << 16)
def _tidy(written: str) -> str:
    kept = _visible(written.translate(_HALF_WIDTH))
    lines = (_BLANKS.sub(" ", line).strip() for line in unicodedata.normalize("NFC", kept).split("\n"))
    shown = "\n".join(line for line in lines if line)
    return "" if shown in _NOTHING else shown


def _visible(written: str) -> str:
    if written.isprintable():
        return written
    lines = written.replace(WITHHELD, "").replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        letter for letter in lines if letter == "\n" or unicodedata.category(letter) not in _INVISIBLE
    )


def text(cell: Cell, columns: Columns | None = None, tell: Tell | None = None) -> str:
    """Text of one line, without blanks between Chinese characters (张　三); punctuation stays as written."""
    if type(cell) is str and _CLEAN.fullmatch(cell):
        return "" if cell in _NOTHING else cell
    return _joined(prose(cell, columns, tell))


@lru_cache(maxsize=1 << 16)
def _joined(lines: str) -> str:
    return _PADDING.sub("", lines.replace("\n", " "))


def code(cell: Cell, columns: Columns | None = None, tell: Tell | None = None) -> str:
    """A number or code: half width, upper case, no blanks at all. A rounded number is an error."""
    if type(cell) is str and _BARE_CODE.fullmatch(cell):
        return cell
    shown = unicodedata.normalize("NFKC", text(cell, columns, tell)).upper()
    bare = unicodedata.normalize("NFKC", "".join(shown.split()))
    if not _SCIENTIFIC.fullmatch(bare):
        return bare
    if tell:
        tell("scientific", written=bare)
    return ""


def _written(cell: Cell, tell: Tell | None) -> str:
    if isinstance(cell, float) and cell.is_integer():
        if abs(cell) >= _EXACT_LIMIT and tell:
            tell("scientific", written=f"{cell:.5E}")
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return str(cell)


def day(cell: Cell, columns: Columns, tell: Tell) -> date | None:
    """A date in any of the ways offices write it; ``FOREVER`` for 长期 and for every day of the year 9999."""
    if not text(cell):
        return None
    found = _day(cell, columns)
    if found is None:
        tell("bad_date", written=text(cell))
    return FOREVER if found and found.year == FOREVER.year else found


def _day(cell: Cell, columns: Columns) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool | time | timedelta):
        return None
    shown = text(cell)
    if columns.value("forever", shown):
        return FOREVER
    if re.fullmatch(r"\d{5}(\.\d+)?", shown) and int(float(shown)) in _SERIALS:
        return _EXCEL_EPOCH + timedelta(days=int(float(shown)))
    match = _COMPACT_DATE.fullmatch(shown) or _DATE.fullmatch(shown)
    return calendar_day(*map(int, match.groups())) if match else None


def calendar_day(year: int, month: int, number: int) -> date | None:
    """The day, or ``None`` if the calendar has no such day."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


def optional_day(cell: Cell, columns: Columns, tell: Tell) -> date | None:
    """A date that decides nothing: unreadable is a warning."""
    return day(cell, columns, lambda code, **params: tell(code, Severity.WARNING, **params))


def words(cell: Cell, columns: Columns | None = None, tell: Tell | None = None) -> tuple[str, ...]:
    """Several short values in one cell (divided by ，、； lines or blanks), each once, in their order."""
    return _unique(_SEPARATORS.split(prose(cell, columns, tell)))


def phrases(cell: Cell, columns: Columns | None = None, tell: Tell | None = None) -> tuple[str, ...]:
    """Several phrases in one cell; 、 belongs to the phrase, and so does a comma where lines or ； divide."""
    written = prose(cell, columns, tell)
    divider = _STRONG_SEPARATORS if _STRONG_SEPARATORS.search(written) else _COMMAS
    return _unique([_LIST_NUMBER.sub("", part.strip()) for part in divider.split(written)])


def _unique(parts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def phone(cell: Cell, _columns: Columns, tell: Tell) -> str:
    """One or several telephone numbers as written, without blanks; what is not like one is a warning."""
    if type(cell) is str and _MOBILE.fullmatch(cell):
        return cell
    shown = unicodedata.normalize("NFKC", prose(cell, None, tell))
    bare = unicodedata.normalize("NFKC", "".join(shown.replace("—", "-").replace("–", "-").split(" ")))
    for part in filter(None, _PHONE_SPLIT.split(bare)):
        if not (_MOBILE.fullmatch(part) or _LANDLINE.fullmatch(part)):
            tell("phone", Severity.WARNING)
            break
    return bare.replace("\n", ",")


def yes_no(default: bool) -> Parser:
    """A parser of 是/否, √/×, 有/无, 1/0; ``default`` for blank and, with a warning, for anything else."""

    def parse(cell: Cell, columns: Columns, tell: Tell) -> bool:
        shown = text(cell)
        if not shown:
            return default
        known = columns.value("yes_no", shown)
        if known is None:
            taken = "yes" if default else "no"
            tell("unknown_value", Severity.WARNING, written=shown, area="yes_no", taken=taken)
        return default if known is None else known == "yes"

    return parse


def choice(field: str, default: str) -> Parser:
    """A parser of one word out of a list; ``default`` for blank and, with a warning, for an unknown word."""

    def parse(cell: Cell, columns: Columns, tell: Tell) -> str:
        shown = text(cell)
        known = columns.value(field, shown) if shown else default
        if known is None:
            tell("unknown_value", Severity.WARNING, written=shown, area=field, taken=default)
        return known or default

    return parse


def named(field: str) -> Parser:
    """A parser of text in which known ways to write a value are unified and others are kept."""

    def parse(cell: Cell, columns: Columns, tell: Tell) -> str:
        shown = text(cell, columns, tell)
        return columns.value(field, shown) or shown

    return parse


def several(field: str) -> Parser:
    """A parser of several values out of a closed list; what is not on it is left out with a warning."""

    def parse(cell: Cell, columns: Columns, tell: Tell) -> tuple[str, ...]:
        found = [(word, columns.value(field, word)) for word in words(cell, columns)]
        for word, known in found:
            if known is None:
                tell("not_listed", Severity.WARNING, written=word)
        return _unique([known for _, known in found if known])

    return parse


def whole(cell: Cell, _columns: Columns, tell: Tell) -> int | None:
    """A whole number, with or without its unit (3次); anything else is a warning."""
    shown = unicodedata.normalize("NFKC", text(cell))
    match = _INTEGER.fullmatch(shown)
    if shown and not match:
        tell("not_a_number", Severity.WARNING, written=shown)
    return int(match[1]) if match else None


def degrees(limit: int) -> Parser:
    """A parser of a latitude (limit 90) or longitude (limit 180); outside is a warning and no value."""

    def parse(cell: Cell, _columns: Columns, tell: Tell) -> float | None:
        shown = text(cell).rstrip("°")
        if not shown:
            return None
        if re.fullmatch(r"-?\d{1,3}(\.\d+)?", shown) and abs(float(shown)) <= limit:
            return float(shown)
        tell("not_a_number", Severity.WARNING, written=shown)
        return None

    return parse
