"""The official forms as pure values: what stands in 抽查情况记录表, 抽取（选派）记录单 and the others.

A field's Chinese name (``locales``: ``forms.field.*``) is what a template writes for it. Words of codes are
in place already; ``None`` and ``""`` are missing, which the writers mark, except in fields for the hand
(``BY_HAND`` in a cell, ``IN_LINE`` in a sentence).
"""

from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass, field, fields
from datetime import date, datetime
from typing import Any, ClassVar, get_args, get_origin, get_type_hints

from domain.form_lines import (
    AgendaLine,
    BriefingMark,
    BriefingMatter,
    BriefingTotal,
    BriefingUnit,
    ChargeLine,
    DecidedLine,
    OverviewLine,
)

BY_HAND: Mapping[str, bool] = {"by_hand": True}
IN_LINE: Mapping[str, bool] = {"by_hand": True, "in_line": True}


@dataclass(frozen=True, kw_only=True)
class Form:
    """What every form says: whose it is, its number, the day it was made."""

    kind: ClassVar[str]
    body_name: str
    unit: str
    number: str
    made_on: date


@dataclass(frozen=True, kw_only=True)
class ItemFound:
    """One item of a visit; everything after ``basis`` is empty on a form that is yet to be filled in."""

    item_name: str
    basis: str = ""
    outcome: str = field(default="", metadata=BY_HAND)
    problem: str = field(default="", metadata=BY_HAND)
    measure: str = field(default="", metadata=BY_HAND)
    correct_by: date | None = field(default=None, metadata=BY_HAND)


@dataclass(frozen=True, kw_only=True)
class Signer:
    """An inspector of the visit."""

    name: str
    certificate_no: str = ""
    from_unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Inspected:
    """Who is inspected."""

    object_name: str
    register_no: str
    address: str = ""
    legal_representative: str = ""
    contact_name: str = ""
    contact_phone: str = ""


@dataclass(frozen=True, kw_only=True)
class VisitRecord(Form, Inspected):
    """抽查情况记录表: one unit's part of one visit. ``refusal`` only where the object did not cooperate."""

    kind: ClassVar[str] = "visit_record"
    tasks: tuple[str, ...]
    task_numbers: tuple[str, ...]
    draw_number: str
    methods: tuple[str, ...] = ()
    entrusted: str = field(default="", metadata=BY_HAND)
    conclusion_no: str = field(default="", metadata=BY_HAND)
    items: tuple[ItemFound, ...]
    outcome: str = field(default="", metadata=BY_HAND)
    measures: str = field(default="", metadata=BY_HAND)
    inspectors: tuple[Signer, ...]
    inspected_on: date | None = field(default=None, metadata=BY_HAND)
    photos: int = 0
    refusal: str = ""
    witness: str = ""
    recorded_by: str = field(default="", metadata=BY_HAND)
    recorded_at: datetime | None = field(default=None, metadata=BY_HAND)
    confirmed_by: str = field(default="", metadata=BY_HAND)
    decision: str = field(default="", metadata=BY_HAND)
    decided_by: str = field(default="", metadata=BY_HAND)
    decided_at: datetime | None = field(default=None, metadata=BY_HAND)


@dataclass(frozen=True, kw_only=True)
class DrawTask:
    """A task of a draw: its ratio as the plan writes it, how many objects were drawn for it."""

    task_number: str
    task_name: str
    ratio: str = ""
    drawn: int = 0


@dataclass(frozen=True, kw_only=True)
class WitnessLine:
    """A witness with the value that went into the key."""

    role: str
    who: str
    value: str


@dataclass(frozen=True, kw_only=True)
class DrawnLine:
    """A drawn object and who was matched to it."""

    object_name: str
    register_no: str
    ticket: str = ""
    team: str = ""


@dataclass(frozen=True, kw_only=True)
class DrawSheet(Form):
    """抽取（选派）记录单: base, ratio, numbers, chance and witnesses of one draw, and its list."""

    kind: ClassVar[str] = "draw_sheet"
    method: str
    base: int | None = None
    excluded: int | None = None
    drawn_total: int
    announced_at: datetime | None = None
    held_at: datetime | None = None
    drawn_by: str = ""
    rules: tuple[str, ...] = ()
    seed: str = ""
    pool_digest: str = ""
    record_digest: str
    draw_tasks: tuple[DrawTask, ...]
    witnesses: tuple[WitnessLine, ...] = ()
    objects: tuple[DrawnLine, ...]
    inspectors_total: int = 0
    redraws: str = ""


