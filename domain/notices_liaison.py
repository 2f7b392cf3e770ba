"""What is told when a unit's liaison changes."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.notices import Button, Notice, Rows
from domain.notices_filing import DeadlineLine


@dataclass(frozen=True)
class LiaisonTakesOver(Notice):
    """To the new liaison: what the seat holds. ``former`` is empty when it was vacant.

    ``returned``: the seat was handed back to them.
    """

    kind: ClassVar[str] = "liaison_takes_over"
    unit: str
    on: date
    former: str
    duties: tuple[DeadlineLine, ...]
    cases: int
    returned: bool

    def buttons(self) -> Rows:
        """What the unit owes."""
        return ((Button("buttons.duties", "duties:all"),),)


@dataclass(frozen=True)
class LiaisonEnded(Notice):
    """To the former liaison: the seat is another's now."""

    kind: ClassVar[str] = "liaison_ended"
    unit: str
    on: date
    successor: str
    returned: bool


@dataclass(frozen=True)
class DeputyNamed(Notice):
    """To the deputy and to the liaison: who stands in, for which days; no ``last``: until ended."""

    kind: ClassVar[str] = "deputy_named"
    unit: str
    deputy: str
    first: date
    last: date | None
    to_deputy: bool

    def buttons(self) -> Rows:
        """What the unit owes."""
        return ((Button("buttons.duties", "duties:all"),),)


@dataclass(frozen=True)
class DeputyEnded(Notice):
    """To the deputy and to the liaison: nobody stands in any more."""

    kind: ClassVar[str] = "deputy_ended"
    unit: str
    deputy: str
    on: date
    to_deputy: bool


@dataclass(frozen=True)
class HandedOn(Notice):
    """To a colleague within the unit: what the liaison hands on, by the unit's own day.

    ``stage``: given, near or ended. ``title`` or, when empty, the word of ``duty_kind``.
    """

    kind: ClassVar[str] = "handed_on"
    unsolicited: ClassVar[bool] = True
    stage: str
    unit: str
    duty_kind: str
    title: str
    due_on: date
    last_day: date
    by: str


@dataclass(frozen=True)
class LiaisonFiled(Notice):
    """To the office group: a unit's liaison changed; units, never persons."""

    kind: ClassVar[str] = "liaison_filed"
    unit: str
    on: date
    enrolled: bool
    returned: bool
