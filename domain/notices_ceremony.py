"""What is told of a draw: announced, witnessed, held or void, here or on a platform."""

from dataclasses import dataclass
from typing import ClassVar

from domain.notices import Button, Notice, Rows


@dataclass(frozen=True)
class Announced(Notice):
    """To the office group: a draw is frozen; witnesses may add their values."""

    kind: ClassVar[str] = "announced"
    ref: str
    number: str
    tasks: tuple[str, ...]
    pool_size: int
    excluded: int
    pool_sha256: str
    commitment: str
    announcement_sha256: str
    steps: tuple[tuple[str, dict[str, object]], ...]
    witnesses_needed: int
    roles_needed: tuple[str, ...]

    def buttons(self) -> Rows:
        """Hold, or ask to void; witnesses reply with their value."""
        return (
            (Button("buttons.hold", f"hold:{self.ref}"),),
            (Button("buttons.void", f"void:{self.ref}"),),
        )


@dataclass(frozen=True)
class Witnessed(Notice):
    """To the office group: a witness's value was taken."""

    kind: ClassVar[str] = "witnessed"
    number: str
    role: str
    who: str
    value: str
    given: int
    needed: int


@dataclass(frozen=True)
class Held(Notice):
    """To the office group, with the record file: what was drawn (numbers only) and how to check."""

    kind: ClassVar[str] = "held"
    number: str
    tasks: tuple[str, ...]
    drawn: int
    pool_size: int
    inspectors: int
    unserved: int
    record_sha256: str
    announcement_sha256: str
    ref: str
    experts: int = 0
    experts_missing: int = 0

    def buttons(self) -> Rows:
        """Who has been told."""
        return ((Button("buttons.delivery", f"delivery:{self.ref}"),),)


@dataclass(frozen=True)
class ExternalDrawn(Notice):
    """To the office group: a platform's draw is registered; where it was drawn, and numbers only.

    ``drawn_at`` as the list says it, blank when it does not; ``clause`` is why that platform.
    """

    kind: ClassVar[str] = "external_drawn"
    ref: str
    number: str
    tasks: tuple[str, ...]
    convenor: str
    merged: int
    """Objects that several of the tasks drew."""
    platform: str
    clause: str
    drawn_at: str
    drawn: int
    inspectors: int
    warnings: int
    file_sha256: str

    def buttons(self) -> Rows:
        """Who has been told."""
        return ((Button("buttons.delivery", f"delivery:{self.ref}"),),)


@dataclass(frozen=True)
class ExternalCorrected(Notice):
    """To the office group: a corrected list of a platform, by visit and roster number."""

    kind: ClassVar[str] = "external_corrected"
    number: str
    tasks: tuple[str, ...]
    version: int
    changes: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]  # visit, who left, who came
    file_sha256: str


@dataclass(frozen=True)
class Voided(Notice):
    """To the office group: a draw is void; its number stays used."""

    kind: ClassVar[str] = "voided"
    number: str
    reason: str


@dataclass(frozen=True)
class VoidAsked(Notice):
    """To the office group: a second person must agree before a draw becomes void."""

    kind: ClassVar[str] = "void_asked"
    ref: str
    number: str
    reason: str

    def buttons(self) -> Rows:
        """The second person's agreement."""
        return ((Button("buttons.void_agree", f"voidok:{self.ref}"),),)


@dataclass(frozen=True)
class RecordFile(Notice):
    """To whoever held a draw: the full record or its pool, for the archive."""

    kind: ClassVar[str] = "record_file"
    number: str
    file_name: str


@dataclass(frozen=True)
class Short(Notice):
    """To the office's people: seats nobody may take, each set with the smallest explanation."""

    kind: ClassVar[str] = "short"
    number: str
    told: tuple[tuple[str, dict[str, object]], ...]
