"""What liaisons and the office are told of deadlines and filings."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from domain.notices import Button, Notice, Rows

SNOOZED = 6
"""Duties whose references fit into a button."""


@dataclass(frozen=True)
class DeadlineLine:
    """One duty inside a digest: ``title`` or, when empty, the word of ``kind``.

    ``days`` counts from the day of the digest to the deadline, negative when late.
    """

    ref: str
    unit: str
    kind: str
    title: str
    due_on: date
    days: int
    clause: str


@dataclass(frozen=True)
class DeadlineNear(Notice):
    """To a liaison or a head of unit: what the unit owes and by when, merged into one message.

    ``receiver`` is a ``Reminded`` of the profile; only the liaison can file and gets buttons.
    """

    kind: ClassVar[str] = "deadline_near"
    unsolicited: ClassVar[bool] = True
    unit: str
    on: date
    lines: tuple[DeadlineLine, ...]
    receiver: str = "liaison"

    def buttons(self) -> Rows:
        """Straight to the duty, or to the list of several; tomorrow again while that is in time."""
        if self.receiver != "liaison":
            return ()
        alone = len(self.lines) == 1
        go = (
            Button("buttons.file", f"file:{self.lines[0].ref}")
            if alone
            else Button("buttons.duties", "duties:all")
        )
        later = [line.ref for line in self.lines if line.days > 1]
        if not later or len(later) > SNOOZED:
            return ((go,),)
        return ((go,), (Button("buttons.snooze", f"snooze:{','.join(later)}"),))


@dataclass(frozen=True)
class DeadlineMoved(Notice):
    """To the liaison of a unit that still owes it, and to its head (no ``ref``) if told of the old day.

    A circular set another last day for this year, of it or of what it is counted from.
    No ``unit``: to the office group, with the units of which nobody can be reached.
    """

    kind: ClassVar[str] = "deadline_moved"
    unsolicited: ClassVar[bool] = True
    ref: str
    unit: str
    duty_kind: str
    title: str
    year: int
    before: date | None
    due_on: date
    document: str
    restored: bool
    unreached: tuple[str, ...] = ()

    def buttons(self) -> Rows:
        """Straight to the duty."""
        return ((Button("buttons.file", f"file:{self.ref}"),),) if self.ref else ()


@dataclass(frozen=True)
class DeadlineMissed(Notice):
    """To the office group, once a day: units that are late, what the office itself owes, who was not told.

    Units, never persons. ``untold``: unit, who should have heard (``Reminded``), the duty.
    """

    kind: ClassVar[str] = "deadline_missed"
    on: date
    late: tuple[DeadlineLine, ...]
    own: tuple[DeadlineLine, ...]
    untold: tuple[tuple[str, str, DeadlineLine], ...]


@dataclass(frozen=True)
class Filed(Notice):
    """To the liaison: the receipt of a submission. No ``file_name``: confirmed as done, with ``note``."""

    kind: ClassVar[str] = "filed"
    number: str
    duty_kind: str
    title: str
    unit: str
    version: int
    file_name: str
    note: str
    at: datetime


@dataclass(frozen=True)
class FilingReturned(Notice):
    """To the liaison: the office returned a submission, why, and how long there is to file again."""

    kind: ClassVar[str] = "filing_returned"
    ref: str
    number: str
    unit: str
    duty_kind: str
    title: str
    due_on: date
    days: int
    reason: str

    def buttons(self) -> Rows:
        """Straight to the duty."""
        return ((Button("buttons.file", f"file:{self.ref}"),),)


@dataclass(frozen=True)
class FreeFiled(Notice):
    """Of what was sent without a deadline: the sender's receipt (``ours``), or word of it to the office."""

    kind: ClassVar[str] = "free_filed"
    number: str
    free_kind: str
    unit: str
    version: int
    file_name: str
    note: str
    at: datetime
    ours: bool


@dataclass(frozen=True)
class FreeReturned(Notice):
    """To the unit: the office returned what it had sent without a deadline, and why."""

    kind: ClassVar[str] = "free_returned"
    number: str
    free_kind: str
    unit: str
    reason: str

    def buttons(self) -> Rows:
        """Straight to sending it again."""
        return ((Button("buttons.file", f"free-again:{self.number}"),),)
