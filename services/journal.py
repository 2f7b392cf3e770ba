"""The journal: one entry per act, hash-chained, unique by cause."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC

from sqlalchemy import desc
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Entry
from services.work import Work

GENESIS = "0" * 64


class AlreadyDone(Exception):  # noqa: N818 - not a fault: the act stands, only the answer is owed
    """The cause is in the journal already: a replay after a crash. ``entry`` says what was done."""

    def __init__(self, entry: Entry) -> None:
        """Keep the entry for the answer."""
        super().__init__(entry.cause)
        self.entry = entry


def digest(entry: Entry) -> str:
    """SHA-256 over the canonical JSON of everything in the entry but its own hash."""
    body = {
        "position": entry.position,
        "cause": entry.cause,
        "act": entry.act,
        "subject": entry.subject,
        "actor": entry.actor_id,
        "at": entry.at.astimezone(UTC).isoformat(),
        "facts": entry.facts,
        "previous": entry.previous,
    }
    return hashlib.sha256(
        json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    ).hexdigest()


async def head(session: AsyncSession) -> Entry | None:
    """The newest entry."""
    return (await session.exec(select(Entry).order_by(desc(col(Entry.position))).limit(1))).first()


async def acted(work: Work) -> Entry | None:
    """What the work's cause has done, if it has."""
    return (await work.session.exec(select(Entry).where(Entry.cause == work.cause))).first()


async def refuse_replay(work: Work) -> None:
    """Raise ``AlreadyDone`` when the work's cause has acted before."""
    done = await acted(work)
    if done is not None:
        work.session.expunge(done)  # stays readable when the transaction is rolled back
        raise AlreadyDone(done)


async def record(work: Work, act: str, subject: str, **facts: object) -> Entry:
    """Enter the act. ``subject`` is a reference (``draw:XZ-2026-0001``), ``facts`` hold no personal data."""
    if work.journalled:
        message = f"one act, one entry: {work.cause} recorded twice"
        raise RuntimeError(message)
    last = await head(work.session)
    entry = Entry(
        position=last.position + 1 if last else 1,
        cause=work.cause,
        act=act,
        subject=subject,
        actor_id=work.actor.person_id,
        at=work.now,
        facts=facts,
        previous=last.hash if last else GENESIS,
        hash="",
    )
    entry.hash = digest(entry)
    work.session.add(entry)
    work.journalled = True
    return entry


def broken(entries: list[Entry]) -> Mapping[str, object] | None:
    """Where a chain (ordered by position) first fails, or None. ``reason``: gap, link or content."""
    previous = GENESIS
    for expected, entry in enumerate(entries, start=1):
        reason = (
            "gap"
            if entry.position != expected
            else "link"
            if entry.previous != previous
            else "content"
            if entry.hash != digest(entry)
            else ""
        )
        if reason:
            return {"position": expected, "reason": reason}
        previous = entry.hash
    return None
