"""Credit grades and risk classes as scales: when an object has fallen (花溪 §4–5, 湛江 二（五）)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

ScaleField = Literal["grade", "risk"]


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
