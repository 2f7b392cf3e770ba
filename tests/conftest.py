"""What every test may ask for: a database built by the migrations, and a clock that stands."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.orm import ORMExecuteState, Session

from bot.acts import Acts
from bot.settings import Settings
from models.session import open_engine, sessions
from services.profiles import load
from tests.databases import ON_POSTGRESQL, database_of, drop_all, empty_database, serving

SERVER = pytest.StashKey[ExitStack]()


def pytest_configure(config: pytest.Config) -> None:
    """One PostgreSQL for the whole run, its workers included."""
    config.stash[SERVER] = ExitStack()
    config.stash[SERVER].enter_context(serving())


def pytest_unconfigure(config: pytest.Config) -> None:
    """The server ends with the run."""
    config.stash[SERVER].close()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Some things there are in a SQLite file only, or on a server only."""
    here, other = ("postgresql", "sqlite") if ON_POSTGRESQL else ("sqlite", "postgresql")
    if item.get_closest_marker(other) is not None:
        pytest.skip(f"about {other}, this is {here}")


@pytest.fixture(autouse=ON_POSTGRESQL)
def databases_of_their_own(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Settings without a URL lead to a database of the data folder's, as they lead to a file in it."""

    def database(settings: Settings) -> str:
        return settings.database_url or database_of(settings.data_dir)

    monkeypatch.setattr(Settings, "database", property(database))
    yield
    drop_all()


@event.listens_for(Session, "do_orm_execute")
def no_lock_in_a_look(state: ORMExecuteState) -> None:
    """PostgreSQL refuses FOR UPDATE in a look, SQLite does not know it: here both refuse."""
    looks = state.session.get_bind().get_execution_options().get("looking", False)
    assert not (looks and getattr(state.statement, "_for_update_arg", None)), "a look asks for a lock"


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


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    """A fresh database of the test's own."""
    engine = open_engine(await asyncio.to_thread(empty_database, tmp_path))
    yield engine
    await engine.dispose()


@pytest.fixture
def acts(engine: AsyncEngine, clock: StandingClock) -> Acts:
    """Transactions on the test's database, under the 忻州 profile."""
    return Acts(sessions(engine), sessions(engine, looking=True), load("xinzhou"), clock)
