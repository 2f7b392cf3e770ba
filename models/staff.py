"""What the people of the rosters went through: warnings of their certificates, changes, training."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from models.base import Json, SQLModel


class CertificateWarning(SQLModel, table=True):
    """A warning that was given: one for each certificate's last day and stage (days before it)."""

    __tablename__ = "certificate_warning"
    __table_args__ = (UniqueConstraint("person_id", "until", "stage"),)
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    until: date
    stage: int
    given_at: datetime


class StaffChange(SQLModel, table=True):
    """What happened to a person of the roster: ``changed`` fields, ``moved`` to another unit, or left.

    ``facts``: field → before and after, as text. A phone is named and not kept.
    """

    __tablename__ = "staff_change"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    kind: str
    on: date
    reason: str = ""
    facts: dict[str, list[str]] = Field(default_factory=dict, sa_type=Json)
    from_unit_id: int | None = Field(default=None, foreign_key="unit.id")
    to_unit_id: int | None = Field(default=None, foreign_key="unit.id")
    entered_by: int | None = Field(default=None, foreign_key="person.id")
    entered_at: datetime
