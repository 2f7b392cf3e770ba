"""Draws: announced once, witnessed, held once or void; numbers are never reused."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from models.base import Json, SQLModel


class Draw(SQLModel, table=True):
    """A draw from its announcement on. ``secret`` stays sealed (never shown) until it is held.

    ``task_id`` is the convenor's task (召集部门); a joint draw has more of them in ``task_ids``.
    ``kind`` is ``local``, or ``external`` for a draw that a platform held and the office registered: its
    ``record`` says where, ``ended_at`` is the platform's time, and there is no secret, pool or announcement.
    """

    __tablename__ = "draw"
    __table_args__ = (UniqueConstraint("year", "serial"),)
    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    number: str = Field(unique=True)
    year: int
    serial: int
    task_id: int = Field(foreign_key="task.id", index=True)
    task_ids: list[int] = Field(default_factory=list, sa_type=Json)
    kind: str = "local"
    state: str = "announced"
    secret: str
    pool: str
    inspectors: dict[str, object] = Field(sa_type=Json)
    salt: str
    announcement: dict[str, object] = Field(sa_type=Json)
    announcement_sha256: str
    announced_by: int | None = Field(default=None, foreign_key="person.id")
    announced_at: datetime
    announced_message: int | None = None
    record: dict[str, object] | None = Field(default=None, sa_type=Json)
    ended_at: datetime | None = None
    void_reason: str = ""
    void_asked_by: int | None = Field(default=None, foreign_key="person.id")


class Contribution(SQLModel, table=True):
    """A witness's value, as posted; one per witness and draw."""

    __tablename__ = "contribution"
    __table_args__ = (UniqueConstraint("draw_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    draw_id: int = Field(foreign_key="draw.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    role: str
    who: str
    value: str
    given_at: datetime
