"""One item changed or abolished: the field, its new words, the grounds, a last look, and back again."""

from typing import Any, cast

from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Data, Dialog, DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Cancel, Row

from domain.item_list import Grounds
from handlers.pieces import one_of, text_to
from handlers.registers.item_grounds import Grounding, grounds_from
from handlers.words import Say, Screen
from services.items import item_acts, item_cards
from services.items.item_fields import EDITED, read_field


class Amending(StatesGroup):
    """Field, words, a last look, done, undone."""

    field = State()
    value = State()
    review = State()
    done = State()
    undone = State()


def _code(manager: DialogManager) -> str:
    return str(cast("dict[str, Any]", manager.start_data)["code"])


def _abolishes(manager: DialogManager) -> bool:
    return bool(cast("dict[str, Any]", manager.start_data).get("abolish"))


async def on_start(_data: Any, manager: DialogManager) -> None:
    """An abolition asks for its grounds at once."""
    if _abolishes(manager):
        await manager.start(Grounding.reason)


async def see(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The item, and what was typed so far."""
    typed = dialog_manager.dialog_data
    async with dialog_manager.middleware_data["looking"]() as look:
        shown = await item_cards.card(look, _code(dialog_manager))
    field = typed.get("field", "name")
    return {
        "code": shown.code,
        "name": shown.version.name,
        "fields": list(EDITED),
        "field": field,
        "old": _shown(shown.version.fields.get(field)),
        "new": _shown(typed.get("value")),
        "abolish": _abolishes(dialog_manager),
        "grounds": _grounds(dialog_manager),
        "number": typed.get("number", 0),
    }


def _shown(value: Any) -> str:
    return "；".join(value) if isinstance(value, list) else str(value or "")


def _grounds(manager: DialogManager) -> Grounds:
    answer = manager.dialog_data.get("grounds")
    return grounds_from(answer) if answer else Grounds("")


async def on_field(_query: CallbackQuery, _widget: Any, manager: DialogManager, field: str) -> None:
    """Next, its new words."""
    manager.dialog_data["field"] = field
    await manager.switch_to(Amending.value)


async def on_value(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Next, the grounds."""
    manager.dialog_data["value"] = read_field(manager.dialog_data["field"], message.text or "")
    await manager.start(Grounding.reason)


async def on_grounds(_start: Data, answer: Any, manager: DialogManager) -> None:
    """A last look; without an answer nothing is changed."""
    if answer is None:
        await manager.done()
        return
    manager.dialog_data["grounds"] = answer
    await manager.switch_to(Amending.review)


async def on_enter(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Enter it."""
    typed, code = manager.dialog_data, _code(manager)
    async with manager.middleware_data["working"]() as work:
        if _abolishes(manager):
            made = await item_acts.abolish(work, code, _grounds(manager))
        else:
            made = await item_acts.change(work, code, {typed["field"]: typed["value"]}, _grounds(manager))
    typed.update(ref=made.ref, number=made.number)
    await manager.switch_to(Amending.done)


async def on_undo(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Take it back."""
    async with manager.middleware_data["working"]() as work:
        await item_acts.undo(work, manager.dialog_data["ref"])
    await manager.switch_to(Amending.undone)


dialog = Dialog(
    Window(
        Screen("item_field"),
        one_of(Say("items.field"), "field", "fields", on_field, key=lambda one: one, width=2),
        Cancel(Say("items.cancel")),
        state=Amending.field,
        getter=see,
    ),
    Window(
        Screen("item_value"),
        Cancel(Say("items.cancel")),
        text_to(on_value),
        state=Amending.value,
        getter=see,
    ),
    Window(
        Screen("item_review"),
        Row(
            Button(Say("items.enter"), id="enter", on_click=on_enter),
            Cancel(Say("items.cancel")),
        ),
        state=Amending.review,
        getter=see,
    ),
    Window(
        Screen("item_done"),
        Button(Say("items.undo"), id="undo", on_click=on_undo),
        Cancel(Say("items.back"), id="leave"),
        state=Amending.done,
        getter=see,
    ),
    Window(
        Screen("item_undone"),
        Cancel(Say("items.back"), id="leave"),
        state=Amending.undone,
        getter=see,
    ),
    on_start=on_start,
    on_process_result=on_grounds,
)
