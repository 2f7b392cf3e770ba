"""Which inspectors of which unit may serve a draw's visits, frozen with the announcement."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlmodel import col, select

from domain.eligibility import InspectorFacts, Visit, hindrances
from domain.plan import Kind
from locales.columns import columns
from models import Assignment, InspectionObject, Inspector, Item, Leave, Person, Recusal, Task, Unit
from models import Visit as VisitRow
from services.drawing.once_list import listed
from services.staff.trainings import barred
from services.work import Work

Days = tuple[date, date]
Roster = dict[str, tuple[Person, Inspector]]


async def units_of(look: Work, task: Task) -> list[str]:
    """The units that take part in a task, the lead first."""
    lead = await look.session.get_one(Unit, task.lead_unit_id)
    return [lead.name, *task.partners]


async def inspectors_for(
    look: Work, tasks: Sequence[Task], subjects: Sequence[InspectionObject], days: Days
) -> dict[str, Any]:
    """What the matching may use, and nothing that comes later can change; ``days``: first and last to go.

    ``areas``: object → area. ``eligible``: unit → {roster number: areas}. ``recused``: object → numbers.
    ``special``: task → unit → numbers of those with the speciality its items ask for. ``once``: see
    ``services.drawing.once_list``.
    """
    away = await _on_leave(look, days)
    units = dict.fromkeys([unit for task in tasks for unit in await units_of(look, task)])
    rosters = {
        unit: await _roster(look, unit, days[1], away=away, barred=await barred(look, tasks, unit))
        for unit in units
    }
    eligible = {
        unit: {no: sorted(inspector.areas) for no, (_, inspector) in people.items()}
        for unit, people in rosters.items()
    }
    bound = any(areas for people in eligible.values() for areas in people.values())
    return {
        "areas": {one.register_no: one.area for one in subjects if bound and one.area},
        "eligible": eligible,
        "recused": await _recused(look, revisit=any(task.kind == Kind.REVISIT for task in tasks)),
        "special": {task.no: await _special(look, task, rosters) for task in tasks},
        "once": listed(look, subjects),
    }


async def _roster(look: Work, unit: str, last_day: date, *, away: set[int], barred: set[str]) -> Roster:
    """A unit's inspectors whose certificates last to the end, and who are there at all."""
    rows = await look.session.exec(
        select(Person, Inspector)
        .join(Inspector, col(Inspector.person_id) == col(Person.id))
        .join(Unit, col(Person.unit_id) == col(Unit.id))
        .where(Unit.name == unit, col(Inspector.valid).is_(True))
        .order_by(col(Person.roster_no))
    )
    visit = Visit(object_id="", on=last_day, certificate_required=look.profile.certificate_required)
    return {
        person.roster_no: (person, inspector)
        for person, inspector in rows
        if person.id not in away
        and person.roster_no not in barred
        and not hindrances(_inspector_facts(person, inspector), visit)
    }


def _inspector_facts(person: Person, inspector: Inspector) -> InspectorFacts:
    return InspectorFacts(
        id=person.roster_no,
        certificate=inspector.certificate_no,
        certificate_until=inspector.certificate_until,
        left=person.left_on is not None,
    )


async def _on_leave(look: Work, days: Days) -> set[int]:
    """People who are away for the whole of the time that is left; a few days hinder nobody."""
    first, last = max(look.today, days[0]), days[1]
    rows = await look.session.exec(select(Leave.person_id).where(Leave.first <= first, Leave.last >= last))
    return set(rows.all())


async def _special(look: Work, task: Task, rosters: dict[str, Roster]) -> dict[str, list[str]]:
    """Unit → those who have every qualification that its items of the task ask for."""
    items = await look.session.exec(select(Item).where(col(Item.code).in_(task.item_codes)))
    asked: defaultdict[str, set[str]] = defaultdict(set)
    for item in items:
        if item.requirement and columns().value("yes_no", item.requirement) != "no":
            asked[item.unit_name].add(item.requirement)
    return {
        unit: [no for no, (_, who) in rosters[unit].items() if needs <= {*who.qualifications, *who.fields}]
        for unit, needs in asked.items()
        if unit in rosters
    }


async def _recused(look: Work, *, revisit: bool) -> dict[str, list[str]]:
    """Object → those who declared 回避 (行政处罚法 第43条), and those who inspected it last time.

    To a revisit goes nobody who was there before.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    declared = await look.session.exec(
        select(Recusal.object_no, Person.roster_no).join(Person, col(Recusal.person_id) == col(Person.id))
    )
    for object_no, roster_no in declared:
        found[object_no].add(roster_no)
    for object_no, people in (await _teams_before(look, every=revisit)).items():
        found[object_no] |= people
    return {number: sorted(people) for number, people in sorted(found.items())}


async def _teams_before(look: Work, *, every: bool) -> dict[str, set[str]]:
    """Object → the team of its newest visit, or of every one."""
    rows = await look.session.exec(
        select(InspectionObject.register_no, VisitRow.id, Person.roster_no)
        .join(VisitRow, col(VisitRow.object_id) == col(InspectionObject.id))
        .join(Assignment, col(Assignment.visit_id) == col(VisitRow.id))
        .join(Person, col(Assignment.person_id) == col(Person.id))
        .where(Assignment.state == "active")
        .order_by(col(VisitRow.id))
    )
    newest: dict[str, tuple[int, set[str]]] = {}
    for object_no, visit_id, roster_no in rows:
        if object_no not in newest or (newest[object_no][0] != visit_id and not every):
            newest[object_no] = (visit_id or 0, set())
        newest[object_no][1].add(roster_no)
    return {number: people for number, (_, people) in newest.items()}
