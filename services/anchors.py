"""固定摘要: the journal's head, posted where whoever holds the database cannot change it.

A chain alone does not stop its holder from recomputing all of it. What stands in the group, on the
public page and in each draw's record contradicts them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import col, select

from domain.notices import JournalAnchored
from models import Draw, Entry
from services import journal, quiet
from services.outbox import post
from services.work import OFFICE_ZONE, Work

ACT = "journal.anchor"
GRACE = timedelta(minutes=10)


@dataclass(frozen=True)
class Anchor:
    """The hash that an entry had when it was the newest."""

    position: int
    sha256: str
    at: datetime | None = None


async def posted(look: Work) -> list[Anchor]:
    """The heads that were posted, the oldest first."""
    rows = await look.session.exec(select(Entry).where(Entry.act == ACT).order_by(col(Entry.position)))
    return [Anchor(one.position - 1, one.previous, one.at) for one in rows]


async def in_records(look: Work) -> list[Anchor]:
    """The heads that draws' records carry."""
    rows = await look.session.exec(select(Draw.record).where(col(Draw.record).is_not(None)))
    heads = [record.get("journal", {}).get("head") for record in rows if record]
    return [Anchor(head["position"], head["sha256"]) for head in heads if head]


async def due(look: Work) -> bool:
    """Whether something was done since the last anchor, and the day's hour for it has come."""
    here = look.now.astimezone(OFFICE_ZONE)
    if here.time() < look.profile.summary_at or quiet.reigns(look):
        return False
    newest = await journal.head(look.session)
    return newest is not None and newest.act != ACT and not await _anchored(look)


async def _anchored(look: Work) -> bool:
    made = await look.session.exec(select(Entry).where(Entry.cause == cause(look)))
    return made.first() is not None


def cause(look: Work) -> str:
    """One anchor a day."""
    return f"tick:anchor:{look.today}"


async def overdue(look: Work) -> bool:
    """Whether an anchor was due a while ago and still is."""
    return await due(replace(look, now=look.now - GRACE))


async def anchor(work: Work) -> None:
    """Post the head to the office group and enter that."""
    head = await journal.head(work.session)
    if head is None:
        return
    await post(work, JournalAnchored(head.position, head.hash), f"anchor:{head.position}")
    await journal.record(work, ACT, f"journal:{head.position}", sha256=head.hash)


def contradicted(entries: Sequence[Entry], anchors: Iterable[Anchor]) -> Mapping[str, object] | None:
    """The first anchor that the chain does not bear out: its entry is gone, or has another hash."""
    hashes = {entry.position: entry.hash for entry in entries}
    for one in sorted(anchors, key=lambda one: one.position):
        found = hashes.get(one.position, journal.GENESIS if one.position == 0 else "")
        if found != one.sha256:
            return {"position": one.position, "reason": "anchor"}
    return None
