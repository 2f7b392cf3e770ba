"""尽职档案: one PDF of what was ordered, drawn, told, done and published; it names people, so in private."""

import asyncio
from collections.abc import Callable

from aiogram import Router
from aiogram.types import BufferedInputFile, CallbackQuery, Message

from domain.dossier import Dossier
from handlers.asked import begins
from handlers.gate import Opened
from handlers.spoken import message_of
from locales.texts import Texts
from services.visits import dossier

router = Router(name="dossier")


@begins(router, "dossier")
async def on_dossier(
    event: Message | CallbackQuery,
    argument: str,
    looking: Callable[[], Opened],
    texts: Texts,
    dossier_pdf: Callable[[Dossier, str], bytes],
) -> None:
    """``尽职档案 XZ-2026-0001-03``, a register number or a roster number; one's own without any."""
    spoken = message_of(event)
    async with looking() as look:
        look.require("dossier.look")
        named = bool(argument) or await dossier.has_own(look)
        found = await dossier.gather(look, argument) if named else None
    if found is None:
        await spoken.answer(texts.say("dossier.which"))
        return
    await spoken.answer(texts.say("dossier.making"))
    written = await asyncio.to_thread(dossier_pdf, found, texts.language)
    caption = texts.say("dossier.made_caption", about=found.about, count=len(found.visits))
    name = texts.say("dossier.file_name", about=found.about)
    await spoken.answer_document(BufferedInputFile(written, name), caption=caption)
