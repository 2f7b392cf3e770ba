"""Conversation replies: counted in the common pace, and patient when Telegram asks for patience.

A reply that fails leaves a person without an answer to an act that is stored: it waits and tries again.
"""

import asyncio
from functools import cache
from typing import Any

import structlog
from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.pace import Pace

log = structlog.get_logger()

TRIES = 5
LONGEST_WAIT = 30.0
PAUSE = 1.0
PASSING = (TelegramRetryAfter, TelegramNetworkError, TelegramServerError, ClientDecodeError)
"""What may pass; a gateway in between answers with a page of its own, which does not decode."""


@cache
def hold(returned: Any) -> type[Response[Any]]:
    """The type of an answer, held from its first use on.

    aiogram asks pydantic for it with each call. Pydantic holds it weakly and would make it anew every time,
    which takes 4 ms of processor.
    """
    return Response[returned]


class PatientReplies(BaseRequestMiddleware):
    """Notes the chat of every ``send*`` call; retries what may pass later."""

    def __init__(self, pace: Pace) -> None:
        """``pace`` is the courier's."""
        self._pace = pace

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Count, send, and wait where Telegram says so."""
        chat_id: Any = getattr(method, "chat_id", None)
        if isinstance(chat_id, int) and method.__api_method__.startswith("send"):
            self._pace.note(chat_id)
        hold(method.__returning__)
        for attempt in range(1, TRIES):
            try:
                return await make_request(bot, method)
            except PASSING as error:
                wait = getattr(error, "retry_after", PAUSE * attempt)
                if wait > LONGEST_WAIT:
                    raise
                log.info("reply waits", method=method.__api_method__, seconds=wait)
                await asyncio.sleep(wait)
        return await make_request(bot, method)
