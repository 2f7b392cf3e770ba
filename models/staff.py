"""What the people of the rosters went through: warnings of their certificates, changes, training."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from models.base import SQLModel


class CertificateWarning(SQLModel, table=True):
    """A warning that was given: one for each certificate's last day and stage (days before it)."""

    __tablename__ = "certificate_warning"
    __table_args__ = (UniqueConstraint("person_id", "until", "stage"),)
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    until: date
    stage: int
    given_at: datetime
