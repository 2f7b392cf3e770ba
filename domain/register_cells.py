"""The columns of one sheet, compiled once: how each field's cell becomes a value, equal cells parsed once."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from domain.cell_values import Parser, Severity, text
from domain.columns import Columns
from domain.external_list import numbers
from domain.identity import WITHHELD
from domain.register_finish import certificate_no, register_no
from domain.sheet import Cell

Told = tuple[str, Severity, Mapping[str, object]]
"""Code, severity, params of what is wrong with a cell."""
Row = tuple[Cell, ...]
Values = dict[str, Any]

_KEPT = 8_192
"""Cells remembered of a column, at least; what a portion adds comes on top."""
_IDENTITY: Mapping[Parser, tuple[str, Severity]] = {
    register_no: ("identity_number", Severity.ERROR),
    certificate_no: ("identity_dropped", Severity.WARNING),
}
_ELSEWHERE = ("identity_withheld", Severity.WARNING)


class FieldReader(dict[Any, Any]):
    """Cell → its value. What is no text stands under its type: 1 is not True."""

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
        self._told: dict[Any, tuple[Told, ...]] = {}
        self._telling: list[Told] = []

    def values(self, cells: Sequence[Cell]) -> list[Any]:  # type: ignore[override]
        """The value of each cell."""
        if len(self) > _KEPT:
            self.clear()
            self._told.clear()
        return [self[cell if type(cell) is str or cell is None else (type(cell), cell)] for cell in cells]

    def told(self, cells: Sequence[Cell]) -> Iterator[tuple[int, Told]]:
        """What is wrong with these cells, whose values were asked for just before, each by its place."""
        if self._told:
            for place, cell in enumerate(cells):
                for told in self._told.get(_key(cell), ()):
                    yield place, told

    def __missing__(self, key: Any) -> Any:
        """Parse a cell that is not remembered."""
        cell = key[1] if type(key) is tuple else key
        if type(cell) is str:
            cell = self._without_identity(cell)
        if self._default is not None and not text(cell):
            cell = self._default
        value = self[key] = self._parse(cell, self._columns, self._tell)
        if self._telling:
            self._told[key] = tuple(self._telling)
            self._telling.clear()
        return value

    def _without_identity(self, cell: str) -> str:
        for mark in self._columns.withheld_marks:
            cell = cell.replace(mark, WITHHELD)
        if WITHHELD not in cell or self._parse is numbers:
            return cell
        self._tell(*_IDENTITY.get(self._parse, _ELSEWHERE))
        return cell.replace(WITHHELD, "")

    def _tell(self, code: str, severity: Severity = Severity.ERROR, **params: object) -> None:
        self._telling.append((code, severity, params))


def _key(cell: Cell) -> Any:
    return cell if type(cell) is str or cell is None else (type(cell), cell)


class RowReader:
    """All fields of one sheet: rows in, a portion at a time, complete values out."""

    def __init__(self, readers: Sequence[FieldReader]) -> None:
        """``readers``: one for each field of the register."""
        self._placed = [one for one in readers if one.places]
        self._names = [one.name for one in self._placed]
        self._lacking = {one.name: one[None] for one in readers if not one.places}

    def read(self, rows: Sequence[Row]) -> tuple[list[Values], dict[int, list[tuple[str, Told]]]]:
        """The values of each row; and place of a row → its faults, each with its field."""
        columns = tuple(zip_longest(*rows))
        blank = (None,) * len(rows)
        found, faults = [], defaultdict(list)
        for reader in self._placed:
            cells = _first_filled([columns[at] for at in reader.places if at < len(columns)] or [blank])
            found.append(reader.values(cells))
            for place, told in reader.told(cells):
                faults[place].append((reader.name, told))
        lacking = self._lacking
        return [
            lacking | dict(zip(self._names, values, strict=True)) for values in zip(*found, strict=True)
        ], faults


def _first_filled(columns: Sequence[Sequence[Cell]]) -> Sequence[Cell]:
    """Of several columns of one field the first that is filled, row by row."""
    if len(columns) == 1:
        return columns[0]
    return [next((cell for cell in cells if text(cell)), None) for cells in zip(*columns, strict=True)]
