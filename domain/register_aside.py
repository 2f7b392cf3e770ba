"""Telling the rows of a register from those around them: titles, notes, examples, sums, numbered blanks."""

import unicodedata

from domain.cell_values import text
from domain.columns import BEFORE_A_NAME, Columns, plain
from domain.register_header import Header
from domain.sheet import Cell

Row = tuple[Cell, ...]

NUMBERS = ("ordinal", "no", "code", "roster_no")
"""Fields that number a row without saying anything."""
_FIRST = 3
"""An example calls itself one in the first cells that are filled."""


class RowsAside:
    """Asked row by row, of the sheet as it stands: what a merged cell repeats does not count."""

    def __init__(self, mandatory: tuple[str, ...], header: Header, columns: Columns) -> None:
        """``header`` is the sheet's."""
        self._columns = columns
        self._beginnings = {letter for mark in columns.example_marks for letter in (mark[0], mark[0].upper())}
        self._beginnings |= set(BEFORE_A_NAME)
        self._saying = [at for name in header.fields if name not in NUMBERS for at in header.fields[name]]
        self._numbers = [at for name in NUMBERS for at in header.fields.get(name, ())]
        names = [at for name in mandatory for at in header.fields.get(name, ())]
        self._labels = [(at, plain(header.labels[at])) for at in names]

    def why(self, row: Row) -> str | None:
        """Why a row is no row of the register, blank if it says nothing; ``None`` if it is one."""
        first = _first_filled(row)
        if not first:
            return ""
        if self._is_example(first) or self._asks_deletion(row):
            return "example"
        if unicodedata.normalize("NFKC", first[0]).startswith(self._columns.note_marks):
            return "note"
        if self._repeats_header(row):
            return "header"
        if _fills(row, self._saying):
            return None
        return "" if _is_only_numbers(row) else "note"

    def is_numbered(self, row: Row) -> bool:
        """Whether it has a number of its own."""
        return _fills(row, self._numbers)

    def _is_example(self, first: list[str]) -> bool:
        return any(
            value[0] in self._beginnings and plain(value) in self._columns.example_marks for value in first
        )

    def _asks_deletion(self, row: Row) -> bool:
        written = "".join([cell for cell in row if type(cell) is str])
        return self._columns.delete_marks.search(written) is not None

    def _repeats_header(self, row: Row) -> bool:
        return all(at < len(row) and _says(row[at], label) for at, label in self._labels)


def _first_filled(row: Row) -> list[str]:
    found: list[str] = []
    for cell in row:
        if cell is not None and (shown := text(cell)):
            found.append(shown)
            if len(found) == _FIRST:
                break
    return found


def _is_only_numbers(row: Row) -> bool:
    return all(shown.isdigit() for cell in row if (shown := text(cell)))


def _fills(row: Row, places: list[int]) -> bool:
    return any(at < len(row) and row[at] is not None and text(row[at]) for at in places)


def _says(cell: Cell, label: str) -> bool:
    """Whether a cell says what a label says; letters and digits alone never do where a label has more."""
    if type(cell) is not str or (cell.isascii() and not label.isascii()):
        return False
    return plain(cell) == label
