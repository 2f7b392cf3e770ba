"""The only writer of office files: what lists, templates and returned workbooks are made with, as bytes.

Nothing written here is ever a formula or a link, whatever it begins with. Writing a long list takes seconds:
call these in a thread.
"""

import io
import math
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, time
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import OverlappingRange
from xlsxwriter.utility import xl_range_abs

from domain.sheet import Cell, Merge
from services.registers.sheets import Progress, nobody_told

_PLAIN_STRINGS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
LONGEST_CELL = 32_767
_MEASURED = 200
"""Rows that a column is made wide enough for."""
_TOLD_EVERY = 1_000
_PAGE_WIDTH = 210
"""Characters across a landscape A4 page when it is shrunk as far as can still be read."""
_FORMATS: Mapping[str, Mapping[str, object]] = {
    "title": {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"},
    "below": {"align": "right", "font_color": "#595959"},
    "head": {
        "bold": True,
        "bg_color": "#DDE6F0",
        "border": 1,
        "text_wrap": True,
        "align": "center",
        "valign": "vcenter",
    },
    "must": {
        "bold": True,
        "bg_color": "#FFE4B5",
        "border": 1,
        "text_wrap": True,
        "align": "center",
        "valign": "vcenter",
    },
    "body": {"num_format": "@", "border": 1, "text_wrap": True, "valign": "top"},
    "number": {"border": 1, "valign": "top"},
    "text": {"num_format": "@"},
    "example": {"num_format": "@", "italic": True, "font_color": "#7F7F7F"},
    "note": {"text_wrap": True, "valign": "vcenter"},
    "error": {"bg_color": "#F8CBAD", "font_color": "#9C0006"},
    "warning": {"bg_color": "#FFF2CC"},
    "remark": {"text_wrap": True, "valign": "top", "font_color": "#9C0006"},
}


class Book:
    """A workbook being written, with the few formats we use."""

    def __init__(self, *, row_by_row: bool = False) -> None:
        """``row_by_row``: cells are written in order, and a row is forgotten when the next one begins."""
        self._buffer = io.BytesIO()
        kept = {"constant_memory": True} if row_by_row else {"in_memory": True}
        self.book = xlsxwriter.Workbook(self._buffer, _PLAIN_STRINGS | kept)
        self._formats: dict[str, Any] = {}

    def style(self, *names: str) -> Any:
        """A format out of our few, one laid over the other."""
        key = "+".join(names)
        if key not in self._formats:
            merged: dict[str, object] = {}
            for name in names:
                merged |= _FORMATS[name]
            self._formats[key] = self.book.add_format(merged)
        return self._formats[key]

    def finished(self) -> bytes:
        """The file."""
        self.book.close()
        return self._buffer.getvalue()


def table(
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    *,
    below: str = "",
    foot: str = "",
    progress: Progress = nobody_told,
) -> bytes:
    """A list under a title: header frozen, every text a text, laid out for A4.

    ``below`` stands under the title, ``foot`` at the bottom of every printed page. However long the list,
    only one row of it is held here.
    """
    book = Book(row_by_row=True)
    sheet = book.book.add_worksheet(sheet_name(title))
    widths = [
        column_width(heading, [row[at] for row in rows[:_MEASURED]]) for at, heading in enumerate(columns)
    ]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width, book.style("text"))
    heads = [(title, "title"), *([(below, "below")] if below else [])]
    for number, (said, style) in enumerate(heads):
        sheet.merge_range(number, 0, number, max(len(columns) - 1, 1), said, book.style(style))
    for column, heading in enumerate(columns):
        sheet.write_string(len(heads), column, heading, book.style("head"))
    _write_rows(book, sheet, rows, len(heads) + 1, progress)
    _lay_out(sheet, widths, header=len(heads), last=len(heads) + max(len(rows), 1), foot=foot)
    return book.finished()


def _write_rows(
    book: Book, sheet: Any, rows: Sequence[Sequence[Cell]], first: int, progress: Progress
) -> None:
    for done, row in enumerate(rows):
        for column, cell in enumerate(row):
            shown = None if cell == "" else cell
            style = "number" if isinstance(cell, int | float) else "body"
            write(book, sheet, (first + done, column), shown, style)
        if done % _TOLD_EVERY == 0:
            progress("writing", done, len(rows))


def as_it_stands(title: str, grid: Sequence[Sequence[Cell]]) -> bytes:
    """Rows as somebody typed them, the title first, nothing laid out."""
    book = Book()
    page = book.book.add_worksheet(sheet_name(title))
    for number, row in enumerate(grid):
        for column, cell in enumerate(row):
            write(book, page, (number, column), cell)
    return book.finished()


def merge(page: Any, place: Merge) -> None:
    """Merge cells of a sheet being written. Broken files merge a cell twice; the first merge stands."""
    (top, left), (bottom, right) = place
    if (top, left) != (bottom, right):
        with suppress(OverlappingRange):
            page.merge_range(top, left, bottom, right, "")


def write(book: Book, page: Any, at: tuple[int, int], cell: Cell, *style: str) -> None:
    if cell is None:
        if style:
            page.write_blank(*at, None, book.style(*style))
    elif isinstance(cell, bool):
        page.write_boolean(*at, cell, book.style(*style))
    elif isinstance(cell, int | float) and math.isfinite(cell):
        page.write_number(*at, cell, book.style(*style))
    elif isinstance(cell, datetime) and cell.time() == time():
        page.write_string(*at, cell.date().isoformat(), book.style("text", *style))
    else:
        page.write_string(*at, str(cell)[:LONGEST_CELL], book.style("text", *style))


def sheet_name(title: str) -> str:
    """A name the office program accepts: at most 31 characters, without ``[]:*?/\\``."""
    return "".join("_" if letter in "[]:*?/\\" else letter for letter in title)[:31].strip("'") or "Sheet"


def below_head(sheet: str, column: int, count: int) -> str:
    """The cells of a column under its heading, as a rule of the office program names them."""
    return f"='{sheet}'!{xl_range_abs(1, column, count, column)}"


def wide(lines: Iterable[object]) -> int:
    """The width of the longest line; a Chinese character counts twice."""
    return max((sum(2 if ord(letter) > 255 else 1 for letter in str(line)) for line in lines), default=0)


def column_width(heading: str, cells: Sequence[object]) -> int:
    """A column as wide as its longest line, within reason."""
    lines = [line for text in (heading, *cells) for line in str(text).split("\n")]
    return min(max(8, wide(lines) + 2), 48)


def _lay_out(sheet: Any, widths: Sequence[int], *, header: int, last: int, foot: str) -> None:
    """Header frozen and on every page, filters, A4 landscape; a wide list goes over several pages across."""
    across = -(-sum(widths) // _PAGE_WIDTH)
    sheet.freeze_panes(header + 1, 0)
    sheet.repeat_rows(header)
    if across > 1:
        sheet.repeat_columns(0, 1)
    sheet.autofilter(header, 0, last, max(len(widths) - 1, 0))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(across, 0)
    if foot:
        sheet.set_footer(f"&C{foot}")
