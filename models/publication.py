"""公示: batches that one prepares and another lets out, what is withheld or taken down, reminders."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from models.base import Json, SQLModel


class Publication(SQLModel, table=True):
    """A batch. States: ``waiting`` → ``confirmed`` (public) or ``withdrawn``."""

    __tablename__ = "publication"
    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    number: str = Field(unique=True)
    state: str = "waiting"
    result_ids: list[int] = Field(sa_type=Json)
    prepared_by: int = Field(foreign_key="person.id")
    prepared_at: datetime
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None


class PublicationReminder(SQLModel, table=True):
    """A reached stage of a result's publication clock: ``sent``, or ``passed_over`` for a later one."""

    __tablename__ = "publication_reminder"
    __table_args__ = (UniqueConstraint("result_id", "stage"),)
    id: int | None = Field(default=None, primary_key=True)
    result_id: int = Field(foreign_key="result.id", index=True)
    stage: str
    due_on: date
    state: str
    created_at: datetime


class ResultRequest(SQLModel):
    """What one asks about a result, on a ground and by a document, and another decides.

    States: ``asked`` → ``approved`` or ``refused``.
    """

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    result_id: int = Field(foreign_key="result.id", index=True)
    ground: str
    document: str
    state: str = "asked"
    asked_by: int = Field(foreign_key="person.id")
    asked_at: datetime
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None


class Withholding(ResultRequest, table=True):
    """不予公示: a result kept back by law; ``ground`` is the article; once approved perhaps ``ended``."""

    __tablename__ = "withholding"
    ground: str = Field(sa_column_kwargs={"name": "basis"})
    end_reason: str = ""


class Takedown(ResultRequest, table=True):
    """撤下公示: a published result asked to be taken down; ``ground`` is the class that the public sees."""

    __tablename__ = "takedown"
    ground: str = Field(sa_column_kwargs={"name": "reason"})
