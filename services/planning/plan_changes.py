"""调整: a published plan changes by a reasoned, documented request and a second person's word, in public.

The old value stays in the log. How long before the start, and whether anything may be cut, is the place's
``plan_change`` (平罗 二（一）: a week before, nothing reduced or cancelled at will).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import col, select

from domain.errors import DomainError
from domain.notices_plan import PlanChangeAsked, PlanChanged
from domain.plan import PUBLIC, State, TaskDraft, check_change, cuts, differing
from domain.roles import Role
from models import Item, Plan, PlanChange, Task
from services import journal, outbox, people
from services.planning.plan_filings import write
from services.planning.plan_sizing import columns_of, draft_of, size, size_draft
from services.planning.plan_tasks import apply, check, make, task_by_ref
from services.planning.plans import PLANNED, PROPOSED, WITHDRAWN, by_ref, refuse_others, unit_of
from services.staff.liaison_seats import in_office
from services.work import Work, new_ref

Line = tuple[str, str, str]


async def ask_addition(work: Work, plan_ref: str, draft: TaskDraft, reason: str, document: str) -> PlanChange:
    """Ask to add a task to a published plan (专项, 上级交办). Raises as ``plan_tasks.check`` and ``_ask``."""
    work.require("plan.change")
    plan = await by_ref(work, plan_ref)
    await check(work, plan, draft)
    _refuse_closed(plan)
    assert draft.window_from is not None  # noqa: S101 - checked
    check_change(work.profile.plan_change, draft.window_from, work.today, ())
    task = await make(work, plan, draft, PROPOSED)
    return await _ask(work, plan, task, ("added", {}, _plain(draft)), (reason, document))


async def ask_change(work: Work, task_ref: str, draft: TaskDraft, reason: str, document: str) -> PlanChange:
    """Ask to change a published task. Raises ``plan.same``, ``plan.drawn``, as ``check`` and ``_ask``."""
    work.require("plan.change")
    task, plan = await _changeable(work, task_ref)
    await check(work, plan, draft)
    old = draft_of(task)
    before, after = differing(_plain(old), _plain(draft))
    if not after:
        raise DomainError("plan.same", task=task.name)
    await _check_now(work, task, draft)
    return await _ask(work, plan, task, ("changed", before, after), (reason, document))


async def ask_cancellation(work: Work, task_ref: str, reason: str, document: str) -> PlanChange:
    """Ask to cancel a published task. Raises as ``ask_change``."""
    work.require("plan.change")
    task, plan = await _changeable(work, task_ref)
    await _check_now(work, task, None)
    return await _ask(work, plan, task, ("cancelled", _plain(draft_of(task)), {}), (reason, document))


async def _changeable(work: Work, task_ref: str) -> tuple[Task, Plan]:
    task, plan = await task_by_ref(work, task_ref)
    _refuse_closed(plan)
    if task.state != PLANNED:
        raise DomainError("plan.drawn", task=task.name)
    rows = await work.session.exec(
        select(PlanChange.id).where(PlanChange.task_id == task.id, PlanChange.state == "asked")
    )
    if rows.first() is not None:
        raise DomainError("plan.change_waits", task=task.name)
    return task, plan


def _refuse_closed(plan: Plan) -> None:
    if State(plan.state) not in PUBLIC or plan.state == State.DONE:
        raise DomainError("plan.not_public", task="")


async def _check_now(work: Work, task: Task, draft: TaskDraft | None) -> None:
    """The place's rule on the day on which it is asked, and again on the day on which it is agreed."""
    old = draft_of(task)
    before = await size(work, task)
    after, starts_on = before, task.window_from
    if draft:
        after = await size_draft(work, task.lead_unit_id, draft)
        after.refuse_few()
    if draft and draft.window_from:
        starts_on = min(starts_on, draft.window_from)
    cut = cuts(old, draft, (before.quantity, after.quantity))
    check_change(work.profile.plan_change, starts_on, work.today, cut)


def _plain(draft: TaskDraft) -> dict[str, Any]:
    """A draft as the log keeps it: plain JSON."""
    days = {"window_from": draft.window_from, "window_to": draft.window_to}
    return columns_of(draft) | {name: day.isoformat() if day else None for name, day in days.items()}


def draft_after(task: Task, change: PlanChange) -> TaskDraft:
    """The task as the change would leave it."""
    plain: dict[str, Any] = _plain(draft_of(task)) | change.after
    days = {name: date.fromisoformat(plain[name]) for name in ("window_from", "window_to")}
    lists = {name: tuple(plain[name]) for name in ("item_codes", "partners")}
    return TaskDraft(**plain | days | lists)


async def _ask(
    work: Work,
    plan: Plan,
    task: Task,
    what: tuple[str, Mapping[str, Any], Mapping[str, Any]],
    why: tuple[str, str],
) -> PlanChange:
    """Raises ``plan.change_reason``, ``plan.change_document``."""
    reason, document = (one.strip() for one in why)
    if not reason:
        raise DomainError("plan.change_reason")
    if not document:
        raise DomainError("plan.change_document")
    change = PlanChange(
        ref=new_ref(),
        plan_id=plan.id or 0,
        task_id=task.id or 0,
        what=what[0],
        before=dict(what[1]),
        after=dict(what[2]),
        reason=reason,
        document=document,
        clause=work.profile.plan_change.clause,
        asked_by=work.actor.person_id,
        asked_at=work.now,
    )
    work.session.add(change)
    await work.session.flush()
    facts = {"task": task.no, "what": change.what, "document": document}
    if work.profile.plan_change.approval:
        await _tell_asked(work, plan, task, change)
        await journal.record(work, "plan.ask_change", f"plan:{plan.ref}", **facts)
    else:
        await _take_effect(work, plan, task, change)
        await journal.record(work, "plan.change", f"plan:{plan.ref}", **facts)
    return change


