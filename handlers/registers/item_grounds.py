"""调整依据: why the item list changes, by which document, from which day. Asked by other conversations.

Answers ``{"reason", "document", "effective_on"}`` (ISO) to whoever started it.
"""

from datetime import date
from typing import Any, cast

from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Cancel

from domain.errors import DomainError
from domain.item_list import REASONS, Grounds
from handlers.pieces import one_of, text_to
from handlers.typed_day import day_in
from handlers.words import Say, Screen


class Grounding(StatesGroup):
    """Kind, document, day."""

    reason = State()
    document = State()
    day = State()


def grounds_from(answer: Any, *, whole: bool = False) -> Grounds:
    """What was answered, as the services take it."""
    given = cast("dict[str, str]", answer)
    day = date.fromisoformat(given["effective_on"])
    return Grounds(given["reason"], given["document"], day, whole)


async def see_reason(**_: Any) -> dict[str, Any]:
    """立、改、废、释, or the needs of the work."""
    return {"reasons": list(REASONS)}


async def on_reason(_query: CallbackQuery, _widget: Any, manager: DialogManager, reason: str) -> None:
    """Next, the document."""
    manager.dialog_data["reason"] = reason
    await manager.switch_to(Grounding.document)


async def see(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What was answered so far."""
    typed = dialog_manager.dialog_data
    return {"reason": typed.get("reason", ""), "document": typed.get("document", "")}


async def on_document(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Next, the day."""
    if not (message.text or "").strip():
        raise DomainError("items.no_grounds", lacking=["document"])
    manager.dialog_data["document"] = (message.text or "").strip()
    await manager.switch_to(Grounding.day)


async def on_day(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """A day that was typed."""
    await _answer(manager, await day_in(message, manager, "closest"))


async def on_today(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """From today on."""
    async with manager.middleware_data["looking"]() as look:
        today = look.today
    await _answer(manager, today)


async def _answer(manager: DialogManager, day: date) -> None:
    await manager.done({**manager.dialog_data, "effective_on": day.isoformat()})


dialog = Dialog(
    Window(
        Screen("grounds_reason"),
        one_of(Say("items.reason"), "reason", "reasons", on_reason, key=lambda one: one),
        Cancel(Say("items.cancel")),
        state=Grounding.reason,
        getter=see_reason,
    ),
    Window(
        Screen("grounds_document"),
        Cancel(Say("items.cancel")),
        text_to(on_document),
        state=Grounding.document,
        getter=see,
    ),
    Window(
        Screen("grounds_day"),
        Button(Say("items.today"), id="today", on_click=on_today),
        Cancel(Say("items.cancel")),
        text_to(on_day),
        state=Grounding.day,
        getter=see,
    ),
)
