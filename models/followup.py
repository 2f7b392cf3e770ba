"""问题台账: every problem of a released result until it is closed, its steps, what was reminded."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from models.base import SQLModel


class Problem(SQLModel, table=True):
    """One case. ``unit_id`` found it, ``holder_id`` has to act, ``responsible_id`` follows it up there.

    A transfer: ``sender_id`` wrote to ``receiver`` (with a ``receiver_id`` if it is one of the units), which
    took it over on ``handed_on``.

    ``item_code`` is empty of a problem of the whole visit; ``state`` is a ``domain.followup.State``.
    """

    __tablename__ = "problem"
    __table_args__ = (UniqueConstraint("visit_id", "unit_id", "item_code"),)
    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    number: str = Field(unique=True)
    result_id: int = Field(foreign_key="result.id", index=True)
    visit_id: int = Field(foreign_key="visit.id")
    unit_id: int = Field(foreign_key="unit.id", index=True)
    item_code: str = ""
    outcome: str
    remark: str = ""
    basis: str = ""
    measure: str = ""
    measure_text: str = ""
    correct_by: date | None = None
    state: str = Field(index=True)
    holder_id: int = Field(foreign_key="unit.id", index=True)
    responsible_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    due_on: date | None = None
    opened_at: datetime
    closed_at: datetime | None = None
    case_number: str = ""
    case_filed_on: date | None = None
    receiver: str = ""
    receiver_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    letter_number: str = ""
    sender_id: int | None = Field(default=None, foreign_key="unit.id")
    handed_on: date | None = None


class ProblemStep(SQLModel, table=True):
    """A step of a case as it was taken: by whom, what was said, what file stands for it, where it led.

    The file's ``sha256`` is set once its original is stored; a picture has a stamped copy, as photos have.
    """

    __tablename__ = "problem_step"
    id: int | None = Field(default=None, primary_key=True)
    problem_id: int = Field(foreign_key="problem.id", index=True)
    step: str
    state: str
    at: datetime
    by_id: int | None = Field(default=None, foreign_key="person.id")
    text: str = ""
    day: date | None = None
    file_id: str = ""
    file_name: str = ""
    received_at: datetime | None = None
    sha256: str = ""
    stamped_sha256: str = ""
    stored_at: datetime | None = None
    attempts: int = 0
    fetch_after: datetime | None = None


class ProblemReminder(SQLModel, table=True):
    """A stage of a case's last day that was reached: ``sent``, or ``passed_over`` for a later one."""

    __tablename__ = "problem_reminder"
    __table_args__ = (UniqueConstraint("problem_id", "due_on", "stage"),)
    id: int | None = Field(default=None, primary_key=True)
    problem_id: int = Field(foreign_key="problem.id", index=True)
    due_on: date
    stage: str
    state: str
    created_at: datetime
