"""After a release: a correction is a new version with its reason; the old one stays until it is released.

What is public stays so until the corrected version is public itself.
"""

from sqlmodel import col, select

from domain.disclosure import RELEASED
from domain.errors import DomainError
from models import Draft, Result
from services import journal
from services.visits.assignments import case_of
from services.visits.drafts import Report, carry_over, see_report, standing_result
from services.work import Work

SUPERSEDED = "superseded"


async def open_version(work: Work, ref: str, reason: str) -> Report:
    """Open the released result behind an assignment as a new draft, with the reason.

    Raises ``result.correction_reason``, or ``result.not_released`` while nothing is released to correct.
    """
    work.require("result.correct")
    if not reason.strip():
        raise DomainError("result.correction_reason")
    case = await case_of(work, ref)
    last = await standing_result(work, case)
    if last is None or last.state != RELEASED:
        raise DomainError("result.not_released", number=case.visit.number)
    draft = Draft(
        visit_id=last.visit_id, unit_id=last.unit_id, version=last.version + 1, reason=reason.strip()
    )
    if await _opened(work, draft):
        raise DomainError("result.correcting", number=last.number)
    work.session.add(draft)
    await work.session.flush()
    await carry_over(work, last.draft_id, draft)
    await journal.record(work, "result.correct", f"result:{last.number}", version=draft.version)
    return await see_report(work, ref)


async def _opened(work: Work, draft: Draft) -> bool:
    found = await work.session.exec(
        select(Draft.id).where(
            Draft.visit_id == draft.visit_id, Draft.unit_id == draft.unit_id, Draft.version == draft.version
        )
    )
    return found.first() is not None


async def supersede(work: Work, result: Result) -> None:
    """Part of releasing a version: what it replaces, if it is not public yet, never becomes so."""
    rows = await work.session.exec(
        select(Result).where(
            Result.visit_id == result.visit_id,
            Result.unit_id == result.unit_id,
            Result.state == RELEASED,
            col(Result.published_at).is_(None),
            col(Result.version) < result.version,
        )
    )
    for older in rows.all():
        older.state = SUPERSEDED
        work.session.add(older)
