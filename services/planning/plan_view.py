"""Plans as they are shown: a unit's card, the year's overview, and what the plan reaches so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select

from domain.plan import State, TaskDraft
from domain.plan_indicators import PlannedTask, Reached, of_place, of_unit
from domain.plan_rule import uses_grades
from locales.columns import columns
from models import Item, Plan, PlanChange, PlanFiling, Task, Unit
from services.planning import ordered_numbers
from services.planning.ordered_numbers import Ordered
from services.planning.plan_changes import Line, agreed_changes, lines_of
from services.planning.plan_sizing import draft_of
from services.planning.plan_tasks import task_by_ref
from services.planning.plans import (
    PLANNED,
    PROPOSED,
    WITHDRAWN,
    by_ref,
    newest_filing,
    plan_for,
    tasks_of,
    unit_of,
    waiting_changes,
)
from services.work import Work


@dataclass(frozen=True)
class TaskLine:
    """A task on a plan's card. ``base`` and ``quantity`` as of ``sized_on``; ``stated`` is the file's."""

    ref: str
    no: str
    name: str
    kind: str
    partners: tuple[str, ...]
    ratio_text: str
    base: int | None
    quantity: int | None
    sized_on: date | None
    stated: int | None
    window_from: date
    window_to: date
    planned: bool


@dataclass(frozen=True)
class ChangeLine:
    """A change of a published plan, with its old and new values."""

    ref: str
    task_no: str
    task: str
    what: str
    state: str
    lines: tuple[Line, ...]
    reason: str
    document: str
    at: datetime
    filing: str


@dataclass(frozen=True)
class Card:
    """A unit's plan of a year. ``joined`` are tasks that other units lead with its help."""

    ref: str
    unit: str
    year: int
    state: str
    filing: PlanFiling | None
    published_at: datetime | None
    tasks: tuple[TaskLine, ...]
    joined: tuple[str, ...]
    reached: tuple[Reached, ...]
    waiting: tuple[ChangeLine, ...]
    changes: tuple[ChangeLine, ...]
    ordered: tuple[Ordered, ...] = ()


@dataclass(frozen=True)
class PlanLine:
    """A plan in the year's overview."""

    ref: str
    unit: str
    state: str
    tasks: int
    joint: int
    waiting: int


@dataclass(frozen=True)
class Without:
    """A unit that has no plan of the year."""

    unit_id: int
    name: str


@dataclass(frozen=True)
class Year:
    """Everybody's plans of a year, and what they reach together."""

    year: int
    plans: tuple[PlanLine, ...]
    without: tuple[Without, ...]
    reached: tuple[Reached, ...]
    ordered: tuple[Ordered, ...] = ()


async def own_plan(work: Work, year: int) -> Plan:
    """The plan of the actor's own unit, begun if there is none."""
    work.require("plan.edit")
    return await plan_for(work, work.actor.unit_id or 0, year)


async def plan_of_unit(work: Work, unit_id: int, year: int) -> Plan:
    """The plan of any unit, for the office; begun if there is none."""
    work.require("plan.confirm")
    return await plan_for(work, unit_id, year)


async def card(look: Work, ref: str) -> Card:
    """A plan as its unit and the office see it."""
    look.require("plan.look")
    plan = await by_ref(look, ref)
    unit = await unit_of(look, plan)
    everything = await planned(look, plan.year)
    return Card(
        ref=plan.ref,
        unit=unit.name,
        year=plan.year,
        state=plan.state,
        filing=await newest_filing(look, plan),
        published_at=plan.published_at,
        tasks=tuple(map(_line, await tasks_of(look, plan))),
        joined=tuple(task.name for task, _ in everything if unit.name in task.partners),
        reached=of_unit(look.profile, unit.name, [one for _, one in everything], await items_in_force(look)),
        waiting=await change_lines(look, await waiting_changes(look, plan)),
        changes=await change_lines(look, await agreed_changes(look, plan)),
        ordered=await ordered_numbers.progress(look, plan.year, unit.name),
    )


def _line(task: Task) -> TaskLine:
    sized = task.sized
    return TaskLine(
        ref=task.ref,
        no=task.no,
        name=task.name,
        kind=task.kind,
        partners=tuple(task.partners),
        ratio_text=task.ratio_text,
        base=whole(sized, "base"),
        quantity=whole(sized, "quantity"),
        sized_on=date.fromisoformat(str(sized["on"])) if sized else None,
        stated=task.base,
        window_from=task.window_from,
        window_to=task.window_to,
        planned=task.state == PLANNED,
    )


