"""The journal: one entry per act, each carrying the hash of the one before."""

from datetime import datetime

from sqlmodel import Field

from models.base import Json, SQLModel


class Entry(SQLModel, table=True):
    """An act. ``cause`` (update id, tick and row, command) is unique: a replay finds the act done."""

    __tablename__ = "journal"
    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    cause: str = Field(unique=True)
    act: str = Field(index=True)
    subject: str = Field(index=True)
    actor_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime
    facts: dict[str, object] = Field(default_factory=dict, sa_type=Json)
    previous: str
    hash: str = Field(unique=True)
