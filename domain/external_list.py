"""A platform's list of drawn objects and matched inspectors: its own cells, and who is meant by each.

Nothing is guessed: a number that nobody of the roster has, or a name that two have, is a problem of its cell.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from domain.cell_values import FOREVER, Severity, Tell, code, day, prose, text
from domain.columns import Columns
from domain.credit_code import is_identity_number
from domain.errors import DomainError
from domain.external_record import Team
from domain.identity import WITHHELD
from domain.reading import Problem, Reading, RowRead
from domain.register_header import Header, find_header
from domain.register_rows import DrawnRow
from domain.sheet import Cell, Sheet

KIND = "drawn"
_WITHHELD_HERE = "?"
_BETWEEN = re.compile(r"[,，、;；/／\n]+")


def people(cell: Cell, _columns: Columns, _tell: Tell) -> tuple[str, ...]:
    """Names in the order of the cell; 张 三 is one name, 张三 李四 are two."""
    parts = _BETWEEN.split(prose(cell))
    return tuple(name for part in parts for name in _names(part.split()))


def _names(pieces: list[str]) -> list[str]:
    if any(len(one) == 1 for one in pieces):
        return ["".join(pieces)]
    return pieces


def numbers(cell: Cell, columns: Columns, tell: Tell) -> tuple[str, ...]:
    """Numbers in the order of the cell; an identity number leaves its place blank, with a warning."""
    written = cell.replace(WITHHELD, _WITHHELD_HERE) if isinstance(cell, str) else cell
    parts = [part for part in re.split(r"[,，、;；/／\s]+", prose(written, columns, tell)) if part]
    found = tuple(code(part, columns, tell) for part in parts)
    if any(map(_is_withheld, found)):
        tell("identity_dropped", Severity.WARNING)
    return tuple("" if _is_withheld(one) else one for one in found)


def _is_withheld(number: str) -> bool:
    return number == _WITHHELD_HERE or is_identity_number(number)


def moment(cell: Cell, columns: Columns, tell: Tell) -> str:
    """A day, with its time if the cell says one, in ISO form; blank for a blank cell."""
    found = day(cell, columns, tell)
    if found is None:
        return ""
    if found == FOREVER:
        tell("bad_date", written=text(cell))
        return ""
    clock = columns.grammar["clock"].search(f"{cell:%H:%M}" if isinstance(cell, datetime) else text(cell))
    hour, minute = map(int, clock.groups()) if clock else (0, 0)
    told = (hour, minute) != (0, 0) and hour < 24 and minute < 60
    return f"{found.isoformat()}T{hour:02d}:{minute:02d}" if told else found.isoformat()


def finish_drawn(values: dict[str, Any], _columns: Columns, tell: Tell) -> None:
    """Somebody must go, and as many numbers as names."""
    if not (values["inspectors"] or values["roster_nos"] or values["certificate_nos"]):
        tell("missing", field="inspectors")
    names = len(values["inspectors"])
    for field_name in ("roster_nos", "certificate_nos"):
        count = len(values[field_name])
        if names and count and names != count:
            tell("count_differs", field=field_name, names=names, numbers=count)


@dataclass(frozen=True)
class Known:
    """Somebody of the roster, by everything that a list may name them by."""

    roster_no: str
    name: str
    unit: str
    certificate_no: str = ""


@dataclass(frozen=True)
class Resolved:
    """What a list means here: complete only when no problem is an error."""

    teams: tuple[Team, ...]
    problems: tuple[Problem, ...]
    unknown: int
    """Objects that are not in the register."""


class Cells:
    """Where each field of a list stands, so that a problem can name its cell."""

    def __init__(self, sheets: Sequence[Sheet], columns: Columns) -> None:
        """``sheets`` are those the list was read from."""
        found = ((sheet.name, find_header(sheet, KIND, ("register_no",), columns)) for sheet in sheets)
        self._headers: Mapping[str, Header] = {name: header for name, header in found if header}

    def problem(
        self, row: RowRead, about: str, what: str, severity: Severity = Severity.ERROR, **params: object
    ) -> Problem:
        """What is wrong with a field of a row."""
        header = self._headers[row.sheet]
        at = header.fields.get(about, (None,))[0]
        return Problem(row.sheet, row.row, about, header.label(about), what, severity, params, at)


class Roster:
    """Finds who is meant: by roster number, by certificate number, else by the only one of that name."""

    def __init__(self, everybody: Iterable[Known], units: Sequence[str]) -> None:
        """``units`` are the task's: where a name is looked for when the list names no unit of ours."""
        self._all = tuple(everybody)
        self._units = units
        self._by_number = {one.roster_no: one for one in self._all}
        self._by_certificate = {one.certificate_no: one for one in self._all if one.certificate_no}
        self._known_units = {one.unit for one in self._all}

    def find(self, row: DrawnRow, place: int) -> tuple[Known | None, str, str, str]:
        """Who stands at a place of a row; or ``None`` with the field, the problem and what is written."""
        name = row.inspectors[place] if place < len(row.inspectors) else ""
        tries = (
            ("roster_nos", row.roster_nos, self._by_number),
            ("certificate_nos", row.certificate_nos, self._by_certificate),
        )
        for about, written, known in tries:
            number = written[place] if place < len(written) else ""
            if number:
                found = known.get(number)
                if found is None:
                    return None, about, "number_unknown", number
                if name and found.name != name:
                    return None, about, "person_differs", number
                return found, "", "", ""
        return self._by_name(row, name)

    def _by_name(self, row: DrawnRow, name: str) -> tuple[Known | None, str, str, str]:
        within = [unit for unit in row.units if unit in self._known_units] or self._units
        found = [one for one in self._all if one.name == name and one.unit in within]
        if len(found) == 1:
            return found[0], "", "", ""
        return None, "inspectors", "name_twice" if found else "name_unknown", name


