"""撤下公示: what was taken down; ask for one with reason and document; a second person decides."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import F, Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.kbd import SwitchTo

from handlers.asked import begins
from handlers.gate import Opened
from handlers.pieces import text_to
from handlers.publication.second_person import Asking
from handlers.words import Say, Screen
from locales.texts import Texts
from services.publication import takedowns

router = Router(name="takedown")

SHOWN = 12


class TakingDown(StatesGroup):
    """What was taken down; which result, why, by what document, word."""

    current = State()
    result = State()
    ground = State()
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


ASKING = Asking(
    "takedown", takedowns.QUESTION, Say("takedown.one_ground"), TakingDown, takedowns.ask, takedowns.decide
)


@router.callback_query(F.data.startswith("takedown-ok:"))
async def on_agree(
    query: CallbackQuery,
    working: Callable[[], Opened],
    texts: Texts,
    publish_site: Callable[[], Awaitable[object]],
) -> None:
    """The second person agrees; the pages are written after the commit."""
    await ASKING.on_word(query, working, texts, approve=True)
    await publish_site()


@router.callback_query(F.data.startswith("takedown-no:"))
async def on_refuse(query: CallbackQuery, working: Callable[[], Opened], texts: Texts) -> None:
    """The second person refuses."""
    await ASKING.on_word(query, working, texts, approve=False)


dialog = Dialog(
    Window(
        Screen("takedown_current"),
        SwitchTo(Say("takedown.button.add"), id="add", state=TakingDown.result),
        state=TakingDown.current,
        getter=see_current,
    ),
    Window(
        Screen("takedown_result"),
        text_to(ASKING.on_typed_result),
        state=TakingDown.result,
    ),
    *ASKING.windows(),
)
