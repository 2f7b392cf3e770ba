"""平台录入: results as the table that a platform takes, and the table taken back as 「已录入」."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from domain.errors import DomainError
from domain.profile_results import EntrySheet
from domain.roles import Role
from domain.sheet import Cell, Sheet
from locales.texts import texts
from models import PlatformEntry, Result, Task, Unit, Visit
from services import form_visits, journal, workbooks
from services.form_access import Part, task_of
from services.work import Work

NAMED = 20
OWN = ("number", "entered_on", "entered_by")


@dataclass(frozen=True)
class Noted:
    """What a table that came back said: results marked now, marked before, and numbers nobody knows."""

    marked: int
    before: int
    unknown: tuple[str, ...]


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

    The last columns are ours: the result's number, by which the table is taken back, the day, by whom.
    """
    look.require("form.entry")
    task = await task_of(look, task_ref)
    sheet = sheet_for(look)
    own = [_heading(name) for name in OWN]
    rows: list[list[Cell]] = []
    for result, part in await _released(look, task):
        for cells in await _items(look, task, part, result):
            cells["row"] = str(len(rows) + 1)
            rows.append([*(cells[column.field] for column in sheet.columns), result.number, None, None])
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
    """Mark the results that a table names as entered; a row without a day was entered today.

    Raises ``forms.no_numbers`` when the table has no column of result numbers.
    """
    work.require("entry.note")
    platform = _platform(work)
    told = dict(one for sheet in sheets for one in _told(sheet))
    if not told:
        raise DomainError("forms.no_numbers", column=_heading("number"))
    rows = await work.session.exec(select(Result).where(col(Result.number).in_(told), *_within(work)))
    known = {result.number: result.id or 0 for result in rows}
    before = set(
        await work.session.exec(
            select(PlatformEntry.result_id).where(col(PlatformEntry.result_id).in_(known.values()))
        )
    )
    new = {number: row_id for number, row_id in known.items() if row_id not in before}
    work.session.add_all(_entry(work, row_id, platform, *told[number]) for number, row_id in new.items())
    await journal.record(work, "entry.note", f"platform:{platform}", results=sorted(new))
    unknown = tuple(number for number in told if number not in known)
    return Noted(len(new), len(before), unknown[:NAMED])


def _entry(work: Work, result_id: int, platform: str, on: date | None, by: str) -> PlatformEntry:
    return PlatformEntry(
        result_id=result_id,
        platform=platform,
        entered_on=min(on or work.today, work.today),
        entered_by=by or work.actor.name,
        noted_by=work.actor.person_id,
        noted_at=work.now,
    )


def _heading(name: str) -> str:
    return texts().say(f"forms.entry.{name}")


def _told(sheet: Sheet) -> Iterator[tuple[str, tuple[date | None, str]]]:
    """Result number → the day and who entered it, from the row after the heading on."""
    names = [_heading(name) for name in OWN]
    start = next((at for at, row in enumerate(sheet.rows) if names[0] in row), None)
    if start is None:
        return
    head = sheet.rows[start]
    places = [head.index(name) if name in head else len(head) for name in names]
    for row in sheet.rows[start + 1 :]:
        number, on, by = (row[place] if place < len(row) else None for place in places)
        if number:
            yield str(number).strip(), (_day(on), str(by or "").strip())


def _day(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    try:
        return date.fromisoformat(str(cell))
    except ValueError:
        return None
