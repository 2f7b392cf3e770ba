"""Reading one sheet of a register: which rows are rows, which continue the row above, what each cell says."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from domain.cell_values import Severity, Tell, text
from domain.columns import Columns, plain
from domain.reading import Place, Problem
from domain.register_fields import REGISTERS
from domain.register_finish import Values
from domain.register_header import Header
from domain.sheet import Cell, Sheet, fill_down

_JOINED = ("basis", "content", "remark")
_NUMBERS = ("ordinal", "no", "code", "roster_no")


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
        self._defaults = defaults
        self._filled = fill_down(sheet)
        self._year = self._stated_year()

    def drafts(self) -> list[Draft]:
        """Every row of the register on this sheet, complete."""
        drafts: list[Draft] = []
        for index in self._row_indexes():
            draft = self._draft(index)
            if drafts and self.register.merges and self._continues(index, draft.values):
                _append(drafts[-1], draft)
            else:
                drafts.append(draft)
        for draft in drafts:
            self._complete(draft)
        return drafts

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
        for index in range(self.header.row + self.header.depth, len(self.sheet.rows)):
            own = [shown for cell in self.sheet.rows[index] if (shown := text(cell))]
            aside = self._aside(index, own)
            if aside:
                self.skipped.append(Place(self.sheet.name, aside, index + 1))
            elif own and self._fills_a_field(index):
                yield index

    def _aside(self, index: int, own: list[str]) -> str:
        """Why a filled row is no row of the register; blank if it is one, or is only numbered."""
        if not own:
            return ""
        if any(plain(value) in self._columns.example_marks for value in own[:3]) or self._asks_deletion(own):
            return "example"
        if unicodedata.normalize("NFKC", own[0]).startswith(self._columns.note_marks):
            return "note"
        if self._repeats_header(index):
            return "header"
        only_numbers = all(value.isdigit() for value in own)
        return "" if only_numbers or self._fills_a_field(index) else "note"

    def _asks_deletion(self, own: list[str]) -> bool:
        joined = "".join("".join(own).lower().split())
        return any(mark in joined for mark in self._columns.delete_marks)

    def _repeats_header(self, index: int) -> bool:
        row = self.sheet.rows[index]
        labels = self.header.labels
        names = [column for name in self.register.mandatory for column in self.header.fields.get(name, ())]
        return all(column < len(row) and plain(row[column]) == plain(labels[column]) for column in names)

    def _fills_a_field(self, index: int) -> bool:
        return any(self._own(index, name) for name in self.header.fields if name not in _NUMBERS)

    def _own(self, index: int, name: str) -> bool:
        """Whether the row itself fills a field; what a merged cell repeats does not count."""
        row = self.sheet.rows[index]
        return any(column < len(row) and text(row[column]) for column in self.header.fields.get(name, ()))

    def _continues(self, index: int, values: Values) -> bool:
        """Whether a row adds 子项 to the row above: merged with it by name, or without name and number."""
        names = self.header.fields.get("name", ())
        inherited = any((index, column) in self._filled.inherited for column in names)
        return inherited or not (values["name"] or any(self._own(index, name) for name in _NUMBERS))

    def _draft(self, index: int) -> Draft:
        draft = Draft([index + 1])
        for name, parse in self.register.fields.items():
            tell = self.tell(draft, name, index + 1)
            draft.values[name] = parse(self._cell(index, name), self._columns, tell)
        return draft

    def _cell(self, index: int, name: str) -> Cell:
        row = self._filled.rows[index]
        for column in self.header.fields.get(name, ()):
            if column < len(row) and text(row[column]):
                return row[column]
        return self._defaults.get(name)

    def _complete(self, draft: Draft) -> None:
        if "year" in draft.values:
            draft.values["year"] = draft.values["year"] or self._year
        told = {problem.field for problem in draft.problems}
        for name in self.register.mandatory:
            if not draft.values[name] and name not in told:
                self.tell(draft, name, draft.rows[0])("missing")
        self.register.finish(draft.values, self._columns, self.tell(draft, "", draft.rows[0]))


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
