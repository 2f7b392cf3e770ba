"""回避 declared beforehand: an inspector names an object to stay away from (行政处罚法 第43条)."""

from sqlmodel import select

from domain.errors import DomainError
from models import InspectionObject, Recusal
from services import journal
from services.work import Work


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
