"""Objects exempted by a document: entered with its number and a last day, revoked with a reason."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from domain.errors import DomainError
from domain.notices_draw import Exempted, ExemptionRevoked
from models import Exemption, InspectionObject
from services import journal, outbox
from services.work import Work, new_ref

BETWEEN = re.compile(r"[\s,;，、；]+")


@dataclass(frozen=True)
class ExemptionLine:
    """One exemption that holds today or will."""

    ref: str
    object_no: str
    object_name: str
    document: str
    until: date


async def listed(look: Work) -> Mapping[str, str]:
    """Register number → the document that exempts the object today."""
    rows = await look.session.exec(
        select(Exemption.object_no, Exemption.document)
        .where(
            col(Exemption.revoked_at).is_(None),
            Exemption.valid_from <= look.today,
            Exemption.valid_until >= look.today,
        )
        .order_by(col(Exemption.id))
    )
    return dict(rows.all())


async def current(look: Work) -> list[ExemptionLine]:
    """What is exempt today or will be, the nearest end first."""
    look.require("exemption.look")
    rows = await look.session.exec(
        select(Exemption, InspectionObject)
        .join(InspectionObject, col(Exemption.object_no) == col(InspectionObject.register_no))
        .where(col(Exemption.revoked_at).is_(None), Exemption.valid_until >= look.today)
        .order_by(col(Exemption.valid_until), col(Exemption.object_no))
    )
    return [
        ExemptionLine(one.ref, one.object_no, subject.name, one.document, one.valid_until)
        for one, subject in rows
    ]


async def objects_named(look: Work, text: str) -> dict[str, str]:
    """Number → name, for the numbers in a text. Raises ``exemption.nobody`` and ``exemption.unknown``."""
    numbers = list(dict.fromkeys(one.upper() for one in BETWEEN.split(text) if one))
    if not numbers:
        raise DomainError("exemption.nobody")
    rows = await look.session.exec(
        select(InspectionObject.register_no, InspectionObject.name).where(
            col(InspectionObject.register_no).in_(numbers)
        )
    )
    names = dict(rows.all())
    unknown = [number for number in numbers if number not in names]
    if unknown:
        raise DomainError("exemption.unknown", numbers=unknown)
    return {number: names[number] for number in numbers}


async def add(work: Work, numbers: Sequence[str], document: str, until: date, reason: str = "") -> int:
    """Exempt objects from today until the day, by a document; posted. Answers how many.

    Announced draws keep their frozen pools. Raises ``exemption.document``, ``exemption.past`` and
    ``exemption.twice``, as ``objects_named``.
    """
    work.require("exemption.enter")
    document = document.strip()
    if not document:
        raise DomainError("exemption.document")
    if until < work.today:
        raise DomainError("exemption.past", until=until)
    names = await objects_named(work, " ".join(numbers))
    await _refuse_twice(work, names, document)
    for number in names:
        work.session.add(
            Exemption(
                ref=new_ref(),
                object_no=number,
                document=document,
                reason=reason.strip(),
                valid_from=work.today,
                valid_until=until,
                entered_by=work.actor.person_id,
                entered_at=work.now,
            )
        )
    notice = Exempted(count=len(names), document=document, until=until)
    await outbox.post(work, notice, f"exempted:{work.cause}", about="exemption")
    await journal.record(
        work, "exemption.enter", "exemption", objects=list(names), document=document, until=str(until)
    )
    return len(names)


async def _refuse_twice(work: Work, names: Mapping[str, str], document: str) -> None:
    rows = await work.session.exec(
        select(Exemption.object_no).where(
            col(Exemption.object_no).in_(list(names)),
            Exemption.document == document,
            col(Exemption.revoked_at).is_(None),
            Exemption.valid_until >= work.today,
        )
    )
    if known := sorted(set(rows)):
        raise DomainError("exemption.twice", numbers=known, document=document)


async def revoke(work: Work, ref: str, reason: str) -> Exemption:
    """End an exemption before its day; it stays on file. Raises ``exemption.reason``, ``exemption.over``."""
    work.require("exemption.revoke")
    if not reason.strip():
        raise DomainError("exemption.reason")
    one = (await work.session.exec(select(Exemption).where(Exemption.ref == ref))).first()
    if one is None or one.revoked_at is not None:
        raise DomainError("exemption.over")
    one.revoked_by, one.revoked_at, one.revoke_reason = work.actor.person_id, work.now, reason.strip()
    work.session.add(one)
    notice = ExemptionRevoked(document=one.document, reason=one.revoke_reason)
    await outbox.post(work, notice, f"exemption_revoked:{one.ref}", about="exemption")
    await journal.record(work, "exemption.revoke", "exemption", object=one.object_no, document=one.document)
    return one
