"""回访: the office sees which finished visits wait, and makes the task that /draw then draws."""

from collections.abc import Callable

from aiogram import F, Router
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.asked import begins
from handlers.gate import Opened
from handlers.spoken import heard, key, message_of, ref_of, without_buttons
from locales.texts import Texts
from services.drawing import revisits

router = Router(name="revisits")

SHOWN = 12


@begins(router, "revisit")
async def on_revisits(event: Message | CallbackQuery, looking: Callable[[], Opened], texts: Texts) -> None:
    """What waits, with a button for each task, and what the year's revisits came to."""
    async with looking() as look:
        ripe, tally = await revisits.ripe(look), await revisits.tally(look)
        share = look.profile.revisit_share
    page = texts.page("screens/revisits", share=share, ripe=ripe[:SHOWN], more=len(ripe) - SHOWN, tally=tally)
    rows = [[key(texts.say("revisit.begin", one=one), f"revisit:{one.ref}")] for one in ripe[:SHOWN]]
    await message_of(event).answer(page, reply_markup=InlineKeyboardMarkup(inline_keyboard=rows))


@router.callback_query(F.data.startswith("revisit:"))
async def on_begin(query: CallbackQuery, working: Callable[[], Opened], texts: Texts) -> None:
    """Make the task; the ceremony of the draw follows as for any other."""
    async with working() as work:
        task = await revisits.make_task(work, ref_of(query))
    await without_buttons(query, query.data or "")
    draw = InlineKeyboardMarkup(inline_keyboard=[[key(texts.say("menu.draw"), "go:draw")]])
    await message_of(query).answer(texts.say("revisit.begun", task=task), reply_markup=draw)
    await heard(query)
