"""Every unit's part in every visit of the year: reported, entered, published, kept back, and since when."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import col, select

from domain.indicators import Errand
from domain.public_trace import NOT_PUBLIC
from models import Assignment, Draw, InspectionObject, Result, Task, Unit, Visit
from services.publication import entry_targets, public_traces, takedowns, withholdings
from services.work import OFFICE_ZONE, Work

VOID = "void"


@dataclass(frozen=True)
class _Openness:
    """Parts of visits that the public sees, since when; results kept back by law; taken down, and why; on
    which targets and on all of them, since when."""

    shown: Mapping[tuple[int, int], date]
    withheld: Collection[int]
    down: Mapping[int, str]
    entered: Mapping[int, Mapping[str, date]]
    whole: Mapping[int, date | None]


async def errands_of(look: Work, year: int) -> list[Errand]:
    """Every unit's part in every visit of a year's tasks, with what became of it."""
    newest, openness = await _newest_results(look, year), await _openness(look)
    drawn_on = await _draws(look)
    rows = await look.session.exec(
        select(Visit, Unit, Task, col(InspectionObject.name))
        .join(Assignment, col(Assignment.visit_id) == col(Visit.id))
        .join(Unit, col(Assignment.unit_id) == col(Unit.id))
        .join(Task, col(Visit.task_id) == col(Task.id))
        .join(Draw, col(Visit.draw_id) == col(Draw.id))
        .join(InspectionObject, col(Visit.object_id) == col(InspectionObject.id))
        .where(Assignment.state == "active", Task.year == year)
        .where(Visit.state != VOID, Draw.state != VOID)
        .order_by(col(Visit.id), col(Assignment.id))
    )
    parts = {
        (visit.id, unit.id): Errand(
            unit=unit.name,
            window_to=visit.window_to or task.window_to,
            kind=task.kind,
            number=visit.number,
            subject=subject,
            drawn_on=drawn_on.get(visit.draw_id),
            task_ids=tuple(visit.task_ids) or (visit.task_id,),
        )
        for visit, unit, task, subject in rows
    }
    return [_with_result(errand, newest.get(part), openness) for part, errand in parts.items()]


async def _draws(look: Work) -> dict[int | None, date]:
    rows = await look.session.exec(select(col(Draw.id), col(Draw.ended_at), col(Draw.announced_at)))
    return {
        draw_id: (ended or announced).astimezone(OFFICE_ZONE).date() for draw_id, ended, announced in rows
    }


async def _openness(look: Work) -> _Openness:
    entered = await entry_targets.places_of(look)
    return _Openness(
        await public_traces.shown_since(look),
        await withholdings.withheld(look),
        await takedowns.down(look),
        entered,
        {number: entry_targets.whole_since(look, places) for number, places in entered.items()},
    )


def _with_result(errand: Errand, result: Result | None, openness: _Openness) -> Errand:
    if result is None:
        return errand
    number = result.id or 0
    since = openness.shown.get((result.visit_id, result.unit_id))
    return replace(
        errand,
        state=result.state,
        problem=result.problem,
        publish_by=result.publish_by,
        published=since is not None,
        correcting=since is not None and result.published_at is None,
        withheld=number in openness.withheld or openness.down.get(number) == NOT_PUBLIC,
        reported_on=result.submitted_at.astimezone(OFFICE_ZONE).date(),
        entered_on=openness.whole.get(number),
        entered_at=tuple(openness.entered.get(number, ())),
        published_on=since,
    )


async def _newest_results(look: Work, year: int) -> dict[tuple[int | None, int | None], Result]:
    rows = await look.session.exec(
        select(Result)
        .join(Visit, col(Result.visit_id) == col(Visit.id))
        .join(Task, col(Visit.task_id) == col(Task.id))
        .where(Task.year == year)
        .order_by(col(Result.version))
    )
    return {(result.visit_id, result.unit_id): result for result in rows}
