"""修改信息: one field of a person's card, typed and read as a list would be."""

from typing import Any, cast

from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Cancel

from handlers.pieces import one_of, text_to
from handlers.words import Say, Screen
from services.staff import library, staff_changes


class Changing(StatesGroup):
    """Which field, its new value."""

    field = State()
    value = State()


def person_of(manager: DialogManager) -> int:
    """Whose card it is."""
    return cast("dict[str, int]", manager.start_data)["person"]


async def see(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The person, the fields, the one chosen."""
    async with dialog_manager.middleware_data["looking"]() as look:
        card = await library.card(look, person_of(dialog_manager))
    field = dialog_manager.dialog_data.get("field", staff_changes.FIELDS[0])
    return {"name": card.name, "fields": staff_changes.FIELDS, "field": field}


async def on_field(_query: CallbackQuery, _widget: Any, manager: DialogManager, field: str) -> None:
    """Keep the field."""
    manager.dialog_data["field"] = field
    await manager.switch_to(Changing.value)


async def on_value(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Write it and go back to the card, which shows it."""
    async with manager.middleware_data["working"]() as work:
        await staff_changes.change(work, person_of(manager), manager.dialog_data["field"], message.text or "")
    await manager.done()


dialog = Dialog(
    Window(
        Screen("change_field"),
        one_of(Say("library.field"), "field", "fields", on_field, width=2),
        Cancel(Say("library.back")),
        state=Changing.field,
        getter=see,
    ),
    Window(
        Screen("change_value"),
        Cancel(Say("library.back")),
        text_to(on_value),
        state=Changing.value,
        getter=see,
    ),
)
