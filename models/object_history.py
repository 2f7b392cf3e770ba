"""What became of objects: every class they were ever given, and every correction by act."""

from datetime import date, datetime

from sqlmodel import Field

from models.base import SQLModel


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
