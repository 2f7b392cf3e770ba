"""The item list through time: each act that changed it, and the versions of items it made."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from models.base import Json, SQLModel


class ItemRevision(SQLModel, table=True):
    """清单调整: one act that changed the list, with its document and its day; the list's version number.

    ``settled``: ``item`` shows it already. Undone ones stay, their numbers are not used again.
    """

    __tablename__ = "item_revision"
    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    number: int = Field(unique=True)
    reason: str
    document: str = ""
    effective_on: date | None = None
    state: str = "draft"
    settled: bool = False
    imported: bool = False
    file_by: date | None = None
    filed_on: date | None = None
    filed_with: str = ""
    receipt_no: str = ""
    publish_by: date | None = None
    published_on: date | None = None
    entered_by: int | None = Field(default=None, foreign_key="person.id")
    entered_at: datetime
    undone_by: int | None = Field(default=None, foreign_key="person.id")
    undone_at: datetime | None = None


class ItemVersion(SQLModel, table=True):
    """事项版本: the whole of one item from its revision's day on.

    Number 0 has no revision: it is how an item stood before versions were kept.
    """

    __tablename__ = "item_version"
    __table_args__ = (UniqueConstraint("code", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    revision_id: int | None = Field(default=None, foreign_key="item_revision.id", index=True)
    code: str
    number: int
    change: str
    fields: dict[str, object] = Field(default_factory=dict, sa_type=Json)
