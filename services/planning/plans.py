"""A unit's plan of a year: found or begun, published, finished. What was made public is never rewritten."""

from collections.abc import Sequence

from sqlmodel import col, select

from domain.errors import DomainError
from domain.notices_plan import PlanPublished
from domain.plan import PUBLIC, State
from models import Duty, Plan, PlanChange, PlanFiling, Task, Unit
from services import journal, outbox
from services.planning.portions import PARTLY
from services.work import Work, new_ref
from services.year.filings import fulfil

PLANNED, WITHDRAWN = "planned", "withdrawn"
PROPOSED = "proposed"
"""State of a task that a change would add: in no list and no draw until a second person agreed."""
PUBLICATION = "plan_publication"
DEALING = ("plan.look", "plan.decide")


async def plan_for(work: Work, unit_id: int, year: int) -> Plan:
    """A unit's plan of a year; begun as a draft when there is none yet."""
    found = await _find(work, unit_id, year)
    if found is not None:
        return found
    plan = Plan(ref=new_ref(), unit_id=unit_id, year=year)
    work.session.add(plan)
    await work.session.flush()
    return plan


async def _find(look: Work, unit_id: int, year: int) -> Plan | None:
    rows = await look.session.exec(select(Plan).where(Plan.unit_id == unit_id, Plan.year == year))
    return rows.first()


async def by_ref(look: Work, ref: str) -> Plan:
    """A plan that the actor may deal with: the office any, others their own unit's.

    Raises ``plan.unknown``, ``plan.not_yours``.
    """
    plan = (await look.session.exec(select(Plan).where(Plan.ref == ref))).first()
    if plan is None:
        raise DomainError("plan.unknown")
    refuse_others(look, plan)
    return plan


def refuse_others(look: Work, plan: Plan) -> None:
    """Raise ``plan.not_yours`` for a plan of another unit, unless the actor is of the office."""
    if not any(look.actor.reaches(act, unit_id=plan.unit_id) for act in DEALING):
        raise DomainError("plan.not_yours")


async def tasks_of(look: Work, plan: Plan) -> list[Task]:
    """The tasks of a plan by their time, without those removed, cancelled or only proposed."""
    rows = await look.session.exec(
        select(Task)
        .where(Task.plan_id == plan.id, col(Task.state).not_in((WITHDRAWN, PROPOSED)))
        .order_by(col(Task.window_from), col(Task.no))
    )
    return list(rows)


async def newest_filing(look: Work, plan: Plan) -> PlanFiling | None:
    """The newest receipt of a plan."""
    rows = await look.session.exec(
        select(PlanFiling).where(PlanFiling.plan_id == plan.id).order_by(col(PlanFiling.version).desc())
    )
    return rows.first()


async def unit_of(look: Work, plan: Plan) -> Unit:
    """Whose plan it is."""
    return await look.session.get_one(Unit, plan.unit_id)


async def refuse_public(look: Work, plan_id: int | None, task: str) -> None:
    """Raise ``plan.published``: what is public changes by an adjustment only, never by a list or a draft."""
    plan = await look.session.get(Plan, plan_id) if plan_id else None
    if plan is not None and plan.state != State.DRAFT:
        raise DomainError("plan.not_a_draft" if plan.state == State.FILED else "plan.published", task=task)


async def refuse_undrawable(look: Work, task: Task) -> None:
    """Raise ``plan.not_public``: what is not in a published plan is not drawn (忻州 二（六）, 花溪 16)."""
    plan = await look.session.get(Plan, task.plan_id) if task.plan_id else None
    if plan is not None and plan.state not in PUBLIC:
        raise DomainError("plan.not_public", task=task.name)


async def publish(work: Work, ref: str) -> Plan:
    """Make a confirmed plan public. Raises ``plan.not_confirmed``, ``plan.published``."""
    work.require("plan.publish")
    plan = await by_ref(work, ref)
    filing = await newest_filing(work, plan)
    if State(plan.state) in PUBLIC:
        raise DomainError("plan.published", task="")
    if filing is None or filing.state != "confirmed":
        raise DomainError("plan.not_confirmed")
    tasks, unit = await tasks_of(work, plan), await unit_of(work, plan)
    await make_public(work, plan)
    await tell_published(work, plan.year, [unit.name], len(tasks))
    await journal.record(work, "plan.publish", f"plan:{plan.ref}", receipt=filing.number, tasks=len(tasks))
    return plan


async def make_public(work: Work, plan: Plan) -> None:
    """The plan is public from now on, and the unit's duty to publish it is done."""
    plan.state, plan.published_at = State.PUBLISHED, work.now
    work.session.add(plan)
    duty = await open_duty(work, plan, (PUBLICATION,))
    if duty is not None:
        await fulfil(work, duty, note=f"plan {plan.year}")
    await work.session.flush()


async def tell_published(work: Work, year: int, units: Sequence[str], tasks: int) -> None:
    """The office group hears whose plans are public from now on."""
    notice = PlanPublished(year=year, units=tuple(units), tasks=tasks)
    await outbox.post(work, notice, f"plan_published:{work.cause}", about=f"plan:{year}")


async def open_duty(look: Work, plan: Plan, kinds: Sequence[str]) -> Duty | None:
    """The unit's open duty that this plan answers; 次年工作安排 is owed the year before (花溪 35)."""
    keys = {rule.key: rule.kind for rule in look.profile.report_deadlines if rule.kind in kinds}
    rows = await look.session.exec(
        select(Duty)
        .where(Duty.unit_id == plan.unit_id, Duty.state == "open", col(Duty.deadline).in_(list(keys)))
        .order_by(col(Duty.due_on))
    )
    owed_in = {"summary_and_next_plan": plan.year - 1}
    return next((duty for duty in rows if duty.year == owed_in.get(keys[duty.deadline], plan.year)), None)


async def finish(work: Work, ref: str) -> Plan:
    """办结: every task is drawn or cancelled by decision. Raises ``plan.not_public``, ``plan.unfinished``."""
    work.require("plan.finish")
    plan = await by_ref(work, ref)
    if plan.state not in (State.PUBLISHED, State.ADJUSTED):
        raise DomainError("plan.not_public", task="")
    tasks = await tasks_of(work, plan)
    left = [task.name for task in tasks if task.state in (PLANNED, PARTLY)]
    if left or await waiting_changes(work, plan):
        raise DomainError("plan.unfinished", tasks=left)
    plan.state, plan.done_at = State.DONE, work.now
    work.session.add(plan)
    await journal.record(work, "plan.finish", f"plan:{plan.ref}", tasks=len(tasks))
    return plan


async def waiting_changes(look: Work, plan: Plan) -> list[PlanChange]:
    """Changes that wait for a second person, oldest first."""
    rows = await look.session.exec(
        select(PlanChange)
        .where(PlanChange.plan_id == plan.id, PlanChange.state == "asked")
        .order_by(col(PlanChange.id))
    )
    return list(rows)
