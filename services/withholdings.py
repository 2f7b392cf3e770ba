"""不予公示: a result is kept back by law only on a named basis and document, by a second person's word."""

from dataclasses import dataclass
from typing import get_args

from sqlmodel import col, select

from domain.errors import DomainError
from domain.notices_publication import WithholdingAsked, WithholdingDecided
from domain.profile_codes import WithholdingBasis
from models import InspectionObject, Result, Unit, Visit, Withholding
from services import journal, outbox
from services.work import Work, new_ref

ASKED, APPROVED, REFUSED, ENDED = "asked", "approved", "refused", "ended"
BASES: tuple[str, ...] = get_args(WithholdingBasis)


@dataclass(frozen=True)
class WithholdingLine:
    """A result kept back, or asked to be."""

    ref: str
    number: str
    object_name: str
    basis: str
    document: str
    state: str


async def states(look: Work) -> dict[int, str]:
    """Result id → the state of its newest request."""
    rows = await look.session.exec(
        select(Withholding.result_id, Withholding.state).order_by(col(Withholding.id))
    )
    return dict(rows.all())


async def withheld(look: Work) -> set[int]:
    """Results that are kept back by a decision that stands."""
    return {result_id for result_id, state in (await states(look)).items() if state == APPROVED}


async def current(look: Work) -> list[WithholdingLine]:
    """Requests that wait and decisions that stand, oldest first."""
    look.require("withholding.ask")
    rows = await look.session.exec(
        select(Withholding, Result, InspectionObject)
        .join(Result, col(Withholding.result_id) == col(Result.id))
        .join(Visit, col(Result.visit_id) == col(Visit.id))
        .join(InspectionObject, col(Visit.object_id) == col(InspectionObject.id))
        .where(col(Withholding.state).in_((ASKED, APPROVED)))
        .order_by(col(Withholding.id))
    )
    return [
        WithholdingLine(one.ref, result.number, subject.name, one.basis, one.document, one.state)
        for one, result, subject in rows
    ]


async def ask(work: Work, number: str, basis: str, document: str) -> Withholding:
    """Ask to keep a result back; the office group is asked for a second person.

    Raises ``withholding.unknown``, ``.basis``, ``.document``, ``.published`` or ``.twice``.
    """
    work.require("withholding.ask")
    result = (await work.session.exec(select(Result).where(Result.number == number.strip()))).first()
    if result is None or result.id is None or work.actor.person_id is None:
        raise DomainError("withholding.unknown", number=number)
    if basis not in BASES:
        raise DomainError("withholding.basis")
    if not document.strip():
        raise DomainError("withholding.document")
    if result.published_at is not None:
        raise DomainError("withholding.published", number=number)
    if (await states(work)).get(result.id) in {ASKED, APPROVED}:
        raise DomainError("withholding.twice", number=number)
    one = Withholding(
        ref=new_ref(),
        result_id=result.id,
        basis=basis,
        document=document.strip(),
        asked_by=work.actor.person_id,
        asked_at=work.now,
    )
    work.session.add(one)
    notice = WithholdingAsked(
        ref=one.ref, number=number, unit=await _unit_of(work, result), basis=basis, document=one.document
    )
    await outbox.post(work, notice, f"withholding:{one.ref}", about=_about(result))
    await journal.record(work, "withholding.ask", _about(result), basis=basis, document=one.document)
    return one


async def _unit_of(work: Work, result: Result) -> str:
    return (await work.session.get_one(Unit, result.unit_id)).name


def _about(result: Result) -> str:
    return f"result:{result.number}"


async def _by_ref(work: Work, ref: str, state: str) -> tuple[Withholding, Result]:
    one = (
        await work.session.exec(select(Withholding).where(Withholding.ref == ref).with_for_update())
    ).first()
    if one is None or one.state != state:
        raise DomainError("withholding.decided")
    return one, await work.session.get_one(Result, one.result_id)


async def decide(work: Work, ref: str, *, approve: bool) -> Withholding:
    """The second person's word. Raises ``withholding.second_person``, ``.decided`` or ``.published``."""
    work.require("withholding.decide")
    one, result = await _by_ref(work, ref, ASKED)
    if work.actor.person_id in {None, one.asked_by}:
        raise DomainError("withholding.second_person")
    if approve and result.published_at is not None:
        raise DomainError("withholding.published", number=result.number)
    one.state = APPROVED if approve else REFUSED
    one.decided_by, one.decided_at = work.actor.person_id, work.now
    work.session.add(one)
    notice = WithholdingDecided(number=result.number, approved=approve, document=one.document)
    await outbox.post(work, notice, f"withholding_decided:{one.ref}", about=_about(result))
    await journal.record(work, "withholding.decide", _about(result), approved=approve)
    return one


async def end(work: Work, ref: str, reason: str) -> Withholding:
    """End a decision: the result is to be published. Raises ``withholding.reason``, ``.decided``."""
    work.require("withholding.end")
    if not reason.strip():
        raise DomainError("withholding.reason")
    one, result = await _by_ref(work, ref, APPROVED)
    one.state, one.end_reason = ENDED, reason.strip()
    work.session.add(one)
    await journal.record(work, "withholding.end", _about(result), reason=one.end_reason)
    return one
