"""The sent workbook back: its faults marked for the sender, or as it may be kept."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.cell_values import Severity
from domain.identity import WITHHELD
from domain.reading import Problem, Reading
from domain.sheet import Cell, Sheet
from locales.texts import Texts
from services.registers.register_report import remark
from services.registers.workbooks import LONGEST_CELL, Book, merge, sheet_name, write


@dataclass(frozen=True)
class Page:
    """A table of ours behind the sender's sheets."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def annotated(sheets: Sequence[Sheet], reading: Reading, texts: Texts, pages: Sequence[Page] = ()) -> bytes:
    """The sent workbook back: faulty cells coloured, the reasons in a last column, no identity numbers.

    Hidden sheets are not returned. Cells keep their values; the sender's own colours are not kept.
    """
    book = Book()
    for sheet in sheets:
        if not sheet.hidden:
            _annotate(book, sheet, reading, texts)
    for page in pages:
        _add(book, page)
    return book.finished()


def _add(book: Book, page: Page) -> None:
    sheet = book.book.add_worksheet(sheet_name(page.title))
    sheet.set_column(0, len(page.headings) - 1, 24)
    for index, row in enumerate([page.headings, *page.rows]):
        for column, cell in enumerate(row):
            write(book, sheet, (index, column), cell, "head" if index == 0 else "body")
    sheet.freeze_panes(1, 0)


def kept(sheets: Sequence[Sheet], reading: Reading) -> bytes:
    """The sent workbook as it may be kept: the same cells, those of identity numbers blank."""
    book = Book()
    for sheet in sheets:
        page = book.book.add_worksheet(sheet_name(sheet.name))
        for place in sheet.merged:
            merge(page, place)
        withheld = _withheld(sheet, reading)
        for index, row in enumerate(sheet.rows):
            for column, cell in enumerate(row):
                if not _is_withheld(withheld, index, column):
                    write(book, page, (index, column), cell)
        if sheet.hidden:
            page.hide()
    return book.finished()


def _withheld(sheet: Sheet, reading: Reading) -> dict[int, int]:
    """Column of identity numbers → the row of its heading, from 1."""
    return {place.index: place.row for place in reading.dropped if place.sheet == sheet.name}


def _is_withheld(withheld: Mapping[int, int], index: int, column: int) -> bool:
    return column in withheld and index >= withheld[column]


def _annotate(book: Book, sheet: Sheet, reading: Reading, texts: Texts) -> None:
    page = book.book.add_worksheet(sheet_name(sheet.name))
    problems = [problem for problem in reading.problems if problem.sheet == sheet.name]
    marks = _marks(problems)
    withheld, said_instead = _withheld(sheet, reading), texts.say("register.report.withheld")
    for place in sheet.merged:
        merge(page, place)
    for index, row in enumerate(sheet.rows):
        for column, cell in enumerate(row):
            hidden = cell is not None and _is_withheld(withheld, index, column)
            shown = said_instead if hidden else _without_sign(cell, said_instead)
            write(book, page, (index, column), shown, *marks.pop((index, column), ()))
    for (index, column), mark in marks.items():
        page.write_blank(index, column, None, book.style(*mark))
    header = next((place.row for place in reading.headers if place.sheet == sheet.name), None)
    if header is not None:
        said = {
            header - 1: texts.say("register.report.reason_header"),
            **_reasons(reading.kind, problems, texts),
        }
        _write_reasons(book, page, sheet, said)


def _marks(problems: Sequence[Problem]) -> dict[tuple[int, int], tuple[str, ...]]:
    marks: dict[tuple[int, int], tuple[str, ...]] = {}
    for problem in sorted(problems, key=lambda problem: problem.severity is Severity.ERROR):
        if problem.index is not None:
            marks[problem.row - 1, problem.index] = (problem.severity.value,)
    return marks


def _reasons(kind: str, problems: Sequence[Problem], texts: Texts) -> dict[int, str]:
    """Row from 0 → everything that is wrong in it."""
    found: dict[int, list[str]] = defaultdict(list)
    for problem in problems:
        found[problem.row - 1].append(remark(kind, problem, texts))
    return {row: "\n".join(reasons) for row, reasons in found.items()}


def _write_reasons(book: Book, page: Any, sheet: Sheet, said: Mapping[int, str]) -> None:
    """Write the last column, heading first. A column from an earlier return is used again."""
    header = min(said)
    titles = sheet.rows[header]
    column = titles.index(said[header]) if said[header] in titles else max(map(len, sheet.rows))
    page.set_column(0, max(column - 1, 0), 16)
    page.set_column(column, column, 60)
    for row, reason in said.items():
        page.write_string(
            row, column, reason[:LONGEST_CELL], book.style("head" if row == header else "remark")
        )
    page.freeze_panes(header + 1, 0)


def _without_sign(cell: Cell, instead: str) -> Cell:
    """A cell that says in words that an identity number was taken out of it."""
    return cell.replace(WITHHELD, instead) if isinstance(cell, str) else cell
