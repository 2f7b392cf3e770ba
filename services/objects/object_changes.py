"""Corrections of one object by act: the office's with reason and document, or what a visit found."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from domain.errors import DomainError
from models import InspectionObject, ObjectChange, Result
from services import journal
from services.objects import grades
from services.work import Work, new_ref

Fields = Mapping[str, Any]
STATUSES = ("active", "suspended", "deregistered", "revoked", "cancelled", "moved")
CORRECTABLE = ("status", "alive", "grade", "risk", "level", "supervising_unit")
FOUND: Mapping[str, Fields] = {
    "closed": {"alive": False},
    "deregistered": {"status": "deregistered"},
    "licence_revoked": {"status": "revoked"},
    "registration_cancelled": {"status": "cancelled"},
    "moved_away": {"status": "moved"},
}
"""What an approved result says of the object itself (花溪 §7: 长期停业未经营 is marked where it is found)."""
GONE: Mapping[str, Fields] = {
    "ceased": {"alive": False},
    "deregistered": {"status": "deregistered"},
    "revoked": {"status": "revoked"},
    "moved_away": {"status": "moved"},
}
"""What the reason says for which a drawn object gave way to another."""


async def object_of(look: Work, object_no: str) -> InspectionObject:
    """Raises ``object.unknown``."""
    query = select(InspectionObject).where(InspectionObject.register_no == object_no)
    found = (await look.session.exec(query)).first()
    if found is None:
        raise DomainError("object.unknown", number=object_no)
    return found


async def mark_key(work: Work, object_no: str, reason: str, document: str) -> ObjectChange:
    """Mark a key object by one of the place's reasons and the document that says so (花溪 §14, §18).

    Raises ``object.reason_unknown``, ``object.document`` and ``object.same``.
    """
    work.require("object.mark")
    if reason not in work.profile.key_object_reasons:
        raise DomainError("object.reason_unknown", reason=reason)
    after = {"is_key": True, "key_reason": reason, "key_document": document.strip()}
    return await _by_office(work, "object.mark", object_no, after, (reason, document))


async def unmark_key(work: Work, object_no: str, reason: str, document: str) -> ObjectChange:
    """Take the mark of a key object away, as ``mark_key`` with a reason in words."""
    work.require("object.mark")
    after = {"is_key": False, "key_reason": "", "key_document": ""}
    return await _by_office(work, "object.unmark", object_no, after, (reason, document))


async def correct(
    work: Work, object_no: str, field: str, value: object, grounds: tuple[str, str]
) -> ObjectChange:
    """Correct one of ``CORRECTABLE``; ``grounds``: reason and document. ``alive`` is a bool.

    Raises ``object.field``, ``object.value``, ``object.reason``, ``object.document`` and ``object.same``.
    """
    work.require("object.correct")
    if field not in CORRECTABLE:
        raise DomainError("object.field", field=field)
    if value not in (choices_of(work, field) or (value,)):
        raise DomainError("object.value", field=field, value=str(value))
    return await _by_office(work, "object.correct", object_no, {field: value}, grounds)


def choices_of(look: Work, field: str) -> tuple[object, ...]:
    """The values a field may have here; none where it is text."""
    named: dict[str, tuple[object, ...]] = {
        one.field: one.names for one in look.profile.library_fields if one.names
    }
    fixed: dict[str, tuple[object, ...]] = {
        "status": STATUSES,
        "alive": (True, False),
        "grade": look.profile.grade_scheme.codes,
    }
    return (named | fixed).get(field, ())


async def _by_office(
    work: Work, act: str, object_no: str, after: Fields, grounds: tuple[str, str]
) -> ObjectChange:
    reason, document = (one.strip() for one in grounds)
    if not reason:
        raise DomainError("object.reason")
    if not document:
        raise DomainError("object.document")
    subject = await object_of(work, object_no)
    change = await _apply(work, subject, after, "office", (reason, document))
    if change is None:
        raise DomainError("object.same", name=subject.name)
    await journal.record(work, act, f"object:{object_no}", fields=sorted(change.after), document=document)
    return change


async def _apply(
    work: Work, subject: InspectionObject, after: Fields, source: str, grounds: tuple[str, str]
) -> ObjectChange | None:
    """Set what differs and keep how it was; ``None`` when nothing does."""
    before = {name: getattr(subject, name) for name in after}
    differing = {name: value for name, value in after.items() if before[name] != value}
    if not differing:
        return None
    change = ObjectChange(
        ref=new_ref(),
        object_no=subject.register_no,
        source=source,
        before={name: before[name] for name in differing},
        after=differing,
        reason=grounds[0],
        document=grounds[1],
        noted_by=work.actor.person_id,
        noted_at=work.now,
    )
    subject.sqlmodel_update(differing)
    work.session.add_all((subject, change))
    await grades.corrected(work, subject, before, differing, document=grounds[1])
    return change


async def found_on_visit(work: Work, result: Result, subject: InspectionObject) -> None:
    """Part of releasing a result: an object found closed, moved or gone says so in the library."""
    for finding in result.findings:
        after = FOUND.get(finding["outcome"])
        if after:
            await _apply(work, subject, after, "visit", (finding["outcome"], result.number))


async def gave_way(work: Work, object_id: int, reason: str, visit_number: str) -> None:
    """Part of a drawn object's replacement, which two persons stand behind."""
    subject = await work.session.get_one(InspectionObject, object_id)
    after = GONE.get(reason)
    if after:
        await _apply(work, subject, after, "substitution", (reason, visit_number))


async def undo(work: Work, ref: str) -> ObjectChange:
    """Put back what a correction changed, whoever made it; both stay on file.

    Raises ``object.no_change``, ``object.undone`` and ``object.changed_since``.
    """
    work.require("object.correct")
    change = (await work.session.exec(select(ObjectChange).where(ObjectChange.ref == ref))).first()
    if change is None:
        raise DomainError("object.no_change")
    if change.undone_at is not None:
        raise DomainError("object.undone")
    subject = await object_of(work, change.object_no)
    if any(getattr(subject, name) != value for name, value in change.after.items()):
        raise DomainError("object.changed_since", name=subject.name)
    subject.sqlmodel_update(change.before)
    change.undone_by, change.undone_at = work.actor.person_id, work.now
    work.session.add_all((subject, change))
    await grades.corrected(work, subject, change.after, change.before, document=change.document)
    await journal.record(work, "object.undo", f"object:{change.object_no}", fields=sorted(change.after))
    return change


async def of_object(look: Work, object_no: str) -> list[ObjectChange]:
    """Every correction of an object, the newest first."""
    query = select(ObjectChange).where(ObjectChange.object_no == object_no)
    return list(await look.session.exec(query.order_by(col(ObjectChange.id).desc())))


async def since(look: Work, moment: object) -> list[ObjectChange]:
    """Corrections that stand, made after a moment, the oldest first."""
    query = select(ObjectChange).where(
        col(ObjectChange.noted_at) > moment, col(ObjectChange.undone_at).is_(None)
    )
    return list(await look.session.exec(query.order_by(col(ObjectChange.id))))
