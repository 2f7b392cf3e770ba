"""议定事项: what is to be done; the unit's liaison reports it, the office confirms it or sends it back."""

from typing import Any

from aiogram import F, Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, SwitchTo

from domain.conference import OPEN, REPORTED
from handlers.pieces import paged, text_to
from handlers.spoken import heard, ref_of
from handlers.words import Say, Screen
from handlers.year import forwarding as handing_on
from services.year import decisions, forwarding

router = Router(name="decisions")


class Deciding(StatesGroup):
    """The list; one; what was done; why it is not."""

    listed = State()
    one = State()
    report = State()
    reason = State()


@router.callback_query(F.data == "decisions:all")
async def on_decisions(query: CallbackQuery, dialog_manager: DialogManager) -> None:
    """The list, from a notice."""
    await dialog_manager.start(Deciding.listed, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)
    await heard(query)


@router.callback_query(F.data.startswith("decision:"))
async def on_decision(query: CallbackQuery, dialog_manager: DialogManager) -> None:
    """One, from a notice."""
    async with dialog_manager.middleware_data["looking"]() as look:
        found = await decisions.one(look, ref_of(query))
    start = {"ref": found.ref}
    await dialog_manager.start(Deciding.one, start, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)
    await heard(query)


def _ref(manager: DialogManager) -> str:
    start = manager.start_data if isinstance(manager.start_data, dict) else {}
    return str(manager.dialog_data.get("ref") or start.get("ref", ""))


async def see_listed(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What is not done yet."""
    async with dialog_manager.middleware_data["looking"]() as look:
        return {"lines": await decisions.undone(look)}


async def on_line(_query: CallbackQuery, _widget: Any, manager: DialogManager, ref: str) -> None:
    """Open one."""
    manager.dialog_data["ref"] = ref
    await manager.switch_to(Deciding.one)


async def see_one(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """It, and what the person may do about it."""
    async with dialog_manager.middleware_data["looking"]() as look:
        found = await decisions.one(look, _ref(dialog_manager))
        own = look.actor.may("decision.report") and found.unit == look.actor.unit_name
        may_decide = look.actor.may("decision.confirm") and found.state == REPORTED
    return {
        "one": found,
        "may_report": own and found.state in decisions.UNDONE,
        "may_decide": may_decide,
        "may_forward": own and found.state == OPEN,
    }


async def on_forward(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Hand it on within the unit, or take it back."""
    await handing_on.choose(manager, forwarding.DECISION, _ref(manager))


async def on_report(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """What was done."""
    async with manager.middleware_data["working"]() as work:
        await decisions.report(work, _ref(manager), message.text or "")
    await manager.switch_to(Deciding.one)


async def on_confirm(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Done."""
    async with manager.middleware_data["working"]() as work:
        await decisions.confirm(work, _ref(manager))
    await manager.switch_to(Deciding.one)


async def on_reason(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Not done."""
    async with manager.middleware_data["working"]() as work:
        await decisions.send_back(work, _ref(manager), message.text or "")
    await manager.switch_to(Deciding.one)


BACK = SwitchTo(Say("meeting.back"), id="back", state=Deciding.one)

dialog = Dialog(
    Window(
        Screen("decision_listed"),
        paged(Say("meeting.decision.choice"), "line", "lines", on_line, key=lambda one: one.ref),
        state=Deciding.listed,
        getter=see_listed,
    ),
    Window(
        Screen("decision_one"),
        SwitchTo(Say("meeting.decision.report"), id="report", state=Deciding.report, when="may_report"),
        Button(Say("meeting.decision.confirm"), id="confirm", on_click=on_confirm, when="may_decide"),
        SwitchTo(Say("meeting.decision.return"), id="return", state=Deciding.reason, when="may_decide"),
        Button(Say("forward.begin"), id="forward", on_click=on_forward, when="may_forward"),
        SwitchTo(Say("meeting.decision.list"), id="list", state=Deciding.listed),
        state=Deciding.one,
        getter=see_one,
    ),
    Window(Screen("decision_report"), BACK, text_to(on_report), state=Deciding.report, getter=see_one),
    Window(Screen("decision_reason"), BACK, text_to(on_reason), state=Deciding.reason, getter=see_one),
)
