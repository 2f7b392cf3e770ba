"""A plan sent as a file: read outside any transaction, filed in one act; faulty cells come back marked.

Wordings that state no number are asked for first. The file is not kept meanwhile: it is fetched again.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import asdict
from functools import partial

from aiogram.types import BufferedInputFile, Message
from aiogram_dialog import DialogManager, ShowMode
from aiogram_dialog.widgets.input import MessageInput

from handlers.once import entered
from handlers.reading import fetched, receipt
from handlers.registers.import_ratios import Ratios
from handlers.spoken import message_of
from handlers.words import words_of
from services.planning import plan_files
from services.registers import importing
from services.registers.importing import File

WAITING = "plan_file"
"""Where the dialog remembers the file whose wordings are being asked for."""


async def hand_in(message: Message, manager: DialogManager, plan_ref: str) -> bool:
    """Read the table and file it; the receipt comes as a letter, row by row. Whether it was filed.

    Where wordings are asked for it is filed by ``answered``, with what the question comes to.
    """
    assert message.document is not None  # noqa: S101 - the input only takes documents
    file_id = message.document.file_id
    async with receipt(message, manager) as (told, sent):
        file = await told.while_reading(partial(importing.read_file, sent.name, sent.content, "plans"))
        async with manager.middleware_data["looking"]() as look:
            unread = [asdict(one) for one in await plan_files.unread(look, plan_ref, file)]
        if unread:
            await told.says("imports.read", rows=file.reading.total)
            manager.dialog_data[WAITING] = {"plan": plan_ref, "file_id": file_id, "name": sent.name}
            await manager.start(Ratios.asking, {"unread": unread}, show_mode=ShowMode.SEND)
            return False
        await entered(manager, lambda work: plan_files.receive(work, plan_ref, file, file_id))
        await told.says("imports.read", rows=file.reading.total)
        await _give_marked(message, manager, file)
        return True
    return False


async def answered(manager: DialogManager, ratios: Mapping[str, str]) -> None:
    """File the table that was asked about."""
    sent: dict[str, str] = manager.dialog_data[WAITING]
    content = await fetched(manager.middleware_data["bot"], sent["file_id"])
    file = await asyncio.to_thread(importing.read_file, sent["name"], content, "plans")
    await entered(manager, lambda work: plan_files.receive(work, sent["plan"], file, sent["file_id"], ratios))
    await _give_marked(message_of(manager.event), manager, file)  # type: ignore[arg-type]


async def _give_marked(message: Message, manager: DialogManager, file: File) -> None:
    if file.reading.problems:
        words = words_of(manager)
        marked = await asyncio.to_thread(importing.annotated, file, words.language)
        await message.answer_document(BufferedInputFile(marked, words.say("imports.marked", name=file.name)))


async def on_plan_file(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """From the plan's own card."""
    if await hand_in(message, manager, manager.dialog_data["plan"]):
        manager.show_mode = ShowMode.SEND
