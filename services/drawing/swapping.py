"""One visit ends, others of the same draw begin: objects by ticket order, teams kept or matched anew."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import func, update
from sqlmodel import col, select

from domain.errors import DomainError
from domain.matching import Matching, leader, match_key
from domain.notices_draw import ObjectReplaced, VisitEnded
from domain.substitution import Successor, Swap, object_of, successors
from models import (
    Assignment,
    Draw,
    InspectionObject,
    ObjectReplacement,
    Person,
    Recusal,
    Replacement,
    Unit,
    Visit,
)
from services import outbox
from services.drawing import draws, expert_seats
from services.drawing.holding import tell_team
from services.drawing.once_list import tasks_for
from services.drawing.rematching import apply, rematch, swaps_of
from services.drawing.replacement_files import archived
from services.drawing.teams import DrawnObject, form_teams, units_by_task
from services.planning import portions
from services.work import Work, new_ref

Team = Sequence[tuple[Assignment, Person, Unit]]


async def swap_object(work: Work, draw: Draw, visit: Visit, request: ObjectReplacement) -> Swap:
    """End the visit, begin those of the successors, tell everybody; ``request`` keeps what was done.

    Raises ``object_replacement.nobody_left`` when every step is used up.
    """
    swaps = await swaps_of(work, draw)
    request.label = f"object/{len(swaps) + 1}"
    swap = await _swap(work, draw, visit, swaps)
    team = await _end(work, visit)
    found = await rematch(work, draw, request.label, swap=swap, kept=_kept(swap, team))
    begun = [
        await _begin(work, draw, one, found, _leader(draw, one, found, request.label, team))
        for one in swap.came
    ]
    beside = await expert_seats.go_on(work, draw, visit, _drawn(draw, swap.came), request.label)
    request.swap = swap.as_json()
    request.changes = await apply(work, draw, found, request.ref)
    for new, subject in begun:
        await tell_team(work, new, draw, subject)
    await _tell_the_old(work, visit, request, team, [new for new, _ in begun])
    request.archive = await archived(work, draw, request, swap, _sent(swap, found) | beside)
    await _post(work, draw, visit, request, ([new for new, _ in begun], found))
    return swap


def _sent(swap: Swap, found: Matching) -> dict[str, Any]:
    return {"assigned": {seat.id: list(found.assigned[seat.id]) for seat in swap.seats}}


async def _swap(work: Work, draw: Draw, visit: Visit, swaps: Sequence[Swap]) -> Swap:
    """Who comes instead, with the seats that the frozen inspectors give them."""
    record: dict[str, Any] = draw.record or {}
    gone = await work.session.get_one(InspectionObject, visit.object_id)
    came = successors(record, draws.pool_of_draw(draw), swaps, gone.register_no)
    if not came:
        raise DomainError("object_replacement.nobody_left", visit=visit.number)
    seats = form_teams(draw, _drawn(draw, came), record["key"], work.profile.min_inspectors).seats
    unfit = {one.id: await _unfit(work, one.id) for one in came}
    return Swap(
        gone.register_no,
        came,
        tuple(replace(seat, eligible=seat.eligible - unfit[object_of(seat.id)]) for seat in seats),
    )


def _drawn(draw: Draw, came: Sequence[Successor]) -> list[DrawnObject]:
    return [DrawnObject(one.id, one.steps[0], one.ticket, _tasks(draw, one)) for one in came]


def _tasks(draw: Draw, one: Successor) -> tuple[str, ...]:
    """The numbers of the tasks whose steps the object stands in."""
    announced: dict[str, Any] = draw.announcement
    by_label = {step["label"]: step.get("task") or announced["tasks"][0]["no"] for step in announced["steps"]}
    return tuple(dict.fromkeys(by_label[label] for label in one.steps))


async def _unfit(work: Work, object_no: str) -> frozenset[str]:
    """Whoever has left, or must stay away from the object, since the announcement."""
    left = await work.session.exec(select(Person.roster_no).where(col(Person.left_on).is_not(None)))
    recused = await work.session.exec(
        select(Person.roster_no)
        .join(Recusal, col(Recusal.person_id) == col(Person.id))
        .where(Recusal.object_no == object_no)
    )
    return frozenset((*left, *recused))


async def _end(work: Work, visit: Visit) -> Team:
    """The visit is replaced, its team released; what its members asked for lapses."""
    rows = await work.session.exec(
        select(Assignment, Person, Unit)
        .join(Person, col(Assignment.person_id) == col(Person.id))
        .join(Unit, col(Assignment.unit_id) == col(Unit.id))
        .where(Assignment.visit_id == visit.id, Assignment.state == "active")
        .order_by(col(Person.roster_no))
    )
    team = list(rows)
    visit.state = "replaced"
    for seat, _, _ in team:
        seat.state = "replaced"
    work.session.add_all((visit, *(seat for seat, _, _ in team)))
    await work.session.exec(
        update(Replacement)
        .where(
            col(Replacement.assignment_id).in_([seat.id for seat, _, _ in team]),
            col(Replacement.state) == "asked",
        )
        .values(state="lapsed", decided_at=work.now)
    )
    await work.session.flush()
    return team


def _kept(swap: Swap, team: Team) -> dict[str, list[str]]:
    """Each unit's people go on to the seats of their unit, where they may."""
    kept: dict[str, list[str]] = {}
    for seat in swap.seats:
        unit = seat.id.removeprefix(f"{object_of(seat.id)}/")
        kept[seat.id] = [person.roster_no for _, person, of in team if of.name == unit]
    return kept


