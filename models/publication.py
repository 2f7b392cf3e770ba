"""公示: batches of results that one person prepares and another lets out."""

from datetime import datetime

from sqlmodel import Field

from models.base import Json, SQLModel


class Publication(SQLModel, table=True):
    """A batch. States: ``waiting`` → ``confirmed`` (public) or ``withdrawn``."""

    __tablename__ = "publication"
    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    number: str = Field(unique=True)
    state: str = "waiting"
    result_ids: list[int] = Field(sa_type=Json)
    prepared_by: int = Field(foreign_key="person.id")
    prepared_at: datetime
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
