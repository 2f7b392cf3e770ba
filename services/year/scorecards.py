"""考核指标: gathers the rows behind every metric of the year, one query for each table, and the outlook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select

from domain.drawn_classes import drew_by_class
from domain.errors import DomainError
from domain.external_record import FORM
from domain.followup import State as CaseState
from domain.forecast import Forecast, forecast, warns
from domain.indicators import Errand
from domain.plan_indicators import PlannedTask
from domain.roles import Role
from domain.scorecard import Indicator, Scorecard, scorecard
from domain.scorecard_rows import (
    CaseFacts,
    FilingFacts,
    Rows,
    TaskFacts,
    of_cases,
    of_completion,
    of_filings,
    of_ordered,
    of_parts,
    of_plan,
    of_staff,
)
from locales.texts import texts
from models import Draw, Duty, InspectionObject, Item, Problem, Task, Unit, Visit
from services.planning import ordered_numbers
from services.planning.plan_view import member_units, planned, whole
from services.staff import headcounts
from services.work import OFFICE_ZONE, Work
from services.year import duties
from services.year.errands import VOID, errands_of

WHOLE = frozenset({Role.OFFICE, Role.AUDITOR})
DRAWN = "drawn"
PUBLISHED_WITH = frozenset({"publication_rate", "inspection_completion", "entry_rate", "closed_of_published"})
"""What has to be done by the day on which the year's results are public, where a place sets one."""


@dataclass(frozen=True)
class Detail:
    """One indicator with the rows that it misses and its outlook."""

    card: Scorecard
    indicator: Indicator
    forecast: Forecast


async def look_up(look: Work) -> Scorecard:
    """The card that the actor may see: the whole place's, or the own unit's."""
    look.require("indicator.look")
    return await gather(look, "" if look.actor.roles & WHOLE else look.actor.unit_name)


async def detail(look: Work, key: str) -> Detail:
    """What is behind one number of ``look_up``, in private. Raises ``indicator.unknown``."""
    look.require("indicator.rows")
    card = await gather(look, "" if look.actor.roles & WHOLE else look.actor.unit_name)
    one = next((one for one in card.indicators if one.key == key), None)
    if one is None:
        raise DomainError("indicator.unknown")
    return Detail(card, one, forecast(one, look.today, _last_day(key, await _public_by(look))))


async def gather(look: Work, unit: str = "", errands: Sequence[Errand] | None = None) -> Scorecard:
    """Every metric of the current year; ``errands`` saves reading them twice."""
    parts = await errands_of(look, look.today.year) if errands is None else errands
    rows = await _rows(look, parts)
    return scorecard(look.profile, rows, look.today, unit)


async def _rows(look: Work, errands: Sequence[Errand]) -> Rows:
    cases, tasks = await _cases(look), await _tasks(look)
    units = [one.name for one in await member_units(look)]
    return {
        **of_parts(errands, cases, look.today),
        **of_cases(cases),
        **of_filings(await filings_of(look, look.today.year), look.today),
        **of_staff(await headcounts.unit_staff(look)),
        **of_plan(tasks, await _items(look)),
        **of_ordered(
            (one.unit, one.document, one.share.done, one.share.total)
            for one in await ordered_numbers.progress(look, look.today.year)
        ),
        **of_completion(tasks, errands, units, look.profile.joint_min_per_unit),
    }


async def _cases(look: Work) -> list[CaseFacts]:
    rows = await look.session.exec(
        select(Problem, Unit.name, Visit.number)
        .join(Unit, col(Problem.unit_id) == col(Unit.id))
        .join(Visit, col(Problem.visit_id) == col(Visit.id))
        .join(Task, col(Visit.task_id) == col(Task.id))
        .where(Task.year == look.today.year, Problem.state != CaseState.VOID)
        .order_by(col(Problem.number))
    )
    return [
        CaseFacts(
            number=case.number,
            unit=unit,
            visit=visit,
            handled=case.handed_on is not None or case.state == CaseState.CLOSED,
            since=case.handed_on or _day(case.closed_at),
        )
        for case, unit, visit in rows
    ]


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(OFFICE_ZONE).date() if moment else None


