"""A day that was typed, read in one way everywhere."""

from datetime import date

from aiogram.types import Message
from aiogram_dialog import DialogManager

from domain.typed_day import Near
from services.typed_days import typed_day


async def day_in(message: Message, manager: DialogManager, near: Near = "ahead") -> date:
    """The day of a message. Raises ``day.unread``."""
    async with manager.middleware_data["looking"]() as look:
        return typed_day(message.text or "", look.today, near)
