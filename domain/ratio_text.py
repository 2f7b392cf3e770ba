"""Free-text ratios and frequencies of item lists and plans: the text is kept, what is certain in it is read.

「不超过2%」「2‰」「不低于3%或按专项计划确定」「3%;2次/年」「每2年不超过1次」 are read;
「根据实际情况确定」 and texts with several ratios for several classes are left to people.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from domain.columns import Columns

_SHARE = re.compile(r"(\d+(?:\.\d+)?)(%|‰)")
_COUNTED = re.compile(r"([1-9]\d{0,6})[^\W\d_]{1,8}")
_FULL = Fraction(1)
_UNITS = {"%": 100, "‰": 1000}


@dataclass(frozen=True)
class Ratio:
    """A share of the objects, both ends included; ``conditional`` when the text offers another way."""

    at_least: Fraction | None = None
    at_most: Fraction | None = None
    conditional: bool = False


@dataclass(frozen=True)
class Frequency:
    """``at_least`` to ``at_most`` times in ``every`` periods (``year``, ``quarter``, ``month``, ``week``)."""

    at_least: int | None = None
    at_most: int | None = None
    every: int = 1
    period: str = "year"


def read_ratio(text: str, columns: Columns) -> Ratio | None:
    """The one ratio a text states, or ``None`` when it states none, several, or more than all."""
    plain = _compact(text)
    shares = [Fraction(number) / _UNITS[unit] for number, unit in _SHARE.findall(plain)]
    conditional = bool(columns.grammar["otherwise"].search(plain))
    if not shares:
        return Ratio(_FULL, _FULL, conditional) if columns.grammar["everything"].search(plain) else None
    if any(share > _FULL for share in shares):
        return None
    if len(shares) == 2 and columns.grammar["share_range"].search(plain) and shares[0] <= shares[1]:
        return Ratio(shares[0], shares[1], conditional)
    return _bounded(shares[0], plain, columns, conditional) if len(shares) == 1 else None


def read_answer(text: str, columns: Columns) -> Ratio | int | None:
    """What a person answers when asked for a number: a ratio, or a number with its measure (``30家``).

    A bare number is neither: it may be meant as percent.
    """
    ratio = read_ratio(text, columns)
    counted = _COUNTED.fullmatch(_compact(text))
    return ratio or (int(counted[1]) if counted else None)


def _bounded(share: Fraction, plain: str, columns: Columns, conditional: bool) -> Ratio:
    ceiling = columns.grammar["share_ceiling"].search(plain)
    floor = columns.grammar["share_floor"].search(plain)
    return Ratio(None if ceiling else share, None if floor and not ceiling else share, conditional)


def read_frequency(text: str, columns: Columns) -> Frequency | None:
    """The one frequency a text states, or ``None``; ``=1`` and ``>=1`` mean times a year."""
    plain = _compact(text)
    bare = columns.grammar["bare_times"].fullmatch(plain)
    if bare:
        times = int(bare["times"])
        return Frequency(times, None if bare["sign"] in (">=", "≥") else times)
    counted = _counted(plain, columns)
    patterns = (columns.grammar["times_per"], columns.grammar["per_times"])
    found = [match for pattern in patterns for match in pattern.finditer(counted)]
    return _frequency(found[0], columns) if len(found) == 1 else None


def _frequency(match: re.Match[str], columns: Columns) -> Frequency:
    times, bound = int(match["times"]), match["bound"] or ""
    ceiling = bool(columns.grammar["ceiling"].search(bound))
    floor = bool(columns.grammar["floor"].search(bound)) or bool(match["more"])
    period = columns.values["period"][match["period"]]
    return Frequency(None if ceiling else times, None if floor else times, int(match["every"] or 1), period)


def _compact(text: str) -> str:
    return "".join(text.split()).replace("％", "%").replace("；", ";")


def _counted(plain: str, columns: Columns) -> str:
    """Written numerals as digits, only where they count times or periods."""
    return columns.grammar["numeral"].sub(lambda match: columns.numerals[match[0]], plain)
