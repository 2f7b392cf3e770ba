"""What people are told around a draw: objects replaced, exemptions, waiting for witnesses, public values."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from domain.notices import Button, Notice, Rows


@dataclass(frozen=True)
class ObjectReplacementAsked(Notice):
    """To a second person, privately: an object is said to be gone, with the particulars."""

    kind: ClassVar[str] = "object_replacement_asked"
    ref: str
    visit: str
    object_name: str
    reason: str
    remark: str

    def buttons(self) -> Rows:
        """Agree (the next in ticket order, never a free choice) or refuse."""
        return (
            (
                Button("buttons.object_replace", f"objreplace:{self.ref}"),
                Button("buttons.keep", f"objkeep:{self.ref}"),
            ),
        )


@dataclass(frozen=True)
class ObjectReplacementRefused(Notice):
    """To whoever asked: the visit stays."""

    kind: ClassVar[str] = "object_replacement_refused"
    visit: str


@dataclass(frozen=True)
class ObjectReplaced(Notice):
    """To the office group: a visit ended and others began, by number, with the label of the matching."""

    kind: ClassVar[str] = "object_replaced"
    draw: str
    visit: str
    reason: str
    instead: tuple[str, ...]
    label: str
    changes: tuple[tuple[str, str, str], ...]  # visit, who left, who came
    missing: int
    sha256: str
    """Of the replacement file, so that nobody edits it afterwards."""


@dataclass(frozen=True)
class VisitEnded(Notice):
    """To an inspector: the object is gone; ``instead`` are the visits that the same person goes to."""

    kind: ClassVar[str] = "visit_ended"
    visit: str
    object_name: str
    reason: str
    instead: tuple[str, ...]


@dataclass(frozen=True)
class Exempted(Notice):
    """To the office group: objects that a document exempts, by number of objects."""

    kind: ClassVar[str] = "exempted"
    count: int
    document: str
    until: date


@dataclass(frozen=True)
class ExemptionRevoked(Notice):
    """To the office group: an exemption ends before its day."""

    kind: ClassVar[str] = "exemption_revoked"
    document: str
    reason: str


@dataclass(frozen=True)
class WitnessesLacking(Notice):
    """To the office group: a draw has waited too long; make it void or wait on, never go on without."""

    kind: ClassVar[str] = "witnesses_lacking"
    ref: str
    number: str
    announced_at: datetime
    hours: int
    given: int
    needed: int
    roles: tuple[str, ...]

    def buttons(self) -> Rows:
        """How to make it void."""
        return ((Button("buttons.void", f"void:{self.ref}"),),)


@dataclass(frozen=True)
class WitnessesClosed(Notice):
    """To the office group: no more witnesses; the public value will come from this source."""

    kind: ClassVar[str] = "witnesses_closed"
    number: str
    given: int
    source: str


@dataclass(frozen=True)
class PublicValueGiven(Notice):
    """To the office group: the public value that arose after the close; somebody else holds the draw."""

    kind: ClassVar[str] = "public_value_given"
    ref: str
    number: str
    source: str
    value: str

    def buttons(self) -> Rows:
        """Hold."""
        return ((Button("buttons.hold", f"hold:{self.ref}"),),)


@dataclass(frozen=True)
class ExpertsSent(Notice):
    """To the office's people, privately: which experts to invite to which visit, and what is lacking."""

    kind: ClassVar[str] = "experts_sent"
    draw: str
    visits: tuple[tuple[str, str, tuple[tuple[str, str, str], ...]], ...]  # visit, object, as in Assigned
    missing: tuple[tuple[str, str, int], ...]  # visit, field, how many
