"""Rounds of reminders: whom one act tells of the stages that were reached."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.profile_codes import Reminded


@dataclass(frozen=True, order=True)
class Round:
    """A receiver in a unit; ``unit_id`` is 0 for the office, which is told of all units."""

    unit_id: int
    receiver: Reminded

    @property
    def subject(self) -> str:
        """Whom the journal's entry is about."""
        return f"unit:{self.unit_id}" if self.unit_id else "office"


def round_of(receiver: Reminded, unit_id: int) -> Round:
    """The round in which a unit's stage is told to its receiver."""
    return Round(0 if receiver == "office" else unit_id, receiver)


def in_turn(found: Iterable[Round]) -> list[Round]:
    """Each once, the office last."""
    return sorted(set(found), reverse=True)
