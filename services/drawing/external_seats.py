"""Visits and teams brought to what a platform's list says; who is new is told, and who is released."""

from collections.abc import Mapping, Sequence

from sqlmodel import col, select

from domain.external_record import Team
from domain.notices_visit import Reassigned
from models import Assignment, Draw, InspectionObject, Person, Visit
from services import outbox
from services.drawing.external_lists import Shown
from services.drawing.holding import tell_team
from services.work import Work, new_ref

STEP = "external"
VOID, OPEN = "void", "open"


async def visits_of(look: Work, draw: Draw) -> dict[str, tuple[Visit, InspectionObject]]:
    """Object → its visit, void ones too, in the order of the draw."""
    rows = await look.session.exec(
        select(Visit, InspectionObject)
        .join(InspectionObject, col(Visit.object_id) == col(InspectionObject.id))
        .where(Visit.draw_id == draw.id)
        .order_by(col(Visit.position))
    )
    return {subject.register_no: (visit, subject) for visit, subject in rows}


async def bring_to(work: Work, draw: Draw, shown: Shown, key: str) -> list[int]:
    """Make visits and seats what the list says. ``key`` tells this change; answers the seats given up."""
    teams, objects = shown.teams, shown.objects
    known = await visits_of(work, draw)
    people = await _people(work, teams)
    released: list[int] = []
    for number, (visit, subject) in known.items():
        if number not in {team.register_no for team in teams}:
            visit.state = VOID
            released += await _seat(work, visit, subject, Team(number), people, key)
    for team in teams:
        subject = objects[team.register_no]
        visit = known[team.register_no][0] if team.register_no in known else _visit(draw, subject, known)
        visit.state, visit.task_ids = OPEN, [task.id or 0 for task in shown.tasks if task.no in team.tasks]
        visit.task_id = visit.task_ids[0]
        work.session.add(visit)
        await work.session.flush()
        known[team.register_no] = (visit, subject)
        released += await _seat(work, visit, subject, team, people, key)
        await tell_team(work, visit, draw, subject)
    return released


def _visit(draw: Draw, subject: InspectionObject, known: Mapping[str, object]) -> Visit:
    position = len(known) + 1
    return Visit(
        ref=new_ref(),
        number=f"{draw.number}-{position:02d}",
        draw_id=draw.id or 0,
        task_id=draw.task_id,
        task_ids=draw.task_ids,
        object_id=subject.id or 0,
        step=STEP,
        position=position,
        ticket="",
    )


async def _people(work: Work, teams: Sequence[Team]) -> dict[str, Person]:
    numbers = {roster_no for team in teams for roster_no in team.members}
    rows = await work.session.exec(select(Person).where(col(Person.roster_no).in_(numbers)))
    return {row.roster_no: row for row in rows}


async def _seat(  # noqa: PLR0917 - one visit's before and after
    work: Work, visit: Visit, subject: InspectionObject, team: Team, people: Mapping[str, Person], key: str
) -> list[int]:
    rows = await work.session.exec(select(Assignment).where(Assignment.visit_id == visit.id))
    seats = {seat.person_id: seat for seat in rows}
    coming = {people[roster_no].id or 0: people[roster_no] for roster_no in team.members}
    for person_id, person in coming.items():
        seat = seats.get(person_id) or Assignment(
            ref=new_ref(), visit_id=visit.id or 0, person_id=person_id, unit_id=person.unit_id
        )
        seat.state, seat.leads = "active", person.roster_no == team.leader
        work.session.add(seat)
    leaving = [seat for seat in seats.values() if seat.person_id not in coming and seat.state == "active"]
    for seat in leaving:
        seat.state, seat.leads = "replaced", False
        work.session.add(seat)
        notice = Reassigned(visit=visit.number, object_name=subject.name)
        await outbox.tell(work, seat.person_id, notice, f"reassigned:{key}:{seat.id}")
    await work.session.flush()
    return [seat.id or 0 for seat in leaving]
