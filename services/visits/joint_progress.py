"""How far a joint visit is: unit by unit for its team, by unit for the liaison and the office."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func
from sqlmodel import col, select

from domain.disclosure import RELEASED
from domain.joint_visit import JointVisit, UnitReport, UnitStanding, by_unit
from models import Assignment, Draft, DraftAnswer, Draw, Person, Result, Task, Unit, Visit, VisitClosing
from services.visits.assignments import Case, items_of
from services.work import Work


@dataclass(frozen=True)
class Closed:
    """Who closed a visit and when; ``since``: units that submitted a version afterwards."""

    at: datetime
    by: str
    since: tuple[str, ...]


async def results_of(look: Work, case: Case) -> dict[int, list[Result]]:
    """Unit → its results of the visit, the newest last."""
    rows = await look.session.exec(
        select(Result).where(Result.visit_id == case.visit.id).order_by(col(Result.version))
    )
    found: dict[int, list[Result]] = {}
    for result in rows:
        found.setdefault(result.unit_id, []).append(result)
    return found


async def units_of(look: Work, case: Case) -> tuple[UnitReport, ...]:
    """Every unit of the team, the actor's own first."""
    submitted, typed = await results_of(look, case), await _typed(look, case)
    names = dict.fromkeys((look.actor.unit_name, *(member.unit for member in case.team)))
    rows = await look.session.exec(select(Unit.name, Unit.id).where(col(Unit.name).in_(list(names))))
    ids = {name: unit_id or 0 for name, unit_id in rows}
    return tuple(
        [await _unit(look, case, name, submitted.get(ids[name], []), typed.get(ids[name])) for name in names]
    )


async def _typed(look: Work, case: Case) -> dict[int, set[str]]:
    """Unit → the items answered in its newest draft."""
    rows = await look.session.exec(
        select(Draft.id, Draft.unit_id, DraftAnswer.item_code)
        .outerjoin(DraftAnswer, col(DraftAnswer.draft_id) == col(Draft.id))
        .where(Draft.visit_id == case.visit.id)
        .order_by(col(Draft.version))
    )
    found: dict[int, tuple[int, set[str]]] = {}
    for draft_id, unit_id, code in rows:
        if found.get(unit_id, (0,))[0] != draft_id:
            found[unit_id] = (draft_id or 0, set())
        found[unit_id][1].update({code} if code else ())
    return {unit_id: codes for unit_id, (_, codes) in found.items()}


async def _unit(
    look: Work, case: Case, name: str, results: Sequence[Result], typed: set[str] | None
) -> UnitReport:
    newest = results[-1] if results else None
    if newest and newest.state != "returned":
        state = "published" if newest.published_at else newest.state
        return UnitReport(name, state, len(newest.findings), len(newest.findings))
    codes = {item.code for item in await items_of(look, case.tasks, name)}
    state = "returned" if newest else "none" if typed is None else "draft"
    stands = any(one.state == RELEASED for one in results)
    return UnitReport(name, state, len(codes & (typed or set())), len(codes), stands)


async def closed(look: Work, visit_id: int) -> Closed | None:
    """Whether the visit was closed, by whom, and what came in since."""
    rows = await look.session.exec(
        select(VisitClosing, Person)
        .join(Person, col(VisitClosing.closed_by) == col(Person.id))
        .where(VisitClosing.visit_id == visit_id)
    )
    row = rows.first()
    if row is None:
        return None
    closing, person = row
    since = await look.session.exec(
        select(Unit.name)
        .join(Result, col(Result.unit_id) == col(Unit.id))
        .where(Result.visit_id == visit_id, col(Result.submitted_at) > closing.closed_at)
        .order_by(col(Unit.name))
        .distinct()
    )
    return Closed(closing.closed_at, person.name, tuple(since))


async def standing(look: Work) -> tuple[UnitStanding, ...]:
    """The year's joint visits by unit: all for the office, the own unit for its liaison."""
    look.require("joint.look")
    return by_unit(await _joint(look), look.today)


async def own(look: Work) -> UnitStanding | None:
    """What the actor's unit has to do with joint visits, for its liaison."""
    look.require("duty.look")
    found = by_unit(await _joint(look), look.today)
    return next((one for one in found if one.unit == look.actor.unit_name), None)


async def unreported(look: Work) -> list[JointVisit]:
    """Joint visits of which the actor's unit still owes its report, for its liaison."""
    look.require("duty.look")
    return [one for one in await _joint(look) if one.reported.get(look.actor.unit_name) is False]


async def _joint(look: Work) -> list[JointVisit]:
    """Every visit of the year to which several units go."""
    names = {one.id: one.name for one in await look.session.exec(select(Unit))}
    reported, shut = await _reported(look), set(await look.session.exec(select(VisitClosing.visit_id)))
    parts: dict[int, dict[str, bool]] = {}
    visits: dict[int, JointVisit] = {}
    for visit, convenor, last_day, unit_id in await _seats(look):
        key = visit.id or 0
        units = parts.setdefault(key, {})
        units[names[unit_id]] = (key, unit_id) in reported
        visits[key] = JointVisit(visit.number, names[convenor], last_day, key in shut, units)
    return [one for one in visits.values() if len(one.reported) > 1]


async def _seats(look: Work) -> list[tuple[Visit, int, date, int]]:
    """Every visit once for each unit of its team: with its convenor, its last day and the unit."""
    last_day = func.coalesce(col(Visit.window_to), col(Task.window_to))
    rows = await look.session.exec(
        select(Visit, col(Task.lead_unit_id), last_day, col(Assignment.unit_id))
        .join(Assignment, col(Assignment.visit_id) == col(Visit.id))
        .join(Task, col(Visit.task_id) == col(Task.id))
        .join(Draw, col(Visit.draw_id) == col(Draw.id))
        .where(Assignment.state == "active", Task.year == look.today.year)
        .where(Visit.state == "open", Draw.state != "void")
        .order_by(col(Visit.id), col(Assignment.leads).desc(), col(Assignment.id))
    )
    return list(rows)


async def _reported(look: Work) -> set[tuple[int, int]]:
    rows = await look.session.exec(select(Result.visit_id, Result.unit_id).where(Result.state != "returned"))
    return set(rows)