async def _tell_asked(work: Work, plan: Plan, task: Task, change: PlanChange) -> None:
    unit = await unit_of(work, plan)
    notice = PlanChangeAsked(
        ref=change.ref,
        unit=unit.name,
        task_no=task.no,
        task=task.name,
        what=change.what,
        lines=await lines_of(work, change),
        reason=change.reason,
        document=change.document,
        starts_on=task.window_from,
        days=(task.window_from - work.today).days,
        clause=change.clause,
    )
    key, about = f"plan_change_asked:{change.ref}", f"plan:{plan.ref}"
    await outbox.post(work, notice, key, about=about)
    for approver in await people.holders(work.session, Role.APPROVER, plan.unit_id):
        if approver.id is not None and approver.id != change.asked_by:
            await outbox.tell(work, approver.id, notice, f"{key}:{approver.id}", about=about)


async def lines_of(look: Work, change: PlanChange) -> tuple[Line, ...]:
    """(field, old, new) of what changed, items by name; the rule speaks through its own text."""
    names = dict((await look.session.exec(select(col(Item.code), col(Item.name)))).all())
    fields = [name for name in (change.after or change.before) if name != "quota"]
    if change.what != "changed":
        fields = [name for name in fields if name in {"ratio_text", "window_from", "window_to"}]
    return tuple(
        (name, _shown(change.before.get(name), names), _shown(change.after.get(name), names))
        for name in fields
    )


def _shown(value: object, names: Mapping[str, str]) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "、".join(names.get(str(one), str(one)) for one in value)
    return "" if value is None else str(value)


async def _waiting(work: Work, ref: str) -> tuple[PlanChange, Plan, Task]:
    """Raises ``plan.change_over``, ``plan.second_person``, ``plan.not_yours``."""
    change = (await work.session.exec(select(PlanChange).where(PlanChange.ref == ref))).first()
    if change is None or change.state != "asked":
        raise DomainError("plan.change_over")
    if not work.actor.may_second("plan.decide", change.asked_by):
        raise DomainError("plan.second_person")
    plan = await work.session.get_one(Plan, change.plan_id)
    refuse_others(work, plan)
    return change, plan, await work.session.get_one(Task, change.task_id)


async def agree(work: Work, ref: str) -> PlanChange:
    """The second person agrees: the change is in force, filed anew where the place asks for it.

    Raises ``plan.drawn``, ``plan.too_late``, ``plan.no_cuts``, ``plan.second_person``, ``plan.change_over``.
    """
    work.require("plan.decide")
    change, plan, task = await _waiting(work, ref)
    if task.state not in (PLANNED, PROPOSED):
        raise DomainError("plan.drawn", task=task.name)
    await _check_again(work, task, change)
    await _take_effect(work, plan, task, change)
    await journal.record(
        work, "plan.change", f"plan:{plan.ref}", task=task.no, what=change.what, document=change.document
    )
    return change


async def _check_again(work: Work, task: Task, change: PlanChange) -> None:
    """Time has passed since it was asked."""
    if change.what == "added":
        check_change(work.profile.plan_change, task.window_from, work.today, ())
    else:
        await _check_now(work, task, draft_after(task, change) if change.what == "changed" else None)


async def refuse(work: Work, ref: str) -> PlanChange:
    """The second person does not agree; the request stays on file."""
    work.require("plan.decide")
    change, plan, task = await _waiting(work, ref)
    change.state, change.decided_by, change.decided_at = "refused", work.actor.person_id, work.now
    if change.what == "added":
        task.state = WITHDRAWN
    work.session.add_all((change, task))
    await _tell_decided(work, plan, task, change)
    await journal.record(work, "plan.refuse_change", f"plan:{plan.ref}", task=task.no, what=change.what)
    return change


async def _take_effect(work: Work, plan: Plan, task: Task, change: PlanChange) -> None:
    if change.what == "cancelled":
        task.state = WITHDRAWN
    else:
        if change.what == "added":
            task.state = PLANNED
        else:
            apply(task, draft_after(task, change))
        task.sized = (await size(work, task)).as_json()
    change.state, change.decided_by, change.decided_at = "agreed", work.actor.person_id, work.now
    plan.state = State.ADJUSTED
    work.session.add_all((task, change, plan))
    if work.profile.plan_change.refile:
        filing = await write(work, plan)
        filing.state, filing.decided_by, filing.decided_at = "confirmed", work.actor.person_id, work.now
        change.filing_number = filing.number
        work.session.add(filing)
    await work.session.flush()
    await _tell_decided(work, plan, task, change)


async def _tell_decided(work: Work, plan: Plan, task: Task, change: PlanChange) -> None:
    unit = await unit_of(work, plan)
    notice = PlanChanged(
        unit=unit.name,
        task_no=task.no,
        task=task.name,
        what=change.what,
        agreed=change.state == "agreed",
        lines=await lines_of(work, change),
        filing=change.filing_number,
    )
    await outbox.post(work, notice, f"plan_changed:{change.ref}", about=f"plan:{plan.ref}")
    if change.asked_by is not None and change.asked_by != work.actor.person_id:
        asked_by = await in_office(work.session, change.asked_by)
        key = f"plan_changed:{change.ref}:{asked_by}"
        await outbox.tell(work, asked_by, notice, key, about=f"plan:{plan.ref}")


async def agreed_changes(look: Work, plan: Plan) -> list[PlanChange]:
    """Changes in force, newest first."""
    rows = await look.session.exec(
        select(PlanChange)
        .where(PlanChange.plan_id == plan.id, PlanChange.state == "agreed")
        .order_by(col(PlanChange.id).desc())
    )
    return list(rows)
