"""The Bot API over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from aiohttp import web

from playground import methods_chat, methods_edit, methods_send, methods_updates
from playground.arguments import Arguments, read
from playground.errors import ApiError
from playground.limits import Fault
from playground.methods import METHODS, Request
from playground.world import World

log = logging.getLogger(__name__)
METHOD_MODULES = (methods_chat, methods_edit, methods_send, methods_updates)
BAD_GATEWAY = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>502 Bad Gateway</body>\r\n</html>\r\n"
)
UNAUTHORIZED = ApiError(401, "Unauthorized")
NOT_FOUND = ApiError(404, "Not Found")
NO_METHOD = ApiError(404, "Not Found: method not found")
NO_TOKEN = ApiError(401, "Unauthorized: invalid token specified")


class BotApi:
    """Answers bots; remembers every call and plays the faults that were planned."""

    def __init__(self, world: World) -> None:
        self.world = world

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/bot{token}/{method}", self.call),
            web.get("/file/bot{token}/{path:.+}", self.download),
        ]

    async def call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"].lower()
        bot = self.world.bots.get(request.match_info["token"])
        if bot is None:
            return _failed(UNAUTHORIZED if ":" in request.match_info["token"] else NO_TOKEN)
        try:
            arguments = await read(request)
        except ApiError as error:
            return _failed(error)
        fault = self.world.faults.take(method, arguments.text("chat_id"))
        if fault and fault.delay:
            await asyncio.sleep(fault.delay)
        if fault and not fault.after_effect:
            self.world.record(bot, method, arguments.values, f"fault {fault.status}")
            return _broken(request, fault)
        answer = await self._answer(Request(self.world, bot, arguments), method)
        return _cut(request) if fault else answer

    async def _answer(self, request: Request, method: str) -> web.Response:
        try:
            result = await answer(request, method)
        except ApiError as error:
            self.world.record(request.bot, method, request.arguments.values, error.description)
            return _failed(error)
        if method != "getupdates":
            self.world.record(request.bot, method, request.arguments.values, None)
        return web.json_response({"ok": True, "result": result})

    async def download(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] not in self.world.bots:
            return _failed(UNAUTHORIZED)
        stored = self.world.files.by_path.get(request.match_info["path"])
        if stored is None:
            return _failed(NOT_FOUND)
        fault = self.world.faults.take("download", "")
        if fault:
            return _broken(request, fault)
        return web.Response(body=stored.data, content_type="application/octet-stream")


async def answer(request: Request, method: str) -> Any:
    """The result of one call.

    :raises ApiError: as Telegram refuses it; arguments of a shape nobody foresaw are a 400.
    """
    handler = METHODS.get(method)
    if handler is None:
        raise NO_METHOD
    try:
        return await handler(request)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        log.warning("%s could not be understood", method, exc_info=True)
        raise ApiError(400, f"Bad Request: can't parse the arguments of {method}: {error!r}") from error


def webhook_call(world: World, bot_token: str, body: dict[str, Any]) -> Request:
    """The call a webhook wrote into its answer."""
    values = {name: value for name, value in body.items() if name != "method"}
    return Request(world, world.bots[bot_token], Arguments(values))


def _failed(error: ApiError) -> web.Response:
    return web.json_response(error.body(), status=error.code)


def _broken(request: web.Request, fault: Fault) -> web.Response:
    if fault.status == 0:
        return _cut(request)
    if isinstance(fault.body, dict):
        return web.json_response(fault.body, status=fault.status)
    text = BAD_GATEWAY if fault.body is None else fault.body
    return web.Response(text=text, status=fault.status, content_type="text/html")


def _cut(request: web.Request) -> web.Response:
    """Close the connection; the answer below never reaches anybody."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
