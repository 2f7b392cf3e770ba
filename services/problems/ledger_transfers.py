"""移送、抄告: a problem goes to the competent unit, which answers; or to a body outside, by letter."""

from sqlmodel import col, select

from domain.errors import DomainError
from domain.followup import TRANSFER, State
from domain.notices_ledger import ProblemAnswered, ProblemSent
from models import Item, Problem, Unit
from services import journal
from services.problems.ledger import Evidence, about, case_for, leaders, log, move, object_of, tell
from services.work import Work


async def receivers(look: Work, case: Problem) -> list[Unit]:
    """The units that a problem may be transferred to."""
    rows = await look.session.exec(
        select(Unit)
        .where(col(Unit.active).is_(True), col(Unit.id) != case.holder_id)
        .order_by(col(Unit.name))
    )
    return list(rows)


async def send(work: Work, ref: str, receiver: str, letter_number: str) -> Problem:
    """Transfer to a unit of ours, which has to answer, or to any other body, whose matter it is from now on.

    Raises ``ledger.receiver``, ``ledger.letter``, ``ledger.to_itself`` or ``ledger.nobody_there``.
    """
    work.require("ledger.send")
    case = await case_for(work, ref, "send")
    if not receiver.strip():
        raise DomainError("ledger.receiver")
    if not letter_number.strip():
        raise DomainError("ledger.letter")
    found = await work.session.exec(select(Unit).where(Unit.name == receiver.strip()))
    unit = found.first() if case.measure == TRANSFER else None
    case.receiver, case.letter_number = receiver.strip(), letter_number.strip()
    case.sender_id = case.holder_id
    await (_send_outside(work, case) if unit is None else _send_to(work, case, unit))
    await journal.record(work, "ledger.send", about(case), receiver=case.receiver, letter=case.letter_number)
    return case


async def _send_outside(work: Work, case: Problem) -> None:
    case.receiver_id, case.handed_on = None, work.today
    await move(work, case, State.HANDED)
    log(work, case, "send", _letter(case))


async def _send_to(work: Work, case: Problem, unit: Unit) -> None:
    if unit.id is None or unit.id == case.holder_id:
        raise DomainError("ledger.to_itself")
    told = await leaders(work, unit.id)
    if not told:
        raise DomainError("ledger.nobody_there", unit=unit.name)
    case.receiver_id = case.holder_id = unit.id
    await move(work, case, State.SENT)
    log(work, case, "send", _letter(case))
    assert case.due_on is not None  # noqa: S101 - an answer has a last day
    notice = ProblemSent(
        ref=case.ref,
        number=case.number,
        sender=work.actor.unit_name,
        object_name=(await object_of(work, case)).name,
        item=await item_name(work, case),
        outcome=case.outcome,
        remark=case.remark,
        letter_number=case.letter_number,
        answer_by=case.due_on,
    )
    await tell(work, case, told, notice, f"problem_sent:{work.cause}")


def _letter(case: Problem) -> Evidence:
    return Evidence(text=f"{case.receiver} {case.letter_number}")


async def item_name(look: Work, case: Problem) -> str:
    """What the item is called; empty for a problem of the whole visit."""
    found = await look.session.exec(select(Item.name).where(Item.code == case.item_code))
    return found.first() or case.item_code


async def accept(work: Work, ref: str) -> Problem:
    """The other unit takes the problem over: it is handed over, and theirs to close."""
    work.require("ledger.accept")
    case = await case_for(work, ref, "accept")
    case.handed_on, case.responsible_id = work.today, None
    await move(work, case, State.HANDED)
    log(work, case, "accept")
    await _answer(work, case, accepted=True)
    await journal.record(work, "ledger.accept", about(case))
    return case


async def decline(work: Work, ref: str, reason: str) -> Problem:
    """Not theirs: the problem goes back to who sent it. Raises ``ledger.text`` without a reason."""
    work.require("ledger.decline")
    case = await case_for(work, ref, "decline")
    if not reason.strip():
        raise DomainError("ledger.text")
    case.holder_id = case.sender_id or case.unit_id
    case.receiver_id, case.letter_number = None, ""
    await move(work, case, State.OPEN)
    log(work, case, "decline", Evidence(text=reason))
    await _answer(work, case, accepted=False, reason=reason.strip())
    await journal.record(work, "ledger.decline", about(case), reason=reason.strip())
    return case


async def _answer(work: Work, case: Problem, *, accepted: bool, reason: str = "") -> None:
    notice = ProblemAnswered(
        ref=case.ref,
        number=case.number,
        receiver=work.actor.unit_name,
        accepted=accepted,
        reason=reason,
    )
    told = await leaders(work, case.sender_id or case.unit_id)
    await tell(work, case, told, notice, f"problem_answered:{work.cause}")
