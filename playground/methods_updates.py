"""Methods by which a bot hears: getUpdates and the webhook."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from playground.errors import bad_request, conflict
from playground.methods import Request, method
from playground.updates import Webhook

LOCAL = {"127.0.0.1", "localhost", "::1"}
LONGEST_POLL = 50


def _remember_allowed(request: Request) -> None:
    kinds = request.arguments.structure("allowed_updates")
    if isinstance(kinds, list):
        request.bot.queue.allow(str(kind) for kind in kinds)


@method("getUpdates")
async def get_updates(request: Request) -> Any:
    queue, arguments = request.bot.queue, request.arguments
    if queue.webhook:
        raise conflict(
            "can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first"
        )
    _remember_allowed(request)
    queue.confirm(arguments.integer("offset"))
    limit = min(100, max(1, arguments.integer("limit", 100)))
    seconds = min(LONGEST_POLL, max(0.0, arguments.number("timeout", 0)))
    request.world.bell.ring()
    try:
        batch = await queue.poll(limit, seconds, request.world.now)
    finally:
        request.world.bell.ring()
    return [update.to_json() for update in batch]


@method("setWebhook")
async def set_webhook(request: Request) -> Any:
    arguments, queue = request.arguments, request.bot.queue
    url, secret = arguments.text("url"), arguments.text("secret_token")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise bad_request("secret token contains unallowed characters")
    if url and urlsplit(url).hostname not in LOCAL:
        raise bad_request("bad webhook: this server delivers to this computer only")
    _remember_allowed(request)
    _drop_pending(request)
    queue.webhook = Webhook(url, secret or None, arguments.integer("max_connections", 40)) if url else None
    queue.bell.ring()
    return True


@method("deleteWebhook")
async def delete_webhook(request: Request) -> Any:
    request.bot.queue.webhook = None
    _drop_pending(request)
    request.bot.queue.bell.ring()
    return True


def _drop_pending(request: Request) -> None:
    if request.arguments.flag("drop_pending_updates"):
        request.bot.queue.waiting.clear()


@method("getWebhookInfo")
async def get_webhook_info(request: Request) -> Any:
    queue = request.bot.queue
    info: dict[str, Any] = {
        "url": queue.webhook.url if queue.webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(queue.peek(100_000, request.world.now())),
    }
    if queue.webhook:
        info["max_connections"] = queue.webhook.max_connections
        if queue.webhook.last_error:
            info["last_error_date"], info["last_error_message"] = queue.webhook.last_error
    if queue.allowed:
        info["allowed_updates"] = sorted(queue.allowed)
    return info
