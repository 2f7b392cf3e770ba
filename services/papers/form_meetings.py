"""会议纪要: what is known of a meeting, as the values of its paper; sentences are the office's to add."""

from domain.conference import APPROVED, CALLED, CANCELLED, COLLECTING
from domain.errors import DomainError
from domain.form_lines import AgendaLine, DecidedLine
from domain.forms import Minutes
from locales.texts import texts
from models import ConferenceMember
from services.papers.form_visits import head
from services.work import Work
from services.year import decisions
from services.year.meetings import card


async def minutes(look: Work, ref: str) -> Minutes:
    """The minutes of a meeting that was held. Raises ``meeting.unknown``, ``meeting.not_held``."""
    look.require("meeting.minutes")
    found = await card(look, ref)
    meeting = found.meeting
    if meeting.state in {COLLECTING, CALLED, CANCELLED}:
        raise DomainError("meeting.not_held", number=meeting.number)
    caller = await look.session.get_one(ConferenceMember, meeting.caller_id)
    return Minutes(
        **head(look, look.profile.place.office_unit, meeting.document or meeting.number),
        meeting_kind=texts().say(f"meeting.kind.{meeting.kind}"),
        met_at=meeting.at,
        met_in=meeting.place,
        chair=texts().say("meeting.chair", rank=caller.rank, name=caller.name),
        came=tuple(one for one in meeting.units if one in meeting.present),
        guests=tuple(one for one in meeting.guests if one in meeting.present),
        absent=found.absent,
        agenda=tuple(AgendaLine(topic=one.text) for one in found.topics if one.state == APPROVED),
        decided=tuple(
            DecidedLine(decided_text=line.text, charged=line.unit, due_on=line.due_on)
            for line in await decisions.of_meeting(look, meeting)
        ),
    )
