"""The web chat's side of the server: `/play/...` for acting and reading, `/play/events` for what happens."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from aiohttp import web

from playground.arguments import Arguments, read
from playground.errors import ApiError, PlayError
from playground.live_acts import ACTS, seen_by
from playground.state import Chat, Json, Message

if TYPE_CHECKING:
    from playground.server import Playground

WEB = Path(__file__).parent / "web"
LOCAL = {"127.0.0.1", "localhost", "::1"}
POLICY = (
    "default-src 'self'; img-src 'self' blob: data:; connect-src 'self' ws://127.0.0.1:* ws://localhost:*"
)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Page:
    """What the host wants on the page: a title, guiding sentences, personas open at first, places to send.

    ``jumps``: buttons of the clock, each to the next of its moments (seconds since the epoch, in order).
    """

    title: str
    hints: list[str]
    opens_with: list[int]
    places: list[Json]
    jumps: list[Json]


@web.middleware
async def only_this_computer(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse requests that a foreign page or a foreign host name brought here."""
    origin = request.headers.get("Origin")
    own = urlsplit(f"//{request.host}")
    if own.hostname not in LOCAL or (origin and urlsplit(origin).netloc != request.host):
        return web.json_response({"error": "this server answers this computer only"}, status=403)
    return await handler(request)


class Live:
    def __init__(self, playground: Playground, page: Page) -> None:
        self.playground = playground
        self.world = playground.world
        self.page = page

    def routes(self) -> list[web.AbstractRouteDef]:
        return [
            web.get("/", self.index),
            web.static("/web", WEB),
            web.get("/play/config", self.config),
            web.get("/play/state", self.state),
            web.get("/play/messages", self.messages),
            web.get("/play/commands", self.commands),
            web.get("/play/calls", self.calls),
            web.get("/play/query/{id}", self.query),
            web.get("/play/file/{id}", self.file),
            web.get("/play/clock", self.clock),
            web.post("/play/clock", self.move_clock),
            web.get("/play/events", self.events),
            web.post("/play/{act}", self.act),
        ]

    async def index(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(
            WEB / "index.html", headers={"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"}
        )

    async def config(self, _: web.Request) -> web.StreamResponse:
        return web.json_response(asdict(self.page))

    async def state(self, _: web.Request) -> web.StreamResponse:
        """Everybody and every chat, without the messages."""
        users = [
            user.to_json() | {"about": user.about, "phone": user.phone} for user in self.world.users.values()
        ]
        bots = [bot.to_json() | {"hears": self.playground.hears(bot)} for bot in self.world.bots.values()]
        chats = [self._chat(chat) for chat in self.world.chats.values()]
        return web.json_response({"users": users, "bots": bots, "chats": chats, "clock": self._clock()})

    def _chat(self, chat: Chat) -> Json:
        return chat.to_json() | {
            "key": chat.key,
            "bot": chat.bot.id if chat.bot else None,
            "members": chat.members,
            "started": chat.started,
            "blocked": chat.blocked,
            "gone": chat.deleted or chat.migrated_to is not None,
            "pinned": chat.pinned[-1] if chat.pinned else 0,
        }

    async def messages(self, request: web.Request) -> web.StreamResponse:
        """Messages of `chat` newer than `after`; `wait` seconds for the first one when there is none."""
        arguments = Arguments(dict(request.query))
        after, wait = arguments.integer("after"), min(50.0, arguments.number("wait", 0))
        try:
            chat = self.playground.chat(arguments.text("chat"))
        except PlayError as error:
            return _refused(error)
        found: list[Message] = []
        with suppress(TimeoutError):
            found = await self.playground.wait_for(
                lambda: [message for message in chat.messages.values() if message.id > after], wait
            )
        return web.json_response([message.to_json(every_keyboard=True) for message in found])

    async def commands(self, request: web.Request) -> web.StreamResponse:
        """The command menu that `user` sees in `chat`."""
        try:
            return web.json_response(
                seen_by(self.playground, request.query["chat"], int(request.query["user"]))
            )
        except (PlayError, KeyError, ValueError) as error:
            return _refused(error)

    async def query(self, request: web.Request) -> web.StreamResponse:
        """What the bot answered to a press, waiting up to `wait` seconds for it."""
        query = self.world.queries.get(request.match_info["id"])
        if query is None:
            raise web.HTTPNotFound
        wait = min(50.0, Arguments(dict(request.query)).number("wait", 0))
        with suppress(TimeoutError):
            await self.playground.wait_for(lambda: query.answered, wait)
        return web.json_response({"answered": query.answered, "text": query.answer, "alert": query.alert})

    async def calls(self, request: web.Request) -> web.StreamResponse:
        found = self.playground.calls(request.query.get("method"))
        return web.json_response(
            [{"method": c.method, "values": c.values, "error": c.error, "at": c.at} for c in found]
        )

    async def file(self, request: web.Request) -> web.StreamResponse:
        stored = self.world.files.by_id.get(request.match_info["id"])
        if stored is None:
            raise web.HTTPNotFound
        kind = stored.mime if stored.path.startswith("photos/") else "application/octet-stream"
        return web.Response(
            body=stored.data, content_type=kind, headers={"X-Content-Type-Options": "nosniff"}
        )

    def _clock(self) -> Json:
        now = self.playground.now()
        iso = datetime.fromtimestamp(now, UTC).isoformat(timespec="seconds")
        return {"now": iso, "unix": now, "offset": now - time.time()}

    async def clock(self, _: web.Request) -> web.StreamResponse:
        return web.json_response(self._clock())

    async def move_clock(self, request: web.Request) -> web.StreamResponse:
        """`{"advance": seconds}` or `{"to": ISO date and time with its zone}`."""
        try:
            arguments = await read(request)
            if arguments.has("to"):
                to = datetime.fromisoformat(arguments.text("to"))
                self.playground.advance(
                    (to if to.tzinfo else to.replace(tzinfo=UTC)).timestamp() - self.world.now()
                )
            else:
                self.playground.advance(arguments.number("advance"))
        except (ApiError, ValueError, OverflowError) as error:
            return _refused(error)
        return web.json_response(self._clock())

    async def act(self, request: web.Request) -> web.StreamResponse:
        act = ACTS.get(request.match_info["act"])
        if act is None:
            raise web.HTTPNotFound
        try:
            result: Any = await act(self.playground, await read(request))
        except (PlayError, ApiError, KeyError, ValueError, TypeError) as error:
            return _refused(error)
        return web.json_response(result)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """A web socket that tells everything that happens, as JSON."""
        socket = web.WebSocketResponse(heartbeat=25)
        await socket.prepare(request)
        mine: asyncio.Queue[Json] = asyncio.Queue()
        self.world.listeners.add(mine)
        reader = asyncio.ensure_future(_until_closed(socket))
        try:
            while not reader.done():
                waiting = asyncio.ensure_future(mine.get())
                await asyncio.wait({reader, waiting}, return_when=asyncio.FIRST_COMPLETED)
                if not waiting.done():
                    waiting.cancel()
                elif waiting.result()["type"] == "closed":
                    break
                else:
                    await socket.send_json(waiting.result())
        except ConnectionError:
            pass
        finally:
            self.world.listeners.discard(mine)
            reader.cancel()
        return socket


async def _until_closed(socket: web.WebSocketResponse) -> None:
    async for _ in socket:
        pass


def _refused(error: Exception) -> web.Response:
    return web.json_response({"error": str(error)}, status=400)
