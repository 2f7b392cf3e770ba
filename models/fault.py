"""What the self-check found wrong and has not seen mended."""

from datetime import date, datetime

from sqlmodel import Field

from models.base import SQLModel


class Fault(SQLModel, table=True):
    """An open finding by its code, deleted when it is mended; ``told_on``: the day the office heard of it."""

    __tablename__ = "fault"
    code: str = Field(primary_key=True)
    since: datetime
    told_on: date | None = None
