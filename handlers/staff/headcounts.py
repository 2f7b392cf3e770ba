"""持证人数: what the units say they have, against the library; entered by typing a number."""

from typing import Any

from aiogram.fsm.state import State, StatesGroup
from aiogram.types import Message
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Cancel

from handlers.pieces import text_to
from handlers.words import Say, Screen
from services.staff import headcounts, library

UNITS_SHOWN = 40


class Counting(StatesGroup):
    """Unit by unit."""

    units = State()


async def see(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Every unit in sight: those that lack somebody first, then those that have not reported."""
    async with dialog_manager.middleware_data["looking"]() as look:
        found = await headcounts.staffing(look)
        everybody = library.scope(look) is None
    units = sorted(found.units, key=lambda one: (not one.lacking, one.certified is not None, one.unit))
    more = len(units) - UNITS_SHOWN
    return {"units": units[:UNITS_SHOWN], "more": more, "share": found.share, "everybody": everybody}


async def on_number(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Take a number in; the list shows it."""
    async with manager.middleware_data["working"]() as work:
        await headcounts.enter(work, message.text or "")


dialog = Dialog(
    Window(
        Screen("headcount_units"),
        Cancel(Say("library.back")),
        text_to(on_number),
        state=Counting.units,
        getter=see,
    ),
)
