"""Where the year stands: figures by unit for the office group and for whoever asks. Units, never persons."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import col, func, select

from domain.indicators import Errand, Owed, Standing, by_kind, by_unit, drawn, shares
from domain.notices import Summary
from domain.public_trace import NOT_PUBLIC
from models import (
    Assignment,
    Draw,
    Duty,
    InspectionObject,
    Letter,
    Person,
    PlatformEntry,
    Result,
    Task,
    Unit,
    Visit,
)
from services import journal, ledger_view, public_traces, takedowns, withholdings
from services.outbox import Attachment, post
from services.work import OFFICE_ZONE, Work

NOT_TOLD = ("unlinked", "unreachable", "dead")
VOID = "void"
PNG = "image/png"


@dataclass(frozen=True)
class _Openness:
    """Parts of visits that the public sees, since when; results kept back by law; taken down, and why; on the
    platform, since when."""

    shown: Mapping[tuple[int, int], date]
    withheld: Collection[int]
    down: Mapping[int, str]
    entered: Mapping[int, date]


async def gather(look: Work) -> Standing:
    """The figures of this moment, for the tasks of the current year and every duty that is still open."""
    duties = await _open_duties(look)
    next_filing = _next_filing(duties, look.today)
    errands = await errands_of(look, look.today.year)
    units = by_unit(errands, await _owed(look, duties, next_filing), look.today)
    of_draws = by_unit(drawn(errands), {}, look.today)
    targets = {target.indicator: target.at_least for target in look.profile.targets}
    handled = await ledger_view.share(look)
    return Standing(
        place=look.profile.place.name,
        at=look.now,
        on=look.today,
        units=units,
        shares=(
            *shares(of_draws, {str(name): share for name, share in targets.items()}),
            *((handled,) if handled.total else ()),
        ),
        next_filing=next_filing,
        kinds=by_kind(errands),
    )


def picture_of_day(work: Work, picture: bytes) -> Attachment:
    """The chart as it goes with the day's post."""
    return Attachment(f"summary-{work.today}.png", PNG, picture)


async def post_daily(work: Work, standing: Standing, picture: Attachment | None) -> bool:
    """The post itself; the date is its key, so a second tick of the same day says nothing."""
    posted = await post(work, Summary(standing), f"summary:{work.today}", about="summary", attachment=picture)
    if posted:
        troubled = len(standing.troubled)
        await journal.record(
            work, "summary.post", f"summary:{work.today}", units=len(standing.units), troubled=troubled
        )
    return posted


async def errands_of(look: Work, year: int) -> list[Errand]:
    """Every unit's part in every visit of a year's tasks, with what became of it."""
    newest, openness = await _newest_results(look, year), await _openness(look)
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
            task_ids=tuple(visit.task_ids) or (visit.task_id,),
        )
        for visit, unit, task, subject in rows
    }
    return [_with_result(errand, newest.get(part), openness) for part, errand in parts.items()]


async def _openness(look: Work) -> _Openness:
    entered = await look.session.exec(select(col(PlatformEntry.result_id), col(PlatformEntry.entered_on)))
    return _Openness(
        await public_traces.shown_since(look),
        await withholdings.withheld(look),
        await takedowns.down(look),
        dict(entered.all()),
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
        entered_on=openness.entered.get(number),
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


async def _open_duties(look: Work) -> list[tuple[str, date]]:
    rows = await look.session.exec(
        select(col(Unit.name), col(Duty.due_on))
        .join(Unit, col(Duty.unit_id) == col(Unit.id))
        .where(Duty.state == "open")
    )
    return list(rows)


def _next_filing(duties: list[tuple[str, date]], today: date) -> tuple[date, int] | None:
    coming = [(due_on, unit) for unit, due_on in duties if due_on >= today]
    if not coming:
        return None
    first = min(coming)[0]
    return first, len({unit for due_on, unit in coming if due_on == first})


async def _owed(
    look: Work, duties: list[tuple[str, date]], next_filing: tuple[date, int] | None
) -> dict[str, Owed]:
    late = Counter(unit for unit, due_on in duties if due_on < look.today)
    due = Counter(unit for unit, due_on in duties if next_filing and due_on == next_filing[0])
    untold = await _untold(look)
    return {unit: Owed(due=due[unit], late=late[unit], untold=untold[unit]) for unit in late | due | untold}


async def _untold(look: Work) -> Counter[str]:
    """How many people of each unit have a letter that did not arrive."""
    rows = await look.session.exec(
        select(col(Unit.name), func.count(func.distinct(col(Person.id))))
        .join(Person, col(Person.unit_id) == col(Unit.id))
        .join(Letter, col(Letter.person_id) == col(Person.id))
        .where(col(Letter.state).in_(NOT_TOLD), col(Person.left_on).is_(None))
        .group_by(Unit.name)
    )
    return Counter(dict(rows.all()))
