"""名录导出: every list as a workbook, and its empty template; in private chats, for lists hold phones."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from aiogram import F, Router
from aiogram.types import BufferedInputFile, CallbackQuery, InlineKeyboardMarkup, Message

from handlers.asked import begins
from handlers.gate import Opened
from handlers.spoken import heard, key, message_of, ref_of
from locales.texts import Texts
from services.journal import AlreadyDone
from services.registers import exporting
from services.registers.list_books import KINDS

router = Router(name="lists")

Looking = Callable[[], Opened]


@begins(router, "lists")
async def on_lists(event: Message | CallbackQuery, looking: Looking, texts: Texts) -> None:
    """A row of buttons per kind: the list for whoever may have it, and its template."""
    async with looking() as look:
        look.require("list.template")
        whole, mine = look.actor.may("list.export"), exporting.kinds_for(look.actor)
        unit = look.actor.unit_name
    rows = [
        [
            *([key(texts.say("lists.button.book", kind=kind), f"list:{kind}")] if kind in mine else []),
            key(texts.say("lists.button.template", kind=kind, alone=kind not in mine), f"list-new:{kind}"),
        ]
        for kind in KINDS
    ]
    page = texts.page("screens/lists", whole=whole, unit=unit)
    await message_of(event).answer(page, reply_markup=InlineKeyboardMarkup(inline_keyboard=rows))


@router.callback_query(F.data.startswith("list:"))
async def on_list(
    query: CallbackQuery, working: Callable[[], Opened], looking: Looking, texts: Texts
) -> None:
    """Hand the list out; who was given it stands in the journal before it leaves."""
    async with looking() as look:
        found = await exporting.listed(look, ref_of(query))
    await heard(query)
    book = await asyncio.to_thread(exporting.book, found, texts.language)
    with suppress(AlreadyDone):  # entered before a crash: the file is still owed
        async with working() as work:
            await exporting.handed_out(work, found)
    file = BufferedInputFile(book, exporting.file_name(found, texts.language))
    caption = texts.say("lists.handed_out", kind=found.kind, count=len(found.rows))
    await message_of(query).answer_document(file, caption=caption, parse_mode=None)


@router.callback_query(F.data.startswith("list-new:"))
async def on_template(query: CallbackQuery, looking: Looking, texts: Texts) -> None:
    """Hand an empty list out."""
    await send_template(message_of(query), ref_of(query), looking, texts)
    await heard(query)


async def send_template(message: Message, kind: str, looking: Looking, words: Texts) -> None:
    """An empty list to fill in, with the place's own choices."""
    async with looking() as look:
        lists = await exporting.offered(look, kind)
    book = await asyncio.to_thread(exporting.template_book, kind, words.language, lists)
    await message.answer_document(BufferedInputFile(book, exporting.template_name(kind, words.language)))
