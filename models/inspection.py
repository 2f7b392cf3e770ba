"""Visits, who goes, what was found: drafts while it is typed, versions once it is submitted."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from models.base import Json, SQLModel


class Visit(SQLModel, table=True):
    """One drawn object of one draw: the team goes once, for every task that drew it (进一次门、查多项事).

    ``window_from`` and ``window_to`` only where a portion of the year has days of its own; ``agreed_on`` is
    the day its team goes.
    """

    __tablename__ = "visit"
    __table_args__ = (UniqueConstraint("draw_id", "object_id"),)
    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    number: str = Field(unique=True)
    draw_id: int = Field(foreign_key="draw.id", index=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    task_ids: list[int] = Field(default_factory=list, sa_type=Json)
    object_id: int = Field(foreign_key="inspection_object.id")
    step: str
    position: int
    ticket: str
    window_from: date | None = None
    window_to: date | None = None
    agreed_on: date | None = None
    state: str = "open"


class Assignment(SQLModel, table=True):
    """An inspector's place in a visit's team; ``ref`` is the opaque id on buttons."""

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("visit_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    visit_id: int = Field(foreign_key="visit.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    unit_id: int = Field(foreign_key="unit.id")
    leads: bool = False
    state: str = "active"
    acknowledged_at: datetime | None = None


class VisitClosing(SQLModel, table=True):
    """A joint visit that its leader closed: every unit had reported."""

    __tablename__ = "visit_closing"
    id: int | None = Field(default=None, primary_key=True)
    visit_id: int = Field(foreign_key="visit.id", unique=True)
    closed_by: int = Field(foreign_key="person.id")
    closed_at: datetime


class ExpertSeat(SQLModel, table=True):
    """An expert who goes along for a field of service, on top of the team (平罗 二（二）)."""

    __tablename__ = "expert_seat"
    __table_args__ = (UniqueConstraint("visit_id", "expert_id", "field"),)
    id: int | None = Field(default=None, primary_key=True)
    visit_id: int = Field(foreign_key="visit.id", index=True)
    expert_id: int = Field(foreign_key="expert.id")
    field: str = ""
    state: str = "active"


class Draft(SQLModel, table=True):
    """What one unit's team has typed of a visit so far; every answer is saved at once.

    ``reason`` why a released result is corrected; ``method`` is a code of ``domain.method`` once one was
    chosen; ``entrusted`` a body whose document ``conclusion_no`` is.
    """

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("visit_id", "unit_id", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    visit_id: int = Field(foreign_key="visit.id", index=True)
    unit_id: int = Field(foreign_key="unit.id")
    version: int = 1
    inspected_on: date | None = None
    method: str = ""
    entrusted: str = ""
    conclusion_no: str = ""
    latitude: float | None = None
    longitude: float | None = None
    located_at: datetime | None = None
    reason: str = ""
    submitted_at: datetime | None = None


class DraftAnswer(SQLModel, table=True):
    """The outcome chosen for one item, with its remark; of a problem what follows.

    An empty ``basis`` is the item's own.
    """

    __tablename__ = "draft_answer"
    __table_args__ = (UniqueConstraint("draft_id", "item_code"),)
    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="draft.id", index=True)
    item_code: str
    outcome: str
    remark: str = ""
    basis: str = ""
    measure: str = ""
    measure_text: str = ""
    correct_by: date | None = None
    since: date | None = None
    witness: str = ""
    cited: str = ""
    cited_unit: str = ""
    cited_on: date | None = None
    answered_by: int = Field(foreign_key="person.id")


class Photo(SQLModel, table=True):
    """A photo of a draft, or a picture sent as a file; ``sha256`` is set once the original is stored.

    ``position`` is the number of its message, so that an album keeps its order however it arrives.
    ``taken_at`` and where are what the picture says of itself: auxiliary, never published.
    """

    __tablename__ = "photo"
    __table_args__ = (UniqueConstraint("draft_id", "file_unique_id"),)
    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="draft.id", index=True)
    file_id: str
    file_unique_id: str
    position: int
    received_at: datetime
    media: str = "image/jpeg"
    sha256: str = ""
    stamped_sha256: str = ""
    stored_at: datetime | None = None
    attempts: int = 0
    fetch_after: datetime | None = None
    taken_at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None


class Result(SQLModel, table=True):
    """A submitted version of one unit's findings; the newest version counts, older ones stay.

    A finding has ``item``, ``outcome``, ``remark``; of a problem also ``basis``, ``measure`` and, if it has
    them, ``measure_text`` and ``correct_by`` (ISO date); also ``since`` and ``witness``; of a cited
    result ``cited`` (its number), ``cited_unit`` and ``cited_on``.
    ``item_versions``: item → the number of the version that held on the day of the inspection. ``method`` is
    empty in results from before it was recorded.
    """

    __tablename__ = "result"
    __table_args__ = (UniqueConstraint("visit_id", "unit_id", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    number: str = Field(unique=True)
    visit_id: int = Field(foreign_key="visit.id", index=True)
    unit_id: int = Field(foreign_key="unit.id")
    version: int
    draft_id: int = Field(foreign_key="draft.id")
    inspected_on: date
    method: str = ""
    entrusted: str = ""
    conclusion_no: str = ""
    findings: list[dict[str, str]] = Field(sa_type=Json)
    item_versions: dict[str, int] = Field(default_factory=dict, sa_type=Json)
    problem: bool
    state: str = "submitted"
    submitted_by: int = Field(foreign_key="person.id")
    submitted_at: datetime
    confirmed_by: int | None = Field(default=None, foreign_key="person.id")
    confirmed_at: datetime | None = None
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    return_reason: str = ""
    return_item: str = ""
    correction_reason: str = ""
    publish_by: date | None = None
    published_at: datetime | None = None


class Replacement(SQLModel, table=True):
    """A seat asked to be given up (回避, leave …) and, once approved, who was matched instead.

    ``changes`` lists ``{visit, out, into}`` by roster number; ``label`` is the matching's own.
    """

    __tablename__ = "replacement"
    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    assignment_id: int = Field(foreign_key="assignment.id", index=True)
    reason: str
    remark: str = ""
    state: str = "asked"
    asked_by: int | None = Field(default=None, foreign_key="person.id")
    asked_at: datetime
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    label: str = ""
    changes: list[dict[str, str]] = Field(default_factory=list, sa_type=Json)
