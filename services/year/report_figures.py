"""The figures of a 总结 or 报告, counted as the summary counts them; of one unit, or of the whole place."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import col, func, select

from domain.followup import LIVE, handling
from domain.indicators import Owed, Share, UnitFigures, by_unit, drawn, figures, shares
from domain.plan_indicators import PlannedTask, Reached, of_place, of_unit
from domain.report import Account, Cases, Planned
from models import Draw, Duty, Problem, Result, Task, Unit, Visit
from services.planning.plan_view import items_in_force, member_units, planned
from services.planning.plans import PLANNED
from services.work import OFFICE_ZONE, Work
from services.year.errands import VOID, errands_of

Tasks = Sequence[tuple[Task, PlannedTask]]


async def account(look: Work, year: int, *, half: bool, unit: Unit | None = None) -> Account:
    """What a unit, or with none the whole place, did of the tasks of a year up to now."""
    name = unit.name if unit else ""
    errands = [one for one in await errands_of(look, year) if unit is None or one.unit == name]
    of_draws = drawn(errands)
    owed = {one: Owed(late=count) for one, count in (await _late_filings(look)).items()}
    counted = figures(name, of_draws, owed.get(name, Owed()), look.today)
    tasks, cases = await _tasks(look, year, name), await _cases(look, year, unit)
    return Account(
        unit=name,
        year=year,
        half=half,
        on=look.today,
        plan=_plan(tasks, await _tasks(look, year + 1, name), name),
        figures=counted,
        shares=(*_shares(look, counted), _handled(look, cases)),
        cases=cases,
        reached=await _reached(look, tasks, name),
        objects=len({one.number for one in of_draws}),
        clues=len(errands) - len(of_draws),
        late_results=await _late_results(look, year, unit),
        units=() if unit else by_unit(of_draws, owed, look.today),
    )


async def _tasks(look: Work, year: int, unit: str) -> Tasks:
    """The year's planned tasks that concern a unit; with none, all."""
    found = await planned(look, year)
    return [one for one in found if not unit or unit == one[1].unit or unit in one[1].partners]


def _plan(tasks: Tasks, coming: Tasks, unit: str) -> Planned:
    led = sum(not unit or task.unit == unit for _, task in tasks)
    return Planned(
        led=led,
        joined=len(tasks) - led,
        joint=sum(task.joint for _, task in tasks),
        undrawn=sum(row.state == PLANNED for row, _ in tasks),
        coming=len(coming),
    )


def _shares(look: Work, counted: UnitFigures) -> tuple[Share, ...]:
    asked = {target.indicator: target.at_least for target in look.profile.targets}
    return shares([counted], {str(name): share for name, share in asked.items()})


def _handled(look: Work, cases: Cases) -> Share:
    target = look.profile.target("problem_handling")
    return Share("problem_handling", cases.settled, cases.total, target.at_least if target else None)


async def _reached(look: Work, tasks: Tasks, unit: str) -> tuple[Reached, ...]:
    """What the plan reaches of the place's indicators; nothing of no plan."""
    if not tasks:
        return ()
    values, items = [task for _, task in tasks], await items_in_force(look)
    if unit:
        return of_unit(look.profile, unit, values, items)
    members = [one.name for one in await member_units(look)]
    return of_place(look.profile, values, items, members)


async def _cases(look: Work, year: int, unit: Unit | None) -> Cases:
    """The problems that a unit, or with none anybody, found on the year's visits."""
    query = (
        select(Problem)
        .join(Visit, col(Problem.visit_id) == col(Visit.id))
        .join(Task, col(Visit.task_id) == col(Task.id))
        .where(Task.year == year)
    )
    rows = await look.session.exec(query if unit is None else query.where(Problem.unit_id == unit.id))
    found = list(rows)
    handled = handling((one.number, one.state, one.handed_on is not None) for one in found)
    late = [one for one in found if one.state in LIVE and one.due_on and one.due_on < look.today]
    return Cases(total=len(handled.done) + len(handled.open), settled=len(handled.done), late=len(late))


async def _late_results(look: Work, year: int, unit: Unit | None) -> int:
    """Parts of visits whose first result came after the last day of their window."""
    query = (
        select(Result, func.coalesce(col(Visit.window_to), col(Task.window_to)))
        .join(Visit, col(Result.visit_id) == col(Visit.id))
        .join(Task, col(Visit.task_id) == col(Task.id))
        .join(Draw, col(Visit.draw_id) == col(Draw.id))
        .where(Task.year == year, Result.version == 1, Visit.state != VOID, Draw.state != VOID)
    )
    rows = await look.session.exec(query if unit is None else query.where(Result.unit_id == unit.id))
    return sum(_day(result.submitted_at) > last for result, last in rows)


def _day(moment: datetime) -> date:
    return moment.astimezone(OFFICE_ZONE).date()


async def _late_filings(look: Work) -> Counter[str]:
    """Open duties past their day, by unit."""
    rows = await look.session.exec(
        select(col(Unit.name))
        .join(Duty, col(Duty.unit_id) == col(Unit.id))
        .where(Duty.state == "open", col(Duty.due_on) < look.today)
    )
    return Counter(rows)
