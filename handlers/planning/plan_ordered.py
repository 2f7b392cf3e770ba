"""上级下达任务数: the window of the year's plan in which the office types them."""

from typing import Any

from aiogram.fsm.state import State
from aiogram.types import Message
from aiogram_dialog import DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import SwitchTo

from handlers.pieces import text_to
from handlers.words import Say, Screen
from services.planning import ordered_numbers


def window(here: State, year: State, getter: Any) -> Window:
    """Numbers so far; a typed one is kept, and ``year`` shows it."""

    async def on_ordered(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
        async with manager.middleware_data["working"]() as work:
            await ordered_numbers.enter(work, manager.dialog_data["year"], message.text or "")
        await manager.switch_to(year)

    return Window(
        Screen("plan_ordered"),
        text_to(on_ordered),
        SwitchTo(Say("plan.all_units"), id="all", state=year),
        state=here,
        getter=getter,
    )
