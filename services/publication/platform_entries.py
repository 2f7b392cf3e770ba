"""平台录入: results as the table that a platform takes, and the table taken back as 「已录入」."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from domain.errors import DomainError
from domain.indicators import RELEASED
from domain.plan import Kind
from domain.profile_results import EntrySheet
from domain.roles import Role
from domain.sheet import Cell, Sheet
from locales.texts import texts
from models import PlatformEntry, Result, Task, Unit, Visit
from services import journal
from services.papers import form_visits
from services.papers.form_access import Part, task_of
from services.publication import entry_targets
from services.registers import workbooks
from services.work import Work
from services.year import errands

NAMED = 20


@dataclass(frozen=True)
class Noted:
    """What a table that came back said: entries marked now, marked before (each target counts), and numbers
    nobody knows."""

    marked: int
    before: int
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """The year's released results, how many stand on each target, and on all."""

    total: int
    whole: int
    at: tuple[tuple[str, int], ...]


async def standing(look: Work) -> Standing:
    """录入 of the year target by target; a liaison's own unit's only."""
    look.require("entry.note")
    unit = await _own_unit(look)
    owed = [
        one
        for one in await errands.errands_of(look, look.today.year)
        if one.state == RELEASED and one.kind != Kind.CLUE and unit in (None, one.unit)
    ]
    targets = look.profile.publication_targets
    return Standing(
        len(owed),
        sum(one.entered_on is not None for one in owed),
        tuple((target, sum(target in one.entered_at for one in owed)) for target in targets),
    )


async def _own_unit(look: Work) -> str | None:
    if Role.OFFICE in look.actor.roles:
        return None
    return (await look.session.get_one(Unit, look.actor.unit_id)).name


def _platform(look: Work) -> str:
    """Where results are entered: the place's first platform that is not this system."""
    names = [one.name for one in look.profile.platforms_for("*") if one.draw_mode == "external"]
    return names[0] if names else look.profile.platforms[0].name


def sheet_for(look: Work) -> EntrySheet:
    """The columns of the platform, or those for any."""
    by_name = {one.platform: one for one in look.profile.entry_sheets}
    return by_name.get(_platform(look)) or by_name["*"]


async def table(look: Work, task_ref: str) -> bytes:
    """The released results of a task, a row for each item; a liaison's own unit's only.

    The last columns are ours: the result's number, by which the table is taken back, the day (of each target,
    where the place has several), by whom.
    """
    look.require("form.entry")
    task = await task_of(look, task_ref)
    sheet = sheet_for(look)
    days = _day_headings(look)
    own = [_heading("number"), *days, _heading("entered_by")]
    rows: list[list[Cell]] = []
    for result, part in await _released(look, task):
        for cells in await _items(look, task, part, result):
            cells["row"] = str(len(rows) + 1)
            rows.append(
                [
                    *(cells[column.field] for column in sheet.columns),
                    result.number,
                    *([None] * (len(days) + 1)),
                ]
            )
    headings = [*(column.heading for column in sheet.columns), *own]
    return workbooks.table(texts().say("forms.entry.title", task=task.name), headings, rows)


async def _released(look: Work, task: Task) -> list[tuple[Result, Part]]:
    rows = await look.session.exec(
        select(Result, Visit, Unit)
        .join(Visit, col(Result.visit_id) == col(Visit.id))
        .join(Unit, col(Result.unit_id) == col(Unit.id))
        .where(Result.state == "released", *_within(look))
        .order_by(col(Result.number))
    )
    wanted = task.id
    return [
        (result, Part(visit, unit))
        for result, visit, unit in rows
        if wanted in (visit.task_ids or [visit.task_id])
    ]


def _within(look: Work) -> list[bool | ColumnElement[bool]]:
    """A liaison has and marks the own unit's results, the office all."""
    return [] if Role.OFFICE in look.actor.roles else [col(Result.unit_id) == look.actor.unit_id]


