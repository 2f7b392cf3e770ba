"""The ears: what was said is stored before Telegram hears so, whatever the line says in between."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import select

from bot.acts import Acts
from bot.inbox import Poller
from bot.silence import Silence
from models import Beat, Letter
from playground import Playground, User
from tests.bot.test_inbox import PATIENCE, rows, running, short_waits, until
from tests.conftest import StandingClock
from tests.talk import TOKEN

__all__ = ["short_waits"]  # for every test here too


@dataclass
class Line:
    """A bot on the playground that is only listened to."""

    play: Playground
    acts: Acts
    user: User
    conflicts: int = 0

    async def told(self) -> list[str]:
        """What the office group is told of outages."""
        async with self.acts.looks() as session:
            return list(await session.exec(select(Letter.body).where(Letter.kind == "unheard")))

    async def _conflict(self) -> None:
        self.conflicts += 1

    @asynccontextmanager
    async def polling(self) -> AsyncIterator[None]:
        poller = Poller(
            self.acts, f"{self.play.url}/bot{TOKEN}", lambda: None, self._conflict, Silence(self.acts)
        )
        async with running(poller.run()):
            yield

    async def heard(self, *texts: str) -> None:
        """Wait until exactly these were stored."""

        async def all_there() -> bool:
            kept = [json.loads(row.body)["message"]["text"] for row in await rows(self.acts)]
            return kept == list(texts)

        await until(all_there)


@pytest.fixture
async def line(acts: Acts, clock: StandingClock) -> AsyncIterator[Line]:
    play = Playground(lambda: clock().timestamp(), limits=False)
    play.add_bot(TOKEN, "suicha_bot", "随查")
    await play.start()
    yield Line(play, acts, play.add_user(1, "甲"))
    await play.stop()


async def test_what_was_said_is_stored_and_only_then_confirmed(line: Line) -> None:
    async with line.polling():
        await line.play.says(line.user, None, "一")
        await line.heard("一")
        await line.play.says(line.user, None, "二")
        await line.heard("一", "二")
        await line.play.wait_for(lambda: not line.play.bot.queue.waiting, PATIENCE)
    async with line.acts.looks() as session:
        assert await session.get(Beat, "poll") is not None


async def test_what_a_full_disk_does_not_take_is_not_confirmed_and_comes_in_without_a_restart(
    line: Line, engine: AsyncEngine
) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("a server has its own disk")
    disk = {"pages": 1, "tried": 0}

    def fill(connection: Any) -> None:
        disk["tried"] += 1
        connection.exec_driver_sql(f"PRAGMA max_page_count = {disk['pages']}")

    async def tried_twice() -> bool:
        return disk["tried"] > 2

    event.listen(engine.sync_engine, "begin", fill)
    said = "长" * 4_000
    async with line.polling():
        await line.play.says(line.user, None, said)
        await until(tried_twice)
        assert await rows(line.acts) == []
        assert len(line.play.bot.queue.waiting) == 1
        disk["pages"] = 100_000
        await line.heard(said)


async def test_a_restart_hears_what_was_not_confirmed_once_more_and_keeps_it_once(line: Line) -> None:
    await line.play.says(line.user, None, "一")
    for _ in range(2):
        queued = list(line.play.bot.queue.waiting)
        async with line.polling():
            await line.heard("一")
        line.play.bot.queue.waiting = queued
    assert len(await rows(line.acts)) == 1


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 502},
        {"status": 500, "description": "Internal Server Error"},
        {"status": 409, "description": "Conflict: terminated by other getUpdates request"},
        {"retry_after": 1},
        {"status": 0},
        {"status": 502, "body": ""},
        {"status": 200, "body": "[]"},
        {"status": 200, "body": "not json"},
    ],
    ids=str,
)
async def test_the_ears_survive_whatever_the_line_says(line: Line, fault: dict[str, Any]) -> None:
    line.play.fail_next("getUpdates", times=2, **fault)
    async with line.polling():
        await line.play.says(line.user, None, "一")
        await line.heard("一")


async def test_a_webhook_left_over_from_before_does_not_keep_the_ears_shut(line: Line) -> None:
    async with aiohttp.ClientSession() as http:
        asked = {"url": "http://127.0.0.1:9/webhook", "secret_token": "s"}
        await http.post(f"{line.play.url}/bot{TOKEN}/setWebhook", json=asked)
    await line.play.says(line.user, None, "一")
    async with line.polling():
        await line.heard("一")


@pytest.mark.parametrize(("times", "alarms"), [(1, 0), (2, 1)])  # once is a process that is just ending
async def test_another_program_on_the_token_is_told_of_when_it_stays(
    line: Line, times: int, alarms: int
) -> None:
    words = "Conflict: terminated by other getUpdates request"
    line.play.fail_next("getUpdates", status=409, description=words, times=times)
    await line.play.says(line.user, None, "一")
    async with line.polling():
        await line.heard("一")
    assert line.conflicts == alarms


@pytest.mark.parametrize(("hours", "gone"), [(23, False), (25, True)])
async def test_the_office_is_told_once_of_an_outage_that_is_longer_than_telegram_keeps_updates(
    line: Line, clock: StandingClock, hours: int, gone: bool
) -> None:
    async with line.polling():
        await line.play.says(line.user, None, "前")
        await line.heard("前")
    clock.advance(hours=hours)
    for number in range(2):  # the second is a restart after it was told
        async with line.polling():
            await line.play.says(line.user, None, f"后{number}")
            await line.heard("前", *(f"后{n}" for n in range(number + 1)))
    told = await line.told()
    assert len(told) == gone
    assert all("2026-04-01 10:00至2026-04-02 11:00" in body for body in told)


async def test_messages_of_an_outage_of_23_hours_are_all_heard_in_order(
    line: Line, clock: StandingClock
) -> None:
    said = [str(number) for number in range(30)]
    for text in said:
        await line.play.says(line.user, None, text)
        clock.advance(minutes=46)
    async with line.polling():
        await line.heard(*said)
