"""A sheet of an office file as it stands: rows of bare cells, numbered as the office program numbers them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | time | timedelta | None
Merge = tuple[tuple[int, int], tuple[int, int]]
"""Top left and bottom right of a merged region: (row, column), both counted from 0, both inside."""


@dataclass(frozen=True)
class Sheet:
    """``rows[0]`` is row 1 of the file, also when it is blank."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[Merge, ...] = ()
    hidden: bool = False


@dataclass(frozen=True)
class Filled:
    """Rows in which every merged region shows its value in all its rows."""

    rows: tuple[tuple[Cell, ...], ...]
    inherited: frozenset[tuple[int, int]]
    """The cells (row, column from 0) that took their value from the row above."""


def fill_down(sheet: Sheet) -> Filled:
    """Repeat the value of each vertically merged region in its first column of every row it covers."""
    if not sheet.merged:
        return Filled(sheet.rows, frozenset())
    rows = [list(row) for row in sheet.rows]
    inherited = set()
    for (top, left), (bottom, _) in sheet.merged:
        value = _at(rows, top, left)
        for row in range(top + 1, min(bottom + 1, len(rows))):
            if value is not None and left < len(rows[row]):
                rows[row][left] = value
                inherited.add((row, left))
    return Filled(tuple(map(tuple, rows)), frozenset(inherited))


def _at(rows: list[list[Cell]], row: int, column: int) -> Cell:
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else None


def column_letters(index: int) -> str:
    """The letters of a column counted from 0: 0 → A, 27 → AB."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
