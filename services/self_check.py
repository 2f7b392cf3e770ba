"""自查: count what should be none, tell the office what does not hold and when it holds again."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import String, cast, exists, func, literal
from sqlalchemy.orm import Mapped
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import col, select

from domain.notices import SelfChecked
from domain.self_check import Finding, Measure, findings
from models import Assignment, Beat, Fault, Letter, Update, Visit
from services import anchors, sending_hold
from services.outbox import post
from services.work import Work
from services.year import reminders

Moment = Mapped[datetime] | Mapped[datetime | None]
GRACE = timedelta(minutes=10)
STANDS = timedelta(minutes=1)
"""A finding is told when it stands for this long: what a restart or a busy minute leaves mends itself."""
LATELY = timedelta(days=1)


async def measures(look: Work, *, polls: bool) -> tuple[Measure, ...]:
    """Everything that should be none; ``polls``: whether the service is to hear by polling."""
    return (
        await _held(look),
        Measure("untold", await _untold(look)),
        await _oldest(look, "inbox", col(Update.received_at), col(Update.state) == "waiting"),
        await _oldest(look, "outbox", col(Letter.due_at), col(Letter.state) == "pending"),
        await _oldest(look, "lease", col(Letter.lease_until), col(Letter.state) == "sending"),
        Measure("refused", await _refused(look)),
        await _quarantined(look),
        Measure("reminders", await _unreminded(look)),
        Measure("anchor", int(await anchors.overdue(look))),
        *([await _silent(look, "poll")] if polls else []),
        await _silent(look, "tick"),
    )


async def _oldest(look: Work, code: str, moment: Moment, *of: ColumnElement[bool]) -> Measure:
    rows = await look.session.exec(select(func.count(), func.min(moment)).where(*of))
    count, oldest = rows.one()
    return Measure(code, count, oldest)


async def _held(look: Work) -> Measure:
    hold = await sending_hold.standing(look.session)
    return Measure("hold", int(hold is not None), hold.since if hold else None)


async def _untold(look: Work) -> int:
    """Seats in open visits for which no letter was ever written."""
    key = literal("assigned:") + col(Visit.number) + ":" + cast(col(Assignment.person_id), String)
    rows = await look.session.exec(
        select(func.count())
        .select_from(Assignment)
        .join(Visit, col(Assignment.visit_id) == col(Visit.id))
        .where(Assignment.state == "active", Visit.state == "open")
        .where(~exists().where(col(Letter.dedupe_key) == key))
    )
    return rows.one()


async def _refused(look: Work) -> int:
    rows = await look.session.exec(
        select(func.count())
        .select_from(Letter)
        .where(Letter.state == "dead", Letter.due_at >= look.now - LATELY)
    )
    return rows.one()


async def _quarantined(look: Work) -> Measure:
    """Updates kept aside of which the office was never told."""
    key = literal("quarantined:") + cast(col(Update.update_id), String)
    known = exists().where(col(Letter.dedupe_key) == key)
    return await _oldest(
        look, "quarantine", col(Update.received_at), col(Update.state) == "quarantined", ~known
    )


async def _unreminded(look: Work) -> int:
    """Reminders that were due a while ago and are not recorded now."""
    return len(await reminders.rounds(replace(look, now=look.now - GRACE)))


async def _silent(look: Work, part: str) -> Measure:
    beat = await look.session.get(Beat, part)
    return Measure(part, 1, beat.at if beat else None)


async def check(look: Work, *, polls: bool) -> tuple[Finding, ...]:
    """What does not hold now."""
    return findings(await measures(look, polls=polls), look.now)


async def note(work: Work, found: tuple[Finding, ...]) -> None:
    """Keep the findings; tell the office of each once a day while it stands, and once when it is mended."""
    open_faults = {fault.code: fault for fault in await work.session.exec(select(Fault))}
    lines = [one for one in found if _is_to_be_told(work, open_faults.get(one.code), one)]
    mended = [fault for code, fault in open_faults.items() if code not in {one.code for one in found}]
    for fault in mended:
        await work.session.delete(fault)
    told = tuple(fault.code for fault in mended if fault.told_on)
    if lines or told:
        await post(work, SelfChecked(tuple(lines), told), f"self_check:{work.now:%Y-%m-%dT%H:%M:%S}")


def _is_to_be_told(work: Work, fault: Fault | None, one: Finding) -> bool:
    if fault is None:
        work.session.add(Fault(code=one.code, since=work.now))
        return False
    if fault.told_on == work.today or work.now - fault.since < STANDS:
        return False
    fault.told_on = work.today
    return True
