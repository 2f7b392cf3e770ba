"""Inbox: what Telegram told us, stored before Telegram hears that we have it."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field

from models.base import SQLModel, TelegramId


class Update(SQLModel, table=True):
    """A raw update. States: ``waiting`` → ``done`` or ``quarantined``."""

    __tablename__ = "inbox"
    update_id: int = Field(primary_key=True, sa_type=TelegramId, sa_column_kwargs={"autoincrement": False})
    lane: str = Field(index=True)
    body: str = Field(sa_type=Text)
    received_at: datetime
    state: str = Field(default="waiting", index=True)
    attempts: int = 0
    done_at: datetime | None = None
    error: str = ""


class Memory(SQLModel, table=True):
    """Where a dialog stands: aiogram's state and data for one storage key."""

    __tablename__ = "memory"
    key: str = Field(primary_key=True)
    state: str | None = None
    data: str = "{}"


class Beat(SQLModel, table=True):
    """Last time a part of the service was well (poll, tick); read by the health check."""

    __tablename__ = "beat"
    name: str = Field(primary_key=True)
    at: datetime
