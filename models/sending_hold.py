"""暂停发送: nothing goes out until the office has seen what would."""

from datetime import datetime

from sqlmodel import Field

from models.base import SQLModel


class SendingHold(SQLModel, table=True):
    """A hold on the courier. ``reason``: ``restored`` or ``clock``; while ``ended_at`` is empty it stands."""

    __tablename__ = "sending_hold"
    ref: str = Field(primary_key=True)
    reason: str
    since: datetime
    ended_at: datetime | None = None
    ended_by: int | None = Field(default=None, foreign_key="person.id")
