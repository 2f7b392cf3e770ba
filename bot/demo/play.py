"""The scripted cast plays the whole main job over HTTP and prints what is said; true only if all was seen."""

import asyncio
import json
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import typer

from bot.app import Service
from bot.demo.county import FIRE_BRIGADE, GROUP, Stage, bind_group, found_office, running, staged, write_files
from bot.demo.hands import PATIENCE, STEP, Hands, NotSeenError, text_of
from domain.recount import recount
from playground.cast import picture
from playground.cast.script import FOUND_BY, PARTS, SCENES, Line, Scene

FIRST_LINES = 3


@dataclass
class Player:
    """Plays the script; ``parts`` remembers who was found for a part."""

    stage: Stage
    hands: Hands
    files: Mapping[str, Path]
    stack: AsyncExitStack
    live: Service | None = None
    parts: dict[str, int] = field(default_factory=dict)

    async def start(self) -> Service:
        """Bring the service up."""
        self.live = await self.stack.enter_async_context(running(self.stage))
        return self.live

    async def restart(self, _line: Line) -> str:
        """Take the service down in the middle of whatever it does, and bring it up again."""
        await self.stack.aclose()
        await self.start()
        return ""

    async def who(self, part: str) -> int:
        """The Telegram id of whoever plays a part; some are found by what their chat shows."""
        if part in PARTS:
            return self.stage.county.personas[PARTS[part]].telegram_id
        if part not in self.parts:
            self.parts[part] = await self._find(FOUND_BY[part])
        return self.parts[part]

    async def _find(self, shows: str) -> int:
        async with asyncio.timeout(PATIENCE):
            while True:
                for user in self.stage.members_of(FIRE_BRIGADE):
                    if any(shows in text_of(message) for message in await self.hands.messages(user)):
                        return user
                await asyncio.sleep(STEP)

    async def scene(self, scene: Scene) -> None:
        """One scene, line by line."""
        for line in scene.lines:
            shown = await self._line(line)
            if shown:
                typer.echo(f"   {shown}")

    async def _line(self, line: Line) -> str:
        acts: dict[str, Callable[[Line], Awaitable[str]]] = {
            "says": self._says,
            "replies": self._replies,
            "presses": self._presses,
            "sends_file": self._sends_file,
            "sends_album": self._sends_album,
            "is_at": self._is_at,
            "sees": self._sees,
            "clock": self._clock,
            "restart": self.restart,
            "page": self._page,
        }
        try:
            said = await acts[line.act](line)
        except TimeoutError as error:
            raise NotSeenError(f"{line.who} {line.act} {line.what}") from error
        return f"{line.who:>9} {line.act:<11} {said}"

    async def _place(self, line: Line) -> tuple[int, int]:
        user = await self.who(line.who)
        return user, GROUP if line.group else user

    async def _says(self, line: Line) -> str:
        user, chat = await self._place(line)
        await self.hands.does("says", user=user, chat=chat, text=line.what)
        return line.what

    async def _replies(self, line: Line) -> str:
        user, chat = await self._place(line)
        card = await self.hands.sees(chat, "SHA" if not line.group else "/witness")
        await self.hands.does("says", user=user, chat=chat, text=line.what, reply_to=card["message_id"])
        return line.what

    async def _presses(self, line: Line) -> str:
        return f"[{await self.hands.presses(*await self._place(line), line.what)}]"

    async def _sends_file(self, line: Line) -> str:
        path = self.files[line.what]
        content = await asyncio.to_thread(path.read_bytes)
        await self.hands.sends("documents", *await self._place(line), [(path.name, content)])
        return path.name

    async def _sends_album(self, line: Line) -> str:
        pictures = [(f"{name}.png", picture(name)) for name in line.what.split("|")]
        await self.hands.sends("photos", *await self._place(line), pictures)
        return line.what

    async def _is_at(self, line: Line) -> str:
        user, chat = await self._place(line)
        latitude, longitude = map(float, line.what.split("|"))
        await self.hands.does("location", user=user, chat=chat, latitude=latitude, longitude=longitude)
        return line.what

    async def _sees(self, line: Line) -> str:
        _, chat = await self._place(line)
        message = await self.hands.sees(chat, *line.what.split("|"))
        return " / ".join(text_of(message).splitlines()[:FIRST_LINES])

    async def _clock(self, line: Line) -> str:
        await self.hands.does("clock", to=line.what)
        return line.what

    async def _page(self, line: Line) -> str:
        return await (self._record() if line.what == "record" else self._published())

    async def _record(self) -> str:
        """The record that was posted agrees with itself."""
        held = next(m for m in reversed(await self.hands.messages(GROUP)) if "document" in m)
        record = json.loads(await self.hands.file(held["document"]["file_id"]))
        checks = recount(record, None)
        if any(check.outcome == "differs" for check in checks):
            raise NotSeenError(str(checks))
        return f"recount {record['announcement']['draw_no']}: {len(checks)} checks"

    async def _published(self) -> str:
        """The public pages hold the result."""
        assert self.live is not None  # noqa: S101 - started before the first scene
        async with asyncio.timeout(PATIENCE):
            while True:
                async with self.hands.http.get(f"{self.live.url}/public/results.json") as answer:
                    found: Any = await answer.json(content_type=None) if answer.status == 200 else {}
                if found.get("results"):
                    return f"{self.live.url}/public/ {len(found['results'])}"
                await asyncio.sleep(STEP)


async def play() -> bool:
    """Play every scene; false when something was not seen."""
    with tempfile.TemporaryDirectory(prefix="suicha-play-") as folder:
        async with (
            staged(Path(folder) / "demo") as stage,
            aiohttp.ClientSession() as http,
            AsyncExitStack() as stack,
        ):
            player = Player(stage, Hands(http, stage.play.url), write_files(stage), stack)
            live = await player.start()
            await found_office(stage, live.acts)
            await bind_group(stage, live.acts)
            return await _all_scenes(player)


async def _all_scenes(player: Player) -> bool:
    for number, scene in enumerate(SCENES, start=1):
        typer.echo(f"{number}. {scene.title}")
        try:
            await player.scene(scene)
        except NotSeenError as error:
            typer.echo(f"   not seen: {error}\n{player.stage.play.transcript()}", err=True)
            return False
    return True