async def filings_of(look: Work, year: int) -> list[FilingFacts]:
    """Every unit's duties of a year, and when they were done."""
    rows = await look.session.exec(
        select(Duty, Unit.name)
        .join(Unit, col(Duty.unit_id) == col(Unit.id))
        .where(Duty.year == year)
        .order_by(col(Duty.due_on), col(Unit.name))
    )
    return [
        FilingFacts(what=_title(look, duty), unit=unit, due_on=duty.due_on, filed_on=_day(duty.fulfilled_at))
        for duty, unit in rows
    ]


def _title(look: Work, duty: Duty) -> str:
    kind, title = duties.named(look.profile, duty)
    return title or texts().say(f"deadlines.kind.{kind}")


async def _items(look: Work) -> dict[str, tuple[str, str]]:
    rows = await look.session.exec(
        select(Item.code, Item.name, Item.unit_name).where(col(Item.active)).order_by(col(Item.code))
    )
    return {code: (name, unit) for code, name, unit in rows}


async def _tasks(look: Work) -> list[TaskFacts]:
    drawn, draws = await _drawn(look), await _draws(look)
    return [
        _facts(task, one, drawn.get(task.id or 0, {}), draws.get(task.id or 0, []))
        for task, one in await planned(look, look.today.year)
    ]


async def _draws(look: Work) -> dict[int, list[tuple[str, Mapping[str, object]]]]:
    """Task → kind and announcement of the draws that were held for it."""
    rows = await look.session.exec(
        select(Draw.task_id, Draw.task_ids, Draw.kind, Draw.announcement)
        .join(Task, col(Draw.task_id) == col(Task.id))
        .where(Task.year == look.today.year, Draw.state == "held")
    )
    found: dict[int, list[tuple[str, Mapping[str, object]]]] = {}
    for task_id, task_ids, kind, announcement in rows:
        for one in task_ids or [task_id]:
            found.setdefault(one, []).append((kind, announcement))
    return found


def _facts(
    task: Task,
    one: PlannedTask,
    drawn: dict[int, bool],
    draws: Sequence[tuple[str, Mapping[str, object]]],
) -> TaskFacts:
    told = (drew_by_class(announcement, task.no) for _, announcement in draws)
    return TaskFacts(
        id=task.id or 0,
        number=task.no,
        name=task.name,
        planned=one,
        complete=task.state == DRAWN,
        base=whole(task.sized, "base") or task.base or 0,
        quantity=whole(task.sized, "quantity") or task.quantity or 0,
        drawn=len(drawn),
        key_drawn=sum(drawn.values()),
        by_class=tuple(one for one in told if one is not None),
        platform=any(kind == FORM for kind, _ in draws),
    )


async def _drawn(look: Work) -> dict[int, dict[int, bool]]:
    """Task → its drawn objects, and whether each is a key object."""
    rows = await look.session.exec(
        select(Visit, InspectionObject.is_key)
        .join(InspectionObject, col(Visit.object_id) == col(InspectionObject.id))
        .join(Task, col(Visit.task_id) == col(Task.id))
        .join(Draw, col(Visit.draw_id) == col(Draw.id))
        .where(Task.year == look.today.year, Visit.state != VOID, Draw.state != VOID)
    )
    found: dict[int, dict[int, bool]] = {}
    for visit, is_key in rows:
        for task_id in visit.task_ids or [visit.task_id]:
            found.setdefault(task_id, {})[visit.object_id] = is_key
    return found


async def warnings(look: Work, card: Scorecard) -> tuple[Forecast, ...]:
    """The indicators that miss their last day at this pace, while that day has not passed."""
    public_by = await _public_by(look)
    found = (forecast(one, look.today, _last_day(one.key, public_by)) for one in card.indicators)
    return tuple(one for one in found if warns(one, look.today))


async def _public_by(look: Work) -> date:
    """The day on which the year's results are to be public; the last of the year where no place sets one."""
    year = look.today.year
    days = [due.due_on for due in await duties.dues_of(look, year) if due.kind == "result_publication"]
    if absolute := look.profile.result_deadline.absolute:
        days.append(absolute.in_year(year))
    return min(days, default=date(year, 12, 31))


def _last_day(key: str, public_by: date) -> date:
    return public_by if key in PUBLISHED_WITH else date(public_by.year, 12, 31)
