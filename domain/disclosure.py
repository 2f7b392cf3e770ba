"""What the public may see of an inspection, by whitelist: what is not named here does not get out.

Never: credit grades, inspectors, phones, contact persons, remarks, photos, identity numbers, a result that no
approver released, and before the inspection the list of targets (政府信息公开条例 第14、15、16条).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from domain.credit_code import fault_of, is_identity_number
from domain.public_items import PublicItemList
from domain.public_trace import PublicBatch, PublicTrace
from domain.record import public_record, record_sha256

RELEASED = "released"


@dataclass(frozen=True, slots=True)
class PublicFinding:
    """The class found for one item. The remark stays in the file.

    ``cited``: unit, number and day of the result that it was taken from (结果互认); empty of one's own.
    """

    item_code: str
    item_name: str
    outcome: str
    cited: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicResult:
    """One unit's result for one object, as it is or will be published."""

    number: str
    year: int
    task_no: str
    task_name: str
    draw_no: str
    unit: str
    object_name: str
    object_slug: str
    register_no: str
    inspected_on: date
    published_on: date | None
    method: str = ""
    findings: tuple[PublicFinding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicTask:
    """One line of the published plan. ``drawn`` is a number until the list of targets may be shown.

    ``plan`` is the key of its ``PublicPlan``; empty for a clue, which is inspected without being planned.
    ``base`` and ``quantity`` are those of the plan date.
    """

    slug: str
    year: int
    no: str
    name: str
    lead_unit: str
    partners: tuple[str, ...]
    items: tuple[str, ...]
    scope: str
    ratio_text: str
    window_from: date
    window_to: date
    drawn: int
    kind: str = "regular"
    plan: str = ""
    base: int | None = None
    quantity: int | None = None
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicChange:
    """A change of a published plan: ``lines`` are (field, old, new); nothing is ever cut in silence."""

    task_no: str
    task: str
    what: str
    lines: tuple[tuple[str, str, str], ...]
    reason: str
    document: str
    decided_on: date
    filing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPlan:
    """A unit's plan: how far it is, its receipt (number, to whom, when), and every change since."""

    key: str
    year: int
    unit: str
    state: str
    filing: str
    receiver: str
    filed_on: date | None
    published_on: date | None
    changes: tuple[PublicChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicDraw:
    """A draw: what was posted before it, and its public record once the targets may be known.

    ``external``: what may be known at once of one that a platform held (see ``domain.external_record.OPEN``).
    """

    slug: str
    number: str
    task_no: str
    task_name: str
    state: str
    announced_at: datetime
    announcement_sha256: str
    announcement: Mapping[str, Any]
    record: Mapping[str, Any] | None
    full_sha256: str
    external: Mapping[str, Any] | None = None
    replacements: tuple[Mapping[str, Any], ...] = ()
    """The public form of each replacement file, shown with the record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Everything that is public at one moment."""

    place: str
    body_name: str
    source: str
    at: datetime
    tasks: tuple[PublicTask, ...]
    items: PublicItemList
    draws: tuple[PublicDraw, ...]
    results: tuple[PublicResult, ...]
    plans: tuple[PublicPlan, ...] = ()
    gone: tuple[PublicTrace, ...] = ()
    batches: tuple[PublicBatch, ...] = ()
    anchors: tuple[tuple[date, int, str], ...] = ()  # day, position and hash of the journal's posted heads


def hindrance(state: str, *, published: bool, photos_missing: int, withholding: str = "") -> str:
    """Why a result may not be made public now, as a code; empty when it may.

    ``withholding``: the state of a request to keep it back by law, if there is one.
    """
    if state != RELEASED:
        return "not_released"
    if published:
        return "published"
    if withholding in {"asked", "approved"}:
        return f"withholding_{withholding}"
    return "photos" if photos_missing else ""


def shown_register_no(register_no: str) -> str:
    """A register number for everybody; empty when it is, or may well be, somebody's identity number.

    One identity number in 31 also passes as a credit code; only codes that begin with 9 are believed.
    """
    code = register_no.strip().upper()
    believed = code.startswith("9") and fault_of(code) is None
    return "" if is_identity_number(code) and not believed else register_no


def slug(text: str, otherwise: str) -> str:
    """A text as a file name if it is plain enough, else ``otherwise``."""
    plain = text.isascii() and text.replace("-", "").isalnum()
    return text if plain else otherwise


def findings_shown(
    findings: Sequence[Mapping[str, str]], names: Mapping[str, str]
) -> tuple[PublicFinding, ...]:
    """The class of each item, without the remark. ``names`` finds the items' names."""
    return tuple(
        PublicFinding(f["item"], names.get(f["item"], f["item"]), f["outcome"], _source(f)) for f in findings
    )


def _source(finding: Mapping[str, str]) -> str:
    told = (finding.get(name, "") for name in ("cited_unit", "cited", "cited_on"))
    return " ".join(one for one in told if one)


def may_show_targets(*, public_before: bool, void: bool, unfinished: int) -> bool:
    """Whether the targets may be known: the place says so, nobody was drawn, or all have been inspected."""
    return public_before or void or not unfinished


def record_shown(
    record: Mapping[str, Any] | None, salt: str, *, may_show: bool
) -> tuple[Mapping[str, Any] | None, str]:
    """The public form of a record if it may be shown now; the digest of the full one either way."""
    if record is None:
        return None, ""
    return (public_record(record, salt) if may_show else None), record_sha256(record)
