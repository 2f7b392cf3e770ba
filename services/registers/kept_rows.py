"""The rows of a file as they were understood, column by column: what is kept until the office decides.

The file itself is not kept: nobody needs its other columns, and identity numbers would be among them.
"""

import json
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from operator import attrgetter
from typing import Any

from domain.ratio_text import Frequency, Ratio
from domain.reading import Reading

Fields = Mapping[str, Any]

KEYS = frozenset(("roster_no", "code", "no"))
"""Fields that every row knows: a file without the column has them derived."""
DERIVED: Mapping[str, frozenset[str]] = {
    "is_key": frozenset(("key_reason",)),
    "unit": frozenset(("department",)),
    "ratio": frozenset(("ratio_text",)),
    "frequency": frozenset(("frequency_text", "ratio_text")),
    "quantity": frozenset(("quantity_text",)),
    "window_from": frozenset(("window_text",)),
    "window_to": frozenset(("window_text",)),
}
"""Field → the columns it can be read out of when it has none of its own."""
_QUICK = 1


class Rows(Mapping[str, Fields]):
    """Key → the fields that the file speaks of; the others keep what is known."""

    def __init__(self, keys: Sequence[str], columns: Mapping[str, Sequence[Any]]) -> None:
        """``columns``: field → its values in the order of the keys."""
        self._places = {key: place for place, key in enumerate(keys)}
        self._columns = columns
        self._more: Mapping[str, Fields] = {}
        self.answers: Mapping[str, str] = {}
        """What the office answered for wordings that state no number."""

    def __getitem__(self, key: str) -> Fields:
        """The fields of one row."""
        place = self._places[key]
        return {name: values[place] for name, values in self._columns.items()} | dict(self._more.get(key, {}))

    def __contains__(self, key: object) -> bool:
        """Whether the row is there; without making it."""
        return key in self._places

    def __iter__(self) -> Iterator[str]:
        """Keys in the order of the file."""
        return iter(self._places)

    def __len__(self) -> int:
        """How many rows."""
        return len(self._places)

    def part(self, keys: Sequence[str]) -> "Rows":
        """Some of the rows."""
        places = [self._places[key] for key in keys]
        rows = Rows(keys, {name: [values[at] for at in places] for name, values in self._columns.items()})
        rows._more, rows.answers = self._more, self.answers
        return rows

    def only(self, names: Collection[str]) -> "Rows":
        """Some of the fields."""
        return Rows(
            list(self._places), {name: self._columns[name] for name in names if name in self._columns}
        )

    def column(self, name: str) -> Sequence[Any]:
        """The values of a field that the file speaks of, in the order of the keys."""
        return self._columns[name]

    @property
    def names(self) -> Collection[str]:
        """The fields that the file speaks of."""
        return self._columns.keys()

    def answered(self, answers: Mapping[str, str], more: Mapping[str, Fields]) -> "Rows":
        """The same with the office's answers, and by key the fields that follow from them."""
        rows = Rows(list(self._places), self._columns)
        rows._more, rows.answers = more, answers
        return rows

    def packed(self) -> bytes:
        """As bytes of plain JSON, compressed."""
        columns = {
            name: [kind, list(map(written, values)) if written else list(values)]
            for name, values in self._columns.items()
            for kind, written in [_kind_of(values)]
        }
        plain = {"keys": list(self._places), "columns": columns}
        return zlib.compress(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode(), _QUICK)

    @classmethod
    def unpacked(cls, packed: bytes) -> "Rows":
        """What ``packed`` gave."""
        plain = json.loads(zlib.decompress(packed))
        columns = {name: _read(kind, values) for name, (kind, values) in plain["columns"].items()}
        return cls(plain["keys"], columns)


def rows_of(reading: Reading) -> Rows:
    """The accepted rows, with the fields the file has columns for, or what is read out of them."""
    if not reading.rows:
        return Rows((), {})
    values = [row.value for row in reading.rows]
    present = reading.present
    wanted = present | KEYS | {name for name, sources in DERIVED.items() if present & sources}
    known = vars(values[0])
    names = [name for name in known if name in wanted]
    columns = zip(*map(attrgetter("key", *names), values), strict=True)
    keys, *fields = map(list, columns)
    return Rows(keys, {name: _listed(values) for name, values in zip(names, fields, strict=True)})


def _listed(values: list[Any]) -> list[Any]:
    """Words as the database and JSON have them, so that rows can be compared as they are."""
    return list(map(list, values)) if isinstance(values[0], tuple) else values


def _kind_of(values: Sequence[Any]) -> tuple[str, Callable[[Any], Any] | None]:
    """How the values of a column are written; lists and plain values need nothing."""
    first = next((value for value in values if value is not None), None)
    if isinstance(first, date):
        return "day", lambda value: value and value.isoformat()
    if isinstance(first, Ratio):
        return "ratio", _written_ratio
    if isinstance(first, Frequency):
        return "frequency", lambda value: value and [value.at_least, value.at_most, value.every, value.period]
    return "plain", None


def _written_ratio(value: Ratio | None) -> Any:
    if value is None:
        return None
    ends = [None if end is None else str(end) for end in (value.at_least, value.at_most)]
    return [*ends, value.conditional]


def _read(kind: str, values: list[Any]) -> list[Any]:
    if kind == "plain":
        return values
    reader = _READERS[kind]
    return [None if value is None else reader(value) for value in values]


def _read_ratio(value: Any) -> Ratio:
    at_least, at_most, conditional = value
    return Ratio(
        None if at_least is None else Fraction(at_least),
        None if at_most is None else Fraction(at_most),
        conditional,
    )


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "day": date.fromisoformat,
    "words": list,
    "ratio": _read_ratio,
    "frequency": lambda value: Frequency(*value),
}
