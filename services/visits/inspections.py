"""From report to released result: two inspectors stand behind it, the unit's approver releases."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from sqlmodel import col, select

from domain.errors import DomainError
from domain.item_list import Version
from domain.notices_visit import FindingLine, Released, Returned
from domain.outcome import Finding, has_problem
from models import Assignment, InspectionObject, Result, Visit
from services import journal, outbox
from services.items import item_list
from services.objects import object_changes
from services.problems import ledger
from services.publication import publication_clock
from services.visits import corrections, joint_closing, methods
from services.visits.assignments import team_of
from services.visits.drafts import Report, open_report
from services.visits.result_letters import about, acknowledge_receipt, ask_approvers, ask_partners, lines_of
from services.visits.submission_checks import checked, guard_certificate
from services.work import Work, new_ref


@dataclass(frozen=True)
class Waiting:
    """A result before its approver."""

    result: Result
    object_name: str
    findings: tuple[FindingLine, ...]


async def submit(work: Work, ref: str) -> Result:
    """Freeze the draft as a version of the result; the partner is asked to confirm it.

    Raises ``outcome.*`` naming what is missing, ``result.submitted`` when it stands already.
    """
    work.require("result.submit")
    report = await open_report(work, ref)
    inspected_on = report.draft.inspected_on or work.today
    found = await checked(work, report, inspected_on)
    result = await _freeze(work, report, inspected_on, found)
    await acknowledge_receipt(work, report, result)
    await ask_partners(work, report, result)
    await joint_closing.tell_when_complete(work, report.case, result)
    await journal.record(
        work, "result.submit", f"result:{result.number}", version=result.version, photos=report.photos
    )
    return result


async def _freeze(work: Work, report: Report, inspected_on: date, found: Sequence[Finding]) -> Result:
    visit, unit_id = report.case.visit, report.case.assignment.unit_id
    versions = await item_list.on(work, inspected_on, report.item_codes)
    assert visit.id is not None  # noqa: S101 - a stored row
    assert report.draft.id is not None  # noqa: S101 - a stored row
    assert work.actor.person_id is not None  # noqa: S101 - an inspector
    result = Result(
        ref=new_ref(),
        number=f"{visit.number}-{unit_id:02d}-{report.draft.version}",
        visit_id=visit.id,
        unit_id=unit_id,
        version=report.draft.version,
        draft_id=report.draft.id,
        inspected_on=inspected_on,
        **asdict(methods.manner_of(report)),
        findings=[_with_basis(one, versions).as_json() for one in found],
        item_versions={code: one.number for code, one in versions.items()},
        correction_reason=report.draft.reason,
        problem=has_problem(work.profile.result_categories, found),
        submitted_by=work.actor.person_id,
        submitted_at=work.now,
    )
    clock = publication_clock.due_of(work, result)
    result.publish_by = clock.date if clock else None
    report.draft.submitted_at = work.now
    work.session.add_all((result, report.draft))
    await work.session.flush()
    return result


def _with_basis(found: Finding, versions: Mapping[str, Version]) -> Finding:
    """What has a measure rests on a basis: the item's of that day, where no other was written."""
    listed = versions.get(found.item_code)
    basis = found.basis or (str(listed.fields.get("basis", "")) if listed else "")
    return replace(found, basis=basis) if found.measure else found


async def by_ref(work: Work, ref: str) -> tuple[Result, InspectionObject]:
    """A result and the object it speaks of. Raises ``result.unknown``."""
    found = await work.session.exec(
        select(Result, InspectionObject)
        .join(Visit, col(Result.visit_id) == col(Visit.id))
        .join(InspectionObject, col(Visit.object_id) == col(InspectionObject.id))
        .where(Result.ref == ref)
    )
    row = found.first()
    if row is None:
        raise DomainError("result.unknown")
    return row


