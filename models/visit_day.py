"""The day a team agrees on: proposed by one, confirmed by the others."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from models.base import SQLModel


class VisitDay(SQLModel, table=True):
    """A proposed day. States: ``proposed`` → ``agreed``; ``dropped`` for a later one."""

    __tablename__ = "visit_day"
    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    visit_id: int = Field(foreign_key="visit.id", index=True)
    day: date
    proposed_by: int = Field(foreign_key="person.id")
    proposed_at: datetime
    state: str = "proposed"
    settled_at: datetime | None = None


class VisitDayAnswer(SQLModel, table=True):
    """Somebody of the team agrees to a day."""

    __tablename__ = "visit_day_answer"
    __table_args__ = (UniqueConstraint("day_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    day_id: int = Field(foreign_key="visit_day.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    answered_at: datetime
