"""不予公示: what is kept back; ask for one with basis and document; a second person decides; end it."""

from collections.abc import Callable
from typing import Any

from aiogram import F, Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import SwitchTo

from handlers.asked import begins
from handlers.gate import Opened
from handlers.pieces import one_of, text_to
from handlers.publication.second_person import Asking
from handlers.words import Say, Screen
from locales.texts import Texts
from services.publication import publishing, withholdings
from services.second_person import APPROVED

router = Router(name="withhold")

SHOWN = 12


class Withholding(StatesGroup):
    """What is kept back; which result, on what basis, by what document, word; or a reason to end it."""

    current = State()
    result = State()
    ground = State()
    document = State()
    review = State()
    asked = State()
    reason = State()
    ended = State()


@begins(router, "withhold")
async def on_withhold(_event: Message | CallbackQuery, dialog_manager: DialogManager) -> None:
    """Show what is kept back."""
    async with dialog_manager.middleware_data["looking"]() as look:
        look.require("withholding.ask")
    await dialog_manager.start(Withholding.current, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)


async def see_current(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Requests that wait and decisions that stand."""
    async with dialog_manager.middleware_data["looking"]() as look:
        lines = await withholdings.current(look)
    standing = [line for line in lines if line.state == APPROVED]
    return {"lines": lines[:SHOWN], "more": len(lines) - SHOWN, "standing": standing[:SHOWN]}


async def see_results(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Released results that are not public; any other is typed by its number."""
    async with dialog_manager.middleware_data["looking"]() as look:
        found = [one for one in await publishing.pending(look) if "withholding" not in one.hindrance]
    return {"results": found[:SHOWN]}


ASKING = Asking(
    "withhold",
    withholdings.QUESTION,
    Say("withholding.one_ground"),
    Withholding,
    withholdings.ask,
    withholdings.decide,
)


async def on_line(_query: CallbackQuery, _widget: Any, manager: DialogManager, ref: str) -> None:
    """End this one: ask for the reason."""
    manager.dialog_data["ref"] = ref
    await manager.switch_to(Withholding.reason)


async def on_reason(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """End it."""
    async with manager.middleware_data["working"]() as work:
        await withholdings.end(work, manager.dialog_data["ref"], message.text or "")
    await manager.switch_to(Withholding.ended)


@router.callback_query(F.data.startswith("withhold-ok:"))
async def on_agree(query: CallbackQuery, working: Callable[[], Opened], texts: Texts) -> None:
    """The second person agrees."""
    await ASKING.on_word(query, working, texts, approve=True)


@router.callback_query(F.data.startswith("withhold-no:"))
async def on_refuse(query: CallbackQuery, working: Callable[[], Opened], texts: Texts) -> None:
    """The second person refuses."""
    await ASKING.on_word(query, working, texts, approve=False)


dialog = Dialog(
    Window(
        Screen("withhold_current"),
        one_of(Say("withholding.button.end"), "line", "standing", on_line, key=lambda one: one.ref),
        SwitchTo(Say("withholding.button.add"), id="add", state=Withholding.result),
        state=Withholding.current,
        getter=see_current,
    ),
    Window(
        Screen("withhold_result"),
        one_of(
            Say("withholding.button.result"),
            "result",
            "results",
            ASKING.on_result,
            key=lambda one: one.number,
        ),
        text_to(ASKING.on_typed_result),
        state=Withholding.result,
        getter=see_results,
    ),
    *ASKING.windows(),
    Window(
        Screen("withhold_reason"),
        text_to(on_reason),
        state=Withholding.reason,
    ),
    Window(Screen("withhold_ended"), state=Withholding.ended),
)
