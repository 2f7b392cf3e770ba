"""联席会议: who its members are, its meetings with topics and attendance, what it decided."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from models.base import Json, SQLModel


class ConferenceMember(SQLModel, table=True):
    """A line of the list of members (定陶 附件1), in force from ``since`` until another list replaces it.

    ``unit_id`` is empty where the post names none of the units: 总召集人 and 召集人 come from the government.
    """

    __tablename__ = "conference_member"
    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    position: int
    rank: str
    name: str
    post: str
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    document: str
    since: date
    until: date | None = None


class Meeting(SQLModel, table=True):
    """A meeting from collecting its topics to the minutes. ``kind`` and ``state``: ``domain.conference``.

    ``units`` and ``guests`` (非成员单位) are names as invited; ``present`` are those of both that came.
    ``notices`` counts how often it was called: a later notice changes the earlier one.
    """

    __tablename__ = "meeting"
    __table_args__ = (UniqueConstraint("year", "serial"),)
    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    number: str = Field(unique=True)
    year: int
    serial: int
    kind: str
    state: str
    topics_until: date | None = None
    at: datetime | None = None
    place: str = ""
    caller_id: int | None = Field(default=None, foreign_key="conference_member.id")
    units: list[str] = Field(default_factory=list, sa_type=Json)
    guests: list[str] = Field(default_factory=list, sa_type=Json)
    present: list[str] = Field(default_factory=list, sa_type=Json)
    notices: int = 0
    document: str = ""
    cancel_reason: str = ""
    prepared_by: int | None = Field(default=None, foreign_key="person.id")
    prepared_at: datetime


class MeetingTopic(SQLModel, table=True):
    """议题: proposed by a unit or the office; ``approver_id`` is the convener who approved it."""

    __tablename__ = "meeting_topic"
    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    unit_id: int = Field(foreign_key="unit.id")
    text: str
    state: str = "proposed"
    proposed_by: int | None = Field(default=None, foreign_key="person.id")
    proposed_at: datetime
    approver_id: int | None = Field(default=None, foreign_key="conference_member.id")
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None


class MeetingDecision(SQLModel, table=True):
    """议定事项: one unit's to do by a day; reported by its liaison, confirmed by the office."""

    __tablename__ = "meeting_decision"
    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    text: str
    unit_id: int = Field(foreign_key="unit.id", index=True)
    due_on: date
    state: str = "draft"
    report: str = ""
    reported_by: int | None = Field(default=None, foreign_key="person.id")
    reported_at: datetime | None = None
    return_reason: str = ""
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
