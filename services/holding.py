"""Holding a draw: one act makes the result, the teams, the visits, their letters and the record."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sqlmodel import col, select

from domain.draw import StepResult, hold, key, step_from
from domain.errors import DomainError
from domain.matching import Inspector, Matching, by_visit, leader, match, match_key
from domain.matching import Task as Seats
from domain.matching_record import matching_record
from domain.notices import Assigned, Held, RecordFile
from domain.record import hold_announced, public_record, record_sha256
from models import Assignment, Draw, InspectionObject, Person, Task, Unit, Visit
from services import draws, journal, outbox
from services.assignments import items_of, team_of
from services.outbox import Attachment
from services.work import Work, new_ref


@dataclass(frozen=True)
class Teams:
    """The matching and the leader of each visit, by object number."""

    seats: Sequence[Seats]
    inspectors: Sequence[Inspector]
    matching: Matching
    leaders: Mapping[str, str]
    by_object: Mapping[str, Mapping[str, tuple[str, ...]]]


def _drawn(results: Sequence[StepResult]) -> list[tuple[str, str, str]]:
    """(step, object number, ticket) in the order of the draw, an object once."""
    seen: dict[str, tuple[str, str, str]] = {}
    for result in results:
        for one in result.drawn:
            seen.setdefault(one.id, (result.label, one.id, one.ticket))
    return list(seen.values())


def _seats(draw: Draw, objects: Sequence[str], need: int) -> list[Seats]:
    """One task per unit and visit, from the inspectors frozen with the announcement."""
    frozen: dict[str, Any] = draw.inspectors
    seats = []
    for number in objects:
        area = frozen["areas"].get(number, "")
        away = set(frozen["recused"].get(number, ()))
        for unit, people in frozen["eligible"].items():
            near = {no for no, areas in people.items() if not area or not areas or area in areas}
            seats.append(Seats(f"{number}/{unit}", need, frozenset(near - away), visit=number))
    return seats


def form_teams(draw: Draw, objects: Sequence[str], draw_key_hex: str, need: int, lead_unit: str) -> Teams:
    """Match by ``suicha-match/1``; the leader comes from the lead unit's part of the team."""
    seats = _seats(draw, objects, need)
    everybody = sorted({person for task in seats for person in task.eligible})
    chosen = match_key(draw_key_hex)
    inspectors = [Inspector(one, len(objects)) for one in everybody]
    matching = match(seats, inspectors, chosen)
    leaders = {}
    for number in objects:
        own = matching.assigned.get(f"{number}/{lead_unit}", ())
        if own:
            leaders[number] = leader(chosen, number, own)
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
    task = await work.session.get_one(Task, draw.task_id)
    lead = await work.session.get_one(Unit, task.lead_unit_id)
    steps = [step_from(one) for one in draw.announcement["steps"]]  # type: ignore[attr-defined]
    draw_key = key(draw.number, draw.secret, given)
    drawn = _drawn(hold(draws.pool_of_draw(draw), steps, draw_key))
    objects = [number for _, number, _ in drawn]
    teams = form_teams(draw, objects, draw_key.hex(), work.profile.min_inspectors, lead.name)
    draw.record = hold_announced(
        draw.announcement,
        draws.pool_of_draw(draw),
        draw.secret,
        given,
        previous=await draws.previous_record(work, draw),
        matching=matching_record(teams.seats, teams.inspectors, teams.matching, teams.leaders),
        salt=draw.salt,
    )
    draw.state, draw.ended_at, task.state = "held", work.now, "drawn"
    work.session.add_all((draw, task))
    await _make_visits(work, draw, task, drawn, teams)
    await _post_result(work, draw, task, teams)
    await journal.record(
        work, "draw.hold", f"draw:{draw.number}", record=record_sha256(draw.record), drawn=len(drawn)
    )
    return draw


async def _make_visits(
    work: Work, draw: Draw, task: Task, drawn: Sequence[tuple[str, str, str]], teams: Teams
) -> None:
    assert draw.id is not None  # noqa: S101 - a stored row
    assert task.id is not None  # noqa: S101 - a stored row
    objects = await _objects(work, [number for _, number, _ in drawn])
    people = await _people(work, teams)
    for position, (step, number, ticket) in enumerate(drawn, start=1):
        visit = Visit(
            ref=new_ref(),
            number=f"{draw.number}-{position:02d}",
            draw_id=draw.id,
            task_id=task.id,
            object_id=objects[number].id or 0,
            step=step,
            position=position,
            ticket=ticket,
        )
        work.session.add(visit)
        await work.session.flush()
        await _assign(work, visit, number, teams, people)
        await tell_team(work, visit, task, draw, objects[number])


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


async def tell_team(work: Work, visit: Visit, task: Task, draw: Draw, subject: InspectionObject) -> None:
    """A card for every active member who has not been told of this visit."""
    assert visit.id is not None  # noqa: S101 - a stored row
    team = await team_of(work, visit.id)
    rows = await work.session.exec(
        select(Assignment, Unit)
        .join(Unit, col(Assignment.unit_id) == col(Unit.id))
        .where(Assignment.visit_id == visit.id, Assignment.state == "active")
    )
    for assignment, unit in rows.all():
        items = await items_of(work, task, unit.name)
        notice = Assigned(
            ref=assignment.ref,
            visit=visit.number,
            task=task.name,
            object_name=subject.name,
            address=subject.address,
            supervising_unit=subject.supervising_unit,
            items=tuple((item.name, item.basis) for item in items),
            team=tuple((member.name, member.unit, member.leads) for member in team),
            window_from=task.window_from,
            window_to=task.window_to,
            draw=draw.number,
        )
        key_ = f"assigned:{visit.number}:{assignment.person_id}"
        await outbox.tell(work, assignment.person_id, notice, key_, about=f"draw:{draw.number}")


async def _post_result(work: Work, draw: Draw, task: Task, teams: Teams) -> None:
    assert draw.record is not None  # noqa: S101 - just held
    told = {person for team in teams.matching.assigned.values() for person in team}
    notice = Held(
        number=draw.number,
        task=task.name,
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
