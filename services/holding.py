"""Holding a draw: one act makes the result, the teams, the visits, their letters and the record."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from sqlmodel import col, select

from domain.draw import Step, StepResult, hold, key, step_from
from domain.errors import DomainError
from domain.matching import Inspector, Matching, by_visit, leader, match, match_key
from domain.matching import Task as Seats
from domain.matching_record import matching_record
from domain.notices import Assigned, Held, RecordFile
from domain.record import hold_announced, public_record, record_sha256
from models import Assignment, Draw, InspectionObject, Person, Task, Unit, Visit
from services import draws, journal, outbox
from services.assignments import items_of, tasks_of_visit, team_of, window_of
from services.outbox import Attachment
from services.work import Work, new_ref


@dataclass(frozen=True)
class DrawnObject:
    """An object, the first step that drew it, and the numbers of the tasks that did."""

    number: str
    step: str
    ticket: str
    tasks: tuple[str, ...]


@dataclass(frozen=True)
class Teams:
    """The matching and the leader of each visit, by object number."""

    seats: Sequence[Seats]
    inspectors: Sequence[Inspector]
    matching: Matching
    leaders: Mapping[str, str]
    by_object: Mapping[str, Mapping[str, tuple[str, ...]]]


def _drawn(steps: Sequence[Step], results: Sequence[StepResult], only_task: str) -> list[DrawnObject]:
    """What was drawn, an object once however many tasks drew it, in the order of the draw."""
    found: dict[str, DrawnObject] = {}
    for step, result in zip(steps, results, strict=True):
        task = step.task or only_task
        for one in result.drawn:
            before = found.get(one.id)
            if before is None:
                found[one.id] = DrawnObject(one.id, result.label, one.ticket, (task,))
            else:
                found[one.id] = replace(before, tasks=(*before.tasks, task))
    return list(found.values())


def _seats(draw: Draw, drawn: Sequence[DrawnObject], need: int) -> list[Seats]:
    """One seat group per unit and visit, from the inspectors frozen with the announcement."""
    frozen: dict[str, Any] = draw.inspectors
    units = units_by_task(draw)
    seats = []
    for one in drawn:
        area = frozen["areas"].get(one.number, "")
        away = set(frozen["recused"].get(one.number, ()))
        for unit in dict.fromkeys(unit for task in one.tasks for unit in units[task]):
            people = frozen["eligible"][unit]
            near = {no for no, areas in people.items() if not area or not areas or area in areas}
            seats.append(Seats(f"{one.number}/{unit}", need, frozenset(near - away), visit=one.number))
    return seats


def units_by_task(draw: Draw) -> dict[str, list[str]]:
    """Task number → its units, the lead first, as announced."""
    announced: list[dict[str, Any]] = draw.announcement["tasks"]  # type: ignore[assignment]
    return {task["no"]: task["units"] for task in announced}


def form_teams(draw: Draw, drawn: Sequence[DrawnObject], draw_key_hex: str, need: int) -> Teams:
    """Match by ``suicha-match/1``; 组长 comes from the convenor, or the first task's lead without it."""
    seats = _seats(draw, drawn, need)
    everybody = sorted({person for task in seats for person in task.eligible})
    chosen = match_key(draw_key_hex)
    inspectors = [Inspector(one, len(drawn)) for one in everybody]
    matching = match(seats, inspectors, chosen)
    units = units_by_task(draw)
    leaders = {}
    for one in drawn:
        own = matching.assigned.get(f"{one.number}/{units[one.tasks[0]][0]}", ())
        if own:
            leaders[one.number] = leader(chosen, one.number, own)
    return Teams(seats, inspectors, matching, leaders, by_visit(seats, matching))


async def hold_draw(work: Work, ref: str) -> Draw:
    """Hold the announced draw: a second time is refused, a repetition after a crash gives the same.

    Raises ``draw.not_open``, ``draw.too_few_witnesses``, ``draw.role_missing``.
    """
    work.require("draw.hold")
    draw = await draws.by_ref(work, ref)
    if draw.state != "announced":
        raise DomainError("draw.not_open", number=draw.number)
    given = [f"{c.role}:{c.who}:{c.value}" for c in await draws.contributions(work, draw)]
    if len(given) < work.profile.witnesses.min:
        raise DomainError("draw.too_few_witnesses", given=len(given), needed=work.profile.witnesses.min)
    tasks = {task.no: task for task in await draws.tasks_of(work, draw)}
    steps = [step_from(one) for one in draw.announcement["steps"]]  # type: ignore[attr-defined]
    draw_key = key(draw.number, draw.secret, given)
    results = hold(draws.pool_of_draw(draw), steps, draw_key)
    drawn = _drawn(steps, results, next(iter(tasks)))
    teams = form_teams(draw, drawn, draw_key.hex(), work.profile.min_inspectors)
    draw.record = hold_announced(
        draw.announcement,
        draws.pool_of_draw(draw),
        draw.secret,
        given,
        previous=await draws.previous_record(work, draw),
        matching=matching_record(teams.seats, teams.inspectors, teams.matching, teams.leaders),
        salt=draw.salt,
    )
    draw.state, draw.ended_at = "held", work.now
    for task in tasks.values():
        task.state = "drawn"
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
    people = await _people(work, teams)
    for position, one in enumerate(drawn, start=1):
        of = [tasks[no] for no in one.tasks]
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
        )
        work.session.add(visit)
        await work.session.flush()
        await _assign(work, visit, one.number, teams, people)
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
    window = window_of(tasks)
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
    )
    shown = public_record(draw.record, draw.salt)
    about = f"draw:{draw.number}"
    record = _file(f"{draw.number}.record.json", shown)
    await outbox.post(work, notice, f"held:{draw.number}", about=about, attachment=record)
    await _hand_over_files(work, draw, about)


def _file(name: str, content: object) -> Attachment:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1)
    return Attachment(name, "application/json", text.encode())


async def _hand_over_files(work: Work, draw: Draw, about: str) -> None:
    """The full record and its pool go to whoever held the draw, for the archive."""
    if work.actor.person_id is None:
        return
    files = (
        _file(f"{draw.number}.json", draw.record),
        Attachment(f"{draw.number}.json.pool.tsv", "text/tab-separated-values", draw.pool.encode()),
    )
    for attachment in files:
        notice = RecordFile(number=draw.number, file_name=attachment.file_name)
        key_ = f"record:{attachment.file_name}"
        await outbox.tell(work, work.actor.person_id, notice, key_, about=about, attachment=attachment)
