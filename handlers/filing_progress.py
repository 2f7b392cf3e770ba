"""报送进度: who has filed what, and the files, for the office."""

from collections.abc import Callable, Sequence

from aiogram import F, Router
from aiogram.types import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    Message,
)

from domain.roles import Actor, Place
from handlers.asked import begins
from handlers.gate import Opened
from handlers.spoken import heard, message_of, ref_of
from locales.texts import Texts
from services import filing_overview
from services.filing_overview import Overview, Received

router = Router(name="filing_progress")

ALBUM = 10
Spoken = Message | CallbackQuery


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
