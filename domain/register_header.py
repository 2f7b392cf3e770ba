"""Finding the header row of a register by the names of its columns, below titles and notes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.columns import Columns, plain
from domain.sheet import Cell, Sheet

_SEARCHED_ROWS = 40


@dataclass(frozen=True)
class Header:
    """Where the columns of a sheet are; rows and columns count from 0."""

    row: int
    depth: int
    labels: Mapping[int, str]
    """Every column with a label, identity columns too."""
    fields: Mapping[str, tuple[int, ...]]
    """Field → its columns; where there are several, the first that is filled counts."""
    identity: tuple[int, ...]
    ignored: tuple[int, ...]

    def label(self, field: str) -> str:
        """The label of a field as the file writes it; blank if the file has no such column."""
        return self.labels[self.fields[field][0]] if field in self.fields else ""


def find_header(sheet: Sheet, kind: str, mandatory: tuple[str, ...], columns: Columns) -> Header | None:
    """The row that names most fields, among them a mandatory one; ``None`` when no row names two."""
    best: Header | None = None
    for row in range(min(_SEARCHED_ROWS, len(sheet.rows))):
        header = _header_at(sheet, row, kind, columns)
        if len(header.fields) < 2 or not set(mandatory) & set(header.fields):
            continue
        if best is None or _is_better(header, best):
            best = header
    return best


def _is_better(header: Header, best: Header) -> bool:
    """More fields; or as many without the row above, which then is a title merged over the header."""
    below_title = best.depth > 1 and header.row == best.row + 1
    return len(header.fields) + below_title > len(best.fields)


def _header_at(sheet: Sheet, row: int, kind: str, columns: Columns) -> Header:
    candidates, depth = _labels_at(sheet, row, kind, columns)
    fields: dict[str, tuple[int, ...]] = defaultdict(tuple)
    identity, ignored = [], []
    for column, names in candidates.items():
        field = next(filter(None, (columns.field(kind, name) for name in names)), None)
        if any(columns.is_identity(name) for name in names):
            identity.append(column)
        elif field:
            fields[field] += (column,)
        else:
            ignored.append(column)
    labels = {column: _shown(names) for column, names in candidates.items()}
    return Header(row, depth, labels, dict(fields), tuple(identity), tuple(ignored))


def _labels_at(sheet: Sheet, row: int, kind: str, columns: Columns) -> tuple[dict[int, list[str]], int]:
    """Column → names to try, and over how many rows the header reaches."""
    labels = {column: [cell] for column, cell in _texts(sheet, row).items()}
    starting = [merge for merge in sheet.merged if merge[0][0] == row]
    below = _texts(sheet, row + 1)
    depth = max((bottom - row + 1 for (_, left), (bottom, _) in starting if left in labels), default=1)
    for (_, left), (bottom, right) in starting:
        children = {column: below[column] for column in range(left, right + 1) if column in below}
        if bottom > row or right == left or not children or left not in labels:
            continue
        parent = labels[left][0]
        tried = {column: [parent + child, child, parent] for column, child in children.items()}
        if any(columns.field(kind, name) for names in tried.values() for name in names[:2]):
            labels |= tried
            depth = max(depth, 2)
    return labels, depth


def _texts(sheet: Sheet, row: int) -> dict[int, str]:
    cells: tuple[Cell, ...] = sheet.rows[row] if row < len(sheet.rows) else ()
    return {column: cell for column, cell in enumerate(cells) if isinstance(cell, str) and plain(cell)}


def _shown(names: list[str]) -> str:
    return "".join((names[1] if len(names) > 1 else names[0]).split())


def likely_kind(sheets: Sequence[Sheet], kinds: Mapping[str, tuple[str, ...]], columns: Columns) -> str:
    """The kind of register whose columns these sheets name best; blank if none fits."""
    fits = {kind: _best_fit(sheets, kind, mandatory, columns) for kind, mandatory in kinds.items()}
    best = max(fits, key=lambda kind: fits[kind])
    return best if fits[best] else ""


def _best_fit(sheets: Sequence[Sheet], kind: str, mandatory: tuple[str, ...], columns: Columns) -> int:
    headers = [find_header(sheet, kind, mandatory, columns) for sheet in sheets]
    return max((len(header.fields) for header in headers if header), default=0)
