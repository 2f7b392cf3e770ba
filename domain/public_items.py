"""The item list for everybody: what is in force, by which version, and what each version changed and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from domain.difference import FieldChange
from domain.item_list import CHANGED, INITIAL, LogLine, Version

SCHEMA = "suicha-items/1"
SHOWN = (
    "name",
    "category",
    "sub_items",
    "object_type",
    "item_class",
    "methods",
    "unit_name",
    "partner_units",
    "level",
    "basis",
    "content",
    "ratio_text",
    "frequency_text",
)
"""Fields of an item that the public may see; remarks and what is asked of inspectors stay in the house."""
COLUMNS = ("code", *SHOWN, "list_version", "in_force_from", "change_reason", "change_document")
"""The columns of the list as open data."""

Row = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicChange:
    """What one revision did to one item."""

    code: str
    name: str
    change: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicRevision:
    """One version of the list: why, by which document, from when, whether filed and since when public."""

    number: int
    reason: str
    document: str
    effective_on: date | None
    filed_on: date | None
    filed_with: str
    published_on: date | None
    changes: tuple[PublicChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicItemList:
    """The list in force with its version and its log; ``number`` 0: it was never changed here."""

    number: int = 0
    effective_on: date | None = None
    items: tuple[Version, ...] = ()
    revisions: tuple[PublicRevision, ...] = field(default=())


def shown(line: LogLine) -> PublicChange | None:
    """A line of the log for everybody; None where only what stays in the house has changed."""
    version = line.version
    seen = tuple(one for one in line.fields if one.field in SHOWN)
    if version.change == CHANGED and not seen:
        return None
    return PublicChange(code=version.code, name=version.name, change=version.change, fields=seen)


def rows(items: Iterable[Version], words: Mapping[str, str]) -> list[Row]:
    """One row for each item, keyed by ``COLUMNS``; ``words`` are those of classes and reasons."""
    return [_row(one, words) for one in items]


def _row(one: Version, words: Mapping[str, str]) -> Row:
    grounds = one.grounds
    known = {
        "code": one.code,
        "list_version": str(one.revision),
        "in_force_from": grounds.effective_on.isoformat() if grounds.effective_on else "",
        "change_reason": "" if grounds.reason == INITIAL else words[grounds.reason],
        "change_document": grounds.document,
        "item_class": words[str(one.fields["item_class"])],
    }
    return {name: known[name] if name in known else text(one.fields[name]) for name in COLUMNS}


def text(value: Any) -> str:
    """A field as one text; several values with ； between them."""
    return "；".join(value) if isinstance(value, list | tuple) else str(value or "")


def log_rows(revisions: Sequence[PublicRevision]) -> list[dict[str, object]]:
    """The change log as plain data, for programs."""
    return [
        {
            "list_version": one.number,
            "change_reason": one.reason,
            "change_document": one.document,
            "in_force_from": one.effective_on.isoformat() if one.effective_on else None,
            "filed_on": one.filed_on.isoformat() if one.filed_on else None,
            "published_on": one.published_on.isoformat() if one.published_on else None,
            "changes": [
                {
                    "code": change.code,
                    "name": change.name,
                    "change": change.change,
                    "fields": [{"field": f.field, "old": f.old, "new": f.new} for f in change.fields],
                }
                for change in one.changes
            ],
        }
        for one in revisions
    ]
