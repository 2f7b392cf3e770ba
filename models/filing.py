"""报送: what every unit owes by when, what came in, which reminders were due."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from models.base import Json, SQLModel


class Duty(SQLModel, table=True):
    """One unit's duty for one deadline of one year (忻州 三(四): 4-15, 6-10, 12-10 …)."""

    __tablename__ = "duty"
    __table_args__ = (UniqueConstraint("unit_id", "deadline", "year"),)
    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    deadline: str
    year: int
    due_on: date
    remind_on: date
    clause: str = ""
    state: str = "open"
    fulfilled_at: datetime | None = None


class Filing(SQLModel, table=True):
    """A submission to a duty; a later one is a new version, also after the office returned one.

    ``checked`` is what a look into its file found (``domain.filed_document``); empty where nobody looked.
    ``sent_on`` and ``document_number``: the office's own report, as it went upwards.
    """

    __tablename__ = "filing"
    __table_args__ = (UniqueConstraint("duty_id", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True)
    duty_id: int = Field(foreign_key="duty.id", index=True)
    version: int
    submitted_by: int = Field(foreign_key="person.id")
    submitted_at: datetime
    file_id: str = ""
    file_name: str = ""
    note: str = ""
    checked: dict[str, object] = Field(default_factory=dict, sa_type=Json)
    return_reason: str = ""
    returned_by: int | None = Field(default=None, foreign_key="person.id")
    returned_at: datetime | None = None
    sent_on: date | None = None
    document_number: str = ""


class FreeFiling(SQLModel, table=True):
    """自主报送: what a unit sent of its own accord, by file or as ``note``; no day asks for it.

    ``origin`` is the number of the first version; the versions of one matter share it.
    """

    __tablename__ = "free_filing"
    __table_args__ = (UniqueConstraint("origin", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True)
    origin: str = Field(index=True)
    version: int
    unit_id: int = Field(foreign_key="unit.id", index=True)
    kind: str = Field(index=True)
    submitted_by: int = Field(foreign_key="person.id")
    submitted_at: datetime
    file_id: str = ""
    file_name: str = ""
    note: str = ""
    return_reason: str = ""
    returned_by: int | None = Field(default=None, foreign_key="person.id")
    returned_at: datetime | None = None


class DeadlineMove(SQLModel, table=True):
    """What a circular says of one deadline of one year; the newest counts. No ``due_on``: as the profile."""

    __tablename__ = "deadline_move"
    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    deadline: str
    year: int = Field(index=True)
    due_on: date | None = None
    document: str
    moved_by: int | None = Field(default=None, foreign_key="person.id")
    moved_at: datetime


class Reminder(SQLModel, table=True):
    """A stage of a duty that was reached: sent, or passed over because a later one was already due.

    ``deadline_on`` is the last day that the duty then had; a moved duty begins its ladder anew.
    """

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("duty_id", "stage", "deadline_on"),)
    id: int | None = Field(default=None, primary_key=True)
    duty_id: int = Field(foreign_key="duty.id", index=True)
    stage: str
    deadline_on: date
    due_on: date
    state: str
    created_at: datetime


class Forwarding(SQLModel, table=True):
    """内部转办: one duty or one decision of a unit, handed on by its liaison to a colleague.

    ``due_on``: the unit's own day. ``ended_at``: done, taken back or handed on to somebody else.
    """

    __tablename__ = "forwarding"
    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    duty_id: int | None = Field(default=None, foreign_key="duty.id", index=True)
    decision_id: int | None = Field(default=None, foreign_key="meeting_decision.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    due_on: date
    passed_by: int | None = Field(default=None, foreign_key="person.id")
    passed_at: datetime
    reminded_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: int | None = Field(default=None, foreign_key="person.id")
