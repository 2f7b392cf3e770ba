"""What the clock sets off. A tick looks into the rows for what is due, then opens one act for each thing.

Missed, late or doubled ticks are harmless: nothing here remembers anything.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import date, timedelta
from typing import Protocol, TypeVar

import structlog

from domain.roles import HOUSE, Actor
from services import anchors, quiet
from services import retention as keeping
from services import self_check as checks
from services.drawing import draw_watch
from services.health import beat
from services.items import item_acts
from services.journal import AlreadyDone
from services.problems import ledger, ledger_clock
from services.publication import publication_clock
from services.rounds import Round
from services.staff import certificates
from services.visits import one_door, visit_reminders
from services.work import OFFICE_ZONE, Work
from services.year import duties, forwarding, reminders

log = structlog.get_logger()

PLAN_AHEAD = timedelta(days=31)
Opened = AbstractAsyncContextManager[Work]
Turn = TypeVar("Turn")


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


PublishSite = Callable[[], Awaitable[None]]
"""Brings the public pages up to date; handed in, because the pages are not ours."""
BeatOutside = Callable[[], Awaitable[None]]
"""Tells whoever watches from outside that all is well."""


async def plan(acts: Transactions) -> None:
    """Write the duties of this year, and of the next one from December on."""
    async with acts.looking(HOUSE) as look:
        years = sorted({look.today.year, (look.today + PLAN_AHEAD).year})
        lacking = [year for year in years if await duties.missing(look, year)]
        now = look.now
    for year in lacking:
        async with acts.working(HOUSE, f"tick:plan:{year}:{now:%Y-%m-%dT%H:%M:%S}") as work:
            await duties.plan_year(work, year)


async def _each(
    acts: Transactions, turns: Mapping[str, Turn], act: Callable[[Work, Turn], Awaitable[object]]
) -> None:
    """One act a cause; what is done is passed over, and one that fails does not keep the others waiting."""
    for cause, turn in turns.items():
        try:
            async with acts.working(HOUSE, cause) as work:
                await act(work, turn)
        except AlreadyDone:
            continue
        except Exception:
            log.exception("a turn of the clock failed", cause=cause)


def _daily(kind: str, turns: Iterable[Round], today: date) -> dict[str, Round]:
    """One digest a round a day: what comes up later is in tomorrow's."""
    return {f"tick:{kind}:{turn.unit_id}:{turn.receiver}:{today}": turn for turn in turns}


async def remind(acts: Transactions) -> None:
    """Remind whoever is to be reminded now."""
    async with acts.looking(HOUSE) as look:
        turns = _daily("remind", await reminders.rounds(look), look.today)
    await _each(acts, turns, reminders.remind)


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
        moved, now = await publication_clock.redated(look), look.now
        turns = _daily("publication", await publication_clock.rounds(look), look.today)
    if moved:
        async with acts.working(HOUSE, f"tick:redate:{now:%Y-%m-%dT%H:%M:%S}") as work:
            await publication_clock.redate(work)
    await _each(acts, turns, publication_clock.remind)


async def ledger_due(acts: Transactions) -> None:
    """Open cases of results older than the ledger, then remind of those that come due or are late."""
    async with acts.looking(HOUSE) as look:
        older = {f"tick:ledger:{result.number}": result for result in await ledger.unopened(look)}
        turns = _daily("ledger", await ledger_clock.rounds(look), look.today)
    await _each(acts, older, ledger.take_in)
    await _each(acts, turns, ledger_clock.remind)


async def visits_near(acts: Transactions) -> None:
    """Remind each inspector of the next day's visits."""
    async with acts.looking(HOUSE) as look:
        turns = {visit_reminders.cause(one, look): one for one in await visit_reminders.due(look)}
    await _each(acts, turns, visit_reminders.remind)


async def forwarded(acts: Transactions) -> None:
    """Remind whom something was handed on to within a unit."""
    async with acts.looking(HOUSE) as look:
        turns = {f"tick:forwarded:{ref}": ref for ref in await forwarding.near(look)}
    await _each(acts, turns, forwarding.remind)


async def summary(acts: Transactions, post_summary: PostSummary) -> None:
    """Post the day's summary once, from the place's hour on, on working days before the quiet hours."""
    async with acts.looking(HOUSE) as look:
        here = look.now.astimezone(OFFICE_ZONE)
        due = here.time() >= look.profile.summary_at and not quiet.reigns(look)
    if not due:
        return
    try:
        await post_summary(acts, f"tick:summary:{here.date()}")
    except AlreadyDone:
        log.debug("summary stands", day=str(here.date()))


async def witnesses(acts: Transactions) -> None:
    """Offer the office to make draws void that have lacked witnesses too long, each at most once a day."""
    async with acts.looking(HOUSE) as look:
        turns = {
            f"tick:witnesses:{draw.number}:{look.today}": draw for draw in await draw_watch.overdue(look)
        }
    await _each(acts, turns, draw_watch.offer_void)


async def items(acts: Transactions) -> None:
    """Let each change of the item list come into force on its day."""
    async with acts.looking(HOUSE) as look:
        turns = {f"tick:items:{revision.ref}": revision.ref for revision in await item_acts.due(look)}
    await _each(acts, turns, item_acts.settle)


async def coincidences(acts: Transactions) -> None:
    """Tell of objects that separate draws of several units reached, each set of visits once."""
    async with acts.looking(HOUSE) as look:
        turns = {f"tick:door:{' '.join(numbers)}": numbers for numbers in await one_door.unnoticed(look)}
    await _each(acts, turns, one_door.notice)


async def anchor(acts: Transactions, publish_site: PublishSite) -> None:
    """Post the journal's head once a working day on which something was done; the pages show it too."""
    async with acts.looking(HOUSE) as look:
        due, cause = await anchors.due(look), anchors.cause(look)
    if not due:
        return
    try:
        async with acts.working(HOUSE, cause) as work:
            await anchors.anchor(work)
    except AlreadyDone:
        return
    await publish_site()


async def retention(acts: Transactions) -> None:
    """Remove what is older than it may be kept, at most once a day."""
    async with acts.looking(HOUSE) as look:
        due, today = await keeping.due(look), look.today
    await _each(acts, {f"tick:retention:{today}": None} if due else {}, lambda work, _: keeping.clear(work))


async def self_check(acts: Transactions, *, polls: bool, beat_outside: BeatOutside) -> None:
    """Look whether everything holds; the outside hears a beat only while it does."""
    async with acts.looking(HOUSE) as look:
        found = await checks.check(look, polls=polls)
    async with acts.noting(HOUSE, "") as work:
        await checks.note(work, found)
    if not found:
        await beat_outside()


async def alive(acts: Transactions) -> None:
    """Note for the health check that the clock ticks and the database answers."""
    async with acts.noting(HOUSE, "") as work:
        await beat(work.session, "tick", work.now)
