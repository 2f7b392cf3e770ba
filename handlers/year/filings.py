"""报送: the liaison's list and the hand-in of one duty."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, cast

from aiogram import F, Router
from aiogram.enums import ContentType
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram_dialog import Data, Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button

from domain.errors import DomainError
from domain.filed_document import Checked
from domain.roles import Actor
from handlers.asked import begins
from handlers.gate import Opened
from handlers.planning import plan_file
from handlers.reading import fetch
from handlers.spoken import heard, key, message_of, ref_of
from handlers.words import Say, Screen, words_of
from handlers.year import forwarding as handing_on
from handlers.year.drafting import send_draft
from locales.texts import Texts
from services.planning import plan_files
from services.visits import joint_progress
from services.year import (
    filings,
    forwarding,
    free_filings,
    report_drafts,
    snoozing,
    submission_parts,
    unit_owes,
)
from services.year.filings import Owed
from services.year.unit_owes import Owing

router = Router(name="filings")

MEGABYTE = 1024 * 1024
FETCHABLE = 20 * MEGABYTE  # what Telegram lets a bot download
LINES_SHOWN = 20
Spoken = Message | CallbackQuery


class HandingIn(StatesGroup):
    """One duty: what it asks for, what a file lacks, then the receipt."""

    duty = State()
    incomplete = State()
    filed = State()


@router.callback_query(F.data == "duties:all")
@begins(router, "duties")
async def on_duties(event: Spoken, looking: Callable[[], Opened], actor: Actor, texts: Texts) -> None:
    """What the liaison's unit owes, each with a button."""
    await _show_duties(message_of(event), looking, actor, texts)


async def _show_duties(message: Message, looking: Callable[[], Opened], actor: Actor, words: Texts) -> None:
    async with looking() as look:
        look.require("duty.look")
        owed = await filings.owed(look, cast("int", actor.unit_id))
        owing = await unit_owes.owing(look)
        joint = await joint_progress.own(look)
        free = free_filings.offered(look)
        passed = await forwarding.of_unit(look)
    done = [one for one in owed if not one.open]
    shown = {"owing": owing, "done": done, "joint": joint, "passed": passed}
    page = words.page("screens/duties", unit=actor.unit_name, **shown)
    rows = _places([*owing[:LINES_SHOWN]], done, words)
    if any(one.open for one in owed):
        rows.append([InlineKeyboardButton(text=words.say("filings.calendar"), callback_data="duties:ics")])
    if free:
        rows.append([key(words.say("filings.free_begin"), "duties:free")])
    await message.answer(page, reply_markup=InlineKeyboardMarkup(inline_keyboard=rows))


def _places(owing: Sequence[Owing], done: Sequence[Owed], words: Texts) -> list[list[InlineKeyboardButton]]:
    """A button for each place where something is done, in the order of the lines; then what is filed."""
    first = {one.go: one for one in reversed(owing)}
    named = {one.go: words.say("filings.place", one=one) for one in owing if first[one.go] is one}
    filed = {f"file:{one.ref}": words.say("filings.choice", item=one) for one in done}
    return [[InlineKeyboardButton(text=said, callback_data=go)] for go, said in (named | filed).items()]


@router.callback_query(F.data.startswith("snooze:"))
async def on_snooze(query: CallbackQuery, working: Callable[[], Opened], texts: Texts) -> None:
    """Remind again on the next working day."""
    async with working() as work:
        day = await snoozing.snooze(work, ref_of(query).split(","))
    await query.answer(texts.say("filings.snoozed", day=day))


@router.callback_query(F.data.startswith("file:"))
async def on_duty(query: CallbackQuery, looking: Callable[[], Opened], dialog_manager: DialogManager) -> None:
    """Open one duty, from the list or from a reminder however old."""
    async with looking() as look:
        duty = await filings.duty_of(look, ref_of(query))
    await dialog_manager.start(
        HandingIn.duty, {"ref": duty.ref}, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND
    )
    await heard(query)


def _ref(manager: DialogManager) -> str:
    return cast("dict[str, str]", manager.start_data)["ref"]


