"""A list of the office as a workbook of its own, which an import takes in again and changes nothing."""

from collections.abc import Mapping, Sequence
from datetime import date

from domain.register_fields import REGISTERS
from domain.register_rows import RegisterRow
from locales.texts import Texts
from services.registers.register_report import in_words, label
from services.registers.sheets import Progress, nobody_told
from services.registers.workbooks import table

KINDS = ("objects", "inspectors", "items", "experts", "plans")
NOT_KEPT: Mapping[str, frozenset[str]] = {
    "items": frozenset(("change_reason", "change_document", "effective_on")),
    "plans": frozenset(("window_text",)),
}
"""Columns that a file may have and the list does not: why it changed, what its days were read from."""


def columns_of(kind: str) -> tuple[str, ...]:
    """The fields that a list is handed out with, in order."""
    return tuple(name for name in REGISTERS[kind].fields if name not in NOT_KEPT.get(kind, ()))


def title(kind: str, place: str, texts: Texts) -> str:
    """What stands over a list."""
    return texts.say("lists.title", place=place, kind=kind)


def list_book(
    kind: str,
    rows: Sequence[RegisterRow],
    texts: Texts,
    *,
    place: str = "",
    day: date | None = None,
    remarks: Mapping[str, str] | None = None,
    progress: Progress = nobody_told,
) -> bytes:
    """A list in the words of the office. ``day``: as of when it is said to be.

    ``remarks``: by a row's key what visits found, in a last column that an import passes over.
    """
    fields = columns_of(kind)
    below = texts.say("lists.below", day=day, count=len(rows)) if day else ""
    heads = [label(kind, field, texts) for field in fields]
    cells = [[in_words(kind, field, getattr(row, field), texts) for field in fields] for row in rows]
    if remarks:
        heads.append(texts.say("lists.found"))
        cells = [[*line, remarks.get(row.key, "")] for line, row in zip(cells, rows, strict=True)]
    return table(
        title(kind, place, texts),
        heads,
        cells,
        below=below,
        foot=texts.say("lists.foot"),
        progress=progress,
    )
