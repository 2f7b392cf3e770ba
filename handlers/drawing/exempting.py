"""免抽: objects that a document exempts; entered with its number and a last day, revoked with a reason."""

from datetime import date
from typing import Any

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, SwitchTo

from handlers.asked import begins
from handlers.pieces import one_of, text_to
from handlers.typed_day import day_in
from handlers.words import Say, Screen
from services.objects import exemptions

router = Router(name="exempting")

LINES_SHOWN = 15


class Exempting(StatesGroup):
    """What is exempt; numbers, document, last day, word; or a reason to revoke."""

    current = State()
    numbers = State()
    document = State()
    until = State()
    review = State()
    entered = State()
    reason = State()
    revoked = State()


@begins(router, "exempt")
async def on_exempt(_event: Message | CallbackQuery, dialog_manager: DialogManager) -> None:
    """Show what is exempt."""
    async with dialog_manager.middleware_data["looking"]() as look:
        look.require("exemption.look")
    await dialog_manager.start(Exempting.current, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)


async def see_current(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Exemptions that hold, the nearest end first."""
    async with dialog_manager.middleware_data["looking"]() as look:
        lines = await exemptions.current(look)
    return {"lines": lines[:LINES_SHOWN], "more": len(lines) - LINES_SHOWN}


async def see_entry(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What was typed so far."""
    typed = dialog_manager.dialog_data
    return {
        "objects": list(typed.get("objects", {}).items()),
        "document": typed.get("document", ""),
        "until": date.fromisoformat(typed["until"]) if "until" in typed else None,
    }


async def on_numbers(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Register numbers, as many as fit into a message."""
    async with manager.middleware_data["looking"]() as look:
        manager.dialog_data["objects"] = await exemptions.objects_named(look, message.text or "")
    await manager.switch_to(Exempting.document)


async def on_document(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """The document's number or title."""
    manager.dialog_data["document"] = message.text or ""
    await manager.switch_to(Exempting.until)


async def on_until(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """The last day."""
    manager.dialog_data["until"] = (await day_in(message, manager)).isoformat()
    await manager.switch_to(Exempting.review)


async def on_enter(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Enter what was typed."""
    typed = manager.dialog_data
    async with manager.middleware_data["working"]() as work:
        await exemptions.add(
            work, list(typed["objects"]), typed["document"], date.fromisoformat(typed["until"])
        )
    await manager.switch_to(Exempting.entered)


async def on_line(_query: CallbackQuery, _widget: Any, manager: DialogManager, ref: str) -> None:
    """Revoke this one: ask for the reason."""
    manager.dialog_data["ref"] = ref
    await manager.switch_to(Exempting.reason)


async def on_reason(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Revoke."""
    async with manager.middleware_data["working"]() as work:
        await exemptions.revoke(work, manager.dialog_data["ref"], message.text or "")
    await manager.switch_to(Exempting.revoked)


dialog = Dialog(
    Window(
        Screen("exempt_current"),
        one_of(Say("exemption.revoke"), "line", "lines", on_line, key=lambda one: one.ref),
        SwitchTo(Say("exemption.add"), id="add", state=Exempting.numbers),
        state=Exempting.current,
        getter=see_current,
    ),
    Window(
        Screen("exempt_numbers"),
        text_to(on_numbers),
        state=Exempting.numbers,
    ),
    Window(
        Screen("exempt_document"),
        text_to(on_document),
        state=Exempting.document,
        getter=see_entry,
    ),
    Window(
        Screen("exempt_until"),
        text_to(on_until),
        state=Exempting.until,
        getter=see_entry,
    ),
    Window(
        Screen("exempt_review"),
        Button(Say("exemption.enter"), id="enter", on_click=on_enter),
        SwitchTo(Say("exemption.again"), id="again", state=Exempting.numbers),
        state=Exempting.review,
        getter=see_entry,
    ),
    Window(Screen("exempt_entered"), state=Exempting.entered, getter=see_entry),
    Window(
        Screen("exempt_reason"),
        text_to(on_reason),
        state=Exempting.reason,
    ),
    Window(Screen("exempt_revoked"), state=Exempting.revoked),
)
