"""A unit's plan of one year: how far it is, and what a change of a published one has to respect.

draft → filed (备案) → published → adjusted → done. What the office returns is a draft again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from domain.errors import DomainError
from domain.profile import PlanChange


class State(StrEnum):
    """How far a plan is."""

    DRAFT = "draft"
    FILED = "filed"
    PUBLISHED = "published"
    ADJUSTED = "adjusted"
    DONE = "done"


class Kind(StrEnum):
    """What makes a task: the year's routine, a campaign (专项), complaints (定向), or one clue (案件线索),
    or finished visits inspected once more (回访)."""

    REGULAR = "regular"
    CAMPAIGN = "campaign"
    TARGETED = "targeted"
    CLUE = "clue"
    REVISIT = "revisit"


PUBLIC = frozenset({State.PUBLISHED, State.ADJUSTED, State.DONE})
PLANNABLE = (Kind.REGULAR, Kind.CAMPAIGN, Kind.TARGETED)
"""A clue is inspected at once and never planned (定陶 二（七）)."""
RESTING_ON_A_DOCUMENT = frozenset({Kind.CAMPAIGN, Kind.TARGETED})

CHANGEABLE = (
    "name",
    "kind",
    "document",
    "complaints_min",
    "item_codes",
    "object_type",
    "scope",
    "ratio_text",
    "quota",
    "partners",
    "window_from",
    "window_to",
    "portion",
    "methods",
)
"""What planning decides of a task; a change log names these and nothing else."""

PORTIONS = ("place", "quarter", "half", "year")
"""How the year's number is drawn: as the place has it, by quarter, by half-year, at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDraft:
    """A task as it is planned. ``quota`` is in the profile's terms, ``ratio_text`` what a person wrote."""

    name: str = ""
    kind: str = Kind.REGULAR
    document: str = ""
    complaints_min: int | None = None
    item_codes: tuple[str, ...] = ()
    object_type: str = ""
    scope: str = ""
    ratio_text: str = ""
    quota: Mapping[str, Any] | None = None
    partners: tuple[str, ...] = ()
    window_from: date | None = None
    window_to: date | None = None
    portion: str = "place"
    methods: tuple[str, ...] = ()


def fault(draft: TaskDraft, year: int) -> str:
    """What keeps a draft from being a task, as a code; empty when nothing does. The first one counts."""
    first, last = draft.window_from, draft.window_to
    checks = (
        ("name", not draft.name.strip()),
        ("items", not draft.item_codes),
        ("rule", not draft.quota),
        ("window", first is None or last is None),
        ("window_backwards", bool(first and last and last < first)),
        ("window_year", bool(first and last and {first.year, last.year} != {year})),
        ("document", draft.kind in RESTING_ON_A_DOCUMENT and not draft.document.strip()),
        ("complaints", draft.kind == Kind.TARGETED and not draft.complaints_min),
    )
    return next((code for code, wrong in checks if wrong), "")


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The changeable columns that differ: as they were, and as they shall be."""
    names = [name for name in CHANGEABLE if before.get(name) != after.get(name)]
    return {name: before.get(name) for name in names}, {name: after.get(name) for name in names}


def cuts(before: TaskDraft, after: TaskDraft | None, quantities: tuple[int, int]) -> tuple[str, ...]:
    """What a change takes away from the plan: ``task``, ``items``, ``quantity``.

    ``quantities`` are the objects to be drawn before and after, from the library of the same day.
    """
    if after is None:
        return ("task",)
    lost = set(before.item_codes) - set(after.item_codes)
    found = {"items": bool(lost), "quantity": quantities[1] < quantities[0]}
    return tuple(name for name, is_cut in found.items() if is_cut)


def check_change(rule: PlanChange, starts_on: date, today: date, cut: tuple[str, ...]) -> None:
    """Whether a published task may be changed now (平罗 二（一）); 0 days means at any time.

    Raises ``plan.too_late`` (fewer days to the start than the place asks for) or ``plan.no_cuts``.
    """
    days = (starts_on - today).days
    if rule.min_days_before and days < rule.min_days_before:
        raise DomainError(
            "plan.too_late", starts_on=starts_on, days=days, needed=rule.min_days_before, clause=rule.clause
        )
    if cut and not rule.cuts_allowed:
        raise DomainError("plan.no_cuts", cuts=list(cut), clause=rule.clause)
