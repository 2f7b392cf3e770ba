"""回避 and replacement: the inspector asks with a reason, the office decides, chance fills the seat."""

from collections.abc import Callable
from typing import Any, cast

from aiogram import F, Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button

from handlers.gate import Opened
from handlers.pieces import one_of, text_to
from handlers.spoken import heard, ref_of, without_buttons
from handlers.words import Say, Screen
from locales.texts import Texts
from services.drawing import replacements
from services.visits.assignments import case_of

router = Router(name="recusal")


class Recusing(StatesGroup):
    """Why, the particulars, asked."""

    reason = State()
    remark = State()
    done = State()


def _ref(manager: DialogManager) -> str:
    return cast("dict[str, str]", manager.start_data)["ref"]


@router.callback_query(F.data.startswith("recuse:"))
async def on_recuse(query: CallbackQuery, dialog_manager: DialogManager) -> None:
    """Ask for the reason."""
    async with dialog_manager.middleware_data["looking"]() as look:
        case = await case_of(look, ref_of(query))
    await dialog_manager.start(
        Recusing.reason, {"ref": case.assignment.ref}, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND
    )
    await heard(query)


async def see(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The visit, and the reasons to choose from."""
    async with dialog_manager.middleware_data["looking"]() as look:
        case = await case_of(look, _ref(dialog_manager))
    return {
        "visit": case.visit.number,
        "object_name": case.subject.name,
        "reasons": replacements.REASONS,
        "reason": dialog_manager.dialog_data.get("reason", replacements.REASONS[0]),
    }


async def on_reason(_query: CallbackQuery, _widget: Any, manager: DialogManager, reason: str) -> None:
    """Keep the reason."""
    manager.dialog_data["reason"] = reason
    await manager.switch_to(Recusing.remark)


async def _ask(manager: DialogManager, remark: str) -> None:
    async with manager.middleware_data["working"]() as work:
        await replacements.ask(work, _ref(manager), manager.dialog_data["reason"], remark)
    await manager.switch_to(Recusing.done)


async def on_remark(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Ask with the particulars."""
    await _ask(manager, message.text or "")


async def on_ask(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Ask without."""
    await _ask(manager, "")


@router.callback_query(F.data.startswith("replace:"))
async def on_approve(query: CallbackQuery, working: Callable[[], Opened], texts: Texts) -> None:
    """The office agrees."""
    async with working() as work:
        await replacements.approve(work, ref_of(query))
    await query.answer(texts.say("replacement.replaced"))
    await without_buttons(query, "replace:", "keep:")


@router.callback_query(F.data.startswith("keep:"))
async def on_refuse(query: CallbackQuery, working: Callable[[], Opened], texts: Texts) -> None:
    """The office refuses."""
    async with working() as work:
        await replacements.refuse(work, ref_of(query))
    await query.answer(texts.say("replacement.kept"))
    await without_buttons(query, "replace:", "keep:")


dialog = Dialog(
    Window(
        Screen("recuse_reason"),
        one_of(Say("replacement.choose"), "reason", "reasons", on_reason),
        state=Recusing.reason,
        getter=see,
    ),
    Window(
        Screen("recuse_remark"),
        Button(Say("replacement.ask"), id="ask", on_click=on_ask),
        text_to(on_remark),
        state=Recusing.remark,
        getter=see,
    ),
    Window(Screen("recuse_done"), state=Recusing.done),
)
