"""联席会议的筹备: a meeting is begun, topics are collected and approved (定陶 附件2 二（二）)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, func, select

from domain.conference import (
    APPROVED,
    CALLED,
    COLLECTING,
    HELD,
    ISSUED,
    LEFT_OUT,
    PLENARY,
    Count,
    count,
    is_general,
)
from domain.errors import DomainError
from domain.notices_conference import TopicsAsked
from models import ConferenceMember, Meeting, MeetingTopic, Unit
from services import journal, outbox, quiet
from services.work import OFFICE_ZONE, Work, new_ref
from services.year import conference
from services.year.conference import typed

SHOWN = 8


@dataclass(frozen=True)
class TopicLine:
    """A topic with its unit, and the convener who approved it."""

    ref: str
    text: str
    unit: str
    state: str
    approver: str = ""
    rank: str = ""

    @property
    def general(self) -> bool:
        """一般性或临时性议题."""
        return is_general(self.rank)


@dataclass(frozen=True)
class Card:
    """A meeting as it stands."""

    meeting: Meeting
    topics: tuple[TopicLine, ...]
    rank: str
    absent: tuple[str, ...]


async def counted(look: Work, year: int) -> Count:
    """Plenary meetings held in a year against the place's rule."""
    rows = await look.session.exec(
        select(func.count(col(Meeting.id))).where(
            Meeting.kind == PLENARY,
            col(Meeting.state).in_((HELD, ISSUED)),
            col(Meeting.at) >= datetime(year, 1, 1, tzinfo=OFFICE_ZONE),
            col(Meeting.at) < datetime(year + 1, 1, 1, tzinfo=OFFICE_ZONE),
        )
    )
    return count(rows.one(), look.profile.meetings)


async def newest(look: Work) -> list[Meeting]:
    """The newest meetings."""
    look.require("meeting.look")
    rows = await look.session.exec(select(Meeting).order_by(col(Meeting.id).desc()).limit(SHOWN))
    return list(rows)


async def meeting_of(look: Work, ref: str) -> Meeting:
    """Raises ``meeting.unknown``."""
    look.require("meeting.look")
    found = (await look.session.exec(select(Meeting).where(Meeting.ref == ref))).first()
    if found is None:
        raise DomainError("meeting.unknown")
    return found


async def card(look: Work, ref: str) -> Card:
    """A meeting with its topics. Raises ``meeting.unknown``."""
    meeting = await meeting_of(look, ref)
    caller = await look.session.get(ConferenceMember, meeting.caller_id) if meeting.caller_id else None
    invited = [*meeting.units, *meeting.guests]
    absent = [one for one in invited if one not in meeting.present] if _is_over(meeting) else []
    return Card(meeting, await topics(look, meeting), caller.rank if caller else "", tuple(absent))


def _is_over(meeting: Meeting) -> bool:
    return meeting.state in {HELD, ISSUED}


async def topics(look: Work, meeting: Meeting) -> tuple[TopicLine, ...]:
    """A meeting's topics in the order in which they came."""
    rows = await look.session.exec(
        select(MeetingTopic, Unit.name, ConferenceMember.name, ConferenceMember.rank)
        .join(Unit, col(MeetingTopic.unit_id) == col(Unit.id))
        .outerjoin(ConferenceMember, col(MeetingTopic.approver_id) == col(ConferenceMember.id))
        .where(MeetingTopic.meeting_id == meeting.id)
        .order_by(col(MeetingTopic.id))
    )
    return tuple(
        TopicLine(topic.ref, topic.text, unit, topic.state, name or "", rank or "")
        for topic, unit, name, rank in rows
    )


