"""What liaisons and the office are told of the joint conference. Never a member's name."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from domain.notices import Button, Notice, Rows


@dataclass(frozen=True)
class TopicsAsked(Notice):
    """To the liaisons of the member units: topics for the next meeting are collected until a day."""

    kind: ClassVar[str] = "topics_asked"
    unsolicited: ClassVar[bool] = True
    ref: str
    number: str
    until: date

    def buttons(self) -> Rows:
        """Straight to the meeting."""
        return ((Button("buttons.meeting", f"meeting:{self.ref}"),),)


@dataclass(frozen=True)
class MeetingCalled(Notice):
    """To the liaisons of the units that are to come. ``changed``: it replaces an earlier one, for a reason.

    ``rank``: whose call it is, as ``domain.conference.RANKS``.
    """

    kind: ClassVar[str] = "meeting_called"
    ref: str
    number: str
    meeting_kind: str
    at: datetime
    place: str
    rank: str
    agenda: tuple[str, ...]
    changed: bool = False
    reason: str = ""

    def buttons(self) -> Rows:
        """Straight to the meeting."""
        return ((Button("buttons.meeting", f"meeting:{self.ref}"),),)


@dataclass(frozen=True)
class MeetingCancelled(Notice):
    """To everybody who was called, or asked for topics: it is not held. ``at``: if it was called."""

    kind: ClassVar[str] = "meeting_cancelled"
    number: str
    meeting_kind: str
    at: datetime | None
    reason: str


@dataclass(frozen=True)
class MinutesIssued(Notice):
    """To the liaisons of the units that were invited, with the paper: what was decided.

    ``lines``: text, unit, due day.
    """

    kind: ClassVar[str] = "minutes_issued"
    number: str
    document: str
    unit: str
    lines: tuple[tuple[str, str, date], ...]

    def buttons(self) -> Rows:
        """To the unit's decisions."""
        return ((Button("buttons.decisions", "decisions:all"),),)


@dataclass(frozen=True)
class DecisionReported(Notice):
    """To the office group: a unit says that it has done what was decided."""

    kind: ClassVar[str] = "decision_reported"
    number: str
    unit: str
    text: str
    report: str


@dataclass(frozen=True)
class DecisionReturned(Notice):
    """To the liaisons of the unit: the office does not take it as done."""

    kind: ClassVar[str] = "decision_returned"
    ref: str
    number: str
    text: str
    due_on: date
    reason: str

    def buttons(self) -> Rows:
        """Straight to it."""
        return ((Button("buttons.decision", f"decision:{self.ref}"),),)
