"""On the working day before a visit: one letter a person with everything of the next day, in its order."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import col, select

from domain.notices_team import VisitsNear
from domain.places import point
from domain.route import Stop, in_order
from domain.visit_day import is_reminded
from models import Assignment, Entry, InspectionObject, Result, Visit, VisitDay
from services import journal, outbox, quiet
from services.work import OFFICE_ZONE, Work

Planned = tuple[Visit, InspectionObject]
Line = tuple[date, str, str, str]


def cause(person_id: int, look: Work) -> str:
    """The one reminder of a person and day."""
    return f"tick:visits_near:{person_id}:{look.today}"


async def due(look: Work) -> list[int]:
    """Whom to remind now; nobody on days off and in the quiet hours, nobody twice a day."""
    if quiet.reigns(look):
        return []
    people = sorted(await _planned(look))
    done = await look.session.exec(
        select(Entry.cause).where(col(Entry.cause).in_([cause(one, look) for one in people]))
    )
    reminded = set(done)
    return [one for one in people if cause(one, look) not in reminded]


async def _planned(look: Work) -> dict[int, list[Planned]]:
    """Person → the visits that are near and not reported. A day settled today was told today."""
    rows = await look.session.exec(
        select(Assignment, Visit, InspectionObject)
        .join(Visit, col(Assignment.visit_id) == col(Visit.id))
        .join(InspectionObject, col(Visit.object_id) == col(InspectionObject.id))
        .where(Assignment.state == "active", Visit.state == "open", col(Visit.agreed_on) > look.today)
        .order_by(col(Visit.agreed_on), col(Visit.number))
    )
    near = [row for row in rows if _is_near(look, row[1])]
    settled = await _settled_today(look, [visit.id or 0 for _, visit, _ in near])
    reported = await _reported(look, [visit.id or 0 for _, visit, _ in near])
    found: dict[int, list[Planned]] = {}
    for assignment, visit, subject in near:
        if visit.id not in settled and (visit.id, assignment.unit_id) not in reported:
            found.setdefault(assignment.person_id, []).append((visit, subject))
    return found


def _is_near(look: Work, visit: Visit) -> bool:
    return bool(visit.agreed_on and is_reminded(visit.agreed_on, look.today, look.calendar))


async def _settled_today(look: Work, visits: list[int]) -> set[int]:
    rows = await look.session.exec(
        select(VisitDay.visit_id, VisitDay.settled_at).where(
            VisitDay.state == "agreed", col(VisitDay.visit_id).in_(visits)
        )
    )
    return {visit for visit, at in rows if at and at.astimezone(OFFICE_ZONE).date() == look.today}


async def _reported(look: Work, visits: list[int]) -> set[tuple[int, int]]:
    rows = await look.session.exec(
        select(Result.visit_id, Result.unit_id).where(
            col(Result.visit_id).in_(visits), Result.state != "returned"
        )
    )
    return set(rows)


async def remind(work: Work, person_id: int) -> None:
    """One letter; none to who cannot read it, or whose day is over: it would come too late."""
    planned = (await _planned(work)).get(person_id, [])
    account = await outbox.account_of(work.session, person_id)
    moment = await quiet.slot(work, person_id)
    told = bool(planned and account) and moment.date() == work.today
    if told:
        key = f"visits_near:{person_id}:{work.today}"
        await outbox.tell(work, person_id, VisitsNear(lines=_lines(planned)), key, due_at=moment)
    visits = [visit.number for visit, _ in planned]
    await journal.record(work, "visit_day.remind", f"person:{person_id}", visits=visits, told=told)


def _lines(planned: Iterable[Planned]) -> tuple[Line, ...]:
    """Day after day, each in the order of its way."""
    by_number = {visit.number: (visit, subject) for visit, subject in planned}
    days = sorted({visit.agreed_on for visit, _ in by_number.values() if visit.agreed_on})
    ordered = [
        stop.key
        for day in days
        for stop in in_order(_stop(*one) for one in by_number.values() if one[0].agreed_on == day)
    ]
    return tuple(_line(*by_number[number]) for number in ordered)


def _stop(visit: Visit, subject: InspectionObject) -> Stop:
    at = point(subject.latitude, subject.longitude)
    return Stop(visit.number, subject.area, subject.address, at)


def _line(visit: Visit, subject: InspectionObject) -> Line:
    assert visit.agreed_on is not None  # noqa: S101 - only agreed visits are planned
    return visit.agreed_on, visit.number, subject.name, subject.address
