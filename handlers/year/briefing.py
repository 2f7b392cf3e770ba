"""通报: the office chooses a period, or types it (``通报 2026Q3``), and has the document."""

from collections.abc import Callable
from datetime import date, timedelta

from aiogram import Router
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from domain.briefing import MONTHS, Period, around
from domain.forms import Form
from handlers.asked import begins
from handlers.papers.forms import Looking, send_files
from handlers.spoken import key, message_of
from locales.texts import Texts
from services.papers import form_book
from services.papers.form_book import File

router = Router(name="briefing")


@begins(router, "briefing")
async def on_briefing(
    event: Message | CallbackQuery,
    argument: str,
    looking: Looking,
    texts: Texts,
    form_files: Callable[[Form], list[File]],
) -> None:
    """The periods that run and those that ended last; or at once the one typed."""
    async with looking() as look:
        look.require("briefing.make")
        found, today = await form_book.made(look, "briefing", argument) if argument else [], look.today
    if found:
        await send_files(message_of(event), found, texts, form_files)
    else:
        await message_of(event).answer(texts.page("screens/briefing"), reply_markup=_choices(today, texts))


def _choices(today: date, words: Texts) -> InlineKeyboardMarkup:
    rows = [[around(around(today, sign).first - timedelta(1), sign), around(today, sign)] for sign in MONTHS]
    return InlineKeyboardMarkup(inline_keyboard=[[_choice(one, words) for one in row] for row in rows[::-1]])


def _choice(one: Period, words: Texts) -> InlineKeyboardButton:
    return key(words.say("briefing.period", p=one), f"form:briefing:{one}")
