"""What inspectors, liaisons and the office are told of the people of the library."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.notices import Button, Notice, Rows


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
