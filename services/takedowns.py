"""撤下公示: a published result leaves the pages with a reason and a document, by a second person's word."""

from dataclasses import dataclass

from sqlmodel import col, select

from domain.errors import DomainError
from domain.notices_publication import TakedownAsked, TakedownDecided
from domain.public_trace import TAKEDOWN_REASONS
from models import InspectionObject, Result, Takedown, Unit, Visit
from services import journal, outbox
from services.work import Work, new_ref

ASKED, APPROVED, REFUSED = "asked", "approved", "refused"


@dataclass(frozen=True)
class TakedownLine:
    """A result taken down, or asked to be."""

    number: str
    object_name: str
    reason: str
    document: str
    state: str


async def current(look: Work) -> list[TakedownLine]:
    """Requests that wait and what was taken down, newest first."""
    look.require("takedown.ask")
    rows = await look.session.exec(
        select(Takedown, Result, InspectionObject)
        .join(Result, col(Takedown.result_id) == col(Result.id))
        .join(Visit, col(Result.visit_id) == col(Visit.id))
        .join(InspectionObject, col(Visit.object_id) == col(InspectionObject.id))
        .where(col(Takedown.state).in_((ASKED, APPROVED)))
        .order_by(col(Takedown.id).desc())
    )
    return [
        TakedownLine(result.number, subject.name, one.reason, one.document, one.state)
        for one, result, subject in rows
    ]


async def down(look: Work) -> dict[int, str]:
    """Result id → why it was taken down."""
    rows = await look.session.exec(
        select(Takedown.result_id, Takedown.reason).where(Takedown.state == APPROVED)
    )
    return dict(rows.all())


async def ask(work: Work, number: str, reason: str, document: str) -> Takedown:
    """Ask to take a published result down; the office group is asked for a second person.

    Raises ``takedown.unknown``, ``.reason``, ``.document``, ``.not_published``, ``.replaced`` or ``.twice``.
    """
    work.require("takedown.ask")
    result = (await work.session.exec(select(Result).where(Result.number == number.strip()))).first()
    if result is None or result.id is None or work.actor.person_id is None:
        raise DomainError("takedown.unknown", number=number)
    await _check_shown(work, result)
    if reason not in TAKEDOWN_REASONS:
        raise DomainError("takedown.reason")
    if not document.strip():
        raise DomainError("takedown.document")
    one = Takedown(
        ref=new_ref(),
        result_id=result.id,
        reason=reason,
        document=document.strip(),
        asked_by=work.actor.person_id,
        asked_at=work.now,
    )
    work.session.add(one)
    unit = await work.session.get_one(Unit, result.unit_id)
    notice = TakedownAsked(
        ref=one.ref, number=result.number, unit=unit.name, reason=reason, document=one.document
    )
    await outbox.post(work, notice, f"takedown:{one.ref}", about=_about(result))
    await journal.record(work, "takedown.ask", _about(result), reason=reason)
    return one


async def _check_shown(look: Work, result: Result) -> None:
    """Only what the public can see now can be taken away from it."""
    if result.published_at is None:
        raise DomainError("takedown.not_published", number=result.number)
    states = await look.session.exec(
        select(Takedown.state).where(Takedown.result_id == result.id, col(Takedown.state) != REFUSED)
    )
    if states.first() is not None:
        raise DomainError("takedown.twice", number=result.number)
    later = await look.session.exec(
        select(Result.number).where(
            Result.visit_id == result.visit_id,
            Result.unit_id == result.unit_id,
            Result.version > result.version,
            col(Result.published_at).is_not(None),
        )
    )
    by = later.first()
    if by is not None:
        raise DomainError("takedown.replaced", number=result.number, by=by)


def _about(result: Result) -> str:
    return f"result:{result.number}"


async def decide(work: Work, ref: str, *, approve: bool) -> Takedown:
    """The second person's word. Raises ``takedown.second_person`` or ``.decided``."""
    work.require("takedown.decide")
    one = (await work.session.exec(select(Takedown).where(Takedown.ref == ref).with_for_update())).first()
    if one is None or one.state != ASKED:
        raise DomainError("takedown.decided")
    if work.actor.person_id in {None, one.asked_by}:
        raise DomainError("takedown.second_person")
    result = await work.session.get_one(Result, one.result_id)
    one.state = APPROVED if approve else REFUSED
    one.decided_by, one.decided_at = work.actor.person_id, work.now
    work.session.add(one)
    notice = TakedownDecided(number=result.number, approved=approve, document=one.document)
    await outbox.post(work, notice, f"takedown_decided:{one.ref}", about=_about(result))
    await journal.record(work, "takedown.decide", _about(result), approved=approve)
    return one