def _leader(draw: Draw, one: Successor, found: Matching, label: str, team: Team) -> str:
    """Whoever led goes on leading; else 组长 comes from the first task's lead unit, by ticket."""
    record: dict[str, Any] = draw.record or {}
    own = found.assigned.get(f"{one.id}/{units_by_task(draw)[_tasks(draw, one)[0]][0]}", ())
    led = next((person.roster_no for seat, person, _ in team if seat.leads), "")
    if led in own or not own:
        return led
    return leader(match_key(record["key"], label), one.id, own)


async def _begin(
    work: Work, draw: Draw, one: Successor, found: Matching, led_by: str
) -> tuple[Visit, InspectionObject]:
    """The successor's visit with the next free number, and its team."""
    subject = (
        await work.session.exec(select(InspectionObject).where(InspectionObject.register_no == one.id))
    ).one()
    last = await work.session.exec(select(func.max(Visit.position)).where(Visit.draw_id == draw.id))
    position = (last.one() or 0) + 1
    of = await _task_ids(work, draw, one)
    days = portions.days_of(
        draw, [task for task in await draws.tasks_of(work, draw) if task.no in _tasks(draw, one)]
    )
    visit = Visit(
        ref=new_ref(),
        number=f"{draw.number}-{position:02d}",
        draw_id=draw.id or 0,
        task_id=of[0],
        task_ids=of,
        object_id=subject.id or 0,
        step=one.steps[0],
        position=position,
        ticket=one.ticket,
        window_from=days and days[0],
        window_to=days and days[1],
    )
    work.session.add(visit)
    await work.session.flush()
    await _seat(work, visit, one, found, led_by)
    return visit, subject


async def _task_ids(work: Work, draw: Draw, one: Successor) -> list[int]:
    frozen: dict[str, Any] = draw.inspectors
    tasks = {task.no: task for task in await draws.tasks_of(work, draw)}
    of = await tasks_for(work, one.id, _tasks(draw, one), tasks, frozen.get("once", ()))
    return [task.id or 0 for task in of]


async def _seat(work: Work, visit: Visit, one: Successor, found: Matching, led_by: str) -> None:
    numbers = [no for seat, team in found.assigned.items() if object_of(seat) == one.id for no in team]
    rows = await work.session.exec(select(Person).where(col(Person.roster_no).in_(numbers)))
    for person in rows:
        work.session.add(
            Assignment(
                ref=new_ref(),
                visit_id=visit.id or 0,
                person_id=person.id or 0,
                unit_id=person.unit_id,
                leads=person.roster_no == led_by,
            )
        )
    await work.session.flush()


async def _tell_the_old(
    work: Work, visit: Visit, request: ObjectReplacement, team: Team, begun: Sequence[Visit]
) -> None:
    subject = await work.session.get_one(InspectionObject, visit.object_id)
    seats = await _visits_by_person(work, begun)
    for seat, _, _ in team:
        notice = VisitEnded(
            visit=visit.number,
            object_name=subject.name,
            reason=request.reason,
            instead=tuple(seats.get(seat.person_id, ())),
        )
        await outbox.tell(work, seat.person_id, notice, f"visit_ended:{request.ref}:{seat.person_id}")


async def _visits_by_person(work: Work, visits: Sequence[Visit]) -> Mapping[int, list[str]]:
    rows = await work.session.exec(
        select(Assignment.person_id, Visit.number)
        .join(Visit, col(Assignment.visit_id) == col(Visit.id))
        .where(col(Visit.id).in_([one.id for one in visits]), Assignment.state == "active")
        .order_by(col(Visit.number))
    )
    found: dict[int, list[str]] = {}
    for person_id, number in rows:
        found.setdefault(person_id, []).append(number)
    return found


async def _post(
    work: Work, draw: Draw, visit: Visit, request: ObjectReplacement, done: tuple[Sequence[Visit], Matching]
) -> None:
    """To the group by number only: neither the object gone nor the one that came is public yet."""
    begun, found = done
    notice = ObjectReplaced(
        draw=draw.number,
        visit=visit.number,
        reason=request.reason,
        instead=tuple(one.number for one in begun),
        label=request.label,
        changes=tuple((c["visit"], c["out"], c["into"]) for c in request.changes),
        missing=sum(one.missing for one in found.unserved),
        sha256=str(request.archive["replacement_sha256"]),
    )
    await outbox.post(work, notice, f"object_replaced:{request.ref}", about=f"draw:{draw.number}")
