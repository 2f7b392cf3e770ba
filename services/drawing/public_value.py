"""The public value of a draw: its source is named when the witnesses close, its value arises only then."""

from typing import Any

from sqlmodel import select

from domain.errors import DomainError
from domain.notices_draw import PublicValueGiven, WitnessesClosed
from domain.witness import PUBLIC, VALUE_LENGTH, check_public, contribution
from models import Contribution, Draw
from services import journal, outbox
from services.drawing.draw_checks import closing, lacking, refuse_closed
from services.work import Work


async def _open(work: Work, number: str) -> Draw:
    """An announced draw that asks for a public value. Raises ``draw.*`` and ``ceremony.no_public``."""
    draw = (await work.session.exec(select(Draw).where(Draw.number == number))).first()
    if draw is None:
        raise DomainError("draw.unknown")
    if draw.state != "announced":
        raise DomainError("draw.not_open", number=draw.number)
    if "public_bits" not in draw.announcement:
        raise DomainError("ceremony.no_public", number=draw.number)
    return draw


async def close(work: Work, number: str, source: str) -> Draw:
    """Close the witnesses and name, in public, the source whose next value will count.

    Whoever closes cannot know the value, whoever knows the value cannot add to the contributions.
    Raises ``ceremony.source``, ``ceremony.closed``, ``draw.too_few_witnesses``, ``draw.role_missing``.
    """
    work.require("draw.close")
    draw = await _open(work, number)
    await refuse_closed(work, draw)
    source = source.strip().replace(":", "：")
    if not 0 < len(source) <= VALUE_LENGTH:
        raise DomainError("ceremony.source", most=VALUE_LENGTH)
    given, missing = await lacking(work, draw)
    if given < work.profile.witnesses.min:
        raise DomainError("draw.too_few_witnesses", given=given, needed=work.profile.witnesses.min)
    if missing:
        raise DomainError("draw.role_missing", roles=missing)
    notice = WitnessesClosed(number=draw.number, given=given, source=source)
    about = f"draw:{draw.number}"
    await outbox.post(work, notice, f"witnesses_closed:{draw.number}", about=about)
    await journal.record(work, "draw.close", about, source=source)
    return draw


async def give(work: Work, number: str, value: str) -> Draw:
    """Enter the value that the source showed, once; posted, and never changed afterwards.

    Raises ``ceremony.not_closed``, ``ceremony.public_given``, ``draw.public_short``, ``draw.contribution``.
    """
    work.require("draw.public")
    draw = await _open(work, number)
    closed = await closing(work, draw)
    if closed is None:
        raise DomainError("ceremony.not_closed", number=draw.number)
    await _refuse_again(work, draw)
    role, who, value = contribution(PUBLIC, closed.source, value).split(":", 2)
    announced: dict[str, Any] = draw.announcement
    check_public([f"{role}:{who}:{value}"], announced["public_bits"])
    work.session.add(
        Contribution(
            draw_id=draw.id or 0,
            person_id=work.actor.person_id or 0,
            role=role,
            who=who,
            value=value,
            given_at=work.now,
        )
    )
    notice = PublicValueGiven(ref=draw.ref, number=draw.number, source=who, value=value)
    about = f"draw:{draw.number}"
    await outbox.post(work, notice, f"public_value:{draw.number}", about=about)
    await journal.record(work, "draw.public", about, role=role, who=who, value=value)
    return draw


async def _refuse_again(work: Work, draw: Draw) -> None:
    rows = await work.session.exec(select(Contribution).where(Contribution.draw_id == draw.id))
    for one in rows:
        if one.role == PUBLIC:
            raise DomainError("ceremony.public_given", number=draw.number)
        if one.person_id == work.actor.person_id:
            raise DomainError("draw.witnessed", number=draw.number)
