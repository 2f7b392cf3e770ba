"""Who is told of a result on its way: the submitter, the partners, the unit's approvers, or the office."""

from collections.abc import Mapping
from datetime import date

from sqlmodel import col, select

from domain.method import Manner
from domain.notices_visit import ApproverMissing, ConfirmAsked, FindingLine, ReleaseAsked, Submitted
from domain.roles import Role
from models import InspectionObject, Item, Result, Unit, Visit
from services import outbox, people
from services.visits import quality
from services.visits.drafts import Report
from services.work import Work


async def acknowledge_receipt(work: Work, report: Report, result: Result) -> None:
    """To the submitter: what is stored."""
    problems = {one.code for one in work.profile.result_categories if one.problem}
    notice = Submitted(
        number=result.number,
        visit=report.case.visit.number,
        object_name=report.case.subject.name,
        items=len(result.findings),
        problems=sum(f["outcome"] in problems for f in result.findings),
        photos=report.photos,
        located=report.draft.located_at is not None,
        version=result.version,
        at=work.now,
    )
    await outbox.tell(work, result.submitted_by, notice, f"receipt:{result.number}", about=about(result))


async def ask_partners(work: Work, report: Report, result: Result) -> None:
    """To whoever of the unit went along; who went alone goes straight to the approver."""
    partners = [
        member.person_id
        for member in report.case.team
        if member.person_id != result.submitted_by and member.unit == work.actor.unit_name
    ]
    if not partners:
        await ask_approvers(work, result)
        return
    lines = await lines_of(work, result)
    for person_id in partners:
        notice = ConfirmAsked(
            ref=result.ref,
            number=result.number,
            object_name=report.case.subject.name,
            findings=lines,
            correction=result.correction_reason,
            manner=_manner(result),
        )
        await outbox.tell(
            work, person_id, notice, f"confirm:{result.number}:{person_id}", about=about(result)
        )


def _manner(result: Result) -> Manner:
    return Manner(result.method, result.entrusted, result.conclusion_no)


def about(result: Result) -> str:
    """What a result's letters and entries speak of."""
    return f"result:{result.number}"


async def lines_of(work: Work, result: Result) -> tuple[FindingLine, ...]:
    """A result's findings in the words of a letter."""
    codes = [finding["item"] for finding in result.findings]
    rows = await work.session.exec(select(Item).where(col(Item.code).in_(codes)))
    names = {item.code: item.name for item in rows}
    return tuple(_line(finding, names) for finding in result.findings)


def _line(finding: Mapping[str, str], names: Mapping[str, str]) -> FindingLine:
    days = {
        name: date.fromisoformat(finding[name])
        for name in ("correct_by", "since", "cited_on")
        if finding.get(name)
    }
    return FindingLine(
        item=names.get(finding["item"], finding["item"]),
        code=finding["item"],
        outcome=finding["outcome"],
        remark=finding["remark"],
        measure=finding.get("measure", ""),
        measure_text=finding.get("measure_text", ""),
        correct_by=days.get("correct_by"),
        since=days.get("since"),
        witness=finding.get("witness", ""),
        cited=finding.get("cited", ""),
        cited_unit=finding.get("cited_unit", ""),
        cited_on=days.get("cited_on"),
    )


async def ask_approvers(work: Work, result: Result) -> None:
    """To the unit's approvers who do not stand behind it themselves; without any, to the office."""
    own = {result.submitted_by, result.confirmed_by}
    approvers = await people.holders(work.session, Role.APPROVER, result.unit_id)
    told = [one.id for one in approvers if one.id is not None and one.id not in own]
    if not told:
        await _tell_office(work, result)
        return
    visit = await work.session.get_one(Visit, result.visit_id)
    subject = await work.session.get_one(InspectionObject, visit.object_id)
    notice = ReleaseAsked(
        ref=result.ref,
        number=result.number,
        object_name=subject.name,
        findings=await lines_of(work, result),
        confirmed=result.state == "confirmed",
        flags=await quality.flags_of(work, result),
        correction=result.correction_reason,
        manner=_manner(result),
    )
    for person_id in told:
        await outbox.tell(
            work, person_id, notice, f"release:{result.number}:{person_id}", about=about(result)
        )


async def _tell_office(work: Work, result: Result) -> None:
    unit = await work.session.get_one(Unit, result.unit_id)
    notice = ApproverMissing(ref=result.ref, number=result.number, unit=unit.name)
    for one in await people.holders(work.session, Role.OFFICE):
        key = f"approver_missing:{result.number}:{one.id}"
        await outbox.tell(work, one.id or 0, notice, key, about=about(result))
