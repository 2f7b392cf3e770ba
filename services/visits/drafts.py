"""What is typed in the field: every answer is saved at once, keyed so that a repetition changes nothing."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import delete, func
from sqlmodel import col, select

from domain.errors import DomainError
from domain.handling import with_usual
from domain.outcome import FINE, Finding, Window, category, check_date, spread
from models import Draft, DraftAnswer, Photo, Result
from models.session import upsert
from services.visits import assignments
from services.visits.assignments import Case, case_of
from services.work import OFFICE_ZONE, Work

PICTURES = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}
"""What is taken as a photo, with the ending under which its original is stored."""
CARRIED = ("inspected_on", "method", "entrusted", "conclusion_no", "latitude", "longitude", "located_at")
CITED = ("cited", "cited_unit", "cited_on")
KEPT = ("outcome", "remark", "basis", "measure", "measure_text", "correct_by", "since", "witness", *CITED)


@dataclass(frozen=True)
class Report:
    """A case with what has been typed of it so far."""

    case: Case
    draft: Draft
    findings: Mapping[str, Finding]
    photos: int
    authors: Mapping[str, int]
    returned_item: str = ""

    @property
    def item_codes(self) -> list[str]:
        """The items this unit answers for."""
        return [item.code for item in self.case.items]

    @property
    def answered(self) -> int:
        """How many items have an outcome."""
        return sum(code in self.findings for code in self.item_codes)


def window_of(case: Case) -> Window:
    """When the inspection may have taken place."""
    drawn_on = case.drawn_at.astimezone(OFFICE_ZONE).date()
    return Window(drawn_on, *assignments.window_of(case.visit, case.tasks))


async def standing_result(work: Work, case: Case) -> Result | None:
    """The newest submitted version of the case's unit."""
    found = await work.session.exec(
        select(Result)
        .where(Result.visit_id == case.visit.id, Result.unit_id == case.assignment.unit_id)
        .order_by(col(Result.version).desc())
    )
    return found.first()


async def _draft_of(work: Work, case: Case) -> tuple[Draft, Result | None]:
    """The open draft (a fresh one when it is missing) and the returned result it follows, if any."""
    last = await standing_result(work, case)
    assert case.visit.id is not None  # noqa: S101 - a stored row
    fresh = Draft(
        visit_id=case.visit.id,
        unit_id=case.assignment.unit_id,
        version=last.version + 1 if last else 1,
    )
    found = await work.session.exec(
        select(Draft).where(
            Draft.visit_id == fresh.visit_id, Draft.unit_id == fresh.unit_id, Draft.version == fresh.version
        )
    )
    draft = found.first()
    if last is not None and last.state != "returned" and not (draft and draft.reason):
        raise DomainError("result.submitted", number=last.number)
    return draft or fresh, last


async def carry_over(work: Work, from_id: int, draft: Draft) -> None:
    """Part of opening a further version: everything typed and shown before."""
    before = await work.session.get_one(Draft, from_id)
    for name in CARRIED:
        setattr(draft, name, getattr(before, name))
    assert draft.id is not None  # noqa: S101 - a stored row
    for kind in (DraftAnswer, Photo):
        for row in (await work.session.exec(select(kind).where(kind.draft_id == from_id))).all():
            work.session.add(kind(**row.model_dump(exclude={"id", "draft_id"}), draft_id=draft.id))


async def open_report(work: Work, ref: str) -> Report:
    """The report behind an assignment, to be continued. Raises ``assignment.*``, ``result.submitted``."""
    work.require("result.draft")
    case = await case_of(work, ref)
    draft, last = await _draft_of(work, case)
    if draft.id is None:
        work.session.add(draft)
        await work.session.flush()
        if last is not None:
            await carry_over(work, last.draft_id, draft)
    report = await _report(work, case, draft)
    return replace(report, returned_item=last.return_item if last and last.state == "returned" else "")


async def see_report(look: Work, ref: str) -> Report:
    """The same without opening it: for screens."""
    case = await case_of(look, ref)
    draft, _ = await _draft_of(look, case)
    return await _report(look, case, draft)


async def _report(work: Work, case: Case, draft: Draft) -> Report:
    query = select(DraftAnswer.item_code, DraftAnswer.answered_by).where(DraftAnswer.draft_id == draft.id)
    said = query.add_columns(*(getattr(DraftAnswer, name) for name in KEPT))
    answers = await work.session.exec(cast("Any", said))
    photos = await work.session.exec(select(func.count()).where(Photo.draft_id == draft.id))
    findings: dict[str, Finding] = {}
    authors: dict[str, int] = {}
    for code, author, *kept in answers:
        findings[code] = Finding(code, **dict(zip(KEPT, kept, strict=True)))
        authors[code] = author
    return Report(case, draft, findings, photos.one(), authors)


async def keep(work: Work, report: Report, chosen: Finding) -> Report:
    """Part of an act on a draft: the finding, for every item where it ends the visit."""
    return await _keep(work, report, spread(work.profile.result_categories, report.item_codes, chosen))


