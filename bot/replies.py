"""Conversation replies and letters share one pace: every reply aiogram sends is counted."""

from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.pace import Pace


class CountReplies(BaseRequestMiddleware):
    """Notes the chat of every ``send*`` call."""

    def __init__(self, pace: Pace) -> None:
        """``pace`` is the courier's."""
        self._pace = pace

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Count, then send."""
        chat_id: Any = getattr(method, "chat_id", None)
        if isinstance(chat_id, int) and method.__api_method__.startswith("send"):
            self._pace.note(chat_id)
        return await make_request(bot, method)
