"""截止见证, 公开数值: a place may ask for a value that is named before it exists and entered afterwards."""

from collections.abc import Callable

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from domain.roles import Actor, require
from handlers.asked import begins
from handlers.gate import Opened
from handlers.spoken import message_of
from locales.texts import Texts
from services.drawing import public_value

router = Router(name="public_value")

Working = Callable[[], Opened]


@begins(router, "close")
async def on_close(
    event: Message | CallbackQuery, argument: str, *, working: Working, actor: Actor, texts: Texts
) -> None:
    """``/close NUMBER SOURCE``; the post that follows names the source to everybody."""
    require(actor, "draw.close")
    number, _, source = argument.partition(" ")
    if not source.strip():
        await message_of(event).answer(texts.page("screens/public_how"))
        return
    async with working() as work:
        draw = await public_value.close(work, number, source)
    await message_of(event).answer(texts.say("draw_watch.closed", number=draw.number))


@begins(router, "public")
async def on_public(
    event: Message | CallbackQuery, argument: str, *, working: Working, actor: Actor, texts: Texts
) -> None:
    """``/public NUMBER VALUE``."""
    require(actor, "draw.public")
    number, _, value = argument.partition(" ")
    if not value.strip():
        await message_of(event).answer(texts.page("screens/public_how"))
        return
    async with working() as work:
        draw = await public_value.give(work, number, value)
    await message_of(event).answer(texts.say("draw_watch.public_given", number=draw.number))
