"""The service's own small web face: health, metrics, the published pages, and the webhook when one is set."""

import json
import secrets
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy.exc import SQLAlchemyError

from bot import metrics
from bot.acts import Acts
from bot.inbox import is_update, store
from models import Beat
from models.migrations import newest, stands_at
from services import vital_signs

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header name
WEBHOOK_PATH = "/webhook"


STALE = timedelta(minutes=5)


async def readiness(acts: Acts, parts: Sequence[str]) -> tuple[bool, dict[str, str]]:
    """Whether the database answers at our schema and every part was well lately; the signs as ISO moments."""
    try:
        async with acts.looks() as session:
            found = {name: await session.get(Beat, name) for name in parts}
            at_schema = await (await session.connection()).run_sync(stands_at)
    except (SQLAlchemyError, OSError) as error:
        return False, {"database": type(error).__name__}
    signs = {name: beat.at for name, beat in found.items() if beat}
    well = all(name in signs and acts.clock() - signs[name] < STALE for name in parts)
    told = {name: at.isoformat() for name, at in signs.items()}
    return well and at_schema == newest(), {"schema": at_schema or "", **told}


def _update(body: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if is_update(found) else None


def webhook_route(acts: Acts, secret: str, on_stored: Callable[[], None]) -> web.RouteDef:
    """Store, commit, and only then answer 200. Without the secret nothing is read; 400 for no update."""

    async def receive(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not secret or not secrets.compare_digest(given.encode(), secret.encode()):
            return web.Response(status=401)
        update = _update(await request.read())
        if update is None:
            return web.Response(status=400)
        async with acts.bookkeeping() as session:
            await store(session, [update], acts.clock())
        on_stored()
        return web.Response()

    return web.post(WEBHOOK_PATH, receive)


def build(acts: Acts, public: Path, *routes: web.RouteDef) -> web.Application:
    """The application; ``public`` is the folder of published pages, ``routes`` the webhook's."""

    parts = ("tick",) if routes else ("poll", "tick")

    async def on_health(_request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def on_ready(_request: web.Request) -> web.Response:
        well, signs = await readiness(acts, parts)
        return web.json_response(signs, status=200 if well else 503)

    async def on_metrics(_request: web.Request) -> web.Response:
        async with acts.looking() as look:
            signs = await vital_signs.read(look, polls=not routes)
        return web.Response(body=metrics.exposition(signs), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def to_index(_request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound("/public/index.html")

    public.mkdir(parents=True, exist_ok=True)
    app = web.Application()
    app.add_routes(
        [
            web.get("/healthz", on_health),
            web.get("/readyz", on_ready),
            web.get("/metrics", on_metrics),
            web.get("/", to_index),
            *routes,
        ]
    )
    app.router.add_static("/public", public)
    return app
