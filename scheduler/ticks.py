"""What the clock sets off. A tick looks into the rows for what is due, then opens one act for each thing.

Missed, late or doubled ticks are harmless: nothing here remembers anything.
"""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Protocol

import structlog

from domain.roles import HOUSE, Actor
from services import (
    certificates,
    draw_watch,
    duties,
    item_acts,
    ledger,
    ledger_clock,
    one_door,
    publication_clock,
    quiet,
    reminders,
    visit_reminders,
)
from services.health import beat
from services.journal import AlreadyDone
from services.work import OFFICE_ZONE, Work

log = structlog.get_logger()

PLAN_AHEAD = timedelta(days=31)
Opened = AbstractAsyncContextManager[Work]


class Transactions(Protocol):
    """What the composition root hands in: see ``bot.acts``."""

    def working(self, actor: Actor, cause: str) -> Opened:
        """One act, one entry; raises ``AlreadyDone`` for a cause that has acted."""

    def noting(self, actor: Actor, cause: str) -> Opened:
        """A note that is idempotent by its own keys."""

    def looking(self, actor: Actor) -> Opened:
        """Read only."""


PostSummary = Callable[[Transactions, str], Awaitable[None]]
"""Posts the day's summary as one act with the given cause; handed in, because the picture is not ours."""


async def plan(acts: Transactions) -> None:
    """Write the duties of this year, and of the next one from December on."""
    async with acts.looking(HOUSE) as look:
        years = sorted({look.today.year, (look.today + PLAN_AHEAD).year})
        lacking = [year for year in years if await duties.missing(look, year)]
        now = look.now
    for year in lacking:
        async with acts.working(HOUSE, f"tick:plan:{year}:{now:%Y-%m-%dT%H:%M:%S}") as work:
            await duties.plan_year(work, year)


async def remind(acts: Transactions) -> None:
    """Remind whoever is to be reminded now; one that fails does not keep the others waiting."""
    async with acts.looking(HOUSE) as look:
        turns, today = await reminders.rounds(look), look.today
    for turn in turns:
        try:
            async with acts.working(HOUSE, f"tick:remind:{turn.unit_id}:{turn.receiver}:{today}") as work:
                await reminders.remind(work, turn)
        except AlreadyDone:
            continue  # one digest a day: what came up since is in tomorrow's
        except Exception:
            log.exception("reminder failed", unit=turn.unit_id, receiver=turn.receiver)


async def expiring(acts: Transactions) -> None:
    """Warn of certificates that end soon, once a day; take renewed ones out of warnings that still wait."""
    async with acts.looking(HOUSE) as look:
        outdated, due, today = await certificates.outdated(look), await certificates.due(look), look.today
    if outdated:
        async with acts.noting(HOUSE, "") as work:
            await certificates.withdraw(work)
    if not due:
        return
    try:
        async with acts.working(HOUSE, f"tick:certificates:{today}") as work:
            await certificates.warn(work)
    except AlreadyDone:
        log.debug("warned today", day=str(today))


async def publication(acts: Transactions) -> None:
    """Move last days that a holiday notice moved, then remind of results that are not public yet."""
    async with acts.looking(HOUSE) as look:
        moved, turns = await publication_clock.redated(look), await publication_clock.rounds(look)
        now, today = look.now, look.today
    if moved:
        async with acts.working(HOUSE, f"tick:redate:{now:%Y-%m-%dT%H:%M:%S}") as work:
            await publication_clock.redate(work)
    for turn in turns:
        try:
            async with acts.working(
                HOUSE, f"tick:publication:{turn.unit_id}:{turn.receiver}:{today}"
            ) as work:
                await publication_clock.remind(work, turn)
        except AlreadyDone:
            continue
        except Exception:
            log.exception("publication reminder failed", unit=turn.unit_id, receiver=turn.receiver)


async def ledger_due(acts: Transactions) -> None:
    """Open cases of results older than the ledger, then remind of those that come due or are late."""
    async with acts.looking(HOUSE) as look:
        older, turns, today = await ledger.unopened(look), await ledger_clock.rounds(look), look.today
    for result in older:
        try:
            async with acts.working(HOUSE, f"tick:ledger:{result.number}") as work:
                await ledger.take_in(work, result)
        except AlreadyDone:
            continue
    for turn in turns:
        try:
            async with acts.working(HOUSE, f"tick:ledger:{turn.unit_id}:{turn.receiver}:{today}") as work:
                await ledger_clock.remind(work, turn)
        except AlreadyDone:
            continue  # one digest a day: what came up since is in tomorrow's
        except Exception:
            log.exception("ledger reminder failed", unit=turn.unit_id, receiver=turn.receiver)


async def visits_near(acts: Transactions) -> None:
    """Remind each inspector of the next day's visits."""
    async with acts.looking(HOUSE) as look:
        turns = [(person, visit_reminders.cause(person, look)) for person in await visit_reminders.due(look)]
    for person_id, cause in turns:
        try:
            async with acts.working(HOUSE, cause) as work:
                await visit_reminders.remind(work, person_id)
        except AlreadyDone:
            continue
        except Exception:
            log.exception("visit reminder failed", person=person_id)


async def summary(acts: Transactions, post_summary: PostSummary) -> None:
    """Post the day's summary once, from the place's hour on, on working days before the quiet hours."""
    async with acts.looking(HOUSE) as look:
        here = look.now.astimezone(OFFICE_ZONE)
        due = (
            here.time() >= look.profile.summary_at
            and quiet.opening(look.profile, look.calendar, look.now) == here
        )
    if not due:
        return
    try:
        await post_summary(acts, f"tick:summary:{here.date()}")
    except AlreadyDone:
        log.debug("summary stands", day=str(here.date()))


async def witnesses(acts: Transactions) -> None:
    """Offer the office to make draws void that have lacked witnesses too long, each at most once a day."""
    async with acts.looking(HOUSE) as look:
        waiting, today = await draw_watch.overdue(look), look.today
    for draw in waiting:
        try:
            async with acts.working(HOUSE, f"tick:witnesses:{draw.number}:{today}") as work:
                await draw_watch.offer_void(work, draw)
        except AlreadyDone:
            continue


async def items(acts: Transactions) -> None:
    """Let each change of the item list come into force on its day."""
    async with acts.looking(HOUSE) as look:
        turns = [revision.ref for revision in await item_acts.due(look)]
    for ref in turns:
        try:
            async with acts.working(HOUSE, f"tick:items:{ref}") as work:
                await item_acts.settle(work, ref)
        except AlreadyDone:
            continue


async def coincidences(acts: Transactions) -> None:
    """Tell of objects that separate draws of several units reached, each set of visits once."""
    async with acts.looking(HOUSE) as look:
        turns = await one_door.unnoticed(look)
    for numbers in turns:
        try:
            async with acts.working(HOUSE, f"tick:door:{' '.join(numbers)}") as work:
                await one_door.notice(work, numbers)
        except AlreadyDone:
            continue


async def alive(acts: Transactions) -> None:
    """Note for the health check that the clock ticks and the database answers."""
    async with acts.noting(HOUSE, "") as work:
        await beat(work.session, "tick", work.now)
