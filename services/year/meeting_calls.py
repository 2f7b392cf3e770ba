"""召开联席会议: units are called with date, place and agenda, who came is noted (定陶 附件2 二（一）)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import select

from domain.conference import APPROVED, CALLED, CANCELLED, COLLECTING, HELD, PLENARY, PROPOSED, may_call
from domain.errors import DomainError
from domain.notices_conference import MeetingCalled, MeetingCancelled
from models import Duty, Letter, Meeting
from services import journal, outbox
from services.staff.trainings import BETWEEN
from services.work import OFFICE_ZONE, Work
from services.year import conference, filings
from services.year.conference import typed
from services.year.duties import rule_of
from services.year.meetings import counted, meeting_of, topics


@dataclass(frozen=True)
class Invitation:
    """When, where and who, as typed for a notice; ``unreached``: invited units without a liaison.

    ``reason``: why an earlier notice is changed.
    """

    at: datetime
    place: str
    units: tuple[str, ...]
    guests: tuple[str, ...]
    unreached: tuple[str, ...] = ()
    reason: str = ""


async def invitation(look: Work, ref: str, text: str) -> Invitation:
    """Lines: time, place, for a session of some units those, and perhaps units that are no members.

    Of a meeting that was called already the last line says why it is moved.

    Raises ``meeting.lines``, ``meeting.time``, ``meeting.past``, ``meeting.no_unit``.
    """
    meeting = await meeting_of(look, ref)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    fixed, changed = 2 if meeting.kind == PLENARY else 3, meeting.state == CALLED
    if not fixed <= len(lines) - changed <= fixed + 1:
        raise DomainError("meeting.lines", found=len(lines), kind=meeting.kind, changed=changed)
    reason = typed(lines.pop()) if changed else ""
    at = _moment(look, lines[0])
    everybody = await conference.member_units(look)
    asked = everybody if meeting.kind == PLENARY else _units(lines[2], everybody)
    guests = [one for one in BETWEEN.split(lines[fixed]) if one] if len(lines) > fixed else []
    _, unreached = await conference.liaisons(look, [*asked, *guests])
    return Invitation(at, typed(lines[1]), tuple(asked), tuple(guests), unreached, reason)


def _moment(look: Work, text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text.replace("：", ":")).replace(tzinfo=OFFICE_ZONE).astimezone(UTC)
    except ValueError as error:
        raise DomainError("meeting.time", found=text[:40]) from error
    if at <= look.now:
        raise DomainError("meeting.past")
    return at


def _units(text: str, known: Sequence[str]) -> list[str]:
    asked = [one for one in BETWEEN.split(text) if one]
    unknown = [one for one in asked if one not in known]
    if unknown:
        raise DomainError("meeting.no_unit", asked=unknown, known=list(known))
    return asked


async def call(work: Work, ref: str, caller: str, text: str) -> Invitation:
    """Call the units: their liaisons are told; called again, they are told what changed.

    Raises as ``invitation``; ``meeting.agenda`` while a topic waits for approval or none is approved,
    ``meeting.not_callable``, ``meeting.caller`` for a 副召集人 and a plenary meeting.
    """
    work.require("meeting.call")
    meeting = await meeting_of(work, ref)
    if meeting.state not in {COLLECTING, CALLED}:
        raise DomainError("meeting.not_callable", number=meeting.number)
    by = await conference.convener(work, caller)
    if not may_call(meeting.kind, by.rank):
        raise DomainError("meeting.caller")
    agenda = await _agenda(work, meeting)
    asked = await invitation(work, ref, text)
    meeting.at, meeting.place, meeting.caller_id = asked.at, asked.place, by.id
    meeting.units, meeting.guests = list(asked.units), list(asked.guests)
    meeting.state, meeting.notices = CALLED, meeting.notices + 1
    work.session.add(meeting)
    await _tell_of_call(work, meeting, asked, by.rank, agenda)
    units = len(asked.units) + len(asked.guests)
    await journal.record(work, "meeting.call", f"meeting:{meeting.number}", units=units, rank=by.rank)
    return asked


async def _agenda(look: Work, meeting: Meeting) -> tuple[str, ...]:
    found = await topics(look, meeting)
    waiting = sum(one.state == PROPOSED for one in found)
    agenda = tuple(one.text for one in found if one.state == APPROVED)
    if waiting or not agenda:
        raise DomainError("meeting.agenda", waiting=waiting)
    return agenda


async def _tell_of_call(
    work: Work, meeting: Meeting, asked: Invitation, rank: str, agenda: tuple[str, ...]
) -> None:
    notice = MeetingCalled(
        ref=meeting.ref,
        number=meeting.number,
        meeting_kind=meeting.kind,
        at=asked.at,
        place=asked.place,
        rank=rank,
        agenda=agenda,
        changed=meeting.notices > 1,
        reason=asked.reason,
    )
    told, _ = await conference.liaisons(work, [*asked.units, *asked.guests])
    for person in told:
        assert person.id is not None  # noqa: S101 - a stored row
        key = f"called:{meeting.ref}:{meeting.notices}:{person.id}"
        await outbox.tell(work, person.id, notice, key, about=f"meeting:{meeting.number}")


async def cancel(work: Work, ref: str, reason: str) -> Meeting:
    """It is not held: whoever was called, or asked for topics, is told why.

    Raises ``meeting.not_callable``, ``conference.text``.
    """
    work.require("meeting.cancel")
    meeting = await meeting_of(work, ref)
    if meeting.state not in {COLLECTING, CALLED}:
        raise DomainError("meeting.not_callable", number=meeting.number)
    meeting.state, meeting.cancel_reason = CANCELLED, typed(reason)
    work.session.add(meeting)
    await _tell_of_end(work, meeting)
    await journal.record(work, "meeting.cancel", f"meeting:{meeting.number}", called=meeting.notices)
    return meeting


async def _tell_of_end(work: Work, meeting: Meeting) -> None:
    """Who heard of it hears of its end; what has not gone out does not go out any more."""
    rows = await work.session.exec(select(Letter).where(Letter.about == f"meeting:{meeting.number}"))
    told: set[int] = set()
    for letter in list(rows):
        if letter.state in outbox.WAITING:
            letter.state = "void"
        elif letter.person_id is not None and letter.state != "void":
            told.add(letter.person_id)
    notice = MeetingCancelled(meeting.number, meeting.kind, meeting.at, meeting.cancel_reason)
    for person_id in sorted(told):
        key = f"meeting_cancelled:{meeting.ref}:{person_id}"
        await outbox.tell(work, person_id, notice, key, about=f"meeting:{meeting.number}")


async def hold(work: Work, ref: str, absent: Collection[str]) -> Meeting:
    """It was held, and who did not come. A plenary meeting fulfils what the office owes of the year.

    Raises ``meeting.not_called``, ``meeting.too_early``.
    """
    work.require("meeting.hold")
    meeting = await meeting_of(work, ref)
    if meeting.state != CALLED or meeting.at is None:
        raise DomainError("meeting.not_called", number=meeting.number)
    if meeting.at > work.now:
        raise DomainError("meeting.too_early", at=meeting.at)
    meeting.present = [one for one in (*meeting.units, *meeting.guests) if one not in absent]
    meeting.state = HELD
    work.session.add(meeting)
    await work.session.flush()
    if meeting.kind == PLENARY:
        await _fulfil(work, meeting)
    came = len(meeting.present)
    await journal.record(work, "meeting.hold", f"meeting:{meeting.number}", came=came, absent=len(absent))
    return meeting


async def _fulfil(work: Work, meeting: Meeting) -> None:
    """The office's own deadline of kind ``meeting`` is kept once the year has seen enough of them."""
    assert meeting.at is not None  # noqa: S101 - it was called
    year = meeting.at.astimezone(OFFICE_ZONE).year
    if (await counted(work, year)).lacking:
        return
    rows = await work.session.exec(select(Duty).where(Duty.state == "open", Duty.year == year))
    for duty in rows.all():
        rule = rule_of(work.profile, duty.deadline)
        if rule and rule.kind == "meeting" and rule.owed_by == "office":
            await filings.fulfil(work, duty, note=meeting.number)
