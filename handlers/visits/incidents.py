"""责任情形: what was noted this year; a result or case, the situation, the words."""

from typing import Any

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import SwitchTo

from domain.incident import GROUNDS
from handlers.asked import begins
from handlers.pieces import one_of, text_to
from handlers.words import Say, Screen
from services.visits import incidents

router = Router(name="incidents")

SHOWN = 10


class Noting(StatesGroup):
    """What was noted; of which result, what situation, in what words."""

    current = State()
    number = State()
    ground = State()
    text = State()


@begins(router, "incident")
async def on_incident(_event: Message | CallbackQuery, dialog_manager: DialogManager) -> None:
    """Show what was noted."""
    async with dialog_manager.middleware_data["looking"]() as look:
        look.require("incident.note")
    await dialog_manager.start(Noting.current, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)


async def see_current(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The newest notes."""
    async with dialog_manager.middleware_data["looking"]() as look:
        lines = await incidents.current(look)
    return {"lines": lines[:SHOWN], "more": len(lines) - SHOWN}


async def see_entry(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What was given so far."""
    given = dialog_manager.dialog_data
    return {"number": given.get("number", ""), "ground": given.get("ground", ""), "grounds": GROUNDS}


async def on_number(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """The number of a result or a case."""
    async with manager.middleware_data["looking"]() as look:
        await incidents.named(look, message.text or "")
    manager.dialog_data["number"] = (message.text or "").strip()
    await manager.switch_to(Noting.ground)


async def on_ground(_query: CallbackQuery, _widget: Any, manager: DialogManager, ground: str) -> None:
    """One of the documents' situations."""
    manager.dialog_data["ground"] = ground
    await manager.switch_to(Noting.text)


async def on_text(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """The facts and the papers; kept at once, the list shows it."""
    given = manager.dialog_data
    async with manager.middleware_data["working"]() as work:
        await incidents.note(work, given["number"], given["ground"], message.text or "")
    await manager.switch_to(Noting.current)


dialog = Dialog(
    Window(
        Screen("incident_current"),
        SwitchTo(Say("incident.add"), id="add", state=Noting.number),
        state=Noting.current,
        getter=see_current,
    ),
    Window(Screen("incident_number"), text_to(on_number), state=Noting.number),
    Window(
        Screen("incident_ground"),
        one_of(Say("incident.one_ground"), "ground", "grounds", on_ground),
        state=Noting.ground,
        getter=see_entry,
    ),
    Window(Screen("incident_text"), text_to(on_text), state=Noting.text, getter=see_entry),
)
