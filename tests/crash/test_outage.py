"""Telegram goes away while people are in mid-conversation, or before the service has started."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot import courier, inbox, replies
from bot.app import service
from tests.crash import oracle
from tests.crash.inspector import Inspector
from tests.crash.office import Office, furnish, playing
from tests.crash.runs import MARKET_ITEMS, dice
from tests.databases import ask
from tests.talk import settings_for

SEED = 20260402


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The order of things is tested, not how long a wait is."""
    monkeypatch.setattr(inbox, "BACK_OFF", 0.05)
    monkeypatch.setattr(inbox, "OUTAGE_WAIT", 0.05)
    monkeypatch.setattr(courier, "OUTAGE_WAIT", 0.05)
    monkeypatch.setattr(replies, "PAUSE", 0.02)


@asynccontextmanager
async def _running(office: Office) -> AsyncIterator[None]:
    """The service as a task of this process."""
    async with service(settings_for(office.play.url, office.folder), office.clock, port=0) as live:
        task = asyncio.get_running_loop().create_task(live.run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def _told(folder: Path) -> AsyncIterator[tuple[Office, Inspector]]:
    """A running office after a draw, and one of its inspectors with their cards."""
    async with playing(None, folder) as office:
        await furnish(office, objects=9, inspectors=0, held=True)
        async with _running(office):
            person = Inspector(office.play, office.users["S-1"], dice(SEED))
            await office.play.wait_for(person.cards, 30)
            yield office, person


async def _all_done(office: Office) -> None:
    """Wait until the inbox holds everything and nothing of it waits."""
    query = "SELECT count(*), count(*) FILTER (WHERE state = 'waiting') FROM inbox"
    async with asyncio.timeout(30):
        while True:
            stored, waiting = ask(office.folder, query)[0]
            if (stored, waiting) == (len(office.pushed), 0):
                return
            await asyncio.sleep(0.1)


async def test_a_report_goes_through_a_line_that_fails_again_and_again(tmp_path: Path) -> None:
    async with _told(tmp_path) as (office, person):

        async def spoil() -> None:
            while True:
                office.play.fail_next(chat=person.user.id, status=502, times=6)
                await asyncio.sleep(1.0)

        async with asyncio.timeout(60), asyncio.TaskGroup() as group:
            spoiling = group.create_task(spoil())
            typed = await person.report(person.cards()[0], MARKET_ITEMS)
            spoiling.cancel()
        office.play.world.faults.planned.clear()
        await _all_done(office)
        faults = [*oracle.inbox(office), *oracle.reports(office, [typed]), *await oracle.ledger(office)]
    assert [fault for fault in faults if "original" not in fault] == []


async def test_a_person_who_blocks_us_before_the_answer_does_not_alarm_the_office(tmp_path: Path) -> None:
    async with _told(tmp_path) as (office, person):
        words = "Forbidden: bot was blocked by the user"
        office.play.fail_next(chat=person.user.id, status=403, description=words, times=9)
        await office.play.presses(person.user, person.cards()[0], "填报结果")
        await _all_done(office)
        assert ask(office.folder, "SELECT count(*) FROM letter WHERE kind = 'quarantined'") == [(0,)]
        assert list(oracle.inbox(office)) == []


async def test_letters_go_out_although_telegram_was_away_when_the_service_started(tmp_path: Path) -> None:
    async with playing(None, tmp_path) as office:
        await furnish(office, objects=9, inspectors=0, held=True)
        office.play.fail_next("getMe", status=502, times=4)
        async with _running(office):
            person = Inspector(office.play, office.users["S-1"], dice(SEED))
            assert await office.play.wait_for(person.cards, 30)
