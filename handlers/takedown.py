"""撤下公示: what was taken down; ask for one with reason and document; a second person decides."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import F, Router
from aiogram.enums import ContentType
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Group, Select, SwitchTo

from domain.public_trace import TAKEDOWN_REASONS
from handlers.asked import begins
from handlers.gate import Opened
from handlers.spoken import ref_of, without_buttons
from handlers.words import Say, Screen
from locales.texts import Texts
from services import takedowns

router = Router(name="takedown")

SHOWN = 12


class TakingDown(StatesGroup):
    """What was taken down; which result, why, by what document, word."""

    current = State()
    result = State()
    reason = State()
    document = State()
    review = State()
    asked = State()


@begins(router, "takedown")
async def on_takedown(_event: Message | CallbackQuery, dialog_manager: DialogManager) -> None:
    """Show what was taken down."""
    async with dialog_manager.middleware_data["looking"]() as look:
        look.require("takedown.ask")
    await dialog_manager.start(TakingDown.current, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)


async def see_current(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Requests that wait and what was taken down."""
    async with dialog_manager.middleware_data["looking"]() as look:
        lines = await takedowns.current(look)
    return {"lines": lines[:SHOWN], "more": len(lines) - SHOWN}


async def see_typed(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What was given so far."""
    blank = dict.fromkeys(("number", "reason", "document"), "")
    return {"reasons": TAKEDOWN_REASONS} | blank | dialog_manager.dialog_data


async def on_result(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """A result's number."""
    manager.dialog_data["number"] = (message.text or "").strip()
    await manager.switch_to(TakingDown.reason)


async def on_reason(_query: CallbackQuery, _widget: Any, manager: DialogManager, reason: str) -> None:
    """The class that the public will see."""
    manager.dialog_data["reason"] = reason
    await manager.switch_to(TakingDown.document)


async def on_document(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """The document's number, and why."""
    manager.dialog_data["document"] = message.text or ""
    await manager.switch_to(TakingDown.review)


async def on_ask(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Ask for a second person."""
    typed = manager.dialog_data
    async with manager.middleware_data["working"]() as work:
        await takedowns.ask(work, typed["number"], typed["reason"], typed["document"])
    await manager.switch_to(TakingDown.asked)


@router.callback_query(F.data.startswith("takedown-ok:"))
async def on_agree(
    query: CallbackQuery,
    working: Callable[[], Opened],
    texts: Texts,
    publish_site: Callable[[], Awaitable[object]],
) -> None:
    """The second person agrees; the pages are written after the commit."""
    await _decide(query, working, texts, approve=True)
    await publish_site()


@router.callback_query(F.data.startswith("takedown-no:"))
async def on_refuse(query: CallbackQuery, working: Callable[[], Opened], texts: Texts) -> None:
    """The second person refuses."""
    await _decide(query, working, texts, approve=False)


async def _decide(
    query: CallbackQuery, working: Callable[[], Opened], words: Texts, *, approve: bool
) -> None:
    async with working() as work:
        one = await takedowns.decide(work, ref_of(query), approve=approve)
    await query.answer(words.say(f"takedown.decided.{one.state}"))
    await without_buttons(query, "takedown-ok:", "takedown-no:")


dialog = Dialog(
    Window(
        Screen("takedown_current"),
        SwitchTo(Say("takedown.button.add"), id="add", state=TakingDown.result),
        state=TakingDown.current,
        getter=see_current,
    ),
    Window(
        Screen("takedown_result"),
        MessageInput(on_result, content_types=ContentType.TEXT),
        state=TakingDown.result,
    ),
    Window(
        Screen("takedown_reason"),
        Group(
            Select(
                Say("takedown.one_reason"),
                id="reason",
                item_id_getter=str,
                items="reasons",
                on_click=on_reason,
            ),
            width=1,
        ),
        state=TakingDown.reason,
        getter=see_typed,
    ),
    Window(
        Screen("takedown_document"),
        MessageInput(on_document, content_types=ContentType.TEXT),
        state=TakingDown.document,
        getter=see_typed,
    ),
    Window(
        Screen("takedown_review"),
        Button(Say("takedown.button.ask"), id="ask", on_click=on_ask),
        SwitchTo(Say("takedown.button.again"), id="again", state=TakingDown.result),
        state=TakingDown.review,
        getter=see_typed,
    ),
    Window(Screen("takedown_asked"), state=TakingDown.asked, getter=see_typed),
)