async def see_duty(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The duty as it stands now, and the note typed so far."""
    async with dialog_manager.middleware_data["looking"]() as look:
        duty = await filings.duty_of(look, _ref(dialog_manager))
    return {
        "duty": duty,
        "may_confirm": not duty.needs_file,
        "may_draft": duty.drafted,
        "may_forward": duty.open,
        "note": dialog_manager.dialog_data.get("note", ""),
    }


async def see_filed(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The receipt of what was just handed in."""
    receipt = dict(dialog_manager.dialog_data["receipt"])
    at = datetime.fromisoformat(receipt.pop("at"))
    return await see_duty(dialog_manager) | receipt | {"at": at}


async def _hand_in(manager: DialogManager, checked: Checked | None = None, **given: str) -> None:
    async with manager.middleware_data["working"]() as work:
        filing = await filings.file(work, _ref(manager), checked=checked, **given)
    manager.dialog_data["receipt"] = {
        "number": filing.number,
        "version": filing.version,
        "file_name": filing.file_name,
        "note": filing.note,
        "at": filing.submitted_at.isoformat(),
    }
    await manager.switch_to(HandingIn.filed)


def file_of(message: Message) -> tuple[str, str]:
    """Id and name of a sent document. Raises ``filing.too_large``."""
    assert message.document  # noqa: S101 - the input only takes documents
    size = message.document.file_size or 0
    if size > FETCHABLE:
        raise DomainError("filing.too_large", size=-(-size // MEGABYTE))
    return message.document.file_id, message.document.file_name or message.document.file_unique_id


async def on_document(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """A file is handed in as it arrives; its caption, or the text before it, is the note.

    A plan's table fills the unit's draft plan and is filed as that.
    """
    file_id, name = file_of(message)
    if plan_files.is_table(name) and (plan := await _draft_of(manager)):
        if await plan_file.hand_in(message, manager, plan):
            await manager.done()
        return
    note = message.caption or manager.dialog_data.pop("note", "")
    given = {"file_id": file_id, "file_name": name, "note": note}
    checked = await _looked_into(message, manager, name)
    if checked is None or checked.complete:
        await _hand_in(manager, checked, **given)
        return
    manager.dialog_data["asked"] = {"given": given, "checked": checked.as_json()}
    await manager.switch_to(HandingIn.incomplete)


async def _looked_into(message: Message, manager: DialogManager, name: str) -> Checked | None:
    """What the file has of the ordered parts; None where none are ordered or it is no Word file."""
    assert message.document  # noqa: S101 - the input only takes documents
    async with manager.middleware_data["looking"]() as look:
        duty = await filings.duty_of(look, _ref(manager))
    if not duty.parts or not submission_parts.looks_into(name):
        return None
    content = await fetch(manager.middleware_data["bot"], message.document)
    read = manager.middleware_data["word_text"]
    return await asyncio.to_thread(submission_parts.looked, content, duty.parts, read)


async def see_incomplete(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What the file lacks, and whether it may be filed all the same."""
    shown = await see_duty(dialog_manager)
    asked = dialog_manager.dialog_data["asked"]
    return shown | {
        "file_name": asked["given"]["file_name"],
        "checked": asked["checked"],
        "may_still": not shown["duty"].strict,
    }


async def on_still(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """File it as it is; what it lacks stands with it."""
    asked = manager.dialog_data.pop("asked")
    await _hand_in(manager, Checked.from_json(asked["checked"]), **asked["given"])


async def _draft_of(manager: DialogManager) -> str:
    """The draft plan that a table for this duty fills; empty for anything else."""
    async with manager.middleware_data["noting"]() as work:
        plan = await plan_files.draft_for(work, _ref(manager))
    return plan.ref if plan else ""


async def on_answered(_start: Data, answer: Any, manager: DialogManager) -> None:
    """File the plan's table with what was asked about it; without an answer the duty waits on."""
    if answer is not None:
        await plan_file.answered(manager, answer["ratios"])
        await manager.done()


async def on_note(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """A text is kept as the note; only the button hands it in, so that no stray word files anything."""
    manager.dialog_data["note"] = message.text or ""


async def on_confirm(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Confirm that something public is done."""
    await _hand_in(manager, note=manager.dialog_data.pop("note", ""))


async def on_forward(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Hand it on within the unit, or take it back."""
    await handing_on.choose(manager, forwarding.DUTY, _ref(manager))


async def on_draft(query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """The draft of the report as a Word file, to be completed and sent back here."""
    duty, words = (await see_duty(manager))["duty"], words_of(manager)
    await send_draft(
        query,
        manager,
        words.say("filings.name", d=duty),
        lambda look: report_drafts.of_duty(look, _ref(manager)),
    )


async def on_other(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Pictures and voices are no reports."""
    manager.show_mode = ShowMode.NO_UPDATE
    await message.answer(words_of(manager).say("filings.as_document"))


async def on_back(query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Close the duty and show the list again."""
    data = manager.middleware_data
    await manager.done()
    await _show_duties(message_of(query), data["looking"], data["actor"], data["texts"])


FILES = MessageInput(on_document, content_types=ContentType.DOCUMENT)
OTHERS = MessageInput(
    on_other, content_types=[ContentType.PHOTO, ContentType.VIDEO, ContentType.VOICE, ContentType.AUDIO]
)
BACK = Button(Say("filings.back"), id="back", on_click=on_back)

dialog = Dialog(
    Window(
        Screen("duty"),
        Button(Say("filings.confirm"), id="confirm", on_click=on_confirm, when="may_confirm"),
        Button(Say("filings.draft"), id="draft", on_click=on_draft, when="may_draft"),
        Button(Say("forward.begin"), id="forward", on_click=on_forward, when="may_forward"),
        BACK,
        FILES,
        MessageInput(on_note, content_types=ContentType.TEXT, filter=~F.text.startswith("/")),
        OTHERS,
        state=HandingIn.duty,
        getter=see_duty,
    ),
    Window(
        Screen("duty_incomplete"),
        Button(Say("filings.still"), id="still", on_click=on_still, when="may_still"),
        BACK,
        FILES,
        OTHERS,
        state=HandingIn.incomplete,
        getter=see_incomplete,
    ),
    Window(
        Screen("duty_filed"),
        BACK,
        FILES,
        OTHERS,
        state=HandingIn.filed,
        getter=see_filed,
    ),
    on_process_result=on_answered,
)
