"""本办公室上报: draft the office's own report, keep its edited versions, note when and as what it went."""

import asyncio
from datetime import date
from typing import Any, cast

from aiogram import F, Router
from aiogram.enums import ContentType
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, SwitchTo

from domain.filed_document import Checked
from handlers.pieces import one_of, text_to
from handlers.reading import Sent, receipt
from handlers.spoken import heard, message_of, number_of, ref_of
from handlers.typed_day import day_in
from handlers.words import Say, Screen, words_of
from handlers.year.drafting import send_draft
from services.year import office_reports, submission_parts

router = Router(name="upward")


class Upwards(StatesGroup):
    """The report; the day it went; the number it went under."""

    card = State()
    day = State()
    number = State()


@router.callback_query(F.data.startswith("upward:"))
async def on_upward(query: CallbackQuery, dialog_manager: DialogManager) -> None:
    """Open one report of the office's own."""
    await dialog_manager.start(
        Upwards.card, {"ref": ref_of(query)}, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND
    )
    await heard(query)


def _ref(manager: DialogManager) -> str:
    return cast("dict[str, str]", manager.start_data)["ref"]


async def see(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The report as it stands."""
    async with dialog_manager.middleware_data["looking"]() as look:
        item = await office_reports.one(look, _ref(dialog_manager))
    day = dialog_manager.dialog_data.get("day", "")
    return {
        "item": item,
        "versions": item.versions[-10:],
        "has_versions": bool(item.versions),
        "day": date.fromisoformat(day) if day else None,
    }


async def on_draft(query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """The draft from the data of all units."""
    shown, words = (await see(manager))["item"], words_of(manager)
    await send_draft(
        query,
        manager,
        words.say("filings.name", d=shown),
        lambda look: office_reports.draft(look, _ref(manager)),
    )


async def on_document(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """The edited report: a new version."""
    assert message.document is not None  # noqa: S101 - the input only takes documents
    async with receipt(message, manager) as (told, sent):
        checked = await _looked_into(manager, sent)
        async with manager.middleware_data["working"]() as work:
            kept = await office_reports.keep(
                work,
                _ref(manager),
                file_id=message.document.file_id,
                file_name=sent.name,
                checked=checked,
            )
        await told.says("filings.upward_kept", kept=kept, checked=checked)


async def _looked_into(manager: DialogManager, sent: Sent) -> Checked | None:
    if not submission_parts.looks_into(sent.name):
        return None
    read = manager.middleware_data["word_text"]
    return await asyncio.to_thread(submission_parts.looked, sent.content, (), read)


async def on_version(query: CallbackQuery, _widget: Any, manager: DialogManager, version: str) -> None:
    """Give a version back."""
    wanted = number_of(version)
    item: office_reports.Upward = (await see(manager))["item"]
    kept = next(one for one in item.versions if one.version == wanted)
    caption = words_of(manager).say("filings.upward_version", item=kept)
    await message_of(query).answer_document(kept.file_id, caption=caption, parse_mode=None)
    manager.show_mode = ShowMode.NO_UPDATE


async def on_day(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """The day it went."""
    manager.dialog_data["day"] = (await day_in(message, manager, "behind")).isoformat()
    await manager.switch_to(Upwards.number)


async def on_number(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """The number it went under; with it the report is sent."""
    day = date.fromisoformat(manager.dialog_data["day"])
    async with manager.middleware_data["working"]() as work:
        await office_reports.mark_sent(work, _ref(manager), day, message.text or "")
    await manager.switch_to(Upwards.card)


BACK = SwitchTo(Say("filings.upward_back"), id="back", state=Upwards.card)

dialog = Dialog(
    Window(
        Screen("upward"),
        Button(Say("filings.draft"), id="draft", on_click=on_draft),
        one_of(Say("filings.upward_version"), "version", "versions", on_version, key=lambda one: one.version),
        SwitchTo(Say("filings.upward_sent"), id="sent", state=Upwards.day, when="has_versions"),
        MessageInput(on_document, content_types=ContentType.DOCUMENT),
        state=Upwards.card,
        getter=see,
    ),
    Window(Screen("upward_day"), BACK, text_to(on_day), state=Upwards.day, getter=see),
    Window(Screen("upward_number"), BACK, text_to(on_number), state=Upwards.number, getter=see),
)
