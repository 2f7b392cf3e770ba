"""A pool out of an office's list of objects and a file of rules, for draws on the command line."""

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from bot.cli_tables import Row, rows_of
from domain import cell_values
from domain.eligibility import ObjectFacts, ObjectRules, exclusion
from domain.errors import DomainError
from domain.pool import Entry, entry
from domain.quota import Quota, plan, stratum
from domain.quota_rules import rules_from
from domain.sheet import Cell
from domain.streaming import PoolFile, freeze
from locales.texts import LANGUAGES, texts

FIELDS = (
    "id",
    "stratum",
    "grade",
    "risk",
    "key",
    "whole",
    "exclusion",
    "closed",
    "suspended",
    "observed_until",
    "visits",
    "joint",
)
SPARED = frozenset({"exempt_grades", "observation_period", "yearly_cap_per_object", "listed", "on"})
HEADER_WITHIN = 10  # rows


def read_table(path: Path) -> Any:
    """A TOML or JSON file; numbers with a point are exact fractions. Raises ``draw.unreadable``."""
    try:
        text = path.read_text("utf-8")
        if path.suffix == ".toml":
            return tomllib.loads(text, parse_float=Fraction)
        return json.loads(text, parse_float=Fraction)
    except (OSError, ValueError) as error:
        raise DomainError("draw.unreadable", file=path.name, reason=str(error)) from error


def pool_and_quota(objects: Path, rules: Path, today: date, place: Path) -> tuple[PoolFile, Quota]:
    """The pool of a list, written to ``place`` with its strata and exclusions, and the steps that the rules
    ask for. The list is gone through once and need not fit into memory.
    """
    table = read_table(rules)
    if not isinstance(table, dict):
        raise DomainError("draw.unreadable", file=rules.name, reason=type(table).__name__)
    spared = ObjectRules(
        exempt_grades=frozenset(table.get("exempt_grades", ())),
        observation=table.get("observation_period") is True,
        yearly_cap=table.get("yearly_cap_per_object", 0),
        listed=table.get("listed", {}),
    )
    asked = rules_from({key: value for key, value in table.items() if key not in SPARED})
    on = _day(table.get("on")) or today
    pool = freeze(
        _entries(read_objects(objects), spared, on, by_risk=any(one.risk for one in asked.rules)), place
    )
    return pool, plan(asked, pool.counts)


def read_objects(path: Path) -> Iterator[dict[str, Cell]]:
    """Rows of a csv, parquet or xlsx by our field names. Raises ``draw.no_id_column``, and as ``rows_of``."""
    rows = rows_of(path)
    for row in islice(rows, HEADER_WITHIN):
        header = [_field(cell) for cell in row]
        if "id" in header:
            return _named(header, rows)
    raise DomainError("draw.no_id_column", file=path.name)


def _named(header: Sequence[str], rows: Iterator[Row]) -> Iterator[dict[str, Cell]]:
    for row in rows:
        named = {name: cell for name, cell in zip(header, row, strict=False) if name}
        if cell_values.text(named.get("id")):
            yield named


@cache
def _words(key: str) -> set[str]:
    told = (texts(language).say(f"draw_rules.columns.{key}") for language in LANGUAGES)
    return {word.strip().lower() for line in told for word in line.split("|")}


def _field(cell: Cell) -> str:
    written = cell_values.text(cell).lower()
    return next((name for name in FIELDS if written == name or written in _words(name)), "")


def _yes(cell: Cell) -> bool:
    return cell is True or cell_values.text(cell).lower() in _words("yes")


def _day(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    try:
        return date.fromisoformat(str(cell)) if cell else None
    except ValueError as error:
        raise DomainError("day.unread", found=str(cell)) from error


def _entries(
    rows: Iterator[dict[str, Cell]], rules: ObjectRules, on: date, *, by_risk: bool
) -> Iterator[Entry]:
    """Lines of the pool; objects of which the list says the same are judged once."""

    @lru_cache(maxsize=1 << 14, typed=True)
    def judged(listed: str, names: tuple[str, ...], *cells: Cell) -> tuple[list[str], str]:
        return _judged(dict(zip(names, cells, strict=True)), listed, rules, on, by_risk=by_risk)

    for row in rows:
        number = cell_values.code(row.pop("id"))
        listed = number if number in rules.listed else ""
        yield entry(number, *judged(listed, tuple(row), *row.values()))


def _judged(
    row: Mapping[str, Cell], listed: str, rules: ObjectRules, on: date, *, by_risk: bool
) -> tuple[list[str], str]:
    """Strata and exclusion."""
    facts = ObjectFacts(
        id=listed,
        grade=cell_values.text(row.get("grade")),
        risk=cell_values.text(row.get("risk")),
        closed=_yes(row.get("closed")),
        suspended=_yes(row.get("suspended")),
        observed_until=_day(row.get("observed_until")),
        visits_this_year=int(cell_values.text(row.get("visits")) or 0),
        joint_task=cell_values.text(row.get("joint")),
        key=_yes(row.get("key")),
        whole=_yes(row.get("whole")),
    )
    reason = exclusion(facts, rules, on)
    given = cell_values.text(row.get("stratum"))
    risk = facts.risk if by_risk else None
    strata = [stratum(facts.grade, risk=risk, key=facts.key, whole=facts.whole)]
    return given.split(",") if given else strata, cell_values.text(row.get("exclusion")) or (
        reason.code if reason else ""
    )
