"""自主报送: what a liaison sends without a deadline, by file or as a text."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any, cast

from aiogram import F, Router
from aiogram.enums import ContentType
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, StartMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button

from handlers.gate import Opened
from handlers.pieces import one_of, paged, text_to
from handlers.spoken import heard, ref_of
from handlers.words import Say, Screen
from handlers.year.filings import OTHERS, file_of
from services.year import free_filings
from services.year.free_filings import Sent

router = Router(name="free_filing")


class Sending(StatesGroup):
    """What is sent, the file or the text, the receipt."""

    kinds = State()
    send = State()
    sent = State()


@router.callback_query(F.data == "duties:free")
async def on_begin(query: CallbackQuery, dialog_manager: DialogManager) -> None:
    """Offer what may be sent, and what was."""
    await dialog_manager.start(Sending.kinds, {}, mode=StartMode.RESET_STACK)
    await heard(query)


@router.callback_query(F.data.startswith("free-again:"))
async def on_returned(
    query: CallbackQuery, looking: Callable[[], Opened], dialog_manager: DialogManager
) -> None:
    """Straight from the notice of a return to the new version."""
    async with looking() as look:
        last = await free_filings.own_one(look, ref_of(query))
    start = {"kind": last.kind, "again": last.number}
    await dialog_manager.start(Sending.send, start, mode=StartMode.RESET_STACK)
    await heard(query)


async def see_kinds(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The place's kinds with their clauses, and what the unit has sent."""
    async with dialog_manager.middleware_data["looking"]() as look:
        return {"rules": free_filings.offered(look), "sent": await free_filings.own(look)}


async def on_kind(_query: CallbackQuery, _widget: Any, manager: DialogManager, kind: str) -> None:
    """Something new."""
    manager.dialog_data.update(kind=kind, again="")
    await manager.switch_to(Sending.send)


async def on_again(_query: CallbackQuery, _widget: Any, manager: DialogManager, number: str) -> None:
    """A new version of what was sent."""
    async with manager.middleware_data["looking"]() as look:
        last = await free_filings.own_one(look, number)
    manager.dialog_data.update(kind=last.kind, again=number)
    await manager.switch_to(Sending.send)


def _chosen(manager: DialogManager) -> tuple[str, str]:
    """Kind, and the number that is replaced."""
    data = {**cast("dict[str, str]", manager.start_data), **manager.dialog_data}
    return data["kind"], data["again"]


async def see_send(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What is being sent, and the text typed so far."""
    kind, again = _chosen(dialog_manager)
    async with dialog_manager.middleware_data["looking"]() as look:
        last = await free_filings.own_one(look, again) if again else None
    return {"kind": kind, "again": last, "note": dialog_manager.dialog_data.get("note", "")}


async def on_text(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Kept until the button sends it, so that no stray word is a filing."""
    manager.dialog_data["note"] = message.text or ""


async def on_send(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Send the text."""
    await _file(manager, note=manager.dialog_data["note"])


async def on_document(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """A file is sent as it arrives; its caption, or the text before it, goes along."""
    file_id, name = file_of(message)
    note = message.caption or manager.dialog_data.get("note", "")
    await _file(manager, file_id=file_id, file_name=name, note=note)


async def _file(manager: DialogManager, **given: str) -> None:
    kind, again = _chosen(manager)
    async with manager.middleware_data["working"]() as work:
        sent = await free_filings.file(work, kind, again=again, **given)
    manager.dialog_data["sent"] = asdict(sent) | {"on": sent.on.isoformat()}
    await manager.switch_to(Sending.sent)


async def see_sent(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The receipt."""
    kept = dict(dialog_manager.dialog_data["sent"])
    return {"sent": Sent(**kept | {"on": date.fromisoformat(kept["on"])})}


async def on_more(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Back to what may be sent."""
    manager.dialog_data.clear()
    await manager.switch_to(Sending.kinds)


BACK = Button(Say("filings.free_begin"), id="more", on_click=on_more)

dialog = Dialog(
    Window(
        Screen("free_kinds"),
        one_of(Say("filings.free_choice"), "kind", "rules", on_kind, key=lambda one: one.kind),
        paged(Say("filings.free_again"), "again", "sent", on_again, key=lambda one: one.number),
        state=Sending.kinds,
        getter=see_kinds,
    ),
    Window(
        Screen("free_send"),
        Button(Say("filings.free_text"), id="text", on_click=on_send, when="note"),
        BACK,
        MessageInput(on_document, content_types=ContentType.DOCUMENT),
        text_to(on_text),
        OTHERS,
        state=Sending.send,
        getter=see_send,
    ),
    Window(Screen("free_sent"), BACK, state=Sending.sent, getter=see_sent),
)
