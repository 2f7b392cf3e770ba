"""Objects gone after the draw, and what the same draw put in their place."""

from datetime import datetime

from sqlmodel import Field

from models.base import Json, SQLModel


class ObjectReplacement(SQLModel, table=True):
    """An object said to be gone and, once a second person agreed, who came instead.

    ``swap`` is a ``domain.substitution.Swap``; ``label`` is that of the matching; ``changes`` lists
    ``{visit, out, into}`` by roster number for the other visits whose teams moved.
    ``archive`` is the ``domain.replacement_file`` that anybody can recount.
    """

    __tablename__ = "object_replacement"
    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    visit_id: int = Field(foreign_key="visit.id", index=True)
    reason: str
    remark: str = ""
    state: str = "asked"
    asked_by: int | None = Field(default=None, foreign_key="person.id")
    asked_at: datetime
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    label: str = ""
    swap: dict[str, object] = Field(default_factory=dict, sa_type=Json)
    archive: dict[str, object] = Field(default_factory=dict, sa_type=Json)
    changes: list[dict[str, str]] = Field(default_factory=list, sa_type=Json)
