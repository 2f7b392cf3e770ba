"""The only writer of office files: lists, templates and returned workbooks, as bytes.

Nothing written here is ever a formula or a link, whatever it begins with. Writing a long list takes seconds:
call these in a thread.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, time
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import OverlappingRange
from xlsxwriter.utility import xl_range_abs

from domain.register_fields import REGISTERS
from domain.register_rows import RegisterRow
from domain.sheet import Cell, Merge
from locales.texts import Texts
from services.register_report import choices, headings, label, written
from services.sheets import GUARDED

_PLAIN_STRINGS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
LONGEST_CELL = 32_767
_TEMPLATE_ROWS = 5_000
_FORMATS: Mapping[str, Mapping[str, object]] = {
    "title": {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"},
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
    "error": {"bg_color": "#F8CBAD", "font_color": "#9C0006"},
    "warning": {"bg_color": "#FFF2CC"},
    "remark": {"text_wrap": True, "valign": "top", "font_color": "#9C0006"},
}


class Book:
    """A workbook being written, with the few formats we use."""

    def __init__(self) -> None:
        self._buffer = io.BytesIO()
        self.book = xlsxwriter.Workbook(self._buffer, _PLAIN_STRINGS)
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


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """A list under a title: header frozen, every text a text, fit to the width of a page."""
    book = Book()
    sheet = book.book.add_worksheet(sheet_name(title))
    sheet.merge_range(0, 0, 0, max(len(columns) - 1, 1), "", book.style("title"))
    sheet.write_string(0, 0, title, book.style("title"))
    for column, heading in enumerate(columns):
        sheet.write_string(1, column, heading, book.style("head"))
        sheet.set_column(column, column, _width(heading, [row[column] for row in rows[:200]]))
    for number, row in enumerate(rows, start=2):
        for column, cell in enumerate(row):
            write(book, sheet, (number, column), cell, "number" if isinstance(cell, int | float) else "body")
    _lay_out(sheet, header_rows=2, last=(max(len(rows) + 1, 1), max(len(columns) - 1, 0)))
    return book.finished()


def as_it_stands(title: str, grid: Sequence[Sequence[Cell]]) -> bytes:
    """Rows as somebody typed them, the title first, nothing laid out."""
    book = Book()
    page = book.book.add_worksheet(sheet_name(title))
    for number, row in enumerate(grid):
        for column, cell in enumerate(row):
            write(book, page, (number, column), cell)
    return book.finished()


def register_table(kind: str, rows: Sequence[RegisterRow], texts: Texts) -> bytes:
    """A register as our own list; importing it again changes nothing."""
    title = texts.say(f"register.kinds.{kind}")
    return table(title, headings(kind, texts), [written(kind, row, texts) for row in rows])


def csv_table(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """A list as CSV (UTF-8 with BOM); an apostrophe guards every cell that could pass for a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(map(_guarded, columns))
    writer.writerows([_guarded(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _guarded(cell: Cell) -> str:
    shown = "" if cell is None else str(cell)
    return f"'{shown}" if isinstance(cell, str) and shown.startswith(GUARDED) else shown


def template(kind: str, texts: Texts, lists: Mapping[str, Sequence[str]] | None = None) -> bytes:
    """An empty list to fill in, with drop-downs; ``lists`` adds the office's own (``{"unit": …}``)."""
    book = Book()
    register = REGISTERS[kind]
    sheet = book.book.add_worksheet(sheet_name(texts.say(f"register.kinds.{kind}")))
    offered = {**choices(kind, texts), **(lists or {})}
    ranges = _write_choices(
        book, texts, {label(kind, field, texts): words for field, words in offered.items()}
    )
    for column, field in enumerate(register.fields):
        heading = label(kind, field, texts)
        must = field in register.mandatory
        sheet.write_string(
            0, column, f"{heading} *" if must else heading, book.style("must" if must else "head")
        )
        sheet.set_column(column, column, _width(heading, []), book.style("text"))
        if heading in ranges:
            rule = {"validate": "list", "source": ranges[heading], "error_type": "warning"}
            sheet.data_validation(1, column, _TEMPLATE_ROWS, column, rule)
    sheet.freeze_panes(1, 0)
    return book.finished()


def _write_choices(book: Book, texts: Texts, offered: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """A sheet of choices, one column each. Heading → the range of its drop-down."""
    name = sheet_name(texts.say("register.report.choices"))
    sheet = book.book.add_worksheet(name)
    ranges = {}
    for column, (heading, words) in enumerate(offered.items()):
        sheet.write_string(0, column, heading, book.style("head"))
        sheet.write_column(1, column, words, book.style("text"))
        sheet.set_column(column, column, _width(heading, list(words)))
        ranges[heading] = f"='{name}'!{xl_range_abs(1, column, max(len(words), 1), column)}"
    return ranges


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
    elif isinstance(cell, int | float):
        page.write_number(*at, cell, book.style(*style))
    elif isinstance(cell, datetime) and cell.time() == time():
        page.write_string(*at, cell.date().isoformat(), book.style("text", *style))
    else:
        page.write_string(*at, str(cell)[:LONGEST_CELL], book.style("text", *style))


def sheet_name(title: str) -> str:
    """A name the office program accepts: at most 31 characters, without ``[]:*?/\\``."""
    return "".join("_" if letter in "[]:*?/\\" else letter for letter in title)[:31].strip("'") or "Sheet"


def _width(heading: str, cells: Sequence[object]) -> int:
    """A column as wide as its longest line, within reason; a Chinese character counts twice."""
    lines = [line for text in (heading, *cells) for line in str(text).split("\n")]
    return min(max(8, *(sum(2 if ord(letter) > 255 else 1 for letter in line) + 2 for line in lines)), 48)


def _lay_out(sheet: Any, *, header_rows: int, last: tuple[int, int]) -> None:
    sheet.freeze_panes(header_rows, 0)
    sheet.repeat_rows(0, header_rows - 1)
    sheet.autofilter(header_rows - 1, 0, *last)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
