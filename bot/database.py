"""The database opened and migrated, without the chat libraries: for the command line and the service."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.acts import Acts, Clock
from bot.settings import Settings
from models.migrations import upgrade
from models.session import open_engine, sessions
from services.profiles import load
from services.workdays import working_calendar


def utc_now() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)


def open_acts(engine: AsyncEngine, settings: Settings, clock: Clock) -> Acts:
    """Transactions over an engine, under the office's profile."""
    return Acts(
        sessions=sessions(engine),
        looks=sessions(engine, looking=True),
        profile=load(settings.profile),
        clock=clock,
        calendar=working_calendar(settings.calendar_files),
    )


def engine_of(acts: Acts) -> AsyncEngine:
    """The engine under the transactions."""
    engine: AsyncEngine = acts.sessions.kw["bind"]
    return engine


@asynccontextmanager
async def opened(settings: Settings, clock: Clock = utc_now) -> AsyncIterator[Acts]:
    """A migrated database to act on, for the command line and the service."""
    engine = open_engine(settings.database)
    try:
        await upgrade(engine)
        yield open_acts(engine, settings, clock)
    finally:
        await engine.dispose()
