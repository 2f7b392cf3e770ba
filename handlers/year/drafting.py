"""A draft as a Word file: one message says how far it is, the file follows."""

import asyncio
from collections.abc import Awaitable, Callable

from aiogram.types import BufferedInputFile, CallbackQuery
from aiogram_dialog import DialogManager, ShowMode

from domain.errors import DomainError
from domain.report import Report
from handlers.reading import Receipt
from handlers.spoken import message_of
from handlers.words import words_of
from services.work import Work


async def send_draft(
    query: CallbackQuery, manager: DialogManager, title: str, told_of: Callable[[Work], Awaitable[Report]]
) -> None:
    """Count, write, send; a refusal ends the message, and the window stays."""
    message, words, data = message_of(query), words_of(manager), manager.middleware_data
    first = await message.answer(words.say("filings.drafting", name=title), parse_mode=None)
    progress = Receipt(first, words, title)
    manager.show_mode = ShowMode.NO_UPDATE
    try:
        async with data["looking"]() as look:
            report = await told_of(look)
    except DomainError as refusal:
        await progress.refuses(refusal)
        return
    await progress.says("filings.draft_writing")
    write: Callable[[Report], bytes] = data["report_docx"]
    file = BufferedInputFile(await asyncio.to_thread(write, report), f"{report.title}.docx")
    await message.answer_document(file, caption=words.say("filings.draft_caption"))
    await progress.says("filings.drafted")
