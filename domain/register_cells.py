"""The columns of one sheet, compiled once: how each field's cell becomes a value, equal cells parsed once."""

from collections.abc import Mapping
from typing import Any

from domain.cell_values import Parser, Severity, text
from domain.columns import Columns
from domain.external_list import numbers
from domain.identity import WITHHELD
from domain.register_finish import certificate_no, register_no
from domain.sheet import Cell

Told = tuple[str, Severity, Mapping[str, object]]
"""Code, severity, params of what is wrong with a cell."""
Parsed = tuple[Any, tuple[Told, ...]]
Row = tuple[Cell, ...]

_KEPT = 8_192
_IDENTITY: Mapping[Parser, tuple[str, Severity]] = {
    register_no: ("identity_number", Severity.ERROR),
    certificate_no: ("identity_dropped", Severity.WARNING),
}
_ELSEWHERE = ("identity_withheld", Severity.WARNING)


class FieldReader(dict[Any, Parsed]):
    """Cell → its value and what is wrong with it. What is no text stands under its type: 1 is not True."""

    def __init__(
        self, name: str, parse: Parser, places: tuple[int, ...], columns: Columns, default: Cell
    ) -> None:
        """``places``: the columns of the field, the first filled one counts; ``default`` where none is."""
        super().__init__()
        self.name = name
        self.places = places
        self._parse = parse
        self._columns = columns
        self._default = default
        self._told: list[Told] = []

    def of(self, row: Row) -> Parsed:
        """What a row says, where the field has several columns or none."""
        cells = (row[place] for place in self.places if place < len(row))
        cell = next((cell for cell in cells if text(cell)), None)
        return self[cell if type(cell) is str or cell is None else (type(cell), cell)]

    def __missing__(self, key: Any) -> Parsed:
        """Parse a cell that is not remembered."""
        cell = key[1] if type(key) is tuple else key
        if type(cell) is str:
            cell = self._without_identity(cell)
        if self._default is not None and not text(cell):
            cell = self._default
        value = self._parse(cell, self._columns, self._tell)
        if len(self) >= _KEPT:
            self.clear()
        found = self[key] = (value, tuple(self._told) if self._told else ())
        self._told.clear()
        return found

    def _without_identity(self, cell: str) -> str:
        for mark in self._columns.withheld_marks:
            cell = cell.replace(mark, WITHHELD)
        if WITHHELD not in cell or self._parse is numbers:
            return cell
        self._tell(*_IDENTITY.get(self._parse, _ELSEWHERE))
        return cell.replace(WITHHELD, "")

    def _tell(self, code: str, severity: Severity = Severity.ERROR, **params: object) -> None:
        self._told.append((code, severity, params))
