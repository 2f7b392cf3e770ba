"""责任情形: what the office or a unit's approver notes of a result, for whoever decides on liability."""

from datetime import datetime

from sqlmodel import Field

from models.base import SQLModel


class Incident(SQLModel, table=True):
    """A situation of 免责, 容错 or 追责 at a result; ``ground`` is a ``domain.incident.Ground``.

    ``case_number``: the case of the ledger by which it was named, empty where the result itself was.
    """

    __tablename__ = "incident"
    id: int | None = Field(default=None, primary_key=True)
    result_id: int = Field(foreign_key="result.id", index=True)
    case_number: str = ""
    ground: str
    text: str
    noted_by: int = Field(foreign_key="person.id")
    noted_at: datetime
