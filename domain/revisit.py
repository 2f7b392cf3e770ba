"""回访 (湛江 三（三）): a drawn share of finished visits is inspected again, by people who were not there."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil


@dataclass(frozen=True)
class Ripe:
    """A task with finished visits that no draw of revisits has covered yet, and how many of them are due."""

    ref: str
    no: str
    name: str
    finished: int
    due: int


@dataclass(frozen=True)
class Tally:
    """The year's revisits. ``covered``: finished visits that were in a draw's pool.

    ``found``: revisits with a problem where the first visit had none.
    """

    covered: int
    drawn: int
    reported: int
    found: int


def due(share: Fraction, finished: int) -> int:
    """How many of the finished visits are drawn: never less than the share."""
    return ceil(share * finished)
