"""The published plans: whose, filed and public when, and what was changed in them since."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement
from sqlmodel import col, or_, select

from domain.disclosure import PublicChange, PublicPlan
from domain.plan import PUBLIC, Kind
from models import Draw, Plan, Result, Task, Unit, Visit
from services.planning.plan_changes import agreed_changes
from services.planning.plan_view import ChangeLine, change_lines
from services.planning.plans import PROPOSED, WITHDRAWN, newest_filing
from services.work import OFFICE_ZONE, Work


def shown_tasks() -> Sequence[ColumnElement[bool]]:
    """Conditions of tasks that have a public page: of no draft plan, and standing or drawn at some time.

    A clue is known to nobody before its result is public.
    """
    drawn = select(Draw.task_id)
    known = select(Visit.task_id).join(Result, col(Result.visit_id) == col(Visit.id))
    public = known.where(col(Result.published_at).is_not(None))
    return (
        or_(col(Plan.id).is_(None), col(Plan.state).in_(PUBLIC)),
        or_(col(Task.state).not_in((WITHDRAWN, PROPOSED)), col(Task.id).in_(drawn)),
        or_(Task.kind != Kind.CLUE, col(Task.id).in_(public)),
    )


async def public_plans(look: Work) -> tuple[PublicPlan, ...]:
    """Every public plan, the newest year first, by unit."""
    rows = await look.session.exec(
        select(Plan, col(Unit.name))
        .join(Unit, col(Plan.unit_id) == col(Unit.id))
        .where(col(Plan.state).in_(PUBLIC))
        .order_by(col(Plan.year).desc(), col(Unit.name))
    )
    return tuple([await _plan(look, plan, unit) for plan, unit in rows.all()])


async def _plan(look: Work, plan: Plan, unit: str) -> PublicPlan:
    filing = await newest_filing(look, plan)
    changes = await change_lines(look, await agreed_changes(look, plan))
    return PublicPlan(
        key=plan.ref,
        year=plan.year,
        unit=unit,
        state=plan.state,
        filing=filing.number if filing else "",
        receiver=filing.receiver if filing else "",
        filed_on=filing.filed_at.astimezone(OFFICE_ZONE).date() if filing else None,
        published_on=plan.published_at.astimezone(OFFICE_ZONE).date() if plan.published_at else None,
        changes=tuple(map(_change, changes)),
    )


def _change(line: ChangeLine) -> PublicChange:
    return PublicChange(
        task_no=line.task_no,
        task=line.task,
        what=line.what,
        lines=line.lines,
        reason=line.reason,
        document=line.document,
        decided_on=line.at.astimezone(OFFICE_ZONE).date(),
        filing=line.filing,
    )
