"""What inspectors, liaisons and the office are told of the people of the library."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.notices import Button, Notice, Rows
from domain.notices_filing import DeadlineLine


@dataclass(frozen=True)
class CertificateLine:
    """One certificate that is about to end; ``days`` counts from the day of the letter."""

    roster_no: str
    name: str
    unit: str
    until: date
    days: int


@dataclass(frozen=True)
class CertificateNear(Notice):
    """To an inspector, a liaison or the office: certificates that end soon, merged into one message.

    ``own`` is the receiver's roster number: their own certificate needs no list to look at.
    """

    kind: ClassVar[str] = "certificate_near"
    unsolicited: ClassVar[bool] = True
    own: str
    on: date
    lines: tuple[CertificateLine, ...]

    def buttons(self) -> Rows:
        """The list, for who looks after others."""
        if all(line.roster_no == self.own for line in self.lines):
            return ()
        return ((Button("buttons.expiring", "expiring:all"),),)


@dataclass(frozen=True)
class TrainingCalled(Notice):
    """To who is to come, and to the liaisons of their units (``coming``: how many of the unit)."""

    kind: ClassVar[str] = "training_called"
    unsolicited: ClassVar[bool] = True
    ref: str
    topic: str
    on: date
    place: str
    hours: float
    issuer: str
    content: str
    coming: int = 0

    def buttons(self) -> Rows:
        """To say that one was there; a liaison has nothing to press."""
        return () if self.coming else ((Button("buttons.trained", f"trained:{self.ref}"),),)


@dataclass(frozen=True)
class TrainingCalledOff(Notice):
    """To everybody who was told of a training: it does not count, and why."""

    kind: ClassVar[str] = "training_called_off"
    unsolicited: ClassVar[bool] = True
    topic: str
    on: date
    reason: str


@dataclass(frozen=True)
class PostEnded(Notice):
    """To somebody who leaves (the last letter to their account) or goes to another unit (``into``).

    ``visits``: number and object of what they hand back.
    """

    kind: ClassVar[str] = "post_ended"
    change: str
    on: date
    unit: str
    into: str
    visits: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class StaffChanged(Notice):
    """To the liaisons concerned, and to the office where something stays open: who left or moved.

    ``short``: visits for which nobody was found; ``elsewhere``: those a platform must match; ``announced``:
    draws that still name the person; ``vacant``: roles nobody of the unit holds now; ``duties``: what the
    unit's next liaison has to file.
    """

    kind: ClassVar[str] = "staff_changed"
    roster_no: str
    name: str
    change: str
    on: date
    unit: str
    into: str
    visits: int
    short: tuple[str, ...]
    elsewhere: tuple[str, ...]
    announced: tuple[str, ...]
    vacant: tuple[str, ...]
    duties: tuple[DeadlineLine, ...]
