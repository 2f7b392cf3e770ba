"""报送: the liaison's list and the hand-in of one duty; 报送进度 and the files for the office."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, cast

from aiogram import F, Router
from aiogram.enums import ContentType
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    Message,
)
from aiogram_dialog import Data, Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button

from domain.errors import DomainError
from domain.report import Report
from domain.roles import Actor, Place
from handlers import plan_file
from handlers.asked import begins
from handlers.gate import Opened
from handlers.spoken import heard, message_of, ref_of
from handlers.words import Say, Screen, words_of
from locales.texts import Texts
from services import filing_overview, filings, joint_progress, plan_files, report_drafts, unit_owes
from services.filing_overview import Overview, Received
from services.filings import Owed
from services.unit_owes import Owing

router = Router(name="filings")

MEGABYTE = 1024 * 1024
FETCHABLE = 20 * MEGABYTE  # what Telegram lets a bot download
ALBUM = 10
LINES_SHOWN = 20
Spoken = Message | CallbackQuery


class HandingIn(StatesGroup):
    """One duty: what it asks for, then the receipt."""

    duty = State()
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
    done = [one for one in owed if not one.open]
    page = words.page("screens/duties", unit=actor.unit_name, owing=owing, done=done, joint=joint)
    rows = _places([*owing[:LINES_SHOWN]], done, words)
    await message.answer(page, reply_markup=InlineKeyboardMarkup(inline_keyboard=rows))


def _places(owing: Sequence[Owing], done: Sequence[Owed], words: Texts) -> list[list[InlineKeyboardButton]]:
    """A button for each place where something is done, in the order of the lines; then what is filed."""
    first = {one.go: one for one in reversed(owing)}
    named = {one.go: words.say("filings.place", one=one) for one in owing if first[one.go] is one}
    filed = {f"file:{one.ref}": words.say("filings.choice", item=one) for one in done}
    return [[InlineKeyboardButton(text=said, callback_data=go)] for go, said in (named | filed).items()]


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
        "note": dialog_manager.dialog_data.get("note", ""),
    }


async def see_filed(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The receipt of what was just handed in."""
    receipt = dict(dialog_manager.dialog_data["receipt"])
    at = datetime.fromisoformat(receipt.pop("at"))
    return await see_duty(dialog_manager) | receipt | {"at": at}


async def _hand_in(manager: DialogManager, **given: str) -> None:
    async with manager.middleware_data["working"]() as work:
        filing = await filings.file(work, _ref(manager), **given)
    manager.dialog_data["receipt"] = {
        "number": filing.number,
        "version": filing.version,
        "file_name": filing.file_name,
        "note": filing.note,
        "at": filing.submitted_at.isoformat(),
    }
    await manager.switch_to(HandingIn.filed)


async def on_document(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """A file is handed in as it arrives; its caption, or the text before it, is the note.

    A plan's table fills the unit's draft plan and is filed as that.
    """
    assert message.document  # noqa: S101 - the input only takes documents
    size = message.document.file_size or 0
    if size > FETCHABLE:
        raise DomainError("filing.too_large", size=-(-size // MEGABYTE))
    name = message.document.file_name or message.document.file_unique_id
    if plan_files.is_table(name) and (plan := await _draft_of(manager)):
        if await plan_file.hand_in(message, manager, plan):
            await manager.done()
        return
    note = message.caption or manager.dialog_data.pop("note", "")
    await _hand_in(manager, file_id=message.document.file_id, file_name=name, note=note)


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


async def on_draft(query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """The draft of the report as a Word file, to be completed and sent back here."""
    async with manager.middleware_data["looking"]() as look:
        report = await report_drafts.of_duty(look, _ref(manager))
    write: Callable[[Report], bytes] = manager.middleware_data["report_docx"]
    words = words_of(manager)
    file = BufferedInputFile(await asyncio.to_thread(write, report), f"{report.title}.docx")
    await message_of(query).answer_document(file, caption=words.say("filings.draft_caption"))
    manager.show_mode = ShowMode.NO_UPDATE


async def on_other(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Pictures and voices are no reports."""
    manager.show_mode = ShowMode.NO_UPDATE
    await message.answer(words_of(manager).say("filings.as_document"))


async def on_back(query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Close the duty and show the list again."""
    data = manager.middleware_data
    await manager.done()
    await _show_duties(message_of(query), data["looking"], data["actor"], data["texts"])


@begins(router, "filings")
async def on_filings(event: Spoken, looking: Callable[[], Opened], actor: Actor, texts: Texts) -> None:
    """Who has filed what; in private, with buttons to get the files."""
    async with looking() as look:
        overview = await filing_overview.overview(look)
    rows = _file_buttons(overview, texts) if actor.place is Place.PRIVATE else []
    page = texts.page("screens/filings", overview=overview)
    await message_of(event).answer(page, reply_markup=InlineKeyboardMarkup(inline_keyboard=rows))


def _file_buttons(overview: Overview, words: Texts) -> list[list[InlineKeyboardButton]]:
    return [
        [
            InlineKeyboardButton(
                text=words.say("filings.files", item=one, count=one.done),
                callback_data=f"files:{one.year}:{one.deadline}",
            )
        ]
        for one in overview.deadlines
        if one.done
    ]


@router.callback_query(F.data.startswith("files:"))
async def on_files(query: CallbackQuery, looking: Callable[[], Opened], texts: Texts) -> None:
    """Give the office everything that came in for a deadline."""
    year, _, deadline = ref_of(query).partition(":")
    async with looking() as look:
        found = await filing_overview.received(look, deadline, int(year))
    await _give_confirmations(message_of(query), [one for one in found if not one.file_id], texts)
    await _give_files(message_of(query), [one for one in found if one.file_id], texts)
    await heard(query)


async def _give_confirmations(message: Message, found: Sequence[Received], words: Texts) -> None:
    if found:
        said = [words.say("filings.confirmed", unit=o.unit, number=o.number, note=o.note) for o in found]
        await message.answer("\n".join(said), parse_mode=None)


async def _give_files(message: Message, found: Sequence[Received], words: Texts) -> None:
    """In albums of at most ten; an album of one is no album for Telegram."""
    for start in range(0, len(found), ALBUM):
        files = [
            InputMediaDocument(
                media=one.file_id,
                caption=words.say("filings.caption", unit=one.unit, number=one.number, version=one.version),
                parse_mode=None,
            )
            for one in found[start : start + ALBUM]
        ]
        if len(files) == 1:
            await message.answer_document(files[0].media, caption=files[0].caption, parse_mode=None)
        else:
            await message.answer_media_group(list(files))


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
        BACK,
        FILES,
        MessageInput(on_note, content_types=ContentType.TEXT, filter=~F.text.startswith("/")),
        OTHERS,
        state=HandingIn.duty,
        getter=see_duty,
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
