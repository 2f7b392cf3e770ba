"""取消: out of whatever is open, from anywhere; windows that only ask for something get a button for it."""

from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button

from handlers.asked import begins
from handlers.menu import menu_of
from handlers.spoken import message_of
from handlers.typed import has_buttons, inputs_of
from handlers.words import Say

router = Router(name="leaving")


@begins(router, "cancel")
async def on_cancel(event: Message | CallbackQuery, dialog_manager: DialogManager) -> None:
    """Close every open window; what was saved stays saved."""
    await _leave(event, dialog_manager)


async def on_leave(query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """The same by a button."""
    await _leave(query, manager)


async def _leave(event: Message | CallbackQuery, manager: DialogManager) -> None:
    data: dict[str, Any] = manager.middleware_data
    words, actor = data["texts"], data["actor"]
    said = words.say("gate.left" if manager.has_context() else "gate.nothing_open")
    await manager.reset_stack()
    await message_of(event).answer(said, reply_markup=menu_of(actor, words))


def can_be_left(dialog: Dialog) -> None:
    """Give every window that asks for something and has no button the button 「取消」."""
    for window in dialog.windows.values():
        if isinstance(window, Window) and inputs_of(window) and not has_buttons(window):
            window.keyboard = Button(Say("menu.cancel"), id="leave", on_click=on_leave)
