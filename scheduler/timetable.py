"""The timetable. APScheduler only rings; what is due is in the rows, so its jobs need no memory."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from scheduler import ticks
from scheduler.ticks import BeatOutside, PostSummary, PublishSite, Transactions

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Tick:
    """Something the clock sets off again and again."""

    name: str
    every: timedelta
    run: Callable[[Transactions], Awaitable[None]]


def timetable(post_summary: PostSummary, publish_site: PublishSite) -> tuple[Tick, ...]:
    """Everything that happens by the clock; each tick decides from the rows whether it is due."""
    return (
        Tick("plan", 10 * MINUTE, ticks.plan),
        Tick("remind", MINUTE, ticks.remind),
        Tick("expiring", 10 * MINUTE, ticks.expiring),
        Tick("publication", MINUTE, ticks.publication),
        Tick("ledger", MINUTE, ticks.ledger_due),
        Tick("visits_near", 10 * MINUTE, ticks.visits_near),
        Tick("forwarded", 10 * MINUTE, ticks.forwarded),
        Tick("summary", MINUTE, partial(ticks.summary, post_summary=post_summary)),
        Tick("witnesses", 10 * MINUTE, ticks.witnesses),
        Tick("items", 10 * MINUTE, ticks.items),
        Tick("coincidences", 10 * MINUTE, ticks.coincidences),
        Tick("anchor", MINUTE, partial(ticks.anchor, publish_site=publish_site)),
        Tick("retention", 60 * MINUTE, ticks.retention),
        Tick("alive", MINUTE, ticks.alive),
    )


def watch(*, polls: bool, beat_outside: BeatOutside) -> Tick:
    """The look at whether everything holds; only for a clock that nobody pushes."""
    return Tick("self_check", MINUTE, partial(ticks.self_check, polls=polls, beat_outside=beat_outside))


async def run_once(acts: Transactions, table: Sequence[Tick]) -> None:
    """Every tick once, in order, now: for the start, for a demo whose clock was moved, for tests."""
    for tick in table:
        await tick.run(acts)


def start(acts: Transactions, table: Sequence[Tick]) -> AsyncIOScheduler:
    """A running scheduler in the running loop; ``shutdown(wait=False)`` ends it."""
    scheduler = AsyncIOScheduler(
        timezone="Asia/Shanghai",
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )
    for tick in table:
        scheduler.add_job(tick.run, "interval", (acts,), id=tick.name, seconds=tick.every.total_seconds())
    scheduler.start()
    return scheduler
