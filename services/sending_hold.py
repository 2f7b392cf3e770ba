"""暂停发送: what would go out is shown, and goes out or becomes void only on the office's word."""

from collections import defaultdict

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.errors import DomainError
from domain.notices import HeldLetters, SendingHeld, rooms
from models import Letter, SendingHold
from services import journal
from services.outbox import post
from services.work import Work, new_ref

UNSENT = ("pending", "sending")


async def standing(session: AsyncSession) -> SendingHold | None:
    """The hold that stands, if one does."""
    return (await session.exec(select(SendingHold).where(col(SendingHold.ended_at).is_(None)))).first()


async def waiting(look: Work) -> tuple[HeldLetters, ...]:
    """What would go out, by what it is about."""
    letters, known = await _letters(look.session), rooms()
    found: dict[str, list[Letter]] = defaultdict(list)
    for one in letters:
        found[known.get(one.kind, "house")].append(one)
    return tuple(
        HeldLetters(room, len(ones), min(one.created_at for one in ones))
        for room, ones in sorted(found.items())
    )


async def _letters(session: AsyncSession) -> list[Letter]:
    rows = await session.exec(
        select(Letter).where(col(Letter.state).in_(UNSENT), col(Letter.kind).not_in(SPEAKS_ANYWAY))
    )
    return list(rows)


SPEAKS_ANYWAY = frozenset({SendingHeld.kind, "self_checked"})
"""Kinds that tell of a hold, and so pass it."""


async def begin(work: Work, reason: str) -> SendingHold:
    """Hold every letter and ask the office; one hold stands at a time."""
    hold = await standing(work.session)
    if hold is None:
        hold = SendingHold(ref=new_ref(), reason=reason, since=work.now)
        work.session.add(hold)
        await post(work, SendingHeld(hold.ref, reason, await waiting(work)), f"sending_held:{hold.ref}")
    return hold


async def end(work: Work, ref: str, *, discard: bool) -> int:
    """Let go out what waits, or make it void; answers how many letters. Raises ``sending.not_held``."""
    work.require("sending.release")
    hold = await standing(work.session)
    if hold is None or ref not in {hold.ref, ""}:
        raise DomainError("sending.not_held")
    letters = await _letters(work.session)
    for letter in letters if discard else ():
        letter.state, letter.lease_until = "void", None
    hold.ended_at, hold.ended_by = work.now, work.actor.person_id
    await journal.record(
        work,
        "sending.release",
        f"hold:{hold.ref}",
        reason=hold.reason,
        letters=len(letters),
        discarded=discard,
    )
    return len(letters)
