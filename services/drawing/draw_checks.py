"""Before a draw is held: what was announced and witnessed is what the journal saw, nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from domain.canonical import sha256_of
from domain.errors import DomainError
from domain.external_record import FORM
from domain.record import announcement_sha256, broken_link
from domain.witness import PUBLIC
from models import Contribution, Draw, Entry
from services.journal import digest
from services.work import Work

ANNOUNCED, WITNESSED, CLOSED, PUBLISHED = "draw.announce", "draw.witness", "draw.close", "draw.public"


@dataclass(frozen=True)
class Closing:
    """When the witnesses were closed, and where the public value comes from."""

    source: str
    at: datetime
    position: int


async def broken_record(look: Work) -> str | None:
    """The number of the first draw of our own whose record does not link to the one before it."""
    rows = await look.session.exec(
        select(Draw.record)
        .where(col(Draw.record).is_not(None), Draw.kind != FORM)
        .order_by(col(Draw.ended_at), col(Draw.id))
    )
    return broken_link([record for record in rows if record])


async def witnessed(work: Work, draw: Draw) -> list[str]:
    """The contributions with which the draw may be held now, as they came.

    Raises ``ceremony.*``: ``journal_changed``, ``announcement_changed``, ``inspectors_changed``,
    ``contribution_dropped``, ``contribution_added``, ``contribution_changed``, ``not_closed``,
    ``after_close``, ``public_missing``, ``public_second_person``; ``draw.too_few_witnesses``.
    """
    entries = await _entries(work, draw)
    _check_announcement(draw, entries)
    given = await _given(work, draw)
    _check_contributions(draw, given, entries)
    _check_number(work, given)
    if "public_bits" in draw.announcement:
        _check_public(work, draw, given, entries)
    return [f"{one.role}:{one.who}:{one.value}" for one in given]


async def closing(look: Work, draw: Draw) -> Closing | None:
    """The close of a draw's witnesses, if there was one."""
    return _closing(await _entries(look, draw))


async def refuse_closed(work: Work, draw: Draw) -> None:
    """Raise ``ceremony.closed`` once the witnesses are closed: who came later could have seen more."""
    if await closing(work, draw):
        raise DomainError("ceremony.closed", number=draw.number)


async def lacking(look: Work, draw: Draw) -> tuple[int, list[str]]:
    """How many witnesses have spoken, and which of the required roles have not."""
    roles = [one.role for one in await _given(look, draw) if one.role != PUBLIC]
    required: Any = draw.announcement.get("witnesses", ())
    return len(roles), [role for role in required if role not in {*roles, PUBLIC}]


async def _given(look: Work, draw: Draw) -> list[Contribution]:
    rows = await look.session.exec(
        select(Contribution).where(Contribution.draw_id == draw.id).order_by(col(Contribution.id))
    )
    return list(rows)


async def _entries(look: Work, draw: Draw) -> list[Entry]:
    """The journal of a draw. Raises ``ceremony.journal_changed`` for an entry that its hash belies."""
    rows = await look.session.exec(
        select(Entry).where(Entry.subject == f"draw:{draw.number}").order_by(col(Entry.position))
    )
    entries = list(rows)
    for one in entries:
        if digest(one) != one.hash:
            raise DomainError("ceremony.journal_changed", number=draw.number, position=one.position)
    return entries


def _check_announcement(draw: Draw, entries: Sequence[Entry]) -> None:
    posted = [one.facts["announcement"] for one in entries if one.act == ANNOUNCED]
    found = announcement_sha256(draw.announcement)
    if posted != [found] or draw.announcement_sha256 != found:
        raise DomainError("ceremony.announcement_changed", number=draw.number, found=found[:12])
    if sha256_of(draw.inspectors) != draw.announcement["inspectors_sha256"]:
        raise DomainError("ceremony.inspectors_changed", number=draw.number)


def _check_contributions(draw: Draw, given: Sequence[Contribution], entries: Sequence[Entry]) -> None:
    arrived = {one.actor_id: one.facts for one in entries if one.act in {WITNESSED, PUBLISHED}}
    stored = {one.person_id: one for one in given}
    for person_id, facts in arrived.items():
        if person_id not in stored:
            raise DomainError("ceremony.contribution_dropped", number=draw.number, value=facts["value"])
        _check_one(draw, stored[person_id], facts)
    for person_id, one in stored.items():
        if person_id not in arrived:
            raise DomainError("ceremony.contribution_added", number=draw.number, value=one.value)


def _check_one(draw: Draw, one: Contribution, facts: Mapping[str, object]) -> None:
    told = (facts["role"], facts["who"], facts["value"])
    if told != (one.role, one.who, one.value):
        raise DomainError("ceremony.contribution_changed", number=draw.number, value=facts["value"])


def _check_number(work: Work, given: Sequence[Contribution]) -> None:
    count, needed = sum(one.role != PUBLIC for one in given), work.profile.witnesses.min
    if count < needed:
        raise DomainError("draw.too_few_witnesses", given=count, needed=needed)


def _closing(entries: Sequence[Entry]) -> Closing | None:
    found = next((one for one in entries if one.act == CLOSED), None)
    return None if found is None else Closing(str(found.facts["source"]), found.at, found.position)


def _check_public(work: Work, draw: Draw, given: Sequence[Contribution], entries: Sequence[Entry]) -> None:
    closed = _closing(entries)
    if closed is None:
        raise DomainError("ceremony.not_closed", number=draw.number)
    if any(one.act == WITNESSED and one.position > closed.position for one in entries):
        raise DomainError("ceremony.after_close", number=draw.number)
    public = next((one for one in given if one.role == PUBLIC), None)
    if public is None:
        raise DomainError("ceremony.public_missing", number=draw.number, source=closed.source)
    if public.person_id == work.actor.person_id:
        raise DomainError("ceremony.public_second_person", number=draw.number)
