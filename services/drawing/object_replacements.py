"""Objects gone after the draw: the next of the same ticket order comes instead, never a free choice."""

from dataclasses import dataclass

from sqlmodel import col, select

from domain.errors import DomainError
from domain.external_record import FORM
from domain.notices_draw import ObjectReplacementAsked, ObjectReplacementRefused
from domain.plan import Kind
from domain.roles import Role
from models import Draw, InspectionObject, ObjectReplacement, Person, Result, Task, Visit
from services import journal, outbox, people
from services.drawing.swapping import swap_object
from services.objects import object_changes
from services.work import Work, new_ref

REASONS = ("not_found", "deregistered", "revoked", "moved_away", "ceased")


@dataclass(frozen=True)
class OpenVisit:
    """A visit whose object could be replaced."""

    ref: str
    number: str
    object_name: str


async def open_visits(look: Work) -> list[OpenVisit]:
    """Visits on which nothing was reported and nothing is asked, newest draw first."""
    look.require("substitution.ask")
    busy = select(ObjectReplacement.visit_id).where(ObjectReplacement.state == "asked")
    rows = await look.session.exec(
        select(Visit, InspectionObject)
        .join(InspectionObject, col(Visit.object_id) == col(InspectionObject.id))
        .join(Draw, col(Visit.draw_id) == col(Draw.id))
        .where(
            Visit.state == "open",
            col(Draw.kind).not_in((FORM, Kind.CLUE)),
            col(Visit.id).not_in(select(Result.visit_id)),
        )
        .where(col(Visit.id).not_in(busy))
        .order_by(col(Visit.draw_id).desc(), col(Visit.position))
    )
    return [OpenVisit(visit.ref, visit.number, subject.name) for visit, subject in rows]


async def visit_named(look: Work, text: str) -> OpenVisit:
    """An open visit by its reference or its number. Raises ``object_replacement.no_visit``."""
    wanted = text.strip().upper()
    for one in await open_visits(look):
        if text == one.ref or wanted == one.number.upper():
            return one
    raise DomainError("object_replacement.no_visit", visit=text.strip())


async def ask(work: Work, visit_ref: str, reason: str, remark: str = "") -> Visit:
    """The office says that an object is gone; a second person is asked, privately, with the particulars.

    Raises ``object_replacement.no_visit``, ``.over``, ``.asked`` and ``.reported``.
    """
    work.require("substitution.ask")
    visit = (await work.session.exec(select(Visit).where(Visit.ref == visit_ref))).first()
    if visit is None:
        raise DomainError("object_replacement.no_visit", visit=visit_ref)
    await _refuse_late(work, visit)
    if await _waiting(work, visit):
        raise DomainError("object_replacement.asked", visit=visit.number)
    request = ObjectReplacement(
        ref=new_ref(),
        visit_id=visit.id or 0,
        reason=reason,
        remark=remark.strip(),
        asked_by=work.actor.person_id,
        asked_at=work.now,
    )
    work.session.add(request)
    await work.session.flush()
    await _tell_second(work, visit, request)
    await journal.record(work, "substitution.ask", f"visit:{visit.number}", reason=reason)
    return visit


async def _waiting(work: Work, visit: Visit) -> bool:
    found = await work.session.exec(
        select(ObjectReplacement.id).where(
            ObjectReplacement.visit_id == visit.id, ObjectReplacement.state == "asked"
        )
    )
    return found.first() is not None


async def _refuse_late(work: Work, visit: Visit) -> None:
    if visit.state != "open":
        raise DomainError("object_replacement.over", visit=visit.number)
    draw = await work.session.get_one(Draw, visit.draw_id)
    if draw.kind == FORM:
        raise DomainError("external.replace_there", number=draw.number)
    if draw.kind == Kind.CLUE:
        raise DomainError("clue.no_substitute", number=draw.number)
    reported = await work.session.exec(select(Result.id).where(Result.visit_id == visit.id))
    if reported.first() is not None:
        raise DomainError("object_replacement.reported", visit=visit.number)


async def _tell_second(work: Work, visit: Visit, request: ObjectReplacement) -> None:
    subject = await work.session.get_one(InspectionObject, visit.object_id)
    notice = ObjectReplacementAsked(
        ref=request.ref,
        visit=visit.number,
        object_name=subject.name,
        reason=request.reason,
        remark=request.remark,
    )
    for person in await _second_persons(work, visit):
        key = f"object_replacement:{request.ref}:{person.id}"
        await outbox.tell(work, person.id or 0, notice, key, about=f"visit:{visit.number}")


async def _second_persons(work: Work, visit: Visit) -> list[Person]:
    """The office's other people; in an office of one, the lead unit's approvers."""
    others = [
        one for one in await people.holders(work.session, Role.OFFICE) if one.id != work.actor.person_id
    ]
    if others:
        return others
    task = await work.session.get_one(Task, visit.task_id)
    return await people.holders(work.session, Role.APPROVER, task.lead_unit_id)


async def _to_decide(work: Work, ref: str) -> tuple[ObjectReplacement, Visit]:
    found = await work.session.exec(
        select(ObjectReplacement, Visit)
        .join(Visit, col(ObjectReplacement.visit_id) == col(Visit.id))
        .where(ObjectReplacement.ref == ref)
    )
    row = found.first()
    if row is None:
        raise DomainError("object_replacement.unknown")
    request, visit = row
    if request.state != "asked":
        raise DomainError("object_replacement.decided", visit=visit.number)
    if not work.actor.may_second("substitution.decide", request.asked_by):
        raise DomainError("object_replacement.second_person", visit=visit.number)
    return row


async def refuse(work: Work, ref: str) -> ObjectReplacement:
    """The second person refuses: the visit stays, whoever asked is told."""
    work.require("substitution.decide")
    request, visit = await _to_decide(work, ref)
    _decide(work, request, "refused")
    if request.asked_by is not None:
        notice = ObjectReplacementRefused(visit=visit.number)
        await outbox.tell(work, request.asked_by, notice, f"object_replacement_refused:{ref}")
    await journal.record(work, "substitution.refuse", f"visit:{visit.number}")
    return request


async def approve(work: Work, ref: str) -> ObjectReplacement:
    """The second person agrees: who comes instead follows from the draw's record, pool and key.

    Raises ``object_replacement.second_person``, ``.decided``, ``.reported`` and ``.nobody_left``.
    """
    work.require("substitution.decide")
    request, visit = await _to_decide(work, ref)
    await _refuse_late(work, visit)
    draw = await work.session.get_one(Draw, visit.draw_id)
    swap = await swap_object(work, draw, visit, request)
    await object_changes.gave_way(work, visit.object_id, request.reason, visit.number)
    _decide(work, request, "approved")
    await journal.record(
        work,
        "substitution.approve",
        f"visit:{visit.number}",
        label=request.label,
        reason=request.reason,
        gone=swap.gone,
        came=[{"id": one.id, "ticket": one.ticket, "steps": list(one.steps)} for one in swap.came],
        changes=request.changes,
        archive=request.archive["replacement_sha256"],
    )
    return request


def _decide(work: Work, request: ObjectReplacement, state: str) -> None:
    request.state, request.decided_by, request.decided_at = state, work.actor.person_id, work.now
    work.session.add(request)
