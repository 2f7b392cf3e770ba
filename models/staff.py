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


class LiaisonHandover(SQLModel, table=True):
    """联络员交接, filed with the office: who takes over a unit's seat, since when, entered by whom.

    ``former_id``: nobody when the unit had no liaison before. ``returned_at``: undone by handing back.
    """

    __tablename__ = "liaison_handover"
    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    former_id: int | None = Field(default=None, foreign_key="person.id")
    successor_id: int = Field(foreign_key="person.id")
    on: date
    entered_by: int | None = Field(default=None, foreign_key="person.id")
    entered_at: datetime
    returned_at: datetime | None = None
    returned_by: int | None = Field(default=None, foreign_key="person.id")


class LiaisonDeputy(SQLModel, table=True):
    """副联络员（代办）: who stands in for a unit's liaison from ``first`` to ``last``; both days count.

    No ``last``: until ended. A unit has one at most that is not over; naming another ends it.
    """

    __tablename__ = "liaison_deputy"
    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    first: date
    last: date | None = None
    named_by: int | None = Field(default=None, foreign_key="person.id")
    named_at: datetime
    ended_at: datetime | None = None
    ended_by: int | None = Field(default=None, foreign_key="person.id")


class Training(SQLModel, table=True):
    """业务培训: held once, for several people. A wrong entry is withdrawn and stays on file.

    One that was announced has ``announced_at``, and in ``invited`` the people who are to come.
    """

    __tablename__ = "training"
    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    held_on: date
    topic: str
    hours: float
    issuer: str
    place: str = ""
    content: str = ""
    invited: list[int] = Field(default_factory=list, sa_type=Json)
    announced_at: datetime | None = None
    entered_by: int | None = Field(default=None, foreign_key="person.id")
    entered_at: datetime
    withdrawn_at: datetime | None = None
    withdraw_reason: str = ""


class Attendance(SQLModel, table=True):
    """Somebody took part in a training."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("training_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    training_id: int = Field(foreign_key="training.id")
    person_id: int = Field(foreign_key="person.id", index=True)


class CertifiedCount(SQLModel, table=True):
    """How many certified staff a unit says it has (湛江 一(一)); the newest entry counts."""

    __tablename__ = "certified_count"
    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    number: int
    entered_by: int | None = Field(default=None, foreign_key="person.id")
    entered_at: datetime
