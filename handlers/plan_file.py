"""A plan sent as a file: read outside any transaction, filed in one act; faulty cells come back marked."""

import asyncio
from functools import partial

from aiogram.types import BufferedInputFile, Message
from aiogram_dialog import DialogManager, ShowMode
from aiogram_dialog.widgets.input import MessageInput

from handlers.once import entered
from handlers.reading import receipt
from handlers.words import words_of
from services import importing, plan_files


async def hand_in(message: Message, manager: DialogManager, plan_ref: str) -> None:
    """Read the table and file it; the receipt comes as a letter, row by row."""
    assert message.document is not None  # noqa: S101 - the input only takes documents
    words = words_of(manager)
    async with receipt(message, manager) as (told, sent):
        file = await told.while_reading(partial(importing.read_file, sent.name, sent.content, "plans"))
        file_id = message.document.file_id
        await entered(manager, lambda work: plan_files.receive(work, plan_ref, file, file_id))
        await told.says("imports.read", rows=file.reading.total)
        if file.reading.problems:
            marked = await asyncio.to_thread(importing.annotated, file, words.language)
            await message.answer_document(
                BufferedInputFile(marked, words.say("imports.marked", name=sent.name))
            )


async def on_plan_file(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """From the plan's own card."""
    await hand_in(message, manager, manager.dialog_data["plan"])
    manager.show_mode = ShowMode.SEND
