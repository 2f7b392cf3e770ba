"""Objects that a document exempts from being drawn, for a time."""

from datetime import date, datetime

from sqlmodel import Field

from models.base import SQLModel


class Exemption(SQLModel, table=True):
    """One object, the document that exempts it, and who said so; revoked with a reason, never deleted."""

    __tablename__ = "exemption"
    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    object_no: str = Field(index=True)
    document: str
    reason: str = ""
    valid_from: date
    valid_until: date
    entered_by: int | None = Field(default=None, foreign_key="person.id")
    entered_at: datetime
    revoked_by: int | None = Field(default=None, foreign_key="person.id")
    revoked_at: datetime | None = None
    revoke_reason: str = ""
