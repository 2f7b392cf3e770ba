"""What is said of problems: transfers and their answers, ends to be confirmed, what comes due."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.notices import Button, Notice, Rows


def _look(ref: str) -> tuple[Button, ...]:
    return (Button("ledger.button.card", f"problem:{ref}"),)


@dataclass(frozen=True)
class ProblemSent(Notice):
    """To the liaisons of the unit that a problem is transferred to: theirs, or not?"""

    kind: ClassVar[str] = "problem_sent"
    ref: str
    number: str
    sender: str
    object_name: str
    item: str
    outcome: str
    remark: str
    letter_number: str
    answer_by: date

    def buttons(self) -> Rows:
        """The card, with accepting and giving back."""
        return (_look(self.ref),)


@dataclass(frozen=True)
class ProblemAnswered(Notice):
    """To who transferred it: taken over, or given back with the reason."""

    kind: ClassVar[str] = "problem_answered"
    ref: str
    number: str
    receiver: str
    accepted: bool
    reason: str

    def buttons(self) -> Rows:
        """The card."""
        return (_look(self.ref),)


@dataclass(frozen=True)
class ProblemEndAsked(Notice):
    """To the holding unit's approvers: the end of a problem waits for a second person."""

    kind: ClassVar[str] = "problem_end_asked"
    ref: str
    number: str
    object_name: str
    measure: str
    text: str
    with_file: bool

    def buttons(self) -> Rows:
        """The card, with the evidence and both answers."""
        return (_look(self.ref),)


@dataclass(frozen=True)
class ProblemTold(Notice):
    """To whoever follows a problem up: it was confirmed, sent back, reopened, or given to them."""

    kind: ClassVar[str] = "problem_told"
    ref: str
    number: str
    object_name: str
    step: str  # confirm, return, reopen, assign
    reason: str

    def buttons(self) -> Rows:
        """The card."""
        return (_look(self.ref),)


@dataclass(frozen=True)
class ProblemDueLine:
    """A case whose last day comes near or has passed. ``working_days`` are negative when it is late."""

    number: str
    object_name: str
    state: str
    due_on: date
    working_days: int


@dataclass(frozen=True)
class ProblemsDue(Notice):
    """To whose turn it is, then to the unit's liaisons: cases that come due, in one letter."""

    kind: ClassVar[str] = "problems_due"
    unsolicited: ClassVar[bool] = True
    on: date
    lines: tuple[ProblemDueLine, ...]

    def buttons(self) -> Rows:
        """The ledger."""
        return ((Button("menu.ledger", "go:ledger"),),)


@dataclass(frozen=True)
class ProblemsLate(Notice):
    """To the office group: late cases of each unit, by number only."""

    kind: ClassVar[str] = "problems_late"
    unsolicited: ClassVar[bool] = True
    on: date
    units: tuple[tuple[str, tuple[str, ...]], ...]

    def buttons(self) -> Rows:
        """The ledger's figures."""
        return ((Button("menu.ledger", "go:ledger"),),)
