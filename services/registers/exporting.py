"""The lists handed out as workbooks: read, rendered outside any transaction, entered in the journal."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from domain.errors import DomainError
from domain.register_fields import REGISTERS
from domain.register_rows import RegisterRow, made
from domain.roles import Actor
from locales.texts import texts
from services import journal
from services.objects import object_findings
from services.objects.object_findings import Doubt
from services.registers import list_choices
from services.registers.importing import portions
from services.registers.list_books import KINDS, list_book
from services.registers.list_choices import Lists
from services.registers.list_templates import template
from services.registers.sheets import Progress, nobody_told
from services.registers.shelves import shelf
from services.work import Work

_LAST = 1 << 30
UNIT_KINDS = ("inspectors",)
"""Lists of which a liaison may have the own unit's part."""


@dataclass(frozen=True)
class Listed:
    """A list as it stands on a day. ``place``: whose it is; a liaison's is that of the own unit.

    ``doubts``: what visits found of an object, by its number.
    """

    kind: str
    place: str
    day: date
    rows: tuple[RegisterRow, ...]
    doubts: Mapping[str, tuple[Doubt, ...]] = field(default_factory=dict)


def kinds_for(actor: Actor) -> tuple[str, ...]:
    """The lists that somebody may have; a liaison the inspectors, and of those the own unit's."""
    if actor.may("list.export"):
        return KINDS
    return UNIT_KINDS if actor.may("list.export_unit") else ()


def _require(work: Work, kind: str) -> None:
    work.require("list.export_unit" if kind in UNIT_KINDS else "list.export")


async def listed(look: Work, kind: str) -> Listed:
    """Every row of a list that the actor may have, as offices order it. Raises ``register.kind_unknown``."""
    if kind not in KINDS:
        raise DomainError("register.kind_unknown", kind=kind, kinds=KINDS)
    _require(look, kind)
    place = shelf(look, kind)
    await place.open()
    found: dict[str, Mapping[str, Any]] = {}
    for keys in portions(place.listed()):
        found |= await place.standing(keys, list(REGISTERS[kind].fields))
    rows = [_row(kind, known) for known in found.values()]
    whose = look.profile.place.name
    if not look.actor.may("list.export"):
        whose = look.actor.unit_name
        rows = [one for one in rows if vars(one)["unit"] == whose]
    doubts = await object_findings.by_number(look) if kind == "objects" else {}
    return Listed(kind, whose, look.today, tuple(_ordered(kind, rows)), doubts)


def _row(kind: str, known: Mapping[str, Any]) -> RegisterRow:
    """A row of the list as a file would hold it; what the list does not know is blank."""
    row = REGISTERS[kind].row
    blank = {one.name: one.default for one in fields(row)}
    values = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in known.items()
        if name in blank
    }
    return made(row, blank | values)


def _ordered(kind: str, rows: list[RegisterRow]) -> list[RegisterRow]:
    if kind == "inspectors":
        return sorted(rows, key=lambda one: (one.unit, one.roster_no))  # type: ignore[union-attr]
    if kind == "items":
        return sorted(rows, key=lambda one: (_ordinal(one), one.key))
    if kind == "plans":
        ordered = sorted(rows, key=lambda one: (one.year, one.lead_unit, one.no))  # type: ignore[union-attr]
        return [made(type(one), vars(one) | {"ordinal": str(at)}) for at, one in enumerate(ordered, 1)]
    return rows


def _ordinal(row: RegisterRow) -> int:
    written = str(vars(row)["ordinal"])
    return int(written) if written.isdecimal() else _LAST


async def offered(look: Work, kind: str) -> Lists:
    """What the empty template of a list offers to choose from. Raises ``register.kind_unknown``."""
    if kind not in KINDS:
        raise DomainError("register.kind_unknown", kind=kind, kinds=KINDS)
    return await list_choices.offered(look, kind)


def book(found: Listed, language: str, progress: Progress = nobody_told) -> bytes:
    """The workbook: takes seconds for a long list, so it is made in a thread, after the look."""
    words = texts(language)
    remarks = {number: object_findings.told(doubts, words) for number, doubts in found.doubts.items()}
    return list_book(
        found.kind,
        found.rows,
        words,
        place=found.place,
        day=found.day,
        remarks=remarks,
        progress=progress,
    )


def template_book(kind: str, language: str, lists: Lists) -> bytes:
    """The empty list with its drop-downs."""
    return template(kind, texts(language), lists)


def file_name(found: Listed, language: str) -> str:
    """What the file is called."""
    return texts(language).say("lists.file", kind=found.kind, day=found.day)


def template_name(kind: str, language: str) -> str:
    """What the template is called."""
    return texts(language).say("lists.template_file", kind=kind)


async def handed_out(work: Work, found: Listed) -> None:
    """Enter who was given a list: it may hold telephone numbers."""
    _require(work, found.kind)
    await journal.record(work, "list.export", f"list:{found.kind}", rows=len(found.rows))
