"""One writes at a time, in the order of asking, however long it takes."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from bot.acts import Acts
from bot.database import open_acts
from bot.settings import Settings
from models import Unit, session
from models.migrations import upgrade
from tests.conftest import StandingClock

LONG = 0.4


@pytest.fixture
async def impatient(tmp_path: Path, clock: StandingClock, monkeypatch: pytest.MonkeyPatch) -> Acts:
    """A database that waits for its writer only for a moment."""
    monkeypatch.setattr(session, "PRAGMAS", ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=20"))
    engine = session.open_engine(f"sqlite+aiosqlite:///{tmp_path / 'suicha.db'}")
    await upgrade(engine)
    return open_acts(engine, Settings(data_dir=tmp_path), clock)


async def test_whoever_comes_while_a_long_act_writes_waits_his_turn(impatient: Acts) -> None:
    order: list[str] = []

    async def write(name: str, seconds: float) -> None:
        async with impatient.noting() as work:
            work.session.add(Unit(name=name))
            await asyncio.sleep(seconds)
            order.append(name)

    async with asyncio.TaskGroup() as group:
        for name, seconds in (("甲局", LONG), ("乙局", 0.0), ("丙局", 0.0)):
            group.create_task(write(name, seconds))
            await asyncio.sleep(0.01)
    assert order == ["甲局", "乙局", "丙局"]


async def test_another_process_that_writes_is_still_waited_for_in_vain(impatient: Acts) -> None:
    """The turn is this process's own: without it, this is what everybody would meet."""
    async with impatient.noting() as work:
        work.session.add(Unit(name="甲局"))
        await work.session.flush()
        with pytest.raises(OperationalError, match="locked"):
            async with impatient.sessions() as other, other.begin():
                other.add(Unit(name="乙局"))


async def test_a_look_waits_for_nobody(impatient: Acts) -> None:
    async with impatient.noting() as work:
        work.session.add(Unit(name="甲局"))
        await work.session.flush()
        async with impatient.looking() as look:
            assert await look.session.get(Unit, 1) is None
