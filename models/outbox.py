"""Outbox: telling somebody is writing a letter in the act's own transaction."""

from datetime import datetime

from sqlmodel import Field

from models.base import Bytes, Json, SQLModel, TelegramId


class Letter(SQLModel, table=True):
    """One message to one person or chat, body as it was said.

    States: ``unlinked`` (no account yet) → ``pending`` → ``sending`` (leased) → ``sent``;
    or ``unreachable`` (blocked, chat gone), ``dead`` (refused for good), ``void`` (no longer true).
    """

    __tablename__ = "letter"
    id: int | None = Field(default=None, primary_key=True)
    dedupe_key: str = Field(unique=True)
    kind: str = Field(index=True)
    about: str = Field(default="", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    chat_id: int | None = Field(default=None, sa_type=TelegramId)
    body: str
    keyboard: list[list[dict[str, str]]] = Field(default_factory=list, sa_type=Json)
    blob_sha256: str = ""
    state: str = Field(default="pending", index=True)
    due_at: datetime = Field(index=True)
    lease_until: datetime | None = None
    attempts: int = 0
    ambiguous: bool = False
    message_id: int | None = None
    created_at: datetime
    sent_at: datetime | None = None
    error: str = ""


class Blob(SQLModel, table=True):
    """A file made by us (record, picture), stored with the act that made it."""

    __tablename__ = "blob"
    sha256: str = Field(primary_key=True)
    file_name: str
    media: str
    content: bytes = Field(sa_type=Bytes)
    created_at: datetime
