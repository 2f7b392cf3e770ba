"""What became of objects: every class they were ever given, and every correction by act."""

from datetime import date, datetime

from sqlmodel import Field

from models.base import Json, SQLModel


class GradeChange(SQLModel, table=True):
    """A credit grade or risk class given to an object, by whose scheme, from which source. Only added to.

    ``field`` is ``grade`` or ``risk``; ``source``: ``import``, ``undo`` or ``act``.
    """

    __tablename__ = "grade_change"
    id: int | None = Field(default=None, primary_key=True)
    object_no: str = Field(index=True)
    field: str
    scheme: str
    before: str
    after: str
    fell: bool
    graded_on: date | None = None
    source: str
    batch_id: int | None = Field(default=None, foreign_key="import_batch.id", index=True)
    document: str = ""
    noted_by: int | None = Field(default=None, foreign_key="person.id")
    noted_at: datetime


class ObjectChange(SQLModel, table=True):
    """A correction of one object by an act, with its reason and document; undone, never deleted.

    ``before`` and ``after`` hold the fields it changed. ``source``: ``office`` (``reason`` as typed, or a key
    object's code), ``visit`` (the outcome, ``document`` is the result), ``substitution`` (why it gave way).
    """

    __tablename__ = "object_change"
    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    object_no: str = Field(index=True)
    source: str
    before: dict[str, object] = Field(sa_type=Json)
    after: dict[str, object] = Field(sa_type=Json)
    reason: str
    document: str
    noted_by: int | None = Field(default=None, foreign_key="person.id")
    noted_at: datetime
    undone_by: int | None = Field(default=None, foreign_key="person.id")
    undone_at: datetime | None = None
