"""报送进度: who has filed what, and the files, for the office."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, cast

from aiogram import F, Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    Message,
)
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.input import MessageInput

from domain.roles import Actor, Place
from handlers.asked import begins
from handlers.gate import Opened
from handlers.pieces import text_to
from handlers.spoken import heard, key, message_of, number_of, ref_of
from handlers.words import Screen
from locales.texts import Texts
from services.work import Work
from services.year import filing_overview, filing_returns, free_filings, office_reports
from services.year.filing_overview import Overview, Received
from services.year.free_filings import Tally

router = Router(name="filing_progress")

ALBUM = 10
PIECE = 4000  # characters; Telegram takes 4096
RETURNS: dict[str, Callable[[Work, str, str], Awaitable[object]]] = {
    "filing-return": filing_returns.give_back,
    "free-return": free_filings.give_back,
}
Spoken = Message | CallbackQuery


class ReturningFiling(StatesGroup):
    """Asking the office why."""

    reason = State()
    done = State()


@begins(router, "filings")
async def on_filings(event: Spoken, looking: Callable[[], Opened], actor: Actor, texts: Texts) -> None:
    """Who has filed what; in private, with buttons to get the files."""
    async with looking() as look:
        overview = await filing_overview.overview(look)
        free = await free_filings.tallies(look)
        own = await office_reports.standing(look)
    rows = _file_buttons(overview, free, texts) if actor.place is Place.PRIVATE else []
    if actor.place is Place.PRIVATE:
        rows += [[key(texts.say("filings.upward", item=one), f"upward:{one.ref}")] for one in own]
    page = texts.page("screens/filings", overview=overview, free=free, own=own)
    await message_of(event).answer(page, reply_markup=InlineKeyboardMarkup(inline_keyboard=rows))


def _file_buttons(
    overview: Overview, free: Sequence[Tally], words: Texts
) -> list[list[InlineKeyboardButton]]:
    unasked = [[key(words.say("filings.free_files", item=one), f"free-files:{one.kind}")] for one in free]
    return unasked + [
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
        found = await filing_overview.received(look, deadline, number_of(year))
    await _give_texts(message_of(query), [one for one in found if not one.file_id], texts)
    await _give_files(message_of(query), [one for one in found if one.file_id], texts)
    await _offer_returns(message_of(query), found, texts)
    await heard(query)


@router.callback_query(F.data.startswith("free-files:"))
async def on_free_files(query: CallbackQuery, looking: Callable[[], Opened], texts: Texts) -> None:
    """Give the office everything of a kind that came in without a deadline."""
    async with looking() as look:
        found = await free_filings.received(look, ref_of(query))
    message = message_of(query)
    await _give_texts(message, [one for one in found if not one.file_id], texts, "free_said")
    await _give_files(message, [one for one in found if one.file_id], texts)
    await _offer_returns(message, found, texts, "free-return")
    await heard(query)


async def _give_texts(
    message: Message, found: Sequence[Received], words: Texts, word: str = "confirmed"
) -> None:
    """What came without a file, whole, in as many messages as it needs."""
    said = "\n".join(words.say(f"filings.{word}", unit=o.unit, number=o.number, note=o.note) for o in found)
    for start in range(0, len(said), PIECE):
        await message.answer(said[start : start + PIECE], parse_mode=None)


async def _give_files(message: Message, found: Sequence[Received], words: Texts) -> None:
    """In albums of at most ten; an album of one is no album for Telegram."""
    for start in range(0, len(found), ALBUM):
        files = [
            InputMediaDocument(
                media=one.file_id,
                caption=words.say("filings.caption", one=one),
                parse_mode=None,
            )
            for one in found[start : start + ALBUM]
        ]
        if len(files) == 1:
            await message.answer_document(files[0].media, caption=files[0].caption, parse_mode=None)
        else:
            await message.answer_media_group(list(files))


async def _offer_returns(
    message: Message, found: Sequence[Received], words: Texts, verb: str = "filing-return"
) -> None:
    rows = [
        [key(words.say("filings.give_back", unit=one.unit, number=one.number), f"{verb}:{one.number}")]
        for one in found
        if one.returnable
    ]
    if rows:
        await message.answer(
            words.say("filings.may_return"), reply_markup=InlineKeyboardMarkup(inline_keyboard=rows)
        )


@router.callback_query(F.data.startswith(("filing-return:", "free-return:")))
async def on_return(query: CallbackQuery, dialog_manager: DialogManager) -> None:
    """Ask for the reason first."""
    start = {"number": ref_of(query), "verb": (query.data or "").partition(":")[0]}
    await dialog_manager.start(
        ReturningFiling.reason, start, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND
    )
    await heard(query)


async def see_return(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The number of what is returned."""
    return {"number": cast("dict[str, str]", dialog_manager.start_data)["number"]}


async def on_reason(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Return it with the typed reason."""
    start = cast("dict[str, str]", manager.start_data)
    give_back = RETURNS[start["verb"]]
    async with manager.middleware_data["working"]() as work:
        await give_back(work, start["number"], message.text or "")
    await manager.switch_to(ReturningFiling.done)


dialog = Dialog(
    Window(Screen("filing_return"), text_to(on_reason), state=ReturningFiling.reason, getter=see_return),
    Window(Screen("filing_return_done"), state=ReturningFiling.done, getter=see_return),
)
