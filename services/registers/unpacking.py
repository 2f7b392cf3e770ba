"""The child process that opens a workbook: bytes in, cells out, within memory and time of its own.

A file of a few kilobytes that names a cell in the last corner of a sheet makes the reader ask for hundreds
of gigabytes and takes its process with it. What it finds it sends piece by piece, so that neither side holds
the cells twice.
"""

import io
import pickle
import sys
from collections.abc import Iterator, Sequence

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from domain.identity import withheld
from domain.sheet import Cell

MAX_ROWS = 200_000
MAX_CELLS = 8_000_000
MAX_CHARACTERS = 100_000_000
READING_SECONDS = 60
READING_MEMORY = 1536 * 1024 * 1024
PIECE = 2_000
"""Rows sent at a time."""

Rows = list[tuple[Cell, ...]]
Row = tuple[Cell, ...]


class TooMuchError(Exception):
    """More than a register needs; the first argument says what."""


class _Texts(dict[str, str | None]):
    """Text → the one text kept for it, without identity numbers; a blank one is ``None``."""

    def __missing__(self, written: str) -> str | None:
        if len(self) >= MAX_ROWS:
            self.clear()
        kept = self[written] = withheld(written) or None
        return kept


class Kept:
    """Cells as they are kept: blanks are ``None``, none at the end of a row; equal texts are one text.

    Raises ``TooMuchError`` when a file holds too many rows, cells or characters.
    """

    def __init__(self) -> None:
        """Nothing was seen yet."""
        self._rows = self._cells = self._characters = 0
        self._texts = _Texts()

    def row(self, cells: Sequence[Cell]) -> Row:
        """One row, counted; without identity numbers."""
        texts = self._texts
        kept = [texts[cell] if type(cell) is str else cell for cell in cells]
        while kept and kept[-1] is None:
            kept.pop()
        if kept:
            self._count(kept)
        return tuple(kept)

    def _count(self, cells: list[Cell]) -> None:
        self._rows += 1
        self._cells += len(cells)
        self._characters += len("".join([cell for cell in cells if type(cell) is str]))
        if self._rows > MAX_ROWS:
            raise TooMuchError("too_many_rows")
        if self._cells > MAX_CELLS or self._characters > MAX_CHARACTERS:
            raise TooMuchError("too_heavy")


def pieces(content: bytes) -> Iterator[object]:
    """Each sheet as its head, then its rows in pieces; a text is the code of what is wrong."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        kept = Kept()
        for index, known in enumerate(book.sheets_metadata):
            if known.typ is SheetTypeEnum.WorkSheet:
                sheet = book.get_sheet_by_index(index)
                merged = tuple(sheet.merged_cell_ranges or ())
                height = sheet.end[0] + 1 if sheet.end else 0
                yield sheet.name, merged, known.visible is not SheetVisibleEnum.Visible, height
                yield from _rows(sheet, kept)
    except PasswordError:
        yield "password"
    except MemoryError:
        yield "too_heavy"
    except TooMuchError as much:
        yield much.args[0]
    except Exception:  # noqa: BLE001 - whatever the parser trips over, the file is what is broken
        yield "broken"


def _rows(sheet: CalamineSheet, kept: Kept) -> Iterator[Rows]:
    """Rows in pieces; blank rows only where others follow."""
    piece: Rows = []
    blank = 0
    for cells in sheet.iter_rows():
        row = kept.row(cells)
        if not row:
            blank += 1
            continue
        piece += [()] * blank
        blank = 0
        piece.append(row)
        if len(piece) >= PIECE:
            yield piece
            piece = []
    yield piece


if __name__ == "__main__":
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (READING_MEMORY, READING_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (READING_SECONDS, READING_SECONDS))
    for sent in pieces(sys.stdin.buffer.read()):
        pickle.dump(sent, sys.stdout.buffer, protocol=5)
