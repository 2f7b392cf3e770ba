"""报送: what a unit owes, and taking a submission in."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, or_, select

from domain.errors import DomainError
from domain.filed_document import Checked
from domain.notices_filing import Filed
from domain.report import may_draft
from models import Duty, Filing
from services import journal, outbox
from services.work import Work
from services.year import forwarding
from services.year.duties import named, needs_file, rule_of
from services.year.reminders import withdraw


@dataclass(frozen=True)
class Owed:
    """A duty as its unit sees it. ``days`` to the deadline, negative when late; ``filed`` is the receipt.

    ``drafted``: a draft of it can be told from the data; ``strict``: all ``parts`` or it is not taken.
    ``returned``: why the office gave the newest version back.
    """

    ref: str
    kind: str
    title: str
    due_on: date
    days: int
    clause: str
    parts: tuple[str, ...]
    needs_file: bool
    open: bool
    filed: str
    version: int
    drafted: bool = False
    strict: bool = False
    returned: str = ""


async def owed(look: Work, unit_id: int) -> list[Owed]:
    """What a unit owes: open duties by date, late ones first, then this year's that are done."""
    duties = await look.session.exec(
        select(Duty)
        .where(Duty.unit_id == unit_id, or_(col(Duty.state) == "open", col(Duty.year) == look.today.year))
        .order_by(col(Duty.state) != "open", col(Duty.due_on), col(Duty.deadline))
    )
    return [_owed(look, duty, await newest(look, duty)) for duty in duties.all()]


async def duty_of(look: Work, ref: str) -> Owed:
    """The duty behind a button, only for its own unit's liaison. Raises ``filing.*``."""
    look.require("duty.look")
    duty = await own_duty(look, ref)
    return _owed(look, duty, await newest(look, duty))


async def own_duty(work: Work, ref: str) -> Duty:
    """The row behind a button. Raises ``filing.unknown``, ``filing.not_yours``."""
    duty = (await work.session.exec(select(Duty).where(Duty.ref == ref))).first()
    if duty is None:
        raise DomainError("filing.unknown")
    if not work.actor.reaches("duty.look", unit_id=duty.unit_id):
        raise DomainError("filing.not_yours")
    return duty


async def newest(look: Work, duty: Duty) -> Filing | None:
    """The version of a duty's submission that counts."""
    found = await look.session.exec(
        select(Filing).where(Filing.duty_id == duty.id).order_by(col(Filing.version).desc())
    )
    return found.first()


def _owed(look: Work, duty: Duty, last: Filing | None) -> Owed:
    kind, title = named(look.profile, duty)
    rule = rule_of(look.profile, duty.deadline)
    return Owed(
        ref=duty.ref,
        kind=kind,
        title=title,
        due_on=duty.due_on,
        days=(duty.due_on - look.today).days,
        clause=duty.clause,
        parts=rule.parts if rule else (),
        needs_file=needs_file(rule),
        open=duty.state == "open",
        filed=last.number if last else "",
        version=last.version if last else 0,
        drafted=may_draft(rule),
        strict=rule is not None and rule.parts_required,
        returned=last.return_reason if last else "",
    )


async def file(
    work: Work,
    ref: str,
    *,
    file_id: str = "",
    file_name: str = "",
    note: str = "",
    checked: Checked | None = None,
) -> Filing:
    """Take a submission in: the duty is done and reminds no more, later ones are new versions.

    Without a file it is the confirmation that something public is done; ``checked`` is what a look into the
    file found. Raises ``filing.unknown``, ``filing.not_yours``, ``filing.file_needed``, ``filing.parts``.
    """
    work.require("duty.file")
    duty = await own_duty(work, ref)
    rule = rule_of(work.profile, duty.deadline)
    if not file_id and needs_file(rule):
        raise DomainError("filing.file_needed")
    if rule and rule.parts_required and (checked is None or not checked.complete):
        raise DomainError("filing.parts", parts=rule.parts, clause=rule.clause)
    filing = await fulfil(work, duty, file_id=file_id, file_name=file_name, note=note)
    filing.checked = checked.as_json() if checked else {}
    await _receipt(work, duty, filing)
    await journal.record(
        work,
        "duty.file",
        f"duty:{duty.ref}",
        number=filing.number,
        version=filing.version,
        deadline=duty.deadline,
        unit=duty.unit_id,
    )
    return filing


async def fulfil(work: Work, duty: Duty, *, file_id: str = "", file_name: str = "", note: str = "") -> Filing:
    """The duty is done by a new submission and reminds no more; says nothing and enters nothing."""
    filing = await store(work, duty, file_id, file_name, note)
    await close(work, duty)
    return filing


async def close(work: Work, duty: Duty) -> None:
    """The duty is done, if it was open, and reminds no more."""
    if duty.state == "open":
        duty.state, duty.fulfilled_at = "fulfilled", work.now
        work.session.add(duty)
        await withdraw(work, duty)
        await forwarding.stop(work, duty)


async def reopen(work: Work, number: str) -> None:
    """What was handed in was returned: the duty is owed again, its submission stays on file."""
    rows = await work.session.exec(
        select(Duty).join(Filing, col(Filing.duty_id) == col(Duty.id)).where(Filing.number == number)
    )
    duty = rows.one()
    duty.state, duty.fulfilled_at = "open", None
    work.session.add(duty)


async def store(work: Work, duty: Duty, file_id: str, file_name: str, note: str) -> Filing:
    """A new version of what a duty asks for."""
    assert duty.id is not None  # noqa: S101 - a stored row
    assert work.actor.person_id is not None  # noqa: S101 - filed by a person
    last = await newest(work, duty)
    filing = Filing(
        number=await _next_number(work),
        duty_id=duty.id,
        version=last.version + 1 if last else 1,
        submitted_by=work.actor.person_id,
        submitted_at=work.now,
        file_id=file_id,
        file_name=file_name,
        note=note,
    )
    work.session.add(filing)
    await work.session.flush()
    return filing


async def _next_number(work: Work) -> str:
    """``XZ-2026-B0001``: one series a place and calendar year of the submission."""
    series = f"{work.profile.prefix}-{work.today.year}-B"
    found = await work.session.exec(
        select(Filing.number).where(col(Filing.number).startswith(series)).order_by(col(Filing.id).desc())
    )
    last = found.first()
    return f"{series}{int(last.removeprefix(series)) + 1 if last else 1:04d}"


async def _receipt(work: Work, duty: Duty, filing: Filing) -> None:
    kind, title = named(work.profile, duty)
    notice = Filed(
        number=filing.number,
        duty_kind=kind,
        title=title,
        unit=work.actor.unit_name,
        version=filing.version,
        file_name=filing.file_name,
        note=filing.note,
        at=filing.submitted_at,
    )
    await outbox.tell(
        work, filing.submitted_by, notice, f"filed:{filing.number}", about=f"filing:{filing.number}"
    )
