"""Draws that wait for witnesses too long, and what the register did since the last freeze."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from domain.external_record import FORM
from domain.notices_draw import WitnessesLacking
from domain.plan import Kind
from domain.pool import Entry, Pool, difference, parse
from models import Draw, Task
from services import journal, outbox, quiet
from services.drawing.draw_checks import lacking
from services.work import Work


async def overdue(look: Work) -> list[Draw]:
    """Announced draws that have lacked witnesses for as long as the place waits; none in quiet hours."""
    if quiet.reigns(look):
        return []
    before = look.now - timedelta(hours=look.profile.witnesses.offer_cancel_hours)
    rows = await look.session.exec(
        select(Draw).where(Draw.state == "announced", Draw.announced_at <= before).order_by(col(Draw.id))
    )
    return [draw for draw in rows if await _is_lacking(look, draw)]


async def _is_lacking(look: Work, draw: Draw) -> bool:
    given, roles = await lacking(look, draw)
    return given < look.profile.witnesses.min or bool(roles)


async def offer_void(work: Work, draw: Draw) -> None:
    """Offer the office to make the draw void or to wait on. A witness is never skipped."""
    given, roles = await lacking(work, draw)
    notice = WitnessesLacking(
        ref=draw.ref,
        number=draw.number,
        announced_at=draw.announced_at,
        hours=work.profile.witnesses.offer_cancel_hours,
        given=given,
        needed=work.profile.witnesses.min,
        roles=tuple(roles),
    )
    about = f"draw:{draw.number}"
    await outbox.post(work, notice, f"witnesses_lacking:{draw.number}:{work.today}", about=about)
    await journal.record(work, "draw.offer_void", about, given=given, roles=roles)


@dataclass(frozen=True)
class PoolChanges:
    """What differs from the pool of an earlier draw of the same kind, by register number."""

    number: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]


async def since_last(look: Work, tasks: Sequence[Task], pool: Pool) -> PoolChanges | None:
    """The pool against the newest frozen one over the same objects; none for the first draw.

    Objects put into the register shortly before a draw stand under ``added``, for the confirmer to see.
    A revisit's pool is other visits every time, and is compared with nothing.
    """
    wanted = _kind(tasks)
    if any(one.kind == Kind.REVISIT for one in tasks):
        return None
    for draw in await look.session.exec(
        select(Draw).where(col(Draw.kind).not_in((FORM, Kind.CLUE))).order_by(col(Draw.id).desc())
    ):
        before = [await look.session.get_one(Task, number) for number in draw.task_ids or [draw.task_id]]
        if _kind(before) == wanted:
            old = _bare(parse(draw.pool.encode()), _numbers(draw))
            found = difference(old, _bare(pool, [task.no for task in tasks]))
            return PoolChanges(draw.number, found["added"], found["removed"], found["changed"])
    return None


def _kind(tasks: Iterable[Task]) -> list[tuple[str, str, bool]]:
    return sorted({(task.object_type, task.scope, task.kind == Kind.REVISIT) for task in tasks})


def _numbers(draw: Draw) -> list[str]:
    announced: dict[str, Any] = draw.announcement
    return [task["no"] for task in announced["tasks"]]


def _bare(pool: Pool, task_numbers: Sequence[str]) -> Pool:
    """Strata of a joint pool without the tasks' numbers, which are new every year."""
    prefixes = [f"{number}/" for number in task_numbers]

    def bare(stratum: str) -> str:
        return next((stratum.removeprefix(one) for one in prefixes if stratum.startswith(one)), stratum)

    return Pool(
        tuple(
            Entry(one.id, tuple(sorted({bare(name) for name in one.strata})), one.exclusion) for one in pool
        )
    )
