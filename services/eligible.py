"""Which inspectors of which unit may serve a draw's visits, frozen with the announcement."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlmodel import col, select

from domain.eligibility import InspectorFacts, Visit, hindrances
from models import InspectionObject, Inspector, Person, Recusal, Task, Unit
from services.work import Work


async def units_of(look: Work, task: Task) -> list[str]:
    """The units that take part in a task, the lead first."""
    lead = await look.session.get_one(Unit, task.lead_unit_id)
    return [lead.name, *task.partners]


async def inspectors_for(
    look: Work, tasks: Sequence[Task], subjects: Iterable[InspectionObject]
) -> dict[str, Any]:
    """``{areas: {object: area}, eligible: {unit: {no: areas}}, recused: {object: [no]}}``"""
    last_day = max(task.window_to for task in tasks)
    units = dict.fromkeys([unit for task in tasks for unit in await units_of(look, task)])
    eligible = {unit: await _eligible(look, last_day, unit) for unit in units}
    bound = any(areas for people in eligible.values() for areas in people.values())
    return {
        "areas": {one.register_no: one.area for one in subjects if bound and one.area},
        "eligible": eligible,
        "recused": await _recused(look),
    }


async def _eligible(look: Work, last_day: date, unit: str) -> dict[str, list[str]]:
    """Roster number → areas (none = everywhere) of those who may serve on the window's last day."""
    rows = await look.session.exec(
        select(Person, Inspector)
        .join(Inspector, col(Inspector.person_id) == col(Person.id))
        .join(Unit, col(Person.unit_id) == col(Unit.id))
        .where(Unit.name == unit, col(Inspector.valid).is_(True))
        .order_by(col(Person.roster_no))
    )
    visit = Visit(object_id="", on=last_day, certificate_required=look.profile.certificate_required)
    return {
        person.roster_no: sorted(inspector.areas)
        for person, inspector in rows
        if not hindrances(_inspector_facts(person, inspector), visit)
    }


def _inspector_facts(person: Person, inspector: Inspector) -> InspectorFacts:
    return InspectorFacts(
        id=person.roster_no,
        certificate=inspector.certificate_no,
        certificate_until=inspector.certificate_until,
        left=person.left_on is not None,
    )


async def _recused(look: Work) -> dict[str, list[str]]:
    """Object → those who declared 回避 from it (行政处罚法 第43条)."""
    rows = await look.session.exec(
        select(Recusal.object_no, Person.roster_no).join(Person, col(Recusal.person_id) == col(Person.id))
    )
    found: defaultdict[str, list[str]] = defaultdict(list)
    for object_no, roster_no in rows:
        found[object_no].append(roster_no)
    return {number: sorted(people) for number, people in sorted(found.items())}
