"""A list as an office keeps it: title, notes, header, an example row, rows, a line at the end."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Table:
    """``rows`` are the data alone; ``grid`` is the sheet as somebody would open it."""

    title: str
    notes: tuple[str, ...]
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    file_name: str
    """Without an extension."""
    example: Row = ()
    footer: str = ""

    def grid(self) -> list[Row]:
        """All rows of the sheet from the first, title and notes in the first column."""
        above = [(line,) for line in (self.title, *self.notes)]
        example = [self.example] if self.example else []
        below = [(self.footer,)] if self.footer else []
        return [*above, self.header, *example, *self.rows, *below]

    def column(self, label: str) -> list[Any]:
        """The values of one column. Raises ``ValueError`` when the header has no such label."""
        at = self.header.index(label)
        return [row[at] for row in self.rows]


def as_csv(table: Table, encoding: Literal["gbk", "utf-8-sig"] = "gbk") -> bytes:
    """The sheet as office programs save it: GBK by default, dates as 2026/4/15."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([_shown(cell) for cell in row] for row in table.grid())
    return text.getvalue().encode(encoding)


def _shown(cell: Any) -> str:
    if isinstance(cell, date):
        return f"{cell.year}/{cell.month}/{cell.day}"
    return "" if cell is None else str(cell)
