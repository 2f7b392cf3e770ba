"""Credit grades and risk classes as scales: when an object has fallen (花溪 §4–5, 湛江 二（五）)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

ScaleField = Literal["grade", "risk"]


class Classed(Protocol):
    """A rule for a grade, a risk class, or both; blank = any."""

    @property
    def grade(self) -> str:
        """Of the credit scale."""

    @property
    def risk(self) -> str:
        """Of the risk scale."""


RuleT = TypeVar("RuleT", bound=Classed)


def nearest_rule(rules: Iterable[RuleT], grade: str, risk: str) -> RuleT | None:
    """The rule that says most about an object: for both classes, for its risk, for its grade, for all.

    Risk goes before grade: what is dangerous stays so with the best credit.
    """
    fitting = (one for one in rules if one.grade in ("", grade) and one.risk in ("", risk))
    return max(fitting, key=lambda one: (bool(one.risk), bool(one.grade)), default=None)


@dataclass(frozen=True, slots=True)
class Scale:
    """One way to class objects: the field that keeps the class, whose scheme, classes from best to worst."""

    field: ScaleField
    scheme: str
    order: tuple[str, ...]

    def fell(self, before: str, after: str) -> bool:
        """See ``fell``."""
        return fell(before, after, self.order)


def fell(before: object, after: object, order: Sequence[object]) -> bool:
    """Whether the class is worse than before, or is unknown to the scheme where the old one was known.

    A first class and one that is taken away are no falls.
    """
    if before not in order or not after:
        return False
    return after not in order or order.index(after) > order.index(before)
