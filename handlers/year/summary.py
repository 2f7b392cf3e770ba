"""汇总: the figures of this moment as a picture, for the office, approvers and auditors."""

import asyncio
from collections.abc import Callable

from aiogram import Router
from aiogram.types import BufferedInputFile, CallbackQuery, Message

from domain.notices import Summary
from domain.standing import Standing
from handlers.asked import begins
from handlers.gate import Opened
from handlers.spoken import message_of
from locales.texts import Texts
from services.year import summaries

router = Router(name="summary")


@begins(router, "summary")
async def on_summary(
    event: Message | CallbackQuery,
    looking: Callable[[], Opened],
    texts: Texts,
    chart: Callable[[Standing, str], bytes],
) -> None:
    """Answer with the picture; its caption says the same in words."""
    async with looking() as look:
        look.require("summary.look")
        standing = await summaries.gather(look)
    picture = await asyncio.to_thread(chart, standing, texts.language)
    caption = texts.page("notices/summary", n=Summary(standing))
    await message_of(event).answer_photo(BufferedInputFile(picture, "summary.png"), caption=caption)
