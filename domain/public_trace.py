"""What is left of a published result that is no longer shown: number, day and why; never its content."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

TakedownReason = Literal["wrong", "wrong_object", "decision_gone", "not_public", "other_law"]
TAKEDOWN_REASONS: tuple[str, ...] = get_args(TakedownReason)
NOT_PUBLIC = "not_public"
"""What should never have been public: it leaves 公示率 on both sides, as if it had been kept back."""
CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class End:
    """How a result ceased to be shown: a takedown's reason, or ``corrected``; what stands in its place."""

    on: date
    reason: str
    replaced_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicTrace:
    """For everybody. ``object_slug`` is the page that showed it."""

    number: str
    task_no: str
    object_slug: str
    published_on: date | None
    ended_on: date
    reason: str
    replaced_by: str


@dataclass(frozen=True, slots=True)
class PublicBatch:
    """Results that were let out together."""

    number: str
    on: date
    results: int
