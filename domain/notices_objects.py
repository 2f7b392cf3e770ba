"""What is told of changes in the object library."""

from dataclasses import dataclass
from typing import ClassVar

from domain.notices import Notice


@dataclass(frozen=True)
class Fall:
    """One object's class, before and after; ``field`` is ``grade`` or ``risk``."""

    object_no: str
    object_name: str
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class GradesFell(Notice):
    """To the liaison of a supervising unit: its objects whose class fell, one letter for a whole file."""

    kind: ClassVar[str] = "grades_fell"
    unsolicited: ClassVar[bool] = True
    unit: str
    source: str
    falls: tuple[Fall, ...]


@dataclass(frozen=True)
class GradesFellByUnit(Notice):
    """To the office group: how many objects of which unit fell, and whether its liaison was told."""

    kind: ClassVar[str] = "grades_fell_by_unit"
    source: str
    units: tuple[tuple[str, int, bool], ...]

    @property
    def total(self) -> int:
        """How many classes fell."""
        return sum(count for _, count, _ in self.units)


@dataclass(frozen=True)
class FallsWithdrawn(Notice):
    """To whoever was told of falls, after the file that brought them was undone."""

    kind: ClassVar[str] = "falls_withdrawn"
    source: str
