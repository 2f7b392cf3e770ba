"""请假: two dates, and a roster number when a liaison notes it for a colleague."""

from collections.abc import Callable

from aiogram import F, Router
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from domain.roles import Actor, require
from handlers.asked import begins
from handlers.gate import Opened
from handlers.spoken import message_of, number_of, ref_of, without_buttons
from locales.texts import Texts
from services.staff import leaves
from services.typed_days import typed_day

router = Router(name="leave")

SHOWN = 15


@begins(router, "leave")
async def on_leave(
    event: Message | CallbackQuery,
    argument: str,
    *,
    working: Callable[[], Opened],
    looking: Callable[[], Opened],
    actor: Actor,
    texts: Texts,
) -> None:
    """``请假 2026-04-10 2026-04-20 [工号]``."""
    require(actor, "leave.note")
    words = argument.split()
    if len(words) < 2:
        await _show(message_of(event), looking, texts)
        return
    async with working() as work:
        first, last = (typed_day(word, work.today) for word in words[:2])
        leave = await leaves.note(work, first, last, " ".join(words[2:]))
    await message_of(event).answer(texts.say("leave.noted", leave=leave))


async def _show(message: Message, looking: Callable[[], Opened], words: Texts) -> None:
    """Leave that is not over, each with a button to end it, and how to note more."""
    async with looking() as look:
        lines = await leaves.current(look)
    rows = [
        [InlineKeyboardButton(text=words.say("leave.end", line=line), callback_data=f"leave-end:{line.id}")]
        for line in lines[:SHOWN]
    ]
    page = words.page("screens/leave_how", lines=lines[:SHOWN], more=len(lines) - SHOWN)
    await message.answer(page, reply_markup=InlineKeyboardMarkup(inline_keyboard=rows))


@router.callback_query(F.data.startswith("leave-end:"))
async def on_end(query: CallbackQuery, working: Callable[[], Opened], texts: Texts) -> None:
    """Back again."""
    async with working() as work:
        person = await leaves.end(work, number_of(ref_of(query)))
    await query.answer(texts.say("leave.ended", name=person.name), show_alert=True)
    await without_buttons(query, query.data or "")
