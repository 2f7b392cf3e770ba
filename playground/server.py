"""The playground: a local Bot API server with a web chat, to run in process or beside a bot."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from aiohttp import web

from playground.bot_api import BotApi
from playground.errors import PlayError
from playground.limits import Fault, Limits
from playground.live import Live, Page, only_this_computer
from playground.state import Bot, Chat, Json, User
from playground.updates import UpdateQueue
from playground.watching import Watching
from playground.webhooks import deliver_for_ever
from playground.world import World

REQUEST_LIMIT = 60 << 20
LOCAL = {"127.0.0.1", "localhost"}
PLACES = (("花溪公园", 26.43301, 106.67083), ("天安门广场", 39.90553, 116.39766))


class Playground(Watching):
    """A peer of Telegram. Bots speak to `url`, people act through these methods, `/play` or the page.

    `clock` gives seconds since the epoch; moving it over HTTP calls `on_clock(seconds)` when the host owns
    the clock, else shifts the playground's own. Sending limits count on `limits_clock`, real time unless
    said otherwise: a simulated clock that stands still would never let a bot speak again. `places` are
    (name, latitude, longitude) offered when a person sends a location; `jumps` are (label, explanation,
    moments) of buttons that push the clock to the next of their moments. `static` maps URL prefixes to
    folders served beside the page.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.time,
        *,
        limits: bool = True,
        limits_clock: Callable[[], float] = time.monotonic,
        on_clock: Callable[[float], None] | None = None,
        title: str = "",
        hints: Sequence[str] = (),
        opens_with: Sequence[int] = (),
        places: Sequence[tuple[str, float, float]] = PLACES,
        jumps: Sequence[tuple[str, str, Sequence[float]]] = (),
        static: Mapping[str, Path] | None = None,
    ) -> None:
        super().__init__(World(clock, Limits(limits_clock, limits)))
        presets = [{"name": name, "latitude": north, "longitude": east} for name, north, east in places]
        offered = [{"label": name, "title": why, "moments": list(at)} for name, why, at in jumps]
        self._page = Page(title, list(hints), list(opens_with), presets, offered)
        self._on_clock = on_clock
        self._static = dict(static or {})
        self._runner: web.AppRunner | None = None
        self._couriers: set[asyncio.Task[None]] = set()
        self.url = ""

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listen, and return the URL; port 0 takes a free one.

        :raises ValueError: `host` is not this computer's own address.
        """
        if host not in LOCAL:
            raise ValueError("the playground listens on 127.0.0.1 only")
        app = web.Application(client_max_size=REQUEST_LIMIT, middlewares=[only_this_computer])
        app.add_routes(BotApi(self.world).routes())
        app.add_routes(Live(self, self._page).routes())
        for prefix, folder in self._static.items():
            app.router.add_static(prefix, folder)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0, handler_cancellation=True)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        for bot in self.world.bots.values():
            self._watch(bot)
        return self.url

    async def stop(self) -> None:
        """Answer the waiting polls with nothing and close."""
        self.world.close()
        for courier in self._couriers:
            courier.cancel()
        await asyncio.gather(*self._couriers, return_exceptions=True)
        if self._runner:
            await self._runner.cleanup()

    def _watch(self, bot: Bot) -> None:
        courier = asyncio.get_running_loop().create_task(deliver_for_ever(self.world, bot))
        self._couriers.add(courier)
        courier.add_done_callback(self._couriers.discard)

    def add_bot(
        self,
        token: str,
        username: str,
        first_name: str = "",
        *,
        privacy: bool = True,
        first_update_id: int = 500_001,
    ) -> Bot:
        """A bot; its id is the number before the colon of the token.

        :raises PlayError: the token does not look like `123:abc`.
        """
        number, _, secret = token.partition(":")
        if not (number.isdigit() and secret):
            raise PlayError("a token looks like 123:abc")
        bot = Bot(
            id=int(number),
            first_name=first_name or username,
            username=username,
            token=token,
            privacy=privacy,
            queue=UpdateQueue(first_update_id),
        )
        self.world.bots[token] = bot
        if self._runner:
            self._watch(bot)
        return bot

    def add_user(
        self,
        id: int,  # noqa: A002
        first_name: str,
        username: str | None = None,
        phone: str | None = None,
        *,
        last_name: str | None = None,
        about: str = "",
        language_code: str = "zh-hans",
    ) -> User:
        """A person; `about` is shown in the page's list of personas."""
        user = User(
            id=id,
            first_name=first_name,
            last_name=last_name,
            username=username,
            phone=phone,
            about=about,
            language_code=language_code,
        )
        self.world.users[id] = user
        self.world.publish({"type": "people"})
        return user

    def fail_next(
        self,
        method: str | None = None,
        chat: Chat | int | None = None,
        *,
        status: int = 502,
        body: str | Json | None = None,
        retry_after: int | None = None,
        description: str | None = None,
        times: int = 1,
        after_effect: bool = False,
        delay: float = 0.0,
    ) -> None:
        """Make the next fitting calls fail: with an HTTP status, or 0 for a cut connection.

        `after_effect` performs the call and then cuts the connection, so that the bot cannot know.
        `retry_after` answers 429; `description` answers Telegram's JSON; without either and without `body`
        comes a gateway's HTML page.
        `delay` real seconds pass before the answer. "getUpdates" fails only by name; "download" is a file's.
        """
        if retry_after is not None:
            status, description = 429, f"Too Many Requests: retry after {retry_after}"
        if description is not None:
            body = {"ok": False, "error_code": status, "description": description}
            if retry_after is not None:
                body["parameters"] = {"retry_after": retry_after}
        number = chat.id if isinstance(chat, Chat) else chat
        name = method.lower() if method else None
        self.world.faults.plan(Fault(name, number, status, body, times, after_effect, delay))

    def injects(self, kind: str, payload: Json, *, bot: Bot | None = None) -> None:
        """Queue an update of any kind and shape, wanted or not, also one the server would never make."""
        (bot or self.bot).queue.add(kind, payload, self.now())

    def advance(self, seconds: float) -> None:
        """Move the clock, the host's when it owns one."""
        if self._on_clock:
            self._on_clock(seconds)
        else:
            self.world.offset += seconds
        self.world.publish({"type": "clock", "now": self.now()})
