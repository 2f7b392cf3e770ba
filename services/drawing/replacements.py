"""After the draw: a seat given up (回避, leave) is filled by a re-match, never by a free choice."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func
from sqlmodel import col, select

from domain.errors import DomainError
from domain.external_record import FORM
from domain.notices_visit import Replaced, ReplacementAsked, ReplacementRefused
from domain.roles import Role
from models import Assignment, Draw, InspectionObject, Person, Recusal, Replacement, Result, Visit
from services import journal, outbox, people
from services.drawing.rematching import apply, rematch
from services.visits.assignments import Case, case_of
from services.work import Work, new_ref

INTERESTS = ("own", "relative", "former_employer", "other_interest")
REASONS = (*INTERESTS, "leave", "certificate", "moved")


async def ask(work: Work, assignment_ref: str, reason: str, remark: str = "") -> Case:
    """An inspector asks to be replaced; the office is told privately, with the reason.

    Raises ``replacement.asked`` and ``replacement.reported``.
    """
    work.require("replacement.ask")
    case = await case_of(work, assignment_ref)
    await _refuse_late(work, case)
    assert case.assignment.id is not None  # noqa: S101 - a stored row
    request = Replacement(
        ref=new_ref(),
        assignment_id=case.assignment.id,
        reason=reason,
        remark=remark.strip(),
        asked_by=work.actor.person_id,
        asked_at=work.now,
    )
    work.session.add(request)
    await work.session.flush()
    await _tell_office(work, case, request)
    await journal.record(work, "replacement.ask", f"visit:{case.visit.number}", reason=reason)
    return case


async def _refuse_late(work: Work, case: Case) -> None:
    waiting = await work.session.exec(
        select(Replacement.id).where(
            Replacement.assignment_id == case.assignment.id, Replacement.state == "asked"
        )
    )
    if waiting.first() is not None:
        raise DomainError("replacement.asked", visit=case.visit.number)
    if await _is_reported(work, case.assignment):
        raise DomainError("replacement.reported", visit=case.visit.number)


async def _is_reported(work: Work, assignment: Assignment) -> bool:
    found = await work.session.exec(
        select(Result.id).where(
            Result.visit_id == assignment.visit_id,
            Result.unit_id == assignment.unit_id,
            col(Result.state) != "returned",
        )
    )
    return found.first() is not None


async def _tell_office(work: Work, case: Case, request: Replacement) -> None:
    person = await work.session.get_one(Person, case.assignment.person_id)
    notice = ReplacementAsked(
        ref=request.ref,
        visit=case.visit.number,
        object_name=case.subject.name,
        roster_no=person.roster_no,
        unit=work.actor.unit_name,
        reason=request.reason,
        remark=request.remark,
    )
    for officer in await people.holders(work.session, Role.OFFICE):
        assert officer.id is not None  # noqa: S101 - a stored row
        key = f"replacement:{request.ref}:{officer.id}"
        await outbox.tell(work, officer.id, notice, key, about=f"visit:{case.visit.number}")


async def _to_decide(work: Work, ref: str) -> tuple[Replacement, Assignment, Visit]:
    found = await work.session.exec(
        select(Replacement, Assignment, Visit)
        .join(Assignment, col(Replacement.assignment_id) == col(Assignment.id))
        .join(Visit, col(Assignment.visit_id) == col(Visit.id))
        .where(Replacement.ref == ref)
    )
    row = found.first()
    if row is None:
        raise DomainError("replacement.unknown")
    if row[0].state != "asked":
        raise DomainError("replacement.decided")
    return row


async def refuse(work: Work, ref: str) -> None:
    """The office refuses; the task stays, and the inspector is told."""
    work.require("replacement.decide")
    request, assignment, visit = await _to_decide(work, ref)
    request.state, request.decided_by, request.decided_at = "refused", work.actor.person_id, work.now
    work.session.add(request)
    subject = await work.session.get_one(InspectionObject, visit.object_id)
    notice = ReplacementRefused(visit=visit.number, object_name=subject.name)
    await outbox.tell(work, assignment.person_id, notice, f"replacement_refused:{ref}")
    await journal.record(work, "replacement.refuse", f"visit:{visit.number}")


async def approve(work: Work, ref: str) -> Replacement:
    """The office agrees: the seat is filled by a recorded re-match under a new label (行政处罚法 第43条)."""
    work.require("replacement.decide")
    request, assignment, visit = await _to_decide(work, ref)
    if await _is_reported(work, assignment):
        raise DomainError("replacement.reported", visit=visit.number)
    draw = await work.session.get_one(Draw, visit.draw_id)
    if draw.kind == FORM:
        raise DomainError("external.replace_there", number=draw.number)
    leaving = await work.session.get_one(Person, assignment.person_id)
    subject = await work.session.get_one(InspectionObject, visit.object_id)
    if request.reason in INTERESTS:
        await _declare(work, leaving, subject.register_no, request.reason)
    request.label = f"replace/{await next_number(work, draw)}"
    found = await rematch(work, draw, request.label, (leaving.roster_no, subject.register_no))
    request.changes = await apply(work, draw, found, request.ref)
    request.state, request.decided_by, request.decided_at = "approved", work.actor.person_id, work.now
    work.session.add(request)
    missing = sum(one.missing for one in found.unserved)
    await post_replaced(work, draw, request, request.changes, missing)
    await journal.record(
        work, "replacement.approve", f"visit:{visit.number}", label=request.label, changes=request.changes
    )
    return request


async def settle(work: Work, seats: Sequence[int], label: str) -> None:
    """What was asked for these seats is done: a platform matched anew, and its list was registered."""
    rows = await work.session.exec(
        select(Replacement, Assignment, Visit)
        .join(Assignment, col(Replacement.assignment_id) == col(Assignment.id))
        .join(Visit, col(Assignment.visit_id) == col(Visit.id))
        .where(col(Assignment.id).in_(seats), Replacement.state == "asked")
    )
    for request, assignment, visit in rows.all():
        leaving = await work.session.get_one(Person, assignment.person_id)
        subject = await work.session.get_one(InspectionObject, visit.object_id)
        if request.reason in INTERESTS:
            await _declare(work, leaving, subject.register_no, request.reason)
        request.label, request.state = label, "approved"
        request.decided_by, request.decided_at = work.actor.person_id, work.now
        work.session.add(request)


async def _declare(work: Work, person: Person, object_no: str, reason: str) -> None:
    """An interest holds for later draws too."""
    known = await work.session.exec(
        select(Recusal.id).where(Recusal.person_id == person.id, Recusal.object_no == object_no)
    )
    if known.first() is None:
        assert person.id is not None  # noqa: S101 - a stored row
        work.session.add(
            Recusal(person_id=person.id, object_no=object_no, reason=reason, declared_at=work.now)
        )


async def next_number(work: Work, draw: Draw) -> int:
    """Replacements of a draw are numbered in the order in which they were approved."""
    count = await work.session.exec(
        select(func.count())
        .select_from(Replacement)
        .join(Assignment, col(Replacement.assignment_id) == col(Assignment.id))
        .join(Visit, col(Assignment.visit_id) == col(Visit.id))
        .where(Visit.draw_id == draw.id, Replacement.state == "approved")
    )
    return count.one() + 1


async def post_replaced(
    work: Work, draw: Draw, request: Replacement, changes: Sequence[Mapping[str, str]], missing: int
) -> None:
    """Tell the office group who left and who came under the request's label."""
    notice = Replaced(
        draw=draw.number,
        label=request.label,
        reason=request.reason,
        changes=tuple((c["visit"], c["out"], c["into"]) for c in changes),
        missing=missing,
    )
    await outbox.post(work, notice, f"replaced:{request.ref}", about=f"draw:{draw.number}")
