"""考核指标: the card of the place or of the own unit, and behind every number the rows that it misses."""

from collections.abc import Callable

from aiogram import F, Router
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from domain.roles import Place
from domain.scorecard import Scorecard
from handlers.asked import begins
from handlers.gate import Opened
from handlers.spoken import heard, key, message_of, ref_of
from locales.texts import Texts
from services.year import scorecards

router = Router(name="indicators")

PAGE = 12
IN_A_ROW = 2


@begins(router, "indicators")
async def on_indicators(event: Message | CallbackQuery, looking: Callable[[], Opened], texts: Texts) -> None:
    """Every indicator with its state; in private with a button for what is behind it."""
    async with looking() as look:
        card, private = await scorecards.look_up(look), look.actor.place is Place.PRIVATE
    await message_of(event).answer(
        texts.page("screens/indicators", card=card), reply_markup=_choices(card, texts) if private else None
    )


def _choices(card: Scorecard, words: Texts) -> InlineKeyboardMarkup:
    buttons = [
        key(words.say("indicators.button", one=one), f"indicator:{one.key}:0") for one in card.indicators
    ]
    rows = [buttons[at : at + IN_A_ROW] for at in range(0, len(buttons), IN_A_ROW)]
    return InlineKeyboardMarkup(inline_keyboard=rows)


@router.callback_query(F.data.startswith("indicator:"))
async def on_indicator(query: CallbackQuery, looking: Callable[[], Opened], texts: Texts) -> None:
    """``indicator:<key>:<page>``: formula, clause, outlook, and what is missing."""
    name, _, page = ref_of(query).partition(":")
    async with looking() as look:
        seen = await scorecards.detail(look, name)
    at = int(page) * PAGE if page.isdecimal() else 0
    shown = texts.page("screens/indicator", d=seen, rows=seen.indicator.missing[at : at + PAGE], at=at)
    await message_of(query).answer(shown, reply_markup=_pages(seen, at, texts))
    await heard(query)


def _pages(seen: scorecards.Detail, at: int, words: Texts) -> InlineKeyboardMarkup:
    left = len(seen.indicator.missing) - at - PAGE
    more: list[InlineKeyboardButton] = []
    if left > 0:
        following = f"indicator:{seen.indicator.key}:{at // PAGE + 1}"
        more = [key(words.say("indicators.more", count=left), following)]
    back = [key(words.say("indicators.back"), "go:indicators")]
    return InlineKeyboardMarkup(inline_keyboard=[row for row in (more, back) if row])