@dataclass(frozen=True, kw_only=True)
class Overview(Form):
    """抽查情况汇总表: a line for each task, their sum as the last."""

    kind: ClassVar[str] = "overview"
    period: str
    lines: tuple[OverviewLine, ...]


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document that the inspected has at hand."""

    document: str


@dataclass(frozen=True, kw_only=True)
class InspectionNotice(Form, Inspected):
    """抽查通知书: to the inspected, with what is checked and the documents to prepare.

    ``link`` opens the visit in the inspectors' chat; it is printed as a code.
    """

    kind: ClassVar[str] = "notice"
    tasks: tuple[str, ...]
    window: str
    items: tuple[ItemFound, ...]
    documents: tuple[Document, ...]
    inspectors: tuple[Signer, ...]
    link: str = field(default="", metadata=BY_HAND)


@dataclass(frozen=True, kw_only=True)
class Transfer(Form, Inspected):
    """移送（抄告）函: findings that belong to another unit; ``answer_by`` is the day it is to answer."""

    kind: ClassVar[str] = "transfer"
    receiver: str = field(default="", metadata=IN_LINE)
    tasks: tuple[str, ...]
    inspected_on: date
    items: tuple[ItemFound, ...]
    transfer_basis: str = field(default="", metadata=IN_LINE)
    enclosures: tuple[str, ...] = ()
    answer_by: date | None = None


@dataclass(frozen=True, kw_only=True)
class Correction(Form, Inspected):
    """责令改正通知书: what was found, on which basis, and until when it is to be put right."""

    kind: ClassVar[str] = "correction"
    inspected_on: date
    items: tuple[ItemFound, ...]
    correct_by: date
    demand: str = field(default="", metadata=IN_LINE)
    inspectors: tuple[Signer, ...]


@dataclass(frozen=True, kw_only=True)
class Scheme(Form):
    """检查工作方案 of a drawn task: ``division`` and ``safety`` are left to its author (忻州 二（六）)."""

    kind: ClassVar[str] = "scheme"
    tasks: tuple[str, ...]
    task_numbers: tuple[str, ...]
    draw_numbers: tuple[str, ...]
    window: str
    methods: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    drawn_total: int
    charges: tuple[ChargeLine, ...]
    objects: tuple[DrawnLine, ...]
    documents: tuple[Document, ...]
    division: str = field(default="", metadata=IN_LINE)
    safety: str = field(default="", metadata=IN_LINE)


@dataclass(frozen=True, kw_only=True)
class Minutes(Form):
    """联席会议纪要: a draft to be completed by hand (定陶 附件2 二（三）)."""

    kind: ClassVar[str] = "minutes"
    meeting_kind: str
    met_at: datetime | None = None
    met_in: str = ""
    chair: str = field(default="", metadata=IN_LINE)
    came: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    agenda: tuple[AgendaLine, ...] = ()
    decided: tuple[DecidedLine, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Briefing(Form):
    """通报 of a period to all units: exceptions first, no ranking, no persons."""

    kind: ClassVar[str] = "briefing"
    period: str
    span: str
    told: str
    matters: tuple[BriefingMatter, ...]
    totals: tuple[BriefingTotal, ...]
    members: tuple[BriefingUnit, ...]
    marks: tuple[BriefingMark, ...]


KINDS: Mapping[str, type[Form]] = {
    one.kind: one
    for one in (
        VisitRecord,
        DrawSheet,
        Overview,
        InspectionNotice,
        Transfer,
        Correction,
        Scheme,
        Minutes,
        Briefing,
    )
}


def fields_of(row: type[Any]) -> Iterator[tuple[Field[Any], type[Any] | None]]:
    """A form's or line's fields, each with the type of its lines where it holds lines."""
    hints = get_type_hints(row)
    for one in fields(row):
        hint = hints[one.name]
        inner = get_args(hint)[0] if get_origin(hint) is tuple else None
        yield one, inner if hasattr(inner, "__dataclass_fields__") else None
