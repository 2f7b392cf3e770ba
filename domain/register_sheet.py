"""Reading one sheet of a register: which rows are rows, which continue the row above, what each cell says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from domain.cell_values import Severity, Tell
from domain.columns import Columns
from domain.reading import Place, Problem
from domain.register_aside import RowsAside
from domain.register_cells import FieldReader, RowReader
from domain.register_fields import REGISTERS
from domain.register_finish import Values
from domain.register_header import Header
from domain.sheet import Sheet, fill_down

_PORTION = 1_000
_JOINED = ("basis", "content", "remark")


@dataclass
class Draft:
    """A row while it is read; rows below that continue it are added to it."""

    rows: list[int]
    """Counted from 1."""
    values: Values = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def spoilt(self) -> bool:
        """Whether anything in it keeps it out."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


class SheetReader:
    """Reads the rows of one sheet in order; ``skipped`` fills on the way."""

    def __init__(
        self, kind: str, sheet: Sheet, header: Header, columns: Columns, defaults: Mapping[str, str]
    ) -> None:
        """``defaults`` stand in for blank cells and for columns the sheet lacks."""
        self.register = REGISTERS[kind]
        self.sheet = sheet
        self.header = header
        self.skipped: list[Place] = []
        self._columns = columns
        self._filled = fill_down(sheet)
        self._year = self._stated_year()
        self._aside = RowsAside(self.register.mandatory, header, columns)
        self._rows = RowReader(
            [
                FieldReader(name, parse, header.fields.get(name, ()), columns, defaults.get(name))
                for name, parse in self.register.fields.items()
            ]
        )

    def drafts(self) -> Iterator[Draft]:
        """Every row of the register on this sheet, complete."""
        open_draft: Draft | None = None
        for draft in self._read():
            if open_draft and self.register.merges and self._continues(draft.rows[0] - 1, draft.values):
                _append(open_draft, draft)
                continue
            if open_draft:
                yield self._completed(open_draft)
            open_draft = draft
        if open_draft:
            yield self._completed(open_draft)

    def tell(self, draft: Draft, about: str, row: int) -> Tell:
        """A way to say what is wrong with a field of a draft."""

        def tell(code: str, severity: Severity = Severity.ERROR, **params: object) -> None:
            name = str(params.pop("field", about))
            at = self.header.fields.get(name, (None,))[0]
            label = self.header.label(name)
            draft.problems.append(Problem(self.sheet.name, row, name, label, code, severity, params, at))

        return tell

    def _stated_year(self) -> int | None:
        above = [cell for row in self.sheet.rows[: self.header.row] for cell in row if isinstance(cell, str)]
        found = self._columns.grammar["year"].search("\n".join([*above, self.sheet.name]))
        return int(found[0]) if found else None

    def _row_indexes(self) -> Iterator[int]:
        rows = self.sheet.rows
        for index in range(self.header.row + self.header.depth, len(rows)):
            why = self._aside.why(rows[index])
            if why is None:
                yield index
            elif why:
                self.skipped.append(Place(self.sheet.name, why, index + 1))

    def _continues(self, index: int, values: Values) -> bool:
        """Whether a row adds 子项 to the row above: merged with it by name, or without name and number."""
        names = self.header.fields.get("name", ())
        inherited = any((index, column) in self._filled.inherited for column in names)
        return inherited or not (values["name"] or self._aside.is_numbered(self.sheet.rows[index]))

    def _read(self) -> Iterator[Draft]:
        indexes = self._row_indexes()
        while portion := list(islice(indexes, _PORTION)):
            rows, faults = self._rows.read([self._filled.rows[index] for index in portion])
            for place, (index, values) in enumerate(zip(portion, rows, strict=True)):
                draft = Draft([index + 1], values)
                for name, (code, severity, params) in faults.get(place, ()):
                    self.tell(draft, name, index + 1)(code, severity, **params)
                yield draft

    def _completed(self, draft: Draft) -> Draft:
        if "year" in draft.values:
            draft.values["year"] = draft.values["year"] or self._year
        told = {one.field for one in draft.problems if one.severity is Severity.ERROR}
        for name in self.register.mandatory:
            if not draft.values[name] and name not in told:
                self.tell(draft, name, draft.rows[0])("missing")
        self.register.finish(draft.values, self._columns, self.tell(draft, "", draft.rows[0]))
        return draft


def _append(draft: Draft, below: Draft) -> None:
    """Add a continuing row: lists grow, long texts are joined, blanks are filled."""
    for name, value in below.values.items():
        known = draft.values[name]
        if isinstance(known, tuple):
            draft.values[name] = tuple(dict.fromkeys(known + value))
        elif name in _JOINED and value and value not in known.split("\n"):
            draft.values[name] = f"{known}\n{value}".strip()
        elif known in ("", None):
            draft.values[name] = value
    draft.rows += below.rows
    draft.problems += below.problems
