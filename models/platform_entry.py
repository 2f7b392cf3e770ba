"""录入: which results stand on the platform, since when, entered by whom."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from models.base import SQLModel


class PlatformEntry(SQLModel, table=True):
    """A result that stands on a publication target; ``noted_by`` said so.

    An empty ``target`` is the place's first: rows from before targets were told apart.
    """

    __tablename__ = "platform_entry"
    __table_args__ = (UniqueConstraint("result_id", "target"),)
    id: int | None = Field(default=None, primary_key=True)
    result_id: int = Field(foreign_key="result.id")
    platform: str
    target: str = ""
    entered_on: date
    entered_by: str = ""
    noted_by: int | None = Field(default=None, foreign_key="person.id")
    noted_at: datetime