async def _items(look: Work, task: Task, part: Part, result: Result) -> list[dict[str, str]]:
    record = await form_visits.record(look, part)
    fixed = {
        "task_number": task.no,
        "task_name": task.name,
        "task_type": task.plan_type,
        "from_unit": record.unit,
        "object_name": record.object_name,
        "register_no": record.register_no,
        "inspected_on": result.inspected_on.isoformat(),
        "method": texts().say("forms.joiner").join(record.methods),
        "measures": record.measures,
        "inspectors": texts().say("forms.joiner").join(one.name for one in record.inspectors),
    }
    found = await form_visits.items_found(look, result, {})
    return [
        fixed | {"item_name": one.item_name, "outcome": one.outcome, "problem": one.problem} for one in found
    ]


async def take_back(work: Work, sheets: Sequence[Sheet]) -> Noted:
    """Mark the results that a table names as entered, on each target whose column says so.

    A table without columns of targets speaks of the first one; there a row without a day was entered today.
    Raises ``forms.no_numbers`` when no row of the table has a result's number.
    """
    work.require("entry.note")
    numbered = [row for sheet in sheets for row in _numbered(sheet)]
    told = {(one.number, one.target): one for row in numbered for one in _told(work, row)}
    if not numbered:
        raise DomainError("forms.no_numbers", column=_heading("number"))
    numbers = list(dict.fromkeys(number for number, _ in told))
    rows = await work.session.exec(select(Result).where(col(Result.number).in_(numbers), *_within(work)))
    known = {result.number: result.id or 0 for result in rows}
    places = await entry_targets.places_of(work)
    ours = [one for one in told.values() if one.number in known]
    new = [one for one in ours if one.target not in places.get(known[one.number], {})]
    platform = _platform(work)
    work.session.add_all(_entry(work, known[one.number], platform, one) for one in new)
    marked = sorted({one.number for one in new})
    await journal.record(work, "entry.note", f"platform:{platform}", results=marked, entries=len(new))
    unknown = tuple(number for number in numbers if number not in known)
    return Noted(len(new), len(ours) - len(new), unknown[:NAMED])


@dataclass(frozen=True)
class _Told:
    """What one row says of one target."""

    number: str
    target: str
    on: date | None
    by: str


def _entry(work: Work, result_id: int, platform: str, told: _Told) -> PlatformEntry:
    return PlatformEntry(
        result_id=result_id,
        platform=platform,
        target=told.target,
        entered_on=min(told.on or work.today, work.today),
        entered_by=told.by or work.actor.name,
        noted_by=work.actor.person_id,
        noted_at=work.now,
    )


def _heading(name: str) -> str:
    return texts().say(f"forms.entry.{name}")


def _day_headings(look: Work) -> dict[str, str]:
    """Heading → target; the plain heading where the place has one target."""
    targets = look.profile.publication_targets
    if len(targets) == 1:
        return {_heading("entered_on"): targets[0]}
    return {texts().say("forms.entry.entered_at", target=target): target for target in targets}


def _numbered(sheet: Sheet) -> Iterator[dict[str, Cell]]:
    """The rows after the heading that have a result's number, by heading."""
    start = next((at for at, row in enumerate(sheet.rows) if _heading("number") in row), None)
    if start is None:
        return
    head = [str(cell or "") for cell in sheet.rows[start]]
    for row in sheet.rows[start + 1 :]:
        cells = dict(zip(head, row, strict=False))
        if cells.get(_heading("number")):
            yield cells


def _told(work: Work, cells: dict[str, Cell]) -> Iterator[_Told]:
    """What a row says of each target; an empty cell in a target's own column says nothing."""
    plain = {_heading("entered_on"): work.profile.publication_targets[0]}
    several = {name: one for name, one in _day_headings(work).items() if name in cells and name not in plain}
    number = str(cells[_heading("number")]).strip()
    by = str(cells.get(_heading("entered_by")) or "").strip()
    for name, target in (several or plain).items():
        if cells.get(name) or not several:
            yield _Told(number, target, _day(cells.get(name)), by)


def _day(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    try:
        return date.fromisoformat(str(cell))
    except ValueError:
        return None
