"""What reading a register found: typed rows, and what is wrong, cell by cell."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
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
    """An accepted row; ``last_row`` is further down when 子项 took rows of their own.

    ``taken`` counts the rows of the file it is made of.
    """

    sheet: str
    row: int
    last_row: int
    value: RegisterRow
    taken: int = 1


@dataclass(frozen=True)
class Place:
    """A column or row that was left out; ``row`` counts from 1, ``index`` (the column) from 0."""

    sheet: str
    label: str
    row: int
    index: int = 0


def _warned(problems: Iterable[Problem]) -> set[tuple[str, int]]:
    """Sheet and row of every warning."""
    return {(one.sheet, one.row) for one in problems if one.severity is Severity.WARNING}


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

    def judged(self, found: Sequence[Problem]) -> "Reading":
        """With further problems of accepted rows; a row with an error is kept out from now on.

        A problem known already is told once, as it is told now.
        """
        again = {(one.sheet, one.row, one.code) for one in found}
        before = [one for one in self.problems if (one.sheet, one.row, one.code) not in again]
        wrong = {(one.sheet, one.row) for one in found if one.severity is Severity.ERROR}
        out = [row for row in self.rows if (row.sheet, row.row) in wrong]
        rows_out = {(row.sheet, number) for row in out for number in range(row.row, row.last_row + 1)}
        known = _warned(self.problems)
        return dataclasses.replace(
            self,
            rows=tuple(row for row in self.rows if (row.sheet, row.row) not in wrong) if out else self.rows,
            problems=(*before, *found),
            accepted=self.accepted - sum(row.taken for row in out),
            warned=self.warned + len(_warned(found) - known - rows_out) - len(known & rows_out),
        )

    def of(self, row_type: type[RowType]) -> tuple[RowType, ...]:
        """The accepted values as the row type of this kind."""
        return tuple(row.value for row in self.rows if isinstance(row.value, row_type))
