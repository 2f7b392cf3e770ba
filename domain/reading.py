"""What reading a register found: typed rows, and what is wrong, cell by cell."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from domain.cell_values import Severity
from domain.register_rows import RegisterRow
from domain.sheet import column_letters

RowType = TypeVar("RowType", bound=RegisterRow)


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell. ``row`` counts from 1 as in the file, ``column`` is the label in the file.

    ``index`` is the column from 0, ``None`` when the file has no column for the field.
    """

    sheet: str
    row: int
    field: str
    column: str
    code: str
    severity: Severity
    params: Mapping[str, object] = dataclasses.field(default_factory=dict)
    index: int | None = None

    @property
    def cell(self) -> str:
        """The cell as the office program names it (``B7``); blank when the file has no such column."""
        return "" if self.index is None else f"{column_letters(self.index)}{self.row}"


@dataclass(frozen=True)
class RowRead:
    """An accepted row; ``last_row`` is further down when 子项 took rows of their own."""

    sheet: str
    row: int
    last_row: int
    value: RegisterRow


@dataclass(frozen=True)
class Place:
    """A column or row that was left out; ``row`` counts from 1, ``index`` (the column) from 0."""

    sheet: str
    label: str
    row: int
    index: int = 0


@dataclass(frozen=True)
class Reading:
    """What a file holds. ``accepted`` includes ``warned``; all three count rows of the file."""

    kind: str
    rows: tuple[RowRead, ...]
    problems: tuple[Problem, ...]
    total: int
    accepted: int
    warned: int
    present: frozenset[str]
    """The fields the file has columns for; only these may change what is already known."""
    headers: tuple[Place, ...] = ()
    """Where the header of each sheet is; ``label`` is blank."""
    fields_at: Mapping[tuple[str, str], Place] = dataclasses.field(default_factory=dict)
    """Sheet and field → the column it is read from."""
    dropped: tuple[Place, ...] = ()
    """Columns of identity numbers, which were not read."""
    ignored: tuple[Place, ...] = ()
    """Columns nobody needs."""
    skipped: tuple[Place, ...] = ()
    """Rows that are no rows of the register; ``label`` is ``example``, ``note`` or ``header``."""
    skipped_sheets: tuple[str, ...] = ()

    @property
    def rejected(self) -> int:
        """How many rows of the file are kept out."""
        return self.total - self.accepted

    def of(self, row_type: type[RowType]) -> tuple[RowType, ...]:
        """The accepted values as the row type of this kind."""
        return tuple(row.value for row in self.rows if isinstance(row.value, row_type))
