"""Planning in the chat: a task of a draft plan is made, changed and removed; every name is of the lists."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from domain.errors import DomainError
from domain.plan import State, TaskDraft, fault
from models import InspectionObject, Item, Plan, Task, Unit
from services import journal
from services.items import item_checks
from services.items.item_checks import day_of
from services.planning.plan_sizing import columns_of, size
from services.planning.plans import PLANNED, WITHDRAWN, by_ref, refuse_others
from services.work import Work, new_ref


@dataclass(frozen=True)
class Choice:
    """Something to choose from: its key, its words, and how many objects stand behind it."""

    key: str
    label: str
    count: int = 0

    @property
    def id(self) -> str:
        """Short enough for a button, whatever the key."""
        return hashlib.sha256(self.key.encode()).hexdigest()[:12]


async def items_for(look: Work, units: Sequence[str]) -> list[Choice]:
    """Items of the list in force that these units inspect, all items where the list names no unit."""
    rows = await look.session.exec(select(Item).where(col(Item.active)).order_by(col(Item.code)))
    items = list(rows)
    own = [one for one in items if not one.unit_name or one.unit_name in units]
    return [Choice(one.code, one.name) for one in own or items]


async def methods_for(look: Work, codes: Sequence[str]) -> list[Choice]:
    """检查方式 that the item list names for these items, those of the whole list where they name none."""
    rows = await look.session.exec(select(Item).where(col(Item.active)).order_by(col(Item.code)))
    items = list(rows)
    own = [method for one in items if one.code in codes for method in one.methods]
    every = [method for one in items for method in one.methods]
    return [Choice(method, method) for method in dict.fromkeys(own or every)]


async def units_for(look: Work, plan: Plan) -> list[Choice]:
    """Units that may join; neither the plan's own nor the office."""
    rows = await look.session.exec(
        select(Unit).where(
            col(Unit.active), Unit.id != plan.unit_id, Unit.name != look.profile.place.office_unit
        )
    )
    return sorted((Choice(one.name, one.name) for one in rows), key=lambda one: one.label)


async def scopes(look: Work) -> list[Choice]:
    """Sub-libraries (``scope:…``) and object types (``type:…``) of the library, the largest first."""
    rows = await look.session.exec(
        select(col(InspectionObject.sub_libraries), col(InspectionObject.object_type)).where(
            col(InspectionObject.active)
        )
    )
    counts: Counter[str] = Counter()
    for libraries, object_type in rows:
        counts.update(f"scope:{name}" for name in libraries)
        counts.update([f"type:{object_type}"] if object_type else ())
    return [Choice(key, key.partition(":")[2], count) for key, count in counts.most_common()]


async def check(look: Work, plan: Plan, draft: TaskDraft) -> None:
    """Raise why a draft is no task: ``plan.task_<fault>``, ``plan.unknown_*``, ``items.outside``."""
    if code := fault(draft, plan.year):
        raise DomainError(f"plan.task_{code}", year=plan.year)
    known = set(await look.session.exec(select(Item.code)))
    if unknown := [code for code in draft.item_codes if code not in known]:
        raise DomainError("plan.unknown_item", items=unknown)
    await item_checks.guard(look, draft.name, draft.item_codes, day_of(draft.window_from, look.today))
    units = {one.key for one in await units_for(look, plan)}
    if strangers := [name for name in draft.partners if name not in units]:
        raise DomainError("plan.unknown_unit", units=strangers)


async def add(work: Work, plan_ref: str, draft: TaskDraft) -> Task:
    """A new task of a draft plan. Raises as ``check`` and ``plan.not_a_draft``."""
    work.require("plan.edit")
    plan = await by_ref(work, plan_ref)
    _refuse_filed(plan, draft.name)
    await check(work, plan, draft)
    task = await make(work, plan, draft)
    await journal.record(work, "plan.task", f"plan:{plan.ref}", task=task.no, what="added")
    return task


async def make(work: Work, plan: Plan, draft: TaskDraft, state: str = PLANNED) -> Task:
    """The row of a checked draft, with its number and today's base."""
    assert draft.window_from is not None  # noqa: S101 - checked
    assert draft.window_to is not None  # noqa: S101 - checked
    modes = work.profile.draw_modes
    task = Task(
        ref=new_ref(),
        plan_id=plan.id,
        year=plan.year,
        no=await next_number(work, plan.year),
        lead_unit_id=plan.unit_id,
        window_from=draft.window_from,
        window_to=draft.window_to,
        draw_mode="local" if "local" in modes else "external",
        state=state,
        **columns_of(draft),
    )
    task.sized = (await size(work, task)).as_json()
    work.session.add(task)
    await work.session.flush()
    return task


async def next_number(work: Work, year: int, mark: str = "T") -> str:
    """``XZ-2026-T001``: one series a place and year for what was planned in the chat."""
    series = f"{work.profile.prefix}-{year}-{mark}"
    found = await work.session.exec(
        select(Task.no).where(col(Task.no).startswith(series)).order_by(col(Task.id).desc())
    )
    numbers = [int(tail) for no in found if (tail := no.removeprefix(series)).isdigit()]
    return f"{series}{max(numbers, default=0) + 1:03d}"


async def change(work: Work, task_ref: str, draft: TaskDraft) -> Task:
    """Change a task while its plan is a draft. Raises as ``add``."""
    work.require("plan.edit")
    task, plan = await task_by_ref(work, task_ref)
    _refuse_filed(plan, task.name)
    await check(work, plan, draft)
    apply(task, draft)
    task.sized = (await size(work, task)).as_json()
    work.session.add(task)
    await journal.record(work, "plan.task", f"plan:{plan.ref}", task=task.no, what="changed")
    return task


def apply(task: Task, draft: TaskDraft) -> None:
    """Write a checked draft over a task."""
    assert draft.window_from is not None  # noqa: S101 - checked
    assert draft.window_to is not None  # noqa: S101 - checked
    task.sqlmodel_update(columns_of(draft))
    task.window_from, task.window_to = draft.window_from, draft.window_to


async def remove(work: Work, task_ref: str) -> Task:
    """Take a task off a draft plan. Raises ``plan.not_a_draft``."""
    work.require("plan.edit")
    task, plan = await task_by_ref(work, task_ref)
    _refuse_filed(plan, task.name)
    task.state = WITHDRAWN
    work.session.add(task)
    await journal.record(work, "plan.task", f"plan:{plan.ref}", task=task.no, what="removed")
    return task


async def task_by_ref(look: Work, ref: str) -> tuple[Task, Plan]:
    """A task that still stands, and its plan. Raises ``plan.no_task``, ``plan.not_yours``."""
    task = (await look.session.exec(select(Task).where(Task.ref == ref))).first()
    if task is None or task.plan_id is None or task.state == WITHDRAWN:
        raise DomainError("plan.no_task")
    plan = await look.session.get_one(Plan, task.plan_id)
    refuse_others(look, plan)
    return task, plan


def _refuse_filed(plan: Plan, task: str) -> None:
    if plan.state != State.DRAFT:
        raise DomainError("plan.not_a_draft" if plan.state == State.FILED else "plan.published", task=task)
