"""What is said of results that have to become public: the clock, what is withheld by law or taken down."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.notices import Button, Notice, Rows


@dataclass(frozen=True)
class PublicationLine:
    """One result that is not public yet.

    ``working_days`` to its last day, negative when late; ``between``: the earliest and the latest it may be
    while a holiday notice is missing; ``waits_for``: partner, approver, inspector or office.
    """

    number: str
    unit: str
    object_name: str
    due_on: date
    working_days: int
    between: tuple[date, date] | None
    waits_for: str


@dataclass(frozen=True)
class PublicationNear(Notice):
    """To whoever can still do something: results whose publication day comes near or has passed.

    ``receiver`` is a ``Reminded`` of the profile; the office reads it in its group.
    """

    kind: ClassVar[str] = "publication_near"
    unsolicited: ClassVar[bool] = True
    on: date
    lines: tuple[PublicationLine, ...]
    receiver: str

    def buttons(self) -> Rows:
        """Where to go on: the inspector's tasks, the office's batch."""
        command = {"inspector": "tasks", "unit_head": "review", "office": "publish"}.get(self.receiver)
        return ((Button(f"menu.{command}", f"go:{command}"),),) if command else ()


@dataclass(frozen=True)
class WithholdingAsked(Notice):
    """To the office group: somebody asks to keep a result back by law; a second person decides."""

    kind: ClassVar[str] = "withholding_asked"
    ref: str
    number: str
    unit: str
    basis: str
    document: str

    def buttons(self) -> Rows:
        """Agree or refuse."""
        return (
            (
                Button("withholding.button.agree", f"withhold-ok:{self.ref}"),
                Button("withholding.button.refuse", f"withhold-no:{self.ref}"),
            ),
        )


@dataclass(frozen=True)
class WithholdingDecided(Notice):
    """To the office group: the second person's word."""

    kind: ClassVar[str] = "withholding_decided"
    number: str
    approved: bool
    document: str


@dataclass(frozen=True)
class TakedownAsked(Notice):
    """To the office group: somebody asks to take a published result down; a second person decides."""

    kind: ClassVar[str] = "takedown_asked"
    ref: str
    number: str
    unit: str
    reason: str
    document: str

    def buttons(self) -> Rows:
        """Agree or refuse."""
        return (
            (
                Button("takedown.button.agree", f"takedown-ok:{self.ref}"),
                Button("takedown.button.refuse", f"takedown-no:{self.ref}"),
            ),
        )


@dataclass(frozen=True)
class TakedownDecided(Notice):
    """To the office group: the second person's word."""

    kind: ClassVar[str] = "takedown_decided"
    number: str
    approved: bool
    document: str
