"""Read parsed TOML into a ``Profile``: strictly, naming file, key, reason and cure of what does not fit."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date, time
from decimal import Decimal
from fractions import Fraction
from types import UnionType
from typing import Any, Literal, cast, get_args, get_origin, get_type_hints

from domain.errors import DomainError
from domain.profile import MonthDay, Profile
from domain.tags import nearest

COMPUTED = ("name", "clauses", "canonical")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in which file a value stands."""

    file: str
    key: str = ""

    def at(self, key: str) -> "Spot":
        """One level deeper."""
        return Spot(self.file, f"{self.key}.{key}" if self.key else key)

    def nth(self, index: int) -> "Spot":
        """An element of a list, counted from 1."""
        return Spot(self.file, f"{self.key}[{index}]")

    def refuse(self, code: str, **params: object) -> DomainError:
        """The error ``profile.<code>`` for this spot."""
        return DomainError(f"profile.{code}", file=self.file, key=self.key, **params)


@dataclass(frozen=True, slots=True)
class Layer:
    """One parsed file; floats must have been parsed as ``Decimal``."""

    file: str
    data: Mapping[str, object]


def read_profile(name: str, layers: Sequence[Layer]) -> Profile:
    """A profile from its files, base first: a key in a later file replaces the earlier one as a whole."""
    known = [f for f in fields(Profile) if f.name not in COMPUTED]
    merged: dict[str, tuple[Spot, object]] = {}
    for layer in layers:
        _refuse_unknown(layer.data, [f.name for f in known] + ["base"], Spot(layer.file))
        merged |= {key: (Spot(layer.file), raw) for key, raw in layer.data.items() if key != "base"}
    here = Spot(layers[-1].file)
    _refuse_missing(merged, known, here)
    hints = get_type_hints(Profile)
    values: dict[str, Any] = {}
    clauses: dict[str, str] = {}
    for key, (spot, raw) in merged.items():
        values[key], clauses[key] = _rule(hints[key], raw, spot.at(key))
    plain = {key: raw for key, (_, raw) in merged.items()}
    return Profile(name=name, clauses=clauses, canonical=_canonical(plain), **values)


def _canonical(data: Mapping[str, object]) -> str:
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)


def _rule(kind: Any, raw: object, spot: Spot) -> tuple[Any, str]:
    """A value and its clause; the clause stands beside plain values and inside structured ones."""
    element = get_args(kind)[0] if get_origin(kind) in (tuple, UnionType) else kind
    if is_dataclass(element) and (get_origin(kind) is not tuple or _has_clause(element)):
        value = _value(kind, raw, spot)
        found = value if isinstance(value, tuple) else (value,)
        return value, "；".join(dict.fromkeys(getattr(one, "clause", "") for one in found))
    table = _table(raw, spot)
    if "clause" not in table:
        raise spot.refuse("no_clause")
    _refuse_unknown(table, ["value", "clause"], spot)
    if "value" not in table:
        raise spot.at("value").refuse("missing_key")
    return _value(kind, table["value"], spot), str(_value(str, table["clause"], spot.at("clause")))


def _has_clause(kind: Any) -> bool:
    return any(f.name == "clause" for f in fields(kind))


def _value(kind: Any, raw: object, spot: Spot) -> Any:
    origin = get_origin(kind)
    if origin is UnionType:
        return _value(get_args(kind)[0], raw, spot)
    if origin is Literal:
        return _choice(get_args(kind), raw, spot)
    if origin is tuple:
        return _many(get_args(kind)[0], raw, spot)
    if is_dataclass(kind) and kind is not MonthDay:
        return _record(kind, raw, spot)
    return _scalar(kind, raw, spot)


def _record(kind: Any, raw: object, spot: Spot) -> Any:
    table = _table(raw, spot)
    wanted = fields(kind)
    _refuse_unknown(table, [f.name for f in wanted], spot)
    if _has_clause(kind) and "clause" not in table:
        raise spot.refuse("no_clause")
    _refuse_missing(table, wanted, spot)
    hints = get_type_hints(kind)
    return kind(**{key: _value(hints[key], value, spot.at(key)) for key, value in table.items()})


def _many(kind: Any, raw: object, spot: Spot) -> tuple[Any, ...]:
    if not isinstance(raw, list):
        raise spot.refuse("wrong_type", expected="list", found=raw)
    return tuple(_value(kind, one, spot.nth(i)) for i, one in enumerate(raw, 1))


def _choice(allowed: Sequence[str], raw: object, spot: Spot) -> str:
    if raw not in allowed:
        raise spot.refuse(
            "unknown_choice", found=raw, allowed=list(allowed), nearest=nearest(str(raw), allowed)
        )
    return str(raw)


def _text(raw: object) -> str | None:
    return raw.strip() or None if isinstance(raw, str) else None


def _exact(raw: object, kind: type) -> Any:
    return raw if type(raw) is kind else None  # a bool is an int, a datetime a date: neither is meant


def _fraction(raw: object) -> Fraction | None:
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
        return None
    return Fraction(raw)


def _month_day(raw: object) -> MonthDay | None:
    try:
        found = date.fromisoformat(f"2001-{raw}")  # a common year: 02-29 is refused
    except ValueError:
        return None
    return MonthDay(found.month, found.day)


SCALARS: Mapping[Any, tuple[str, Callable[[object], Any]]] = {
    str: ("text", _text),
    int: ("whole_number", lambda raw: _exact(raw, int)),
    bool: ("yes_or_no", lambda raw: _exact(raw, bool)),
    date: ("date", lambda raw: _exact(raw, date)),
    time: ("time", lambda raw: _exact(raw, time)),
    Fraction: ("number", _fraction),
    MonthDay: ("month_day", _month_day),
}


def _scalar(kind: Any, raw: object, spot: Spot) -> Any:
    expected, convert = SCALARS[kind]
    value = convert(raw)
    if value is None:
        raise spot.refuse("wrong_type", expected=expected, found=raw)
    return value


def _table(raw: object, spot: Spot) -> Mapping[str, object]:
    if not isinstance(raw, Mapping):
        raise spot.refuse("wrong_type", expected="table", found=raw)
    return cast("Mapping[str, object]", raw)


def _refuse_unknown(table: Mapping[str, object], known: Sequence[str], spot: Spot) -> None:
    for key in table:
        if key not in known:
            raise spot.at(key).refuse("unknown_key", nearest=nearest(key, known))


def _refuse_missing(table: Mapping[str, object], wanted: Sequence[Field[Any]], spot: Spot) -> None:
    for one in wanted:
        if one.default is MISSING and one.name not in table:
            raise spot.at(one.name).refuse("missing_key")
