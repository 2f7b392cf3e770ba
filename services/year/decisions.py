"""议定事项: what a meeting decided, tracked from the minutes until the office confirms it as done."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, func, select

from domain.conference import DONE, HELD, ISSUED, OPEN, REPORTED
from domain.errors import DomainError
from domain.notices_conference import DecisionReported, DecisionReturned, MinutesIssued
from domain.roles import Role
from models import Meeting, MeetingDecision, Unit
from services import journal, outbox
from services.outbox import Attachment
from services.staff import deputies
from services.typed_days import typed_day
from services.work import Work, new_ref
from services.year import conference, forwarding
from services.year.conference import typed
from services.year.meetings import meeting_of

UNDONE = (OPEN, REPORTED)


@dataclass(frozen=True)
class DecisionLine:
    """A decision as a list shows it; ``days`` to its day, negative when late."""

    ref: str
    number: str
    text: str
    unit: str
    due_on: date
    days: int
    state: str
    report: str = ""
    return_reason: str = ""


async def late(look: Work) -> Counter[str]:
    """Unit → decisions that are past their day and that it has not reported as done."""
    rows = await look.session.exec(
        select(Unit.name, func.count(col(MeetingDecision.id)))
        .join(MeetingDecision, col(MeetingDecision.unit_id) == col(Unit.id))
        .where(MeetingDecision.state == OPEN, MeetingDecision.due_on < look.today)
        .group_by(Unit.name)
    )
    return Counter(dict(rows.all()))


async def of_meeting(look: Work, meeting: Meeting) -> list[DecisionLine]:
    """What a meeting decided, in the order of entry."""
    return await _lines(look, MeetingDecision.meeting_id == meeting.id)


async def undone(look: Work) -> list[DecisionLine]:
    """What is not done yet, the earliest day first: of all units for the office, else of the own one."""
    look.require("meeting.look")
    found = await _lines(look, col(MeetingDecision.state).in_(UNDONE))
    own = None if Role.OFFICE in look.actor.roles else look.actor.unit_name
    return sorted((one for one in found if own in {None, one.unit}), key=lambda one: one.due_on)


async def _lines(look: Work, which: object) -> list[DecisionLine]:
    rows = await look.session.exec(
        select(MeetingDecision, Unit.name, Meeting.number)
        .join(Unit, col(MeetingDecision.unit_id) == col(Unit.id))
        .join(Meeting, col(MeetingDecision.meeting_id) == col(Meeting.id))
        .where(which)  # type: ignore[arg-type]
        .order_by(col(MeetingDecision.id))
    )
    return [_line(look, *row) for row in rows]


def _line(look: Work, row: MeetingDecision, unit: str, number: str) -> DecisionLine:
    days = (row.due_on - look.today).days
    return DecisionLine(
        row.ref, number, row.text, unit, row.due_on, days, row.state, row.report, row.return_reason
    )


async def one(look: Work, ref: str) -> DecisionLine:
    """A decision for the office or its own unit. Raises ``decision.unknown``, ``decision.not_yours``."""
    look.require("meeting.look")
    row = await _row(look, ref)
    unit = await look.session.get_one(Unit, row.unit_id)
    meeting = await look.session.get_one(Meeting, row.meeting_id)
    if not look.actor.reaches("meeting.look", unit_id=row.unit_id):
        raise DomainError("decision.not_yours")
    return _line(look, row, unit.name, meeting.number)


async def _row(look: Work, ref: str) -> MeetingDecision:
    found = await look.session.exec(select(MeetingDecision).where(MeetingDecision.ref == ref))
    row = found.first()
    if row is None:
        raise DomainError("decision.unknown")
    return row


async def enter(work: Work, ref: str, text: str) -> MeetingDecision:
    """Three lines: what, which unit, by when. Raises ``decision.lines``, ``.unit``, ``day.unread``."""
    work.require("decision.enter")
    meeting = await _drafted(work, ref)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) != 3:
        raise DomainError("decision.lines", found=len(lines))
    unit_id = (await conference.units(work)).get(lines[1])
    if unit_id is None:
        raise DomainError("decision.unit", asked=lines[1][:40], known=await conference.member_units(work))
    assert meeting.id is not None  # noqa: S101 - a stored row
    row = MeetingDecision(
        ref=new_ref(),
        meeting_id=meeting.id,
        text=typed(lines[0]),
        unit_id=unit_id,
        due_on=typed_day(lines[2], work.today),
    )
    work.session.add(row)
    due_on = str(row.due_on)
    await journal.record(work, "decision.enter", f"meeting:{meeting.number}", unit=unit_id, due_on=due_on)
    return row


async def _drafted(work: Work, ref: str) -> Meeting:
    """A meeting whose minutes can still be written. Raises ``meeting.not_held``, ``meeting.issued``."""
    meeting = await meeting_of(work, ref)
    if meeting.state == ISSUED:
        raise DomainError("meeting.issued", number=meeting.number, document=meeting.document)
    if meeting.state != HELD:
        raise DomainError("meeting.not_held", number=meeting.number)
    return meeting


async def drop(work: Work, ref: str) -> Meeting:
    """Take a decision off minutes that are not issued yet."""
    work.require("decision.enter")
    row = await _row(work, ref)
    meeting = await _drafted(work, (await work.session.get_one(Meeting, row.meeting_id)).ref)
    await work.session.delete(row)
    await journal.record(work, "decision.drop", f"meeting:{meeting.number}")
    return meeting


async def issue(work: Work, ref: str, document: str, paper: Attachment | None = None) -> tuple[str, ...]:
    """The minutes go out under a number, with their paper; answers the units that nobody can be told for.

    Raises ``meeting.no_decision``, ``meeting.document``, as ``enter``.
    """
    work.require("meeting.minutes")
    meeting = await _drafted(work, ref)
    if not document.strip():
        raise DomainError("meeting.document")
    rows = (
        await work.session.exec(select(MeetingDecision).where(MeetingDecision.meeting_id == meeting.id))
    ).all()
    if not rows:
        raise DomainError("meeting.no_decision")
    for row in rows:
        row.state = OPEN
        work.session.add(row)
    meeting.state, meeting.document = ISSUED, typed(document)
    work.session.add(meeting)
    await work.session.flush()
    unreached = await _tell(work, meeting, await of_meeting(work, meeting), paper)
    await journal.record(work, "meeting.issue", f"meeting:{meeting.number}", decisions=len(rows))
    return unreached


async def _tell(
    work: Work, meeting: Meeting, lines: Sequence[DecisionLine], paper: Attachment | None
) -> tuple[str, ...]:
    concerned = dict.fromkeys([*meeting.units, *meeting.guests, *(line.unit for line in lines)])
    told, unreached = await conference.liaisons(work, list(concerned))
    known = {number: name for name, number in (await conference.units(work)).items()}
    said = tuple((line.text, line.unit, line.due_on) for line in lines)
    for person in told:
        assert person.id is not None  # noqa: S101 - a stored row
        notice = MinutesIssued(meeting.number, meeting.document, known[person.unit_id], said)
        about = f"meeting:{meeting.number}"
        key = f"minutes:{meeting.ref}:{person.id}"
        await outbox.tell(work, person.id, notice, key, about=about, attachment=paper)
    return unreached


async def report(work: Work, ref: str, text: str) -> DecisionLine:
    """The unit's liaison says what was done. Raises ``decision.unknown``, ``.not_yours``, ``.settled``."""
    work.require("decision.report")
    row = await _row(work, ref)
    if not work.actor.reaches("decision.report", unit_id=row.unit_id):
        raise DomainError("decision.not_yours")
    if row.state not in UNDONE:
        raise DomainError("decision.settled")
    row.state, row.report, row.return_reason = REPORTED, typed(text), ""
    row.reported_by, row.reported_at = work.actor.person_id, work.now
    work.session.add(row)
    await forwarding.stop(work, row)
    meeting = await work.session.get_one(Meeting, row.meeting_id)
    notice = DecisionReported(meeting.number, work.actor.unit_name, row.text, row.report)
    await outbox.post(work, notice, f"decision_reported:{ref}:{work.now.isoformat()}")
    await journal.record(work, "decision.report", f"meeting:{meeting.number}", unit=row.unit_id)
    return await one(work, ref)


