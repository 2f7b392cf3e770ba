"""Credit-risk classes in a place's profile: their scheme, the shares drawn of each, how often a year."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeScheme:
    """Credit-risk classes from best to worst."""

    codes: tuple[str, ...]
    public: bool
    source: str
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioRule:
    """Share of the objects to be drawn for an item class, a grade and a risk class (none = every one)."""

    item_class: Literal["any", "key", "general"]
    grade: str = ""
    risk: str = ""
    floor: Fraction | None = None
    cap: Fraction | None = None
    hard: bool = True
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequency:
    """Draws a year of one object of a grade or a risk class (花溪 24, 忻州 二（六）, 湛江 二（五）).

    Who had ``at_most`` leaves the pool; ``at_least`` refuses nothing, what lacks of it is told.
    """

    grade: str = ""
    risk: str = ""
    at_least: int | None = None
    at_most: int | None = None
    clause: str
