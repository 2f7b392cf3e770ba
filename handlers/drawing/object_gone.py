"""递补: the office says that a drawn object is gone, a second person agrees, the same draw says who comes."""

from collections.abc import Callable
from typing import Any

from aiogram import F, Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button

from handlers.asked import begins
from handlers.gate import Opened
from handlers.pieces import one_of, text_to
from handlers.spoken import ref_of, without_buttons
from handlers.words import Say, Screen
from locales.texts import Texts
from services.drawing import object_replacements

router = Router(name="object_gone")

VISITS_SHOWN = 20


class Replacing(StatesGroup):
    """Which visit, why, the particulars, asked."""

    visit = State()
    reason = State()
    remark = State()
    done = State()


@begins(router, "substitute")
async def on_substitute(_event: Message | CallbackQuery, dialog_manager: DialogManager) -> None:
    """Choose the visit whose object is gone."""
    async with dialog_manager.middleware_data["looking"]() as look:
        look.require("substitution.ask")
    await dialog_manager.start(Replacing.visit, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)


async def see_visits(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Open visits; those not shown are named by their number."""
    async with dialog_manager.middleware_data["looking"]() as look:
        visits = await object_replacements.open_visits(look)
    return {"visits": visits[:VISITS_SHOWN], "more": len(visits) - VISITS_SHOWN}


async def _choose(manager: DialogManager, text: str) -> None:
    async with manager.middleware_data["looking"]() as look:
        visit = await object_replacements.visit_named(look, text)
    manager.dialog_data.update(ref=visit.ref, visit=visit.number, object_name=visit.object_name)
    await manager.switch_to(Replacing.reason)


async def on_visit(_query: CallbackQuery, _widget: Any, manager: DialogManager, ref: str) -> None:
    """A visit from the list."""
    await _choose(manager, ref)


async def on_number(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """A visit by its number."""
    await _choose(manager, message.text or "")


async def see_chosen(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The visit, and the reasons to choose from."""
    chosen = dialog_manager.dialog_data
    return {
        "visit": chosen["visit"],
        "object_name": chosen["object_name"],
        "reasons": object_replacements.REASONS,
        "reason": chosen.get("reason", object_replacements.REASONS[0]),
    }


async def on_reason(_query: CallbackQuery, _widget: Any, manager: DialogManager, reason: str) -> None:
    """Keep the reason."""
    manager.dialog_data["reason"] = reason
    await manager.switch_to(Replacing.remark)


async def _ask(manager: DialogManager, remark: str) -> None:
    chosen = manager.dialog_data
    async with manager.middleware_data["working"]() as work:
        await object_replacements.ask(work, chosen["ref"], chosen["reason"], remark)
    await manager.switch_to(Replacing.done)


async def on_remark(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Ask with the particulars."""
    await _ask(manager, message.text or "")


async def on_ask(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Ask without."""
    await _ask(manager, "")


@router.callback_query(F.data.startswith("objreplace:"))
async def on_approve(query: CallbackQuery, working: Callable[[], Opened], texts: Texts) -> None:
    """The second person agrees."""
    async with working() as work:
        await object_replacements.approve(work, ref_of(query))
    await query.answer(texts.say("object_replacement.replaced"))
    await without_buttons(query, "objreplace:", "objkeep:")


@router.callback_query(F.data.startswith("objkeep:"))
async def on_refuse(query: CallbackQuery, working: Callable[[], Opened], texts: Texts) -> None:
    """The second person refuses."""
    async with working() as work:
        await object_replacements.refuse(work, ref_of(query))
    await query.answer(texts.say("object_replacement.kept"))
    await without_buttons(query, "objreplace:", "objkeep:")


dialog = Dialog(
    Window(
        Screen("substitute_visit"),
        one_of(Say("object_replacement.visit"), "visit", "visits", on_visit, key=lambda one: one.ref),
        text_to(on_number),
        state=Replacing.visit,
        getter=see_visits,
    ),
    Window(
        Screen("substitute_reason"),
        one_of(Say("object_replacement.choose"), "reason", "reasons", on_reason),
        state=Replacing.reason,
        getter=see_chosen,
    ),
    Window(
        Screen("substitute_remark"),
        Button(Say("object_replacement.ask"), id="ask", on_click=on_ask),
        text_to(on_remark),
        state=Replacing.remark,
        getter=see_chosen,
    ),
    Window(Screen("substitute_done"), state=Replacing.done, getter=see_chosen),
)
