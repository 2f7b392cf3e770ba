"""进一次门、查多项事: separate draws of several units that reached one object (花溪 §20, 湛江 二（三）)."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from models.base import SQLModel


class OneDoor(SQLModel, table=True):
    """A coincidence of visits, and the day proposed to all their teams once somebody joined them.

    ``convenor_id``: the unit that drew first (召集). Draws, teams, numbers and results stay apart.
    """

    __tablename__ = "one_door"
    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    object_id: int = Field(foreign_key="inspection_object.id", index=True)
    convenor_id: int = Field(foreign_key="unit.id")
    noticed_at: datetime
    day: date | None = None
    joined_by: int | None = Field(default=None, foreign_key="person.id")
    joined_at: datetime | None = None


class OneDoorVisit(SQLModel, table=True):
    """A visit that stands before the door."""

    __tablename__ = "one_door_visit"
    __table_args__ = (UniqueConstraint("door_id", "visit_id"),)
    id: int | None = Field(default=None, primary_key=True)
    door_id: int = Field(foreign_key="one_door.id", index=True)
    visit_id: int = Field(foreign_key="visit.id", index=True)
