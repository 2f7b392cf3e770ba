"""录入回执: the platform's table of a task, and the same table taken back as 「已录入」."""

import asyncio
from collections.abc import Callable
from typing import Any

from aiogram import F, Router
from aiogram.enums import ContentType
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import BufferedInputFile, CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.input import MessageInput

from handlers.asked import begins
from handlers.gate import Opened
from handlers.reading import fetch
from handlers.spoken import heard, message_of, ref_of
from handlers.words import Screen
from locales.texts import Texts
from services.publication import platform_entries
from services.registers import sheets

router = Router(name="entering")


class Entering(StatesGroup):
    """Taking a table back."""

    file = State()
    done = State()


@router.callback_query(F.data.startswith("entry-table:"))
async def on_table(query: CallbackQuery, looking: Callable[[], Opened], texts: Texts) -> None:
    """The table of a task as a workbook, to be entered or uploaded on the platform."""
    async with looking() as look:
        content = await platform_entries.table(look, ref_of(query))
    await heard(query)
    name = texts.say("forms.entry.file")
    await message_of(query).answer_document(
        BufferedInputFile(content, name), caption=texts.say("forms.entry.how")
    )


@begins(router, "entered")
async def on_entered(_event: Message | CallbackQuery, dialog_manager: DialogManager) -> None:
    """Ask for the table."""
    async with dialog_manager.middleware_data["looking"]() as look:
        look.require("entry.note")
    await dialog_manager.start(Entering.file, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)


async def on_file(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Mark what the table names."""
    assert message.document is not None  # noqa: S101 - the input only takes documents
    name = message.document.file_name or ""
    content = await fetch(manager.middleware_data["bot"], message.document)
    found = await asyncio.to_thread(sheets.read, name, content)
    async with manager.middleware_data["working"]() as work:
        noted = await platform_entries.take_back(work, found)
    manager.dialog_data.update(marked=noted.marked, before=noted.before, unknown=list(noted.unknown))
    await manager.switch_to(Entering.done, show_mode=ShowMode.SEND)


async def see_standing(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """How many results stand on each target."""
    async with dialog_manager.middleware_data["looking"]() as look:
        return {"standing": await platform_entries.standing(look)}


async def see_done(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What was marked."""
    return dict(dialog_manager.dialog_data)


TABLE = MessageInput(on_file, content_types=ContentType.DOCUMENT)
dialog = Dialog(
    Window(Screen("entered_file"), TABLE, state=Entering.file, getter=see_standing),
    Window(Screen("entered_done"), TABLE, state=Entering.done, getter=see_done),
)
