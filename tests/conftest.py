"""What every test may ask for: a database built by the migrations, and a clock that stands."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.acts import Acts
from models.migrations import upgrade
from models.session import open_engine, sessions
from services.profiles import load


@pytest.fixture(autouse=True)
def plain_logs() -> None:
    """Anew for every test: a command that was tried leaves logs that go to its own, closed, output.

    Out of the box structlog draws every traceback with its local variables, which takes seconds each.
    """
    structlog.reset_defaults()
    structlog.configure(
        processors=[structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    )


@dataclass
class StandingClock:
    """A clock that moves only when told. Starts on a working day, 10:00 in Shanghai."""

    now: datetime = datetime(2026, 4, 1, 2, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The hour."""
        return self.now

    def advance(self, **by: float) -> None:
        """Let time pass: ``advance(days=1)``."""
        self.now += timedelta(**by)

    def go_to(self, year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> None:
        """Jump to an hour of the office's day."""
        self.now = datetime(year, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


@pytest.fixture
def clock() -> StandingClock:
    """The test's clock."""
    return StandingClock()


@cache
def migrated() -> bytes:
    """A database file at the newest schema; the migrations run once for all tests of a process."""

    async def build(path: Path) -> None:
        engine = open_engine(f"sqlite+aiosqlite:///{path}")
        await upgrade(engine)
        await engine.dispose()

    with TemporaryDirectory() as folder:
        asyncio.run(build(Path(folder) / "empty.db"))
        return (Path(folder) / "empty.db").read_bytes()


async def empty_database(folder: Path) -> Path:
    """A fresh database at the newest schema, where a service with this data folder looks for it."""
    path = folder / "suicha.db"
    path.write_bytes(await asyncio.to_thread(migrated))
    return path


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    """A fresh database of the test's own."""
    path = await empty_database(tmp_path)
    engine = open_engine(f"sqlite+aiosqlite:///{path}")
    yield engine
    await engine.dispose()


@pytest.fixture
def acts(engine: AsyncEngine, clock: StandingClock) -> Acts:
    """Transactions on the test's database, under the 忻州 profile."""
    return Acts(sessions(engine), sessions(engine, looking=True), load("xinzhou"), clock)
