"""录入: which results stand on the platform, since when, entered by whom."""

from datetime import date, datetime

from sqlmodel import Field

from models.base import SQLModel


class PlatformEntry(SQLModel, table=True):
    """A result that was entered on the platform; ``noted_by`` said so."""

    __tablename__ = "platform_entry"
    id: int | None = Field(default=None, primary_key=True)
    result_id: int = Field(foreign_key="result.id", unique=True)
    platform: str
    entered_on: date
    entered_by: str = ""
    noted_by: int | None = Field(default=None, foreign_key="person.id")
    noted_at: datetime