async def prepare(work: Work, kind: str, until: date | None = None) -> Meeting:
    """Begin a meeting; for a plenary one the member units' liaisons are asked for topics until a day.

    Raises ``conference.no_members``, ``meeting.preparing`` while another plenary one is, ``meeting.past``.
    """
    work.require("meeting.prepare")
    if not await conference.members(work):
        raise DomainError("conference.no_members")
    if until is not None and until < work.today:
        raise DomainError("meeting.past")
    if kind == PLENARY:
        await _refuse_second(work)
    last = await work.session.exec(select(func.max(Meeting.serial)).where(Meeting.year == work.today.year))
    serial = (last.one() or 0) + 1
    meeting = Meeting(
        ref=new_ref(),
        number=f"{work.profile.prefix}-{work.today.year}-H{serial:02d}",
        year=work.today.year,
        serial=serial,
        kind=kind,
        state=COLLECTING,
        topics_until=until,
        prepared_by=work.actor.person_id,
        prepared_at=work.now,
    )
    work.session.add(meeting)
    if until:
        await _ask_for_topics(work, meeting, until)
    await journal.record(work, "meeting.prepare", f"meeting:{meeting.number}", kind=kind, until=str(until))
    return meeting


async def _refuse_second(work: Work) -> None:
    rows = await work.session.exec(
        select(Meeting.number).where(
            Meeting.kind == PLENARY, Meeting.state == COLLECTING, Meeting.year == work.today.year
        )
    )
    number = rows.first()
    if number is not None:
        raise DomainError("meeting.preparing", number=number)


async def _ask_for_topics(work: Work, meeting: Meeting, until: date) -> None:
    told, _ = await conference.liaisons(work, await conference.member_units(work))
    for person in told:
        assert person.id is not None  # noqa: S101 - a stored row
        await outbox.tell(
            work,
            person.id,
            TopicsAsked(meeting.ref, meeting.number, until),
            f"topics:{meeting.ref}:{person.id}",
            about=f"meeting:{meeting.number}",
            due_at=await quiet.slot(work, person.id),
        )


async def propose(work: Work, ref: str, text: str) -> MeetingTopic:
    """A unit proposes a topic. Raises ``meeting.unknown``, ``meeting.topics_closed``, ``conference.text``."""
    work.require("topic.propose")
    meeting = await meeting_of(work, ref)
    late = meeting.topics_until is not None and meeting.topics_until < work.today
    if meeting.state != COLLECTING or (late and not work.actor.may("topic.decide")):
        raise DomainError("meeting.topics_closed", number=meeting.number)
    assert meeting.id is not None  # noqa: S101 - a stored row
    assert work.actor.unit_id is not None  # noqa: S101 - proposed by a person
    topic = MeetingTopic(
        ref=new_ref(),
        meeting_id=meeting.id,
        unit_id=work.actor.unit_id,
        text=typed(text),
        proposed_by=work.actor.person_id,
        proposed_at=work.now,
    )
    work.session.add(topic)
    await journal.record(work, "topic.propose", f"meeting:{meeting.number}", unit=topic.unit_id)
    return topic


async def settle_topic(work: Work, ref: str, approver: str = "") -> Meeting:
    """The office records who approved a topic, by the reference of a convener; nobody: it is left out.

    Raises ``meeting.no_topic``, ``meeting.topics_closed``, ``conference.no_convener``.
    """
    work.require("topic.decide")
    topic = (await work.session.exec(select(MeetingTopic).where(MeetingTopic.ref == ref))).first()
    if topic is None:
        raise DomainError("meeting.no_topic")
    meeting = await work.session.get_one(Meeting, topic.meeting_id)
    if meeting.state not in {COLLECTING, CALLED}:
        raise DomainError("meeting.topics_closed", number=meeting.number)
    by = await conference.convener(work, approver) if approver else None
    topic.state, topic.approver_id = (APPROVED if by else LEFT_OUT), by.id if by else None
    topic.decided_by, topic.decided_at = work.actor.person_id, work.now
    work.session.add(topic)
    rank = by.rank if by else ""
    await journal.record(work, "topic.decide", f"meeting:{meeting.number}", state=topic.state, rank=rank)
    return meeting