@dataclass(frozen=True)
class Chosen:
    """The rows of a list that belong to our tasks; ``labels`` are the tasks the list names otherwise."""

    reading: Reading
    others: int
    labels: tuple[str, ...] = ()
    nos: tuple[str, ...] = ()
    by_label: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def tasks_of(self, value: DrawnRow) -> tuple[str, ...]:
        """The numbers of the tasks a row is for: those it names, else all of them."""
        return self.by_label.get(_label(value), self.nos)


def _label(value: DrawnRow) -> tuple[str, str]:
    return value.task_no, value.task_name


def resolve(chosen: Chosen, cells: Cells, objects: Mapping[str, str], roster: Roster) -> Resolved:
    """Every row of a list against the register (``objects``: register number → name) and the roster."""
    teams: dict[str, Team] = {}
    problems: list[Problem] = []
    for row, value in _rows(chosen.reading):
        team = teams.setdefault(value.register_no, Team(value.register_no))
        team.tasks |= dict.fromkeys(chosen.tasks_of(value))
        problems += _object_problems(row, value, cells, objects)
        problems += _seat(row, value, team, cells, roster)
    unknown = sum(number not in objects for number in teams)
    return Resolved(tuple(teams.values()), tuple(problems), unknown)


def _rows(reading: Reading) -> Iterator[tuple[RowRead, DrawnRow]]:
    for row in reading.rows:
        if isinstance(row.value, DrawnRow):
            yield row, row.value


def _object_problems(
    row: RowRead, value: DrawnRow, cells: Cells, objects: Mapping[str, str]
) -> Iterator[Problem]:
    known = objects.get(value.register_no)
    if known is None:
        yield cells.problem(row, "register_no", "not_in_register", written=value.register_no)
    elif value.name and value.name != known:
        yield cells.problem(row, "name", "name_differs", Severity.WARNING, written=value.name, known=known)


def _seat(row: RowRead, value: DrawnRow, team: Team, cells: Cells, roster: Roster) -> Iterator[Problem]:
    size = max(len(value.inspectors), len(value.roster_nos), len(value.certificate_nos))
    called = set()
    for place in range(size):
        found, about, what, written = roster.find(value, place)
        if found is None:
            yield cells.problem(row, about, what, written=written)
            continue
        team.members[found.roster_no] = found.unit
        called |= {found.name, found.roster_no, found.certificate_no}
        if value.leader in {found.name, found.roster_no, found.certificate_no} - {""}:
            team.leader = found.roster_no
    if value.leader and value.leader not in called and not team.leader:
        yield cells.problem(row, "leader", "leader_unknown", written=value.leader)


def of_tasks(reading: Reading, tasks: Sequence[tuple[str, str]]) -> Chosen:
    """What a list says of tasks (number, name): a platform may number them its own way, so either will do.

    A list without labels, or with a single foreign one, is taken whole, for all the tasks together. Raises
    ``external.other_tasks`` when it names several tasks and none of these, ``external.task_missing`` when it
    names some of these and not all.
    """
    labels = {_label(value): None for _, value in _rows(reading)}
    named = [label for label in labels if any(label)]
    own = {
        label: found
        for label in named
        if (found := tuple(no for no, name in tasks if no in label or name in label))
    }
    nos, shown = tuple(no for no, _ in tasks), tuple(" ".join(filter(None, label)) for label in named)
    if not own:
        if len(named) > 1:
            raise DomainError("external.other_tasks", name=tasks[0][1], found=list(shown))
        return Chosen(reading, 0, shown, nos)
    for no, name in tasks:
        if ("", "") not in labels and not any(no in found for found in own.values()):
            raise DomainError("external.task_missing", name=name)
    kept = tuple(row for row, value in _rows(reading) if _label(value) in {*own, ("", "")})
    return Chosen(replace(reading, rows=kept), len(reading.rows) - len(kept), nos=nos, by_label=own)


def drawn_at(reading: Reading) -> str:
    """When the last of it was drawn; blank when the list does not say."""
    return max((value.drawn_at for _, value in _rows(reading)), default="")


def platforms_named(reading: Reading) -> tuple[str, ...]:
    """The platforms that a list names."""
    return tuple(dict.fromkeys(value.platform for _, value in _rows(reading) if value.platform))
