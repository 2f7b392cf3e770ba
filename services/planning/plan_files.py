"""A unit hands in its plan as the table it has: read row by row, taken into the draft, filed with a receipt.

What cannot be taken in is named with its place and the cure; the rest is filed, and the office sees both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import select

from domain.cell_values import Severity
from domain.errors import DomainError
from domain.plan import State
from domain.reading import RowRead
from locales.texts import texts
from models import Duty, Plan, PlanFiling, Task, Unit
from services import journal
from services.items import item_checks, item_list
from services.planning.plan_filings import PLAN_DUTIES, Sent, hand_in
from services.planning.plans import WITHDRAWN, by_ref, plan_for, unit_of
from services.registers import ratio_answers
from services.registers.importing import File
from services.registers.kept_rows import Fields, Rows
from services.registers.plan_shelf import PlanShelf
from services.registers.ratio_answers import Unread
from services.registers.register_report import summary
from services.work import Work

TABLES = (".xlsx", ".xls", ".csv")
FAULTS_SHOWN = 3
Wrong = list[tuple[str, str]]


@dataclass(frozen=True)
class Taking:
    """Whose plan a file is taken into, and what its items are called."""

    plan: Plan
    unit: Unit
    codes: Mapping[str, str]


def is_table(name: str) -> bool:
    """Whether a file can be read as a plan's table, by its name."""
    return name.lower().endswith(TABLES)


async def draft_for(work: Work, duty_ref: str) -> Plan | None:
    """The draft that a file for this duty would fill; None for other duties and for plans already filed.

    The plan that this very file was filed as is found again: a crash may have taken the answer.
    """
    duty = (await work.session.exec(select(Duty).where(Duty.ref == duty_ref))).first()
    kinds = {rule.key: rule.kind for rule in work.profile.report_deadlines}
    kind = kinds.get(duty.deadline, "") if duty else ""
    if duty is None or kind not in PLAN_DUTIES or duty.unit_id != work.actor.unit_id:
        return None
    year = duty.year + (kind == "summary_and_next_plan")
    plan = await plan_for(work, duty.unit_id, year)
    return plan if plan.state == State.DRAFT or await journal.acted(work) else None


async def unread(look: Work, plan_ref: str, file: File) -> list[Unread]:
    """Wordings without a number in the rows that would be taken; nothing of a plan that is filed already."""
    plan = await by_ref(look, plan_ref)
    if plan.state != State.DRAFT:
        return []
    taking = await _taking(look, plan)
    good = [key for key, fields in file.rows.items() if await _is_good(look, taking, key, fields)]
    return await ratio_answers.unread(look, file.kind, file.rows, good)


async def _is_good(look: Work, taking: Taking, key: str, fields: Fields) -> bool:
    try:
        await _checked(look, taking, key, fields)
    except DomainError:
        return False
    return True


async def receive(
    work: Work, plan_ref: str, file: File, file_id: str, ratios: Mapping[str, str] | None = None
) -> PlanFiling:
    """Read, take in, file: one act. Raises ``plan.nothing_taken`` and as ``hand_in``.

    ``ratios``: what was answered for wordings without a number.
    """
    work.require("plan.file")
    plan = await by_ref(work, plan_ref)
    if plan.state != State.DRAFT:
        raise DomainError("plan.not_a_draft" if plan.state == State.FILED else "plan.published", task="")
    wrong = _unread(work, file)
    rows = ratio_answers.answered(file.rows, ratios or {})
    taken = await _take(work, plan, file, rows, wrong)
    if not taken:
        raise DomainError("plan.nothing_taken", read=file.reading.total, faults=wrong[:FAULTS_SHOWN])
    sent = Sent(file_id, file.name, file.reading.total, taken, wrong, rows.answers)
    filing = await hand_in(work, plan, sent)
    await journal.record(
        work,
        "plan.file",
        f"plan:{plan.ref}",
        receipt=filing.number,
        version=filing.version,
        taken=taken,
        wrong=len(wrong),
        **({"ratios": dict(rows.answers)} if rows.answers else {}),
    )
    return filing


def _unread(work: Work, file: File) -> Wrong:
    """Rows that could not be read, with the first of their cells."""
    report = summary(file.reading, texts(work.actor.language))
    errors: Any = report["errors"]
    return [
        (f"{one['sheet']} {one['cell'] or one['row']}", one["message"])
        for one in errors
        if one["severity"] == Severity.ERROR
    ]


async def _taking(look: Work, plan: Plan) -> Taking:
    items = await item_list.items_of(look, None)
    codes = {one.name: one.code for one in items} | {one.code: one.code for one in items}
    return Taking(plan, await unit_of(look, plan), codes)


async def _take(work: Work, plan: Plan, file: File, rows: Rows, wrong: Wrong) -> int:
    """Put every good row into the draft; the others are added to ``wrong``. Answers how many were good."""
    taking = await _taking(work, plan)
    shelf, places = PlanShelf(work), {row.value.key: row for row in file.reading.rows}
    await shelf.open()
    taken = 0
    for key, fields in rows.items():
        try:
            await shelf.put(key, await _checked(work, taking, key, fields))
        except DomainError as refusal:
            wrong.append((_place(places[key]), texts(work.actor.language).error(refusal)))
        else:
            taken += 1
    await work.session.flush()
    return taken


def _place(row: RowRead) -> str:
    return f"{row.sheet} {row.row}"


async def _checked(work: Work, taking: Taking, key: str, fields: Fields) -> Fields:
    """The row as one of this plan. Raises ``plan.other_unit``, ``plan.task_window_year``, ``items.*``."""
    lead, name = fields.get("lead_unit") or taking.unit.name, str(fields.get("name", ""))
    if lead != taking.unit.name or await _elsewhere(work, taking.plan, key):
        raise DomainError("plan.other_unit", task=name, unit=lead)
    first = fields.get("window_from")
    if first is not None and first.year != taking.plan.year:
        raise DomainError("plan.task_window_year", year=taking.plan.year)
    codes = [taking.codes.get(item, item) for item in fields.get("items", ())]
    await item_checks.guard(work, name, codes, item_checks.day_of(first, work.today))
    return {**fields, "lead_unit": lead, "year": taking.plan.year}


async def _elsewhere(work: Work, plan: Plan, key: str) -> bool:
    """The number belongs to a task of another plan."""
    task = (await work.session.exec(select(Task).where(Task.no == key))).first()
    return task is not None and task.plan_id != plan.id and task.state != WITHDRAWN
