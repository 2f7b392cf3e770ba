"""The office returns what was handed in, with a reason: the duty is owed again, the file stays."""

from sqlmodel import col, select

from domain.errors import DomainError
from domain.notices_filing import FilingReturned
from models import Duty, Filing, PlanFiling, Unit
from services import journal, outbox
from services.staff import deputies
from services.work import Work
from services.year.duties import named
from services.year.filings import newest, reopen


async def give_back(work: Work, number: str, reason: str) -> Filing:
    """Return the newest version of a submission; its liaison and whoever sent it are told once.

    Raises ``filing.reason``, ``filing.not_newest`` and, for a plan, ``filing.is_plan``.
    """
    work.require("filing.return")
    if not reason.strip():
        raise DomainError("filing.reason")
    filing, duty = await _standing(work, number)
    filing.return_reason, filing.returned_by, filing.returned_at = (
        reason.strip(),
        work.actor.person_id,
        work.now,
    )
    work.session.add(filing)
    await reopen(work, number)
    await _tell(work, filing, duty)
    await journal.record(
        work,
        "filing.return",
        f"duty:{duty.ref}",
        number=number,
        version=filing.version,
        reason=reason.strip(),
    )
    return filing


async def _standing(work: Work, number: str) -> tuple[Filing, Duty]:
    """The submission and its duty, while it is the one that counts."""
    rows = await work.session.exec(
        select(Filing, Duty).join(Duty, col(Filing.duty_id) == col(Duty.id)).where(Filing.number == number)
    )
    found = rows.first()
    if found is None:
        raise DomainError("filing.unknown")
    filing, duty = found
    last = await newest(work, duty)
    if filing.returned_at or last is None or last.id != filing.id:
        raise DomainError("filing.not_newest", number=last.number if last else "")
    plan = await work.session.exec(select(PlanFiling.number).where(PlanFiling.duty_number == number))
    if (receipt := plan.first()) is not None:
        raise DomainError("filing.is_plan", receipt=receipt)
    return filing, duty


async def _tell(work: Work, filing: Filing, duty: Duty) -> None:
    unit = await work.session.get_one(Unit, duty.unit_id)
    kind, title = named(work.profile, duty)
    notice = FilingReturned(
        ref=duty.ref,
        number=filing.number,
        unit=unit.name,
        duty_kind=kind,
        title=title,
        due_on=duty.due_on,
        days=(duty.due_on - work.today).days,
        reason=filing.return_reason,
    )
    told = {person.id for person in await deputies.hearing(work, duty.unit_id)}
    for person_id in sorted(({*told, filing.submitted_by}) - {None}):  # type: ignore[type-var]
        key = f"filing_returned:{filing.number}:{person_id}"
        await outbox.tell(work, person_id or 0, notice, key, about=f"filing:{filing.number}")
