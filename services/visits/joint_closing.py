"""The end of a joint visit: when every unit has reported, its leader is told and closes it."""

from sqlmodel import col, select

from domain.errors import DomainError
from domain.joint_visit import check_closing, complete
from domain.notices_team import AllReported
from models import Assignment, Result, Unit, Visit, VisitClosing
from services import journal, outbox
from services.visits.assignments import Case, case_of
from services.visits.joint_progress import closed, units_of
from services.work import Work


async def closers(look: Work, case: Case) -> set[int]:
    """Who may close: the leader, or without one anybody of the convenor's team."""
    leading = {member.person_id for member in case.team if member.leads}
    convenor = await look.session.get_one(Unit, case.tasks[0].lead_unit_id)
    return leading or {member.person_id for member in case.team if member.unit == convenor.name}


async def tell_when_complete(work: Work, case: Case, result: Result) -> None:
    """Part of submitting: with the last unit's report the leader is told, not with a later correction."""
    if result.correction_reason or await closed(work, result.visit_id):
        return
    units = await units_of(work, case)
    if not complete(units):
        return
    rows = await work.session.exec(
        select(Assignment).where(
            Assignment.visit_id == result.visit_id,
            Assignment.state == "active",
            col(Assignment.person_id).in_(await closers(work, case)),
        )
    )
    for seat in rows.all():
        notice = AllReported(
            card=seat.ref,
            visit=case.visit.number,
            object_name=case.subject.name,
            units=tuple((one.unit, one.items) for one in units),
        )
        key = f"all_reported:{result.number}:{seat.person_id}"
        await outbox.tell(work, seat.person_id, notice, key, about=f"visit:{case.visit.number}")


async def close(work: Work, ref: str) -> Visit:
    """Close a joint visit, its state checked anew; a later correction reopens nothing.

    Raises ``assignment.*``, ``joint.not_leader``, ``joint.closed``, ``joint.single`` or ``joint.lacking``.
    """
    work.require("visit.close")
    case = await case_of(work, ref)
    visit, person_id = case.visit, work.actor.person_id
    own = person_id in await closers(work, case)
    if person_id is None or not work.actor.reaches("visit.close", own=own):
        raise DomainError("joint.not_leader", number=visit.number)
    if before := await closed(work, visit.id or 0):
        raise DomainError("joint.closed", number=visit.number, by=before.by, at=before.at)
    units = await units_of(work, case)
    check_closing(visit.number, units)
    work.session.add(VisitClosing(visit_id=visit.id or 0, closed_by=person_id, closed_at=work.now))
    await journal.record(work, "visit.close", f"visit:{visit.number}", units=len(units))
    return visit
