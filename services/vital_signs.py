"""The service in numbers, for whoever watches machines: counts and ages, nobody's name."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import col, select

from domain.self_check import Finding
from models import Beat, Entry, Letter, Update
from services import self_check
from services.work import Work


@dataclass(frozen=True)
class VitalSigns:
    """Ages in seconds; ``parts``: since when a part last gave a sign of life."""

    oldest_letter: float
    oldest_update: float
    letters: dict[str, int]
    updates: dict[str, int]
    parts: dict[str, float]
    acts: dict[str, int]
    journal_position: int
    findings: tuple[Finding, ...]


async def read(look: Work, *, polls: bool) -> VitalSigns:
    """Everything, in one look."""
    session = look.session
    letters = select(func.min(Letter.due_at)).where(col(Letter.state).in_(("pending", "sending")))
    updates = select(func.min(Update.received_at)).where(Update.state == "waiting")
    by_act = await session.exec(select(col(Entry.act), func.count()).group_by(Entry.act))
    by_letter = await session.exec(select(col(Letter.state), func.count()).group_by(Letter.state))
    by_update = await session.exec(select(col(Update.state), func.count()).group_by(Update.state))
    beats = (await session.exec(select(Beat))).all()
    return VitalSigns(
        oldest_letter=_age((await session.exec(letters)).one(), look.now),
        oldest_update=_age((await session.exec(updates)).one(), look.now),
        letters=dict(by_letter.all()),
        updates=dict(by_update.all()),
        parts={beat.name: _age(beat.at, look.now) for beat in beats},
        acts=dict(by_act.all()),
        journal_position=(await session.exec(select(func.max(Entry.position)))).one() or 0,
        findings=await self_check.check(look, polls=polls),
    )


def _age(moment: datetime | None, now: datetime) -> float:
    """In seconds; nothing is as young as what is due later."""
    return max((now - moment).total_seconds(), 0.0) if moment else 0.0
