"""联席会议成员: the list in force, and a new one, pasted as its document prints it or as a table."""

from functools import partial
from typing import Any

from aiogram.enums import ContentType
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Cancel, SwitchTo

from handlers.pieces import text_to
from handlers.reading import receipt
from handlers.words import Say, Screen
from services.registers import sheets
from services.year import conference


class Members(StatesGroup):
    """The list; what a new one changes."""

    listed = State()
    review = State()


async def see_members(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The list in force."""
    async with dialog_manager.middleware_data["looking"]() as look:
        look.require("conference.members")
        found = await conference.members(look)
    return {"members": found, "document": found[0].document if found else ""}


async def on_members(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """A whole list."""
    await _review(manager, message.text or "")


async def on_file(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """The same as a table."""
    async with receipt(message, manager) as (told, sent):
        sheets_found = await told.while_reading(partial(sheets.read, sent.name, sent.content))
        written = conference.pasted(sheets_found)
        await _review(manager, written, show_mode=ShowMode.SEND)
        await told.says("imports.read", rows=len(written.splitlines()) - 1)


async def _review(manager: DialogManager, written: str, show_mode: ShowMode | None = None) -> None:
    async with manager.middleware_data["looking"]() as look:
        await conference.preview(look, written)
    manager.dialog_data["list"] = written
    await manager.switch_to(Members.review, show_mode=show_mode)


async def see_members_review(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What it would change."""
    async with dialog_manager.middleware_data["looking"]() as look:
        return {"seen": await conference.preview(look, dialog_manager.dialog_data["list"])}


async def on_members_confirmed(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Put it in force."""
    async with manager.middleware_data["working"]() as work:
        await conference.replace(work, manager.dialog_data["list"])
    await manager.switch_to(Members.listed)


dialog = Dialog(
    Window(
        Screen("meeting_members"),
        Cancel(Say("meeting.home")),
        text_to(on_members),
        MessageInput(on_file, content_types=ContentType.DOCUMENT),
        state=Members.listed,
        getter=see_members,
    ),
    Window(
        Screen("meeting_members_review"),
        Button(Say("meeting.confirm"), id="confirm", on_click=on_members_confirmed),
        SwitchTo(Say("meeting.back"), id="members", state=Members.listed),
        state=Members.review,
        getter=see_members_review,
    ),
)
