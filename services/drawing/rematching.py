"""A draw matched anew where seats opened: from its own record and key, with the fewest moves."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from domain.matching import Matching, Task, match_key, refill
from domain.notices_visit import Reassigned
from domain.substitution import Swap, instance_after, object_of, swap_from
from models import (
    Assignment,
    Draw,
    InspectionObject,
    ObjectReplacement,
    Person,
    Replacement,
    Result,
    Unit,
    Visit,
)
from services import outbox
from services.drawing.holding import tell_team
from services.work import Work, new_ref


@dataclass(frozen=True)
class Moves:
    """Who leaves and who joins one visit, by roster number; ``key`` tells this change from others."""

    visit: Visit
    subject: InspectionObject
    gone: list[str]
    come: list[str]
    key: str

    def as_json(self) -> list[dict[str, str]]:
        """Pairs of who left and who came."""
        size = max(len(self.gone), len(self.come))
        gone, come = (people + [""] * (size - len(people)) for people in (self.gone, self.come))
        pairs = zip(gone, come, strict=True)
        return [{"visit": self.visit.number, "out": out, "into": into} for out, into in pairs]


async def _away(work: Work, draw: Draw) -> set[tuple[str, str]]:
    """(roster number, object number) of every seat given up so far in this draw."""
    rows = await work.session.exec(
        select(Person.roster_no, InspectionObject.register_no)
        .join(Assignment, col(Assignment.person_id) == col(Person.id))
        .join(Visit, col(Assignment.visit_id) == col(Visit.id))
        .join(InspectionObject, col(Visit.object_id) == col(InspectionObject.id))
        .join(Replacement, col(Replacement.assignment_id) == col(Assignment.id))
        .where(Visit.draw_id == draw.id, Replacement.state == "approved")
    )
    return set(rows.all())


async def _held(work: Work, draw: Draw) -> dict[str, list[str]]:
    """Task of the matching (object/unit) → roster numbers that sit there now."""
    rows = await work.session.exec(
        select(InspectionObject.register_no, Unit.name, Person.roster_no)
        .join(Visit, col(Visit.object_id) == col(InspectionObject.id))
        .join(Assignment, col(Assignment.visit_id) == col(Visit.id))
        .join(Unit, col(Assignment.unit_id) == col(Unit.id))
        .join(Person, col(Assignment.person_id) == col(Person.id))
        .where(Visit.draw_id == draw.id, Assignment.state == "active")
    )
    held: dict[str, list[str]] = {}
    for number, unit, roster_no in rows:
        held.setdefault(f"{number}/{unit}", []).append(roster_no)
    return held


async def swaps_of(look: Work, draw: Draw) -> list[Swap]:
    """The objects of a draw that were replaced so far, in their order."""
    rows = await look.session.exec(
        select(ObjectReplacement.swap)
        .join(Visit, col(ObjectReplacement.visit_id) == col(Visit.id))
        .where(Visit.draw_id == draw.id, ObjectReplacement.state == "approved")
        .order_by(col(ObjectReplacement.decided_at), col(ObjectReplacement.id))
    )
    return [swap_from(one) for one in rows]


async def rematch(
    work: Work,
    draw: Draw,
    label: str,
    leaving: tuple[str, str] | None = None,
    *,
    swap: Swap | None = None,
    kept: Mapping[str, list[str]] | None = None,
) -> Matching:
    """The draw's own instance without the seats given up (``leaving``: roster number, object number).

    ``swap`` is an object replaced just now, ``kept`` who goes on to which of its seats.
    """
    record: dict[str, Any] = draw.record or {}
    swaps = [*await swaps_of(work, draw), *([swap] if swap else [])]
    tasks, inspectors = instance_after(record, swaps)
    away = await _away(work, draw) | ({leaving} if leaving else set())
    held = await _held(work, draw) | dict(kept or {})
    done, units = await _done(work, draw), await _units(work)
    left = [_settled(task, held) if task.id in done else _without(task, away, units) for task in tasks]
    return refill(left, inspectors, held, match_key(record["key"], label))


async def _done(work: Work, draw: Draw) -> set[str]:
    """Tasks of the matching that are reported: nobody is taken from them or sent there any more."""
    rows = await work.session.exec(
        select(InspectionObject.register_no, Unit.name)
        .join(Visit, col(Visit.object_id) == col(InspectionObject.id))
        .join(Result, col(Result.visit_id) == col(Visit.id))
        .join(Unit, col(Result.unit_id) == col(Unit.id))
        .where(Visit.draw_id == draw.id, col(Result.state) != "returned")
    )
    return {f"{number}/{unit}" for number, unit in rows}


async def _units(work: Work) -> dict[str, str]:
    """Roster number → the unit somebody is with today; who has left is not named."""
    rows = await work.session.exec(
        select(Person.roster_no, Unit.name)
        .join(Unit, col(Person.unit_id) == col(Unit.id))
        .where(col(Person.left_on).is_(None))
    )
    return dict(rows.all())


def _settled(task: Task, held: Mapping[str, list[str]]) -> Task:
    team = frozenset(held.get(task.id, ()))
    return Task(task.id, len(team), team, None, task.visit)


def _without(task: Task, away: Collection[tuple[str, str]], units: Mapping[str, str]) -> Task:
    """The task for those who gave up no seat there and are still with its unit."""
    object_no = object_of(task.id)
    unit = task.id[len(object_no) + 1 :]
    fit = {one for one in task.eligible if (one, object_no) not in away and units.get(one) == unit}
    return Task(task.id, task.need, frozenset(fit), task.speciality, task.visit)


async def apply(work: Work, draw: Draw, found: Matching, key: str) -> list[dict[str, str]]:
    """Change what differs: who leaves is told, who comes gets a card."""
    held = await _held(work, draw)
    changes: list[dict[str, str]] = []
    for task_id, team in found.assigned.items():
        before = set(held.get(task_id, ()))
        gone, come = sorted(before - set(team)), sorted(set(team) - before)
        if gone or come:
            visit, subject = await _visit(work, draw, object_of(task_id))
            moves = Moves(visit, subject, gone, come, key)
            await _change_team(work, moves)
            await tell_team(work, visit, draw, subject)
            changes += moves.as_json()
    return changes


async def _visit(work: Work, draw: Draw, object_no: str) -> tuple[Visit, InspectionObject]:
    rows = await work.session.exec(
        select(Visit, InspectionObject)
        .join(InspectionObject, col(Visit.object_id) == col(InspectionObject.id))
        .where(Visit.draw_id == draw.id, InspectionObject.register_no == object_no)
    )
    return rows.one()


async def _change_team(work: Work, moves: Moves) -> None:
    persons = await _persons(work, [*moves.gone, *moves.come])
    seats = await work.session.exec(select(Assignment).where(Assignment.visit_id == moves.visit.id))
    by_person = {seat.person_id: seat for seat in seats}
    led = False
    for number in moves.gone:
        seat = by_person[persons[number].id or 0]
        led = led or seat.leads
        await _release(work, seat, moves)
    for number in moves.come:
        person = persons[number]
        seat = by_person.get(person.id or 0) or Assignment(
            ref=new_ref(), visit_id=moves.visit.id or 0, person_id=person.id or 0, unit_id=person.unit_id
        )
        seat.state, seat.leads, led = "active", led, False
        work.session.add(seat)
    await work.session.flush()


async def _release(work: Work, seat: Assignment, moves: Moves) -> None:
    seat.state, seat.leads = "replaced", False
    work.session.add(seat)
    notice = Reassigned(visit=moves.visit.number, object_name=moves.subject.name)
    await outbox.tell(work, seat.person_id, notice, f"reassigned:{moves.key}:{seat.id}")


async def _persons(work: Work, numbers: list[str]) -> Mapping[str, Person]:
    rows = await work.session.exec(select(Person).where(col(Person.roster_no).in_(numbers)))
    return {row.roster_no: row for row in rows}
