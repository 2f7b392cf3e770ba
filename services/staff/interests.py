"""回避 declared beforehand: an inspector names an object to stay away from (行政处罚法 第43条)."""

from sqlmodel import col, select

from domain.errors import DomainError
from models import InspectionObject, Recusal, StaffChange
from services import journal
from services.work import Work

WITHDRAWALS = ("ended", "mistaken")


async def object_by_number(look: Work, register_no: str) -> InspectionObject:
    """Raises ``interest.unknown``."""
    query = select(InspectionObject).where(InspectionObject.register_no == register_no.strip().upper())
    found = (await look.session.exec(query)).first()
    if found is None:
        raise DomainError("interest.unknown", register_no=register_no)
    return found


async def declare(work: Work, object_id: int, reason: str) -> InspectionObject:
    """Keep the declaration; every later announcement freezes it. A repetition changes nothing.

    Raises ``interest.unknown`` or ``interest.declared``.
    """
    work.require("interest.declare")
    subject = await work.session.get(InspectionObject, object_id)
    if subject is None:
        raise DomainError("interest.unknown", register_no=object_id)
    assert work.actor.person_id is not None  # noqa: S101 - an inspector
    known = await work.session.exec(
        select(Recusal.id).where(
            Recusal.person_id == work.actor.person_id, Recusal.object_no == subject.register_no
        )
    )
    if known.first() is not None:
        raise DomainError("interest.declared", name=subject.name)
    work.session.add(
        Recusal(
            person_id=work.actor.person_id,
            object_no=subject.register_no,
            reason=reason,
            declared_at=work.now,
        )
    )
    await journal.record(work, "interest.declare", f"object:{object_id}", reason=reason)
    return subject


async def mine(look: Work) -> list[tuple[int, str, str]]:
    """The actor's declarations: number, object, reason."""
    look.require("interest.declare")
    rows = await look.session.exec(
        select(Recusal.id, InspectionObject.name, Recusal.reason)
        .join(InspectionObject, col(Recusal.object_no) == col(InspectionObject.register_no))
        .where(Recusal.person_id == look.actor.person_id)
        .order_by(col(Recusal.declared_at), col(Recusal.id))
    )
    return [(number or 0, name, reason) for number, name, reason in rows]


async def withdraw(work: Work, recusal_id: int, reason: str) -> str:
    """Take one's own declaration back, for later draws; it stays in the history. Answers the object's name.

    Announced draws keep their frozen lists. Raises ``interest.gone`` and ``interest.reason``.
    """
    work.require("interest.withdraw")
    if reason not in WITHDRAWALS:
        raise DomainError("interest.reason")
    recusal = await work.session.get(Recusal, recusal_id)
    own = recusal is not None and recusal.person_id == work.actor.person_id
    if recusal is None or not work.actor.reaches("interest.withdraw", own=own):
        raise DomainError("interest.gone")
    subject = await object_by_number(work, recusal.object_no)
    work.session.add(
        StaffChange(
            person_id=recusal.person_id,
            kind=f"withdrew_{reason}",
            on=work.today,
            reason=subject.name,
            entered_by=work.actor.person_id,
            entered_at=work.now,
        )
    )
    await work.session.delete(recusal)
    await journal.record(work, "interest.withdraw", f"object:{subject.id}", reason=reason)
    return subject.name