async def confirm(work: Work, ref: str) -> MeetingDecision:
    """The office takes it as done. Raises ``decision.unknown``, ``decision.not_reported``."""
    return await _decide(work, ref, DONE, "")


async def send_back(work: Work, ref: str, reason: str) -> MeetingDecision:
    """The office does not; the unit's liaisons are told why. Raises as ``confirm``, ``conference.text``."""
    row = await _decide(work, ref, OPEN, typed(reason))
    meeting = await work.session.get_one(Meeting, row.meeting_id)
    notice = DecisionReturned(ref, meeting.number, row.text, row.due_on, row.return_reason)
    for person in await deputies.hearing(work, row.unit_id):
        assert person.id is not None  # noqa: S101 - a stored row
        key = f"decision_returned:{ref}:{work.now.isoformat()}:{person.id}"
        await outbox.tell(work, person.id, notice, key, about=f"meeting:{meeting.number}")
    return row


async def _decide(work: Work, ref: str, state: str, reason: str) -> MeetingDecision:
    work.require("decision.confirm")
    row = await _row(work, ref)
    if row.state != REPORTED:
        raise DomainError("decision.not_reported")
    row.state, row.return_reason = state, reason
    row.decided_by, row.decided_at = work.actor.person_id, work.now
    work.session.add(row)
    meeting = await work.session.get_one(Meeting, row.meeting_id)
    await journal.record(work, "decision.confirm", f"meeting:{meeting.number}", state=state)
    return row
