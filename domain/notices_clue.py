"""What is told of clues (案件线索), in private only: who is to be inspected is nobody else's business."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.notices import Button, Notice, Rows


@dataclass(frozen=True)
class ClueAsked(Notice):
    """To whoever may approve: an inspection without a draw, its source, and the sealed lot for the team."""

    kind: ClassVar[str] = "clue_asked"
    ref: str
    number: str
    unit: str
    object_name: str
    register_no: str
    source: str
    document: str
    items: tuple[str, ...]
    last_day: date
    commitment: str

    def buttons(self) -> Rows:
        """Approve, or not."""
        return (
            (Button("clue.button.approve", f"clue-ok:{self.ref}"),),
            (Button("clue.button.refuse", f"clue-no:{self.ref}"),),
        )


@dataclass(frozen=True)
class ClueDecided(Notice):
    """To whoever asked: approved with a team of so many, or refused."""

    kind: ClassVar[str] = "clue_decided"
    number: str
    object_name: str
    approved: bool
    inspectors: int
    last_day: date