async def confirm(work: Work, ref: str) -> Result:
    """A second inspector of the same unit's team confirms (行政处罚法 第42条: 不得少于两人).

    Raises ``result.own``, ``result.not_team`` or ``result.decided``.
    """
    work.require("result.confirm")
    result, _subject = await by_ref(work, ref)
    if result.state != "submitted":
        raise DomainError("result.decided", number=result.number)
    if not work.actor.may_second("result.confirm", result.submitted_by):
        raise DomainError("result.own", number=result.number)
    team = {m.person_id for m in await team_of(work, result.visit_id) if m.unit == work.actor.unit_name}
    mine = work.actor.person_id in team and work.actor.unit_id == result.unit_id
    if not work.actor.reaches("result.confirm", own=mine):
        raise DomainError("result.not_team", number=result.number)
    await guard_certificate(work, result.inspected_on)
    result.state, result.confirmed_by, result.confirmed_at = "confirmed", work.actor.person_id, work.now
    work.session.add(result)
    await ask_approvers(work, result)
    await journal.record(work, "result.confirm", about(result))
    return result


async def _to_decide(work: Work, ref: str) -> tuple[Result, InspectionObject]:
    """A result that waits for the actor's decision as its unit's approver; nobody decides on their own."""
    result, subject = await by_ref(work, ref)
    if not work.actor.reaches("result.release", unit_id=result.unit_id):
        raise DomainError("result.not_unit", number=result.number)
    if not work.actor.may_second("result.release", result.submitted_by, result.confirmed_by):
        raise DomainError("result.own", number=result.number)
    if not await is_ripe(work, result):
        raise DomainError("result.decided", number=result.number)
    return result, subject


async def is_ripe(look: Work, result: Result) -> bool:
    """Whether the actor's unit may decide: confirmed, or submitted by somebody who went alone."""
    if result.state == "submitted":
        team = await team_of(look, result.visit_id)
        return sum(member.unit == look.actor.unit_name for member in team) < 2
    return result.state == "confirmed"


async def release(work: Work, ref: str) -> Result:
    """The approver releases; the publication clock starts (花溪 §26, 平罗 二（四）, or a fixed day)."""
    work.require("result.release")
    result, subject = await _to_decide(work, ref)
    result.state, result.decided_by, result.decided_at = "released", work.actor.person_id, work.now
    clock = publication_clock.due_of(work, result)
    result.publish_by = clock.date if clock else None
    work.session.add(result)
    await corrections.supersede(work, result)
    notice = Released(
        ref=await _card_of(work, result),
        number=result.number,
        object_name=subject.name,
        publish_by=result.publish_by,
        provisional=bool(clock and not clock.firm),
    )
    await outbox.tell(work, result.submitted_by, notice, f"released:{result.number}", about=about(result))
    await object_changes.found_on_visit(work, result, subject)
    problems = await ledger.open_problems(work, result)
    await journal.record(work, "result.release", about(result), problems=problems)
    return result


async def _card_of(work: Work, result: Result) -> str:
    assignment = await work.session.exec(
        select(Assignment.ref).where(
            Assignment.visit_id == result.visit_id, Assignment.person_id == result.submitted_by
        )
    )
    return assignment.one()


async def send_back(work: Work, ref: str, reason: str, item: str = "") -> Result:
    """The approver returns with a reason; the submitter's report opens again as the next version.

    ``item``: the code of the item at which it opens, if one is meant.
    """
    work.require("result.return")
    if not reason.strip():
        raise DomainError("result.reason")
    result, subject = await _to_decide(work, ref)
    result.state, result.decided_by, result.decided_at = "returned", work.actor.person_id, work.now
    result.return_reason = reason.strip()
    work.session.add(result)
    names = {line.code: line.item for line in await lines_of(work, result)}
    result.return_item = item if item in names else ""
    notice = Returned(
        ref=await _card_of(work, result),
        number=result.number,
        object_name=subject.name,
        reason=result.return_reason,
        item=names.get(item, ""),
    )
    await outbox.tell(work, result.submitted_by, notice, f"returned:{result.number}", about=about(result))
    await journal.record(work, "result.return", about(result))
    return result


async def waiting_for(look: Work) -> list[Waiting]:
    """What waits for the approver's decision."""
    rows = await look.session.exec(
        select(Result, InspectionObject)
        .join(Visit, col(Result.visit_id) == col(Visit.id))
        .join(InspectionObject, col(Visit.object_id) == col(InspectionObject.id))
        .where(Result.unit_id == look.actor.unit_id, col(Result.state).in_(("submitted", "confirmed")))
        .order_by(col(Result.submitted_at))
    )
    return [
        Waiting(result, subject.name, await lines_of(look, result))
        for result, subject in rows.all()
        if await is_ripe(look, result)
    ]