async def _keep(work: Work, report: Report, findings: Iterable[Finding]) -> Report:
    assert work.actor.person_id is not None  # noqa: S101 - an inspector
    found = {one.item_code: one for one in findings}
    whose = {"draft_id": report.draft.id, "answered_by": work.actor.person_id}
    rows = [
        whose | {"item_code": code} | {name: getattr(one, name) for name in KEPT}
        for code, one in found.items()
    ]
    if rows:
        await work.session.exec(upsert(work.session, DraftAnswer, rows, by=("draft_id", "item_code")))
    authors = dict.fromkeys(found, work.actor.person_id)
    return replace(report, findings={**report.findings, **found}, authors={**report.authors, **authors})


async def _forget(work: Work, report: Report, outcomes: Collection[str]) -> Report:
    """The report without the findings of these outcomes."""
    left = {code: one for code, one in report.findings.items() if one.outcome not in outcomes}
    if len(left) == len(report.findings):
        return report
    await work.session.exec(
        delete(DraftAnswer).where(
            col(DraftAnswer.draft_id) == report.draft.id, col(DraftAnswer.outcome).in_(outcomes)
        )
    )
    return replace(report, findings=left)


def stamp(report: Report, item_code: str) -> str:
    """What is kept of an item and by whom: remembered by a screen, to see whether it changed meanwhile."""
    found = report.findings.get(item_code)
    return f"{report.authors[item_code]}:{found.outcome}:{found.remark}" if found else ""


def _guard_partner(work: Work, report: Report, item_code: str, seen: str) -> None:
    """What a partner has typed since the screen was drawn is not overwritten unseen."""
    by = report.authors.get(item_code, work.actor.person_id)
    if by == work.actor.person_id or stamp(report, item_code) == seen:
        return
    names = {one.person_id: one.name for one in report.case.team}
    outcome = report.findings[item_code].outcome
    raise DomainError("outcome.meanwhile", name=names.get(by or 0, ""), item=item_code, outcome=outcome)


async def answer(  # noqa: PLR0917 - the place, and what is said of it
    work: Work, ref: str, item_code: str, outcome: str, remark: str = "", seen: str | None = None
) -> Report:
    """Keep the outcome of one item; answers the report as it then stands.

    ``seen`` is the ``stamp`` of the screen that asked; raises ``outcome.meanwhile`` where a partner has
    answered since. A problem gets the measure that usually follows; the same outcome again keeps what was
    said of it. A category that ends the visit (查无, 停业, 拒绝 …) is kept for every item; taken back for one
    item, it is taken back for all of them.
    """
    report = await open_report(work, ref)
    if item_code not in report.item_codes:
        raise DomainError("outcome.unknown_item", item=item_code)
    if seen is not None:
        _guard_partner(work, report, item_code, seen)
    categories = work.profile.result_categories
    if not category(categories, outcome).ends_visit:
        report = await _forget(work, report, {one.code for one in categories if one.ends_visit})
    chosen = _chosen(work, report, item_code, outcome)
    return await keep(work, report, replace(chosen, remark=remark or chosen.remark))


def _chosen(work: Work, report: Report, item_code: str, outcome: str) -> Finding:
    before = report.findings.get(item_code)
    if before is not None and before.outcome == outcome and not before.cited:
        return before
    return with_usual(work.profile, Finding(item_code, outcome), report.draft.inspected_on or work.today)


async def all_fine(work: Work, ref: str) -> Report:
    """Keep 未发现问题 for every item that has no answer yet."""
    report = await open_report(work, ref)
    open_items = [code for code in report.item_codes if code not in report.findings]
    return await _keep(work, report, [Finding(code, FINE) for code in open_items])


@dataclass(frozen=True)
class Shot:
    """A picture as it came in: ``position`` is its message's number, ``sent_at`` the hour Telegram got it."""

    file_id: str
    file_unique_id: str
    position: int
    sent_at: datetime
    media: str = "image/jpeg"


async def add_photo(work: Work, ref: str, shot: Shot) -> int:
    """Keep a picture, once; answers how many there are. Raises ``photo.not_a_picture``."""
    if shot.media not in PICTURES:
        raise DomainError("photo.not_a_picture", media=shot.media)
    report = await open_report(work, ref)
    known = await work.session.exec(
        select(Photo.id).where(Photo.draft_id == report.draft.id, Photo.file_unique_id == shot.file_unique_id)
    )
    if known.first() is not None:
        return report.photos
    assert report.draft.id is not None  # noqa: S101 - a stored row
    work.session.add(
        Photo(
            draft_id=report.draft.id,
            file_id=shot.file_id,
            file_unique_id=shot.file_unique_id,
            position=shot.position,
            received_at=shot.sent_at,
            media=shot.media,
        )
    )
    return report.photos + 1


async def locate(work: Work, ref: str, latitude: float, longitude: float) -> None:
    """Keep where the phone says it is: auxiliary information, never evidence."""
    draft = (await open_report(work, ref)).draft
    draft.latitude, draft.longitude, draft.located_at = latitude, longitude, work.now
    work.session.add(draft)


async def set_date(work: Work, ref: str, inspected_on: date) -> None:
    """Keep the inspection date. Raises ``outcome.future``, ``.before_draw`` or ``.outside_window``."""
    report = await open_report(work, ref)
    check_date(inspected_on, window_of(report.case), work.today)
    report.draft.inspected_on = inspected_on
    work.session.add(report.draft)