def whole(sized: Mapping[str, object], key: str) -> int | None:
    """A number of a stored sizing."""
    found = sized.get(key)
    return found if isinstance(found, int) else None


async def change_lines(look: Work, changes: list[PlanChange]) -> tuple[ChangeLine, ...]:
    """Changes with the tasks they are about."""
    found = []
    for one in changes:
        task = await look.session.get_one(Task, one.task_id)
        found.append(
            ChangeLine(
                ref=one.ref,
                task_no=task.no,
                task=task.name,
                what=one.what,
                state=one.state,
                lines=await lines_of(look, one),
                reason=one.reason,
                document=one.document,
                at=one.decided_at or one.asked_at,
                filing=one.filing_number,
            )
        )
    return tuple(found)


async def items_in_force(look: Work) -> dict[str, str]:
    """Code → name of the item list in force."""
    rows = await look.session.exec(
        select(col(Item.code), col(Item.name)).where(col(Item.active)).order_by(col(Item.code))
    )
    return dict(rows.all())


async def planned(look: Work, year: int) -> list[tuple[Task, PlannedTask]]:
    """Every task of the year's plans, drafts too, as the indicators see it."""
    rows = await look.session.exec(
        select(Task, col(Unit.name))
        .join(Unit, col(Task.lead_unit_id) == col(Unit.id))
        .where(
            Task.year == year,
            col(Task.plan_id).is_not(None),
            col(Task.state).not_in((WITHDRAWN, PROPOSED)),
        )
        .order_by(col(Task.no))
    )
    return [(task, _planned(task, unit)) for task, unit in rows]


def _planned(task: Task, unit: str) -> PlannedTask:
    return PlannedTask(
        unit=unit,
        partners=tuple(task.partners),
        items=tuple(task.item_codes),
        graded=uses_grades(task.quota, task.grade_rule, columns()),
        kind=task.kind,
    )


async def reached_with(
    look: Work, plan_ref: str, draft: TaskDraft, instead_of: str = ""
) -> tuple[Reached, ...]:
    """What the unit's plan would reach with this task in it; ``instead_of`` is the reference it replaces."""
    plan = await by_ref(look, plan_ref)
    unit = (await unit_of(look, plan)).name
    others = [one for task, one in await planned(look, plan.year) if task.ref != instead_of]
    this = PlannedTask(
        unit=unit,
        partners=draft.partners,
        items=draft.item_codes,
        graded=uses_grades(draft.quota or {}, "", columns()),
        kind=draft.kind,
    )
    return of_unit(look.profile, unit, [*others, this], await items_in_force(look))


async def year_of(look: Work, year: int) -> Year:
    """Everybody's plans, for the office. Units without one are named."""
    look.require("plan.confirm")
    rows = await look.session.exec(
        select(Plan, col(Unit.name))
        .join(Unit, col(Plan.unit_id) == col(Unit.id))
        .where(Plan.year == year)
        .order_by(col(Unit.name))
    )
    plans = [await _plan_line(look, plan, unit) for plan, unit in rows.all()]
    units = await member_units(look)
    having = {one.unit for one in plans if one.tasks}
    tasks = [one for _, one in await planned(look, year)]
    return Year(
        year=year,
        plans=tuple(one for one in plans if one.tasks or one.state != State.DRAFT),
        without=tuple(one for one in units if one.name not in having),
        reached=of_place(look.profile, tasks, await items_in_force(look), [one.name for one in units]),
        ordered=await ordered_numbers.progress(look, year),
    )


async def _plan_line(look: Work, plan: Plan, unit: str) -> PlanLine:
    tasks = await tasks_of(look, plan)
    waiting = await waiting_changes(look, plan)
    joint = sum(bool(task.partners) for task in tasks)
    return PlanLine(plan.ref, unit, plan.state, len(tasks), joint, len(waiting))


async def member_units(look: Work) -> list[Without]:
    """Units that plan: active, without the office."""
    rows = await look.session.exec(
        select(col(Unit.id), col(Unit.name))
        .where(col(Unit.active), Unit.name != look.profile.place.office_unit)
        .order_by(col(Unit.name))
    )
    return [Without(unit_id or 0, name) for unit_id, name in rows]


async def task_card(look: Work, ref: str) -> tuple[TaskDraft, TaskLine]:
    """A stored task, as planning sees it and as its card shows it."""
    task, _ = await task_by_ref(look, ref)
    return draft_of(task), _line(task)
