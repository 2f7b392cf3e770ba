"""Making an announced draw void: a reason, a second person, in public; its number stays used."""

from sqlmodel import select

from domain.errors import DomainError
from domain.notices_ceremony import VoidAsked, Voided
from domain.record import void_record
from models import Draw
from services import journal, outbox
from services.drawing import draws
from services.planning import portions
from services.work import Work


async def ask_void(work: Work, number: str, reason: str) -> Draw:
    """Ask to make an announced draw void; takes effect when a second person of the office agrees."""
    work.require("draw.void")
    if not reason.strip():
        raise DomainError("draw.void_reason")
    draw = (await work.session.exec(select(Draw).where(Draw.number == number))).first()
    if draw is None:
        raise DomainError("draw.unknown")
    if draw.state != "announced":
        raise DomainError("draw.not_open", number=draw.number)
    draw.void_reason, draw.void_asked_by = reason.strip(), work.actor.person_id
    work.session.add(draw)
    notice = VoidAsked(ref=draw.ref, number=draw.number, reason=draw.void_reason)
    await outbox.post(work, notice, f"void_asked:{draw.number}:{work.cause}", about=draws.about(draw))
    await journal.record(work, "draw.ask_void", draws.about(draw), reason=draw.void_reason)
    return draw


async def agree_void(work: Work, ref: str) -> Draw:
    """The second person agrees: the draw is void in public, its task may be announced anew."""
    work.require("draw.void")
    draw = await draws.by_ref(work, ref)
    if draw.state != "announced" or not draw.void_reason:
        raise DomainError("draw.not_open", number=draw.number)
    if not work.actor.may_second("draw.void", draw.void_asked_by):
        raise DomainError("draw.second_person")
    draw.state, draw.ended_at = "void", work.now
    draw.record = void_record(draw.announcement, draw.void_reason, await draws.previous_record(work, draw))
    for task in await draws.tasks_of(work, draw):
        task.state = portions.state_without(draw, task)
        work.session.add(task)
    work.session.add(draw)
    notice = Voided(number=draw.number, reason=draw.void_reason)
    await outbox.post(work, notice, f"voided:{draw.number}", about=draws.about(draw))
    await journal.record(work, "draw.void", draws.about(draw), reason=draw.void_reason)
    return draw
