"""清单调整记录: what changed the item list, its 备案 and publication, and taking a change back."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Cancel, Row, SwitchTo

from handlers.pieces import one_of, text_to
from handlers.words import Say, Screen
from services.items import item_acts, item_cards, item_filing, item_list

LOG_SHOWN = 8
REVISIONS_SHOWN = 12


class Revising(StatesGroup):
    """Every change, one of them, the receipt of its filing."""

    every = State()
    one = State()
    receipt = State()


async def see_revisions(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Every change of the list, the newest first."""
    async with dialog_manager.middleware_data["looking"]() as look:
        found = await item_list.revisions(look)
    return {"revisions": found[:REVISIONS_SHOWN], "total": len(found)}


async def on_revision(_query: CallbackQuery, _widget: Any, manager: DialogManager, ref: str) -> None:
    """One of them."""
    manager.dialog_data["revision"] = ref
    await manager.switch_to(Revising.one)


async def see_revision(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What it changed, and the steps that are open to the office."""
    async with dialog_manager.middleware_data["looking"]() as look:
        shown = await item_cards.revision_card(look, dialog_manager.dialog_data["revision"])
        office = look.actor.may("item.file")
    return {
        "revision": shown.revision,
        "log": shown.log[:LOG_SHOWN],
        "total": len(shown.log),
        "may_file": office and shown.may_file,
        "may_publish": office and shown.may_publish,
        "may_undo": office and shown.may_undo,
    }


async def on_receipt(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """The receipt's number, and its day unless it is today: ``备案〔2026〕3号 2026-07-02``."""
    written = (message.text or "").strip()
    number, _, last = written.rpartition(" ")
    async with manager.middleware_data["working"]() as work:
        day = _day(last) if number else None
        receipt = number if day else written
        await item_filing.file(work, manager.dialog_data["revision"], receipt, day or work.today)
    await manager.switch_to(Revising.one)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


async def on_publish(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Note that it is public; the pages are written after the commit."""
    async with manager.middleware_data["working"]() as work:
        await item_filing.publish(work, manager.dialog_data["revision"])
    write: Callable[[], Awaitable[object]] = manager.middleware_data["publish_site"]
    await write()


async def on_undo(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Take it back."""
    async with manager.middleware_data["working"]() as work:
        await item_acts.undo(work, manager.dialog_data["revision"])


dialog = Dialog(
    Window(
        Screen("item_revisions"),
        one_of(Say("items.revision"), "revision", "revisions", on_revision, key=lambda one: one.ref),
        Cancel(Say("items.home"), id="home"),
        state=Revising.every,
        getter=see_revisions,
    ),
    Window(
        Screen("item_revision"),
        Row(
            SwitchTo(Say("items.file"), id="file", state=Revising.receipt, when="may_file"),
            Button(Say("items.publish"), id="publish", on_click=on_publish, when="may_publish"),
            Button(Say("items.undo"), id="undo", on_click=on_undo, when="may_undo"),
        ),
        SwitchTo(Say("items.changes"), id="back", state=Revising.every),
        state=Revising.one,
        getter=see_revision,
    ),
    Window(
        Screen("item_receipt"),
        SwitchTo(Say("items.cancel"), id="back", state=Revising.one),
        text_to(on_receipt),
        state=Revising.receipt,
        getter=see_revision,
    ),
)
