"""Reading a register (一单两库, experts, plans) out of the sheets of an office file.

Every row becomes a typed value or is refused with its cell, the reason and the cure. Nothing is guessed
in silence. Columns of identity numbers are never looked at.
"""

from collections.abc import Callable, Mapping, Sequence

from domain.cell_values import Severity
from domain.columns import Columns, plain
from domain.errors import DomainError
from domain.reading import Place, Problem, Reading, RowRead
from domain.register_fields import KINDS, REGISTERS
from domain.register_header import Header, find_header, likely_kind
from domain.register_rows import made
from domain.register_sheet import Draft, SheetReader
from domain.sheet import Sheet

TOLD_EVERY = 1_000

__all__ = ["KINDS", "read_rows"]


def _nobody_told(_done: int, _of: int) -> None:
    """Where nobody waits."""


def read_rows(
    kind: str,
    sheets: Sequence[Sheet],
    columns: Columns,
    defaults: Mapping[str, str] | None = None,
    told: Callable[[int, int], None] = _nobody_told,
) -> Reading:
    """Read every sheet that has a header of this kind.

    ``defaults`` stand in for blank or lacking columns (``{"unit": …}`` for the roster of one bureau).
    ``told`` hears now and then how many rows of how many are read. Raises ``register.kind_unknown``,
    ``register.no_header`` or ``register.column_missing``.
    """
    if kind not in REGISTERS:
        raise DomainError("register.kind_unknown", kind=kind, kinds=KINDS)
    given = defaults or {}
    readers = [
        SheetReader(kind, sheet, header, columns, given)
        for sheet in sheets
        if (header := _header(kind, sheet, columns))
    ]
    if not readers:
        raise _no_header(kind, sheets, columns)
    for reader in readers:
        _demand_columns(kind, reader, given)
    accepted = _Accepting(kind)
    height = sum(len(reader.sheet.rows) for reader in readers)
    drafts = ((reader, draft) for reader in readers for draft in reader.drafts())
    for done, (reader, draft) in enumerate(drafts):
        accepted.take(reader, draft)
        if done % TOLD_EVERY == 0:
            told(done, height)
    read = {reader.sheet.name for reader in readers}
    return accepted.reading(readers, tuple(sheet.name for sheet in sheets if sheet.name not in read))


def _header(kind: str, sheet: Sheet, columns: Columns) -> Header | None:
    if sheet.hidden or plain(sheet.name) in columns.skipped_sheets:
        return None
    return find_header(sheet, kind, REGISTERS[kind].mandatory, columns)


def _no_header(kind: str, sheets: Sequence[Sheet], columns: Columns) -> DomainError:
    mandatory = {other: register.mandatory for other, register in REGISTERS.items()}
    looks_like = likely_kind(sheets, mandatory, columns)
    return DomainError("register.no_header", kind=kind, fields=mandatory[kind], looks_like=looks_like)


def _demand_columns(kind: str, reader: SheetReader, defaults: Mapping[str, str]) -> None:
    header = reader.header
    known = {*header.fields, *defaults}
    lacking = tuple(name for name in REGISTERS[kind].mandatory if name not in known)
    if lacking:
        found = "、".join(header.labels[column] for column in sorted(header.labels))
        place = {"sheet": reader.sheet.name, "row": header.row + 1}
        raise DomainError("register.column_missing", kind=kind, fields=lacking, found=found, **place)


class _Accepting:
    """Takes rows without an error; refuses a row whose key or certificate stands above already."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._register = REGISTERS[kind]
        self._seen: dict[str, dict[str, RowRead]] = {name: {} for name in ("key", *self._register.unique)}
        self._rows: list[RowRead] = []
        self._problems: list[Problem] = []
        self._total = self._kept = self._warned = 0

    def take(self, reader: SheetReader, draft: Draft) -> None:
        if not draft.spoilt:
            value = made(self._register.row, draft.values)
            row = RowRead(reader.sheet.name, draft.rows[0], draft.rows[-1], value, len(draft.rows))
            self._refuse_doubles(reader, draft, row)
            if not draft.spoilt:
                self._rows.append(row)
                self._kept += len(draft.rows)
                self._warned += len(_rows_with(draft.problems))
        self._total += len(draft.rows)
        self._problems += draft.problems

    def _refuse_doubles(self, reader: SheetReader, draft: Draft, row: RowRead) -> None:
        for name, seen in self._seen.items():
            mark = row.value.key if name == "key" else draft.values[name]
            first = seen.setdefault(mark, row) if mark else row
            if first is not row:
                _refuse_double(reader, draft, name, first)
                break

    def reading(self, readers: Sequence[SheetReader], skipped_sheets: tuple[str, ...]) -> Reading:
        return Reading(
            kind=self._kind,
            rows=tuple(self._rows),
            problems=tuple(self._problems),
            total=self._total,
            accepted=self._kept,
            warned=self._warned,
            present=frozenset(name for reader in readers for name in reader.header.fields),
            headers=tuple(Place(reader.sheet.name, "", reader.header.row + 1) for reader in readers),
            fields_at={
                (reader.sheet.name, name): Place(
                    reader.sheet.name, reader.header.label(name), reader.header.row + 1, at[0]
                )
                for reader in readers
                for name, at in reader.header.fields.items()
            },
            dropped=tuple(place for reader in readers for place in _places(reader, reader.header.identity)),
            ignored=tuple(place for reader in readers for place in _places(reader, reader.header.ignored)),
            skipped=tuple(place for reader in readers for place in reader.skipped),
            skipped_sheets=skipped_sheets,
        )


def _refuse_double(reader: SheetReader, draft: Draft, name: str, first: RowRead) -> None:
    """Shown with the row above it: ``differs`` holds each field with what is written here and there."""
    fields = reader.register.key_fields if name == "key" else (name,)
    about = next((field for field in fields if field in reader.header.fields), fields[-1])
    differs = tuple(
        (field, draft.values[field], there)
        for field in reader.register.fields
        if field in reader.header.fields and (there := getattr(first.value, field)) != draft.values[field]
    )
    reader.tell(draft, about, draft.rows[0])(
        "duplicate",
        other_sheet=first.sheet,
        other_row=first.row,
        written=draft.values[about],
        differs=differs,
    )


def _rows_with(problems: Sequence[Problem]) -> set[int]:
    return {problem.row for problem in problems if problem.severity is Severity.WARNING}


def _places(reader: SheetReader, indexes: Sequence[int]) -> list[Place]:
    labels = reader.header.labels
    return [Place(reader.sheet.name, labels[index], reader.header.row + 1, index) for index in indexes]
