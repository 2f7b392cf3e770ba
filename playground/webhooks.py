"""Delivery to webhooks: each bot's updates in order, again and again until the answer is 2xx."""

from __future__ import annotations

import asyncio
import json
from http import HTTPStatus
from typing import Any

import aiohttp

from playground.bot_api import answer, webhook_call
from playground.errors import ApiError
from playground.state import Bot
from playground.updates import Update, Webhook
from playground.world import World

FIRST_PAUSE = 0.2
LONGEST_PAUSE = 60.0
PROOF_HEADER = "X-Telegram-Bot-Api-Secret-Token"


async def deliver_for_ever(world: World, bot: Bot) -> None:
    """Push updates while a webhook is set; between tries the pause doubles."""
    pause = FIRST_PAUSE
    timeout = aiohttp.ClientTimeout(total=60)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        while not bot.queue.closed:
            hook = bot.queue.webhook
            batch = bot.queue.peek(1, world.now()) if hook else []
            if hook is None or not batch:
                await bot.queue.bell.wait(1.0)
                continue
            if await _deliver(world, bot, session, hook, batch[0]):
                bot.queue.confirm(batch[0].id + 1)
                pause = FIRST_PAUSE
            else:
                await asyncio.sleep(pause)
                pause = min(LONGEST_PAUSE, pause * 2)


async def _deliver(
    world: World, bot: Bot, session: aiohttp.ClientSession, hook: Webhook, update: Update
) -> bool:
    headers = {PROOF_HEADER: hook.secret} if hook.secret else {}
    try:
        async with session.post(hook.url, json=update.to_json(), headers=headers) as response:
            if response.ok:
                await _call_in_answer(world, bot, await response.read(), response.content_type)
                return True
            reason = (
                f"Wrong response from the webhook: {response.status} {HTTPStatus(response.status).phrase}"
            )
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        reason = f"Connection failed: {error}"
    hook.last_error = (int(world.now()), reason)
    return False


async def _call_in_answer(world: World, bot: Bot, body: bytes, content_type: str) -> None:
    """A webhook may answer with one method call; its result goes nowhere."""
    call = _parsed(body) if content_type == "application/json" else None
    if call and "method" in call:
        request = webhook_call(world, bot.token, call)
        name = str(call["method"]).lower()
        try:
            await answer(request, name)
        except ApiError as error:
            world.record(bot, name, call, error.description)
        else:
            world.record(bot, name, call, None)


def _parsed(body: bytes) -> dict[str, Any] | None:

    try:
        call = json.loads(body)
    except ValueError:
        return None
    return call if isinstance(call, dict) else None
