"""Holding a draw: one act makes the result, the teams, the visits, their letters and the record."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain

from sqlmodel import col, select

from domain.draw import hold, key, step_from
from domain.errors import DomainError
from domain.experts import expert_key, experts_record, send
from domain.matching_record import matching_record
from domain.notices_ceremony import Held, RecordFile, Short
from domain.notices_visit import Assigned
from domain.record import hold_announced, public_record, record_sha256
from domain.roles import Role
from models import Assignment, Draw, InspectionObject, Person, Task, Unit, Visit
from services import journal, outbox, people
from services.drawing import draw_checks, draws, expert_seats, experts
from services.drawing.once_list import listed_in, tasks_for
from services.drawing.teams import DrawnObject, Teams, drawn_objects, form_teams
from services.outbox import Attachment, json_file
from services.planning import portions
from services.visits.assignments import items_of, tasks_of_visit, team_of, window_of
from services.work import Work, new_ref


async def hold_draw(work: Work, ref: str) -> Draw:
    """Hold the announced draw: a second time is refused, a repetition after a crash gives the same.

    Raises ``draw.not_open``, ``draw.role_missing`` and what ``draw_checks.witnessed`` raises.
    """
    work.require("draw.hold")
    draw = await draws.by_ref(work, ref)
    if draw.state != "announced":
        raise DomainError("draw.not_open", number=draw.number)
    given = await draw_checks.witnessed(work, draw)
    tasks = {task.no: task for task in await draws.tasks_of(work, draw)}
    steps = [step_from(one) for one in draw.announcement["steps"]]  # type: ignore[attr-defined]
    draw_key = key(draw.number, draw.secret, given)
    results = hold(draws.pool_of_draw(draw), steps, draw_key)
    drawn = drawn_objects(steps, results, next(iter(tasks)))
    teams = form_teams(draw, drawn, draw_key.hex(), work.profile.min_inspectors)
    sent = send(experts.places(draw, drawn), expert_key(draw_key.hex()))
    teams = replace(teams, experts=sent)
    newest = await journal.head(work.session)
    draw.record = hold_announced(
        draw.announcement,
        draws.pool_of_draw(draw),
        draw.secret,
        given,
        previous=await draws.previous_record(work, draw),
        matching=matching_record(teams.seats, teams.inspectors, teams.matching, teams.leaders),
        experts=experts_record(sent) if sent else None,
        salt=draw.salt,
        head={"position": newest.position, "sha256": newest.hash} if newest else None,
    )
    draw.state, draw.ended_at = "held", work.now
    for task in tasks.values():
        task.state = portions.state_after(draw, task, sum(task.no in one.tasks for one in drawn))
    work.session.add_all((draw, *tasks.values()))
    await _make_visits(work, draw, tasks, drawn, teams)
    await _post_result(work, draw, tasks, teams)
    await journal.record(
        work, "draw.hold", f"draw:{draw.number}", record=record_sha256(draw.record), drawn=len(drawn)
    )
    return draw


async def _make_visits(
    work: Work, draw: Draw, tasks: Mapping[str, Task], drawn: Sequence[DrawnObject], teams: Teams
) -> None:
    objects = await _objects(work, [one.number for one in drawn])
    staff = await _people(work, teams)
    for position, one in enumerate(drawn, start=1):
        of = await tasks_for(work, one.number, one.tasks, tasks, listed_in(draw.inspectors))
        days = portions.days_of(draw, [tasks[no] for no in one.tasks])
        visit = Visit(
            ref=new_ref(),
            number=f"{draw.number}-{position:02d}",
            draw_id=draw.id or 0,
            task_id=of[0].id or 0,
            task_ids=[task.id or 0 for task in of],
            object_id=objects[one.number].id or 0,
            step=one.step,
            position=position,
            ticket=one.ticket,
            window_from=days and days[0],
            window_to=days and days[1],
        )
        work.session.add(visit)
        await work.session.flush()
        await _assign(work, visit, one.number, teams, staff)
        await expert_seats.seat(work, visit, one.number, teams.experts)
        await tell_team(work, visit, draw, objects[one.number])


async def _objects(work: Work, numbers: Sequence[str]) -> dict[str, InspectionObject]:
    rows = await work.session.exec(
        select(InspectionObject).where(col(InspectionObject.register_no).in_(numbers))
    )
    return {row.register_no: row for row in rows}


async def _people(work: Work, teams: Teams) -> dict[str, Person]:
    numbers = {person for team in teams.matching.assigned.values() for person in team}
    rows = await work.session.exec(select(Person).where(col(Person.roster_no).in_(numbers)))
    return {row.roster_no: row for row in rows}


async def seat_team(work: Work, visit: Visit, number: str, teams: Teams) -> None:
    """Write down who goes to one visit."""
    await _assign(work, visit, number, teams, await _people(work, teams))


async def _assign(work: Work, visit: Visit, number: str, teams: Teams, people: Mapping[str, Person]) -> None:
    assert visit.id is not None  # noqa: S101 - a stored row
    for roster_no in chain.from_iterable(teams.by_object[number].values()):
        person = people[roster_no]
        assert person.id is not None  # noqa: S101 - a stored row
        work.session.add(
            Assignment(
                ref=new_ref(),
                visit_id=visit.id,
                person_id=person.id,
                unit_id=person.unit_id,
                leads=teams.leaders.get(number) == roster_no,
            )
        )
    await work.session.flush()


async def tell_team(work: Work, visit: Visit, draw: Draw, subject: InspectionObject) -> None:
    """A card for every active member who has not been told of this visit."""
    assert visit.id is not None  # noqa: S101 - a stored row
    team = await team_of(work, visit.id)
    tasks = await tasks_of_visit(work, visit)
    window = window_of(visit, tasks)
    beside = await expert_seats.of_visit(work, visit.id)
    rows = await work.session.exec(
        select(Assignment, Unit)
        .join(Unit, col(Assignment.unit_id) == col(Unit.id))
        .where(Assignment.visit_id == visit.id, Assignment.state == "active")
    )
    for assignment, unit in rows.all():
        items = await items_of(work, tasks, unit.name)
        notice = Assigned(
            ref=assignment.ref,
            visit=visit.number,
            tasks=tuple(task.name for task in tasks),
            object_name=subject.name,
            address=subject.address,
            supervising_unit=subject.supervising_unit,
            items=tuple((item.name, item.basis) for item in items),
            team=tuple((member.name, member.unit, member.leads) for member in team),
            window_from=window[0],
            window_to=window[1],
            draw=draw.number,
            experts=beside,
        )
        key_ = f"assigned:{visit.number}:{assignment.person_id}"
        await outbox.tell(work, assignment.person_id, notice, key_, about=f"draw:{draw.number}")


async def _post_result(work: Work, draw: Draw, tasks: Mapping[str, Task], teams: Teams) -> None:
    assert draw.record is not None  # noqa: S101 - just held
    told = {person for team in teams.matching.assigned.values() for person in team}
    notice = Held(
        number=draw.number,
        tasks=tuple(task.name for task in tasks.values()),
        drawn=len(teams.by_object),
        pool_size=int(str(draw.announcement["pool_size"])),
        inspectors=len(told),
        unserved=sum(one.missing for one in teams.matching.unserved),
        record_sha256=record_sha256(draw.record),
        announcement_sha256=draw.announcement_sha256,
        ref=draw.ref,
        experts=len({expert for one in teams.experts for expert in one.people}),
        experts_missing=sum(one.missing for one in teams.experts),
    )
    shown = public_record(draw.record, draw.salt)
    about = f"draw:{draw.number}"
    record = json_file(f"{draw.number}.record.json", shown)
    await outbox.post(work, notice, f"held:{draw.number}", about=about, attachment=record)
    await _hand_over_files(work, draw, about)
    await _tell_shortages(work, draw, teams)
    await expert_seats.tell_office(work, draw, teams.experts)


async def _tell_shortages(work: Work, draw: Draw, teams: Teams) -> None:
    """Every set of places that starves together, once, to everybody of the office."""
    because = dict.fromkeys(one.because for one in teams.matching.unserved)
    if not because:
        return
    told = tuple(
        (
            f"draw_rules.shortage.{one.code}",
            {"tasks": one.tasks, "inspectors": one.inspectors, "seats": one.seats, "places": one.places},
        )
        for one in because
    )
    for officer in await people.holders(work.session, Role.OFFICE):
        key_ = f"short:{draw.number}:{officer.id}"
        notice = Short(draw.number, told)
        await outbox.tell(work, officer.id or 0, notice, key_, about=f"draw:{draw.number}")


async def _hand_over_files(work: Work, draw: Draw, about: str) -> None:
    """The full record and its pool go to whoever held the draw, for the archive."""
    if work.actor.person_id is None:
        return
    files = (
        json_file(f"{draw.number}.json", draw.record),
        Attachment(f"{draw.number}.json.pool.tsv", "text/tab-separated-values", draw.pool.encode()),
    )
    for attachment in files:
        notice = RecordFile(number=draw.number, file_name=attachment.file_name)
        key_ = f"record:{attachment.file_name}"
        await outbox.tell(work, work.actor.person_id, notice, key_, about=about, attachment=attachment)
