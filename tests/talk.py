"""Whole conversations over the local Bot API: says, presses, sees."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.base import BaseSession
from pydantic import SecretStr

from bot.acts import Acts
from bot.app import Service, service
from bot.pace import Pace
from bot.settings import Settings
from domain.roles import HOUSE
from playground import Chat, Message, Playground, User
from services import people
from services.work import Work
from tests.conftest import StandingClock
from tests.databases import database_of, empty_database

TOKEN = "4242:local-office"
PATIENCE = 45.0
HURRY = 60
"""The service's pace of one message a second each, in seconds as long as this many: nobody here minds."""

Where = User | Chat


def settings_for(url: str, folder: Path, profile: str = "xinzhou") -> Settings:
    """A service in a folder of its own, spoken to at ``url``."""
    return Settings(
        bot_token=SecretStr(TOKEN),
        bot_api_url=url,
        data_dir=folder,
        profile=profile,
        database_url=database_of(folder),
    )


@dataclass
class Talk:
    """One office's chats. A place is a person (their private chat) or a group."""

    play: Playground
    clock: StandingClock
    folder: Path
    acts: Acts
    service: Service
    life: AsyncExitStack

    async def restarts(self) -> None:
        """The service ends and another one takes over."""
        await self.life.aclose()
        settings, clock = self.service.settings, self.clock
        self.service = await self.life.enter_async_context(running(settings, clock))
        self.acts = self.service.acts

    async def says(self, user: User, text: str, where: Where | None = None) -> None:
        """Type a text."""
        await self.play.says(user, where or user, text)

    async def sees(self, where: Where, *fragments: str, after: int = 0) -> Message:
        """Wait for a bot message (newer than ``after``) that holds every fragment."""

        def find() -> Message | None:
            for message in reversed(self.play.messages(where)):
                if message.from_bot and message.id > after and all(f in message.text for f in fragments):
                    return message
            return None

        found = await self.play.wait_for(find, PATIENCE)
        assert found is not None
        return found

    async def presses(self, user: User, button: str, where: Where | None = None) -> None:
        """Press the newest button whose text holds ``button``."""
        place = where or user

        def find() -> tuple[Message, str] | None:
            for message in reversed(self.play.messages(place)):
                for label in message.buttons:
                    if message.from_bot and button in label:
                        return message, label
            return None

        found = await self.play.wait_for(find, PATIENCE)
        assert found is not None
        await self.play.presses(user, *found)

    async def eventually(self, predicate: Callable[[], bool]) -> None:
        """Wait until something is true of the playground."""
        await self.play.wait_for(predicate, PATIENCE)

    async def enrol(self, user: User, roster_no: str) -> None:
        """Somebody of the rosters followed their link long ago; nothing is said."""
        async with self.acts.working(HOUSE, f"test:link:{roster_no}") as work:
            await people.enrol(work, await self._invite(work, roster_no), user.id)
        self.play.chat(user).started = True

    async def arrives(self, user: User, roster_no: str) -> None:
        """Follow the link of somebody of the rosters, and be welcomed with the menu."""
        async with self.acts.noting() as work:
            token = await self._invite(work, roster_no)
        await self.play.opens(user, token)
        await self.sees(user, "绑定成功")

    @staticmethod
    async def _invite(work: Work, roster_no: str) -> str:
        return await people.write_invite(work, await people.person_by_roster_no(work.session, roster_no))


@asynccontextmanager
async def talking(folder: Path, clock: StandingClock, profile: str = "xinzhou") -> AsyncIterator[Talk]:
    """A playground and a running service over a fresh database."""
    play = Playground(lambda: clock().timestamp(), limits=False)
    play.add_bot(TOKEN, "suicha_bot", "随查")
    url = await play.start()
    await asyncio.to_thread(empty_database, folder)
    try:
        async with AsyncExitStack() as life:
            live = await life.enter_async_context(running(settings_for(url, folder, profile), clock))
            yield Talk(play, clock, folder, live.acts, live, life)
    finally:
        await play.stop()


@asynccontextmanager
async def running(settings: Settings, clock: StandingClock, port: int = 0) -> AsyncIterator[Service]:
    """The service as a task, cancelled on the way out."""
    async with service(settings, clock, port, Pace(lambda: time.monotonic() * HURRY)) as live:
        task = asyncio.get_running_loop().create_task(live.run())
        try:
            yield live
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await _hang_up(live.speaker.session)


async def _hang_up(session: BaseSession) -> None:
    """Close the line below aiogram, which would wait a quarter second for encryption that is not there."""
    assert isinstance(session, AiohttpSession)
    await (await session.create_session()).close()


def dies_behind(monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> None:
    """The first time this coroutine function has done its work, it is as if the process were killed there."""
    real, deaths = getattr(module, name), iter([RuntimeError("killed behind the act")])

    async def dying(*given: object) -> object:
        answer = await real(*given)
        for death in deaths:
            raise death
        return answer

    monkeypatch.setattr(module, name, dying)
