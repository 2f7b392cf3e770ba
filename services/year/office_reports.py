"""本办公室上报: the office's own report, kept version by version, until it is marked as sent upwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, or_, select

from domain.errors import DomainError
from domain.filed_document import Checked
from domain.report import Report, may_draft_for_place
from models import Duty, Filing, Unit
from services import journal
from services.work import Work
from services.year import filings, report_drafts
from services.year.duties import named, rule_of


@dataclass(frozen=True)
class Kept:
    """A version of the report; ``sent_on`` and ``document_number`` where this one went upwards."""

    number: str
    version: int
    file_id: str
    file_name: str
    sent_on: date | None
    document_number: str


@dataclass(frozen=True)
class Upward:
    """A report that the office itself owes; ``days`` to its last day, negative when late."""

    ref: str
    kind: str
    title: str
    year: int
    due_on: date
    days: int
    clause: str
    receiver: str
    open: bool
    versions: tuple[Kept, ...]

    @property
    def sent(self) -> Kept | None:
        """The newest version that went upwards."""
        return next((one for one in reversed(self.versions) if one.sent_on), None)


async def upwards(look: Work) -> list[Upward]:
    """What the office itself owes upwards: this year's, and what is open of others, by day."""
    look.require("upward.look")
    return await standing(look)


async def standing(look: Work) -> list[Upward]:
    """The same for an overview that asked for its own right already."""
    rows = await look.session.exec(
        select(Duty)
        .join(Unit, col(Duty.unit_id) == col(Unit.id))
        .where(
            Unit.name == look.profile.place.office_unit,
            or_(col(Duty.state) == "open", col(Duty.year) == look.today.year),
        )
        .order_by(col(Duty.due_on), col(Duty.deadline))
    )
    return [
        await _upward(look, duty)
        for duty in rows.all()
        if may_draft_for_place(rule_of(look.profile, duty.deadline))
    ]


async def one(look: Work, ref: str) -> Upward:
    """One of them. Raises ``filing.unknown``."""
    look.require("upward.look")
    return await _upward(look, await _duty(look, ref))


async def draft(look: Work, ref: str) -> Report:
    """Its draft from the data of all units. Raises ``filing.*``."""
    look.require("upward.look")
    duty = await _duty(look, ref)
    return await report_drafts.of_place(look, duty.deadline, duty.year)


async def keep(work: Work, ref: str, *, file_id: str, file_name: str, checked: Checked | None) -> Kept:
    """Keep the edited report as a new version; the duty stays open until it is sent."""
    work.require("upward.keep")
    duty = await _duty(work, ref)
    row = await filings.store(work, duty, file_id, file_name, "")
    row.checked = checked.as_json() if checked else {}
    work.session.add(row)
    await journal.record(
        work, "upward.keep", f"duty:{duty.ref}", number=row.number, version=row.version, file=file_name
    )
    return _kept(row)


async def mark_sent(work: Work, ref: str, on: date, document_number: str) -> Upward:
    """The newest version went upwards on a day under a number; the duty is done.

    Said again it puts the day and the number right; the journal has both.
    Raises ``filing.nothing_kept``, ``filing.sent_ahead``, ``filing.number_needed``.
    """
    work.require("upward.send")
    duty = await _duty(work, ref)
    row = await filings.newest(work, duty)
    if row is None:
        raise DomainError("filing.nothing_kept")
    if on > work.today:
        raise DomainError("filing.sent_ahead", day=on)
    if not document_number.strip():
        raise DomainError("filing.number_needed")
    row.sent_on, row.document_number = on, document_number.strip()
    work.session.add(row)
    await filings.close(work, duty)
    await journal.record(
        work,
        "upward.send",
        f"duty:{duty.ref}",
        number=row.number,
        version=row.version,
        on=on.isoformat(),
        document=row.document_number,
    )
    return await _upward(work, duty)


async def _duty(look: Work, ref: str) -> Duty:
    rows = await look.session.exec(
        select(Duty)
        .join(Unit, col(Duty.unit_id) == col(Unit.id))
        .where(Duty.ref == ref, Unit.name == look.profile.place.office_unit)
    )
    duty = rows.first()
    if duty is None or not may_draft_for_place(rule_of(look.profile, duty.deadline)):
        raise DomainError("filing.unknown")
    return duty


async def _upward(look: Work, duty: Duty) -> Upward:
    rows: Sequence[Filing] = (
        await look.session.exec(select(Filing).where(Filing.duty_id == duty.id).order_by(col(Filing.version)))
    ).all()
    kind, title = named(look.profile, duty)
    rule = rule_of(look.profile, duty.deadline)
    return Upward(
        ref=duty.ref,
        kind=kind,
        title=title,
        year=duty.year,
        due_on=duty.due_on,
        days=(duty.due_on - look.today).days,
        clause=duty.clause,
        receiver=rule.receiver if rule else "",
        open=duty.state == "open",
        versions=tuple(map(_kept, rows)),
    )


def _kept(row: Filing) -> Kept:
    return Kept(row.number, row.version, row.file_id, row.file_name, row.sent_on, row.document_number)
