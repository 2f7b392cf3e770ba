"""我的任务: the list of an inspector's tasks, and 「收到」 under a card."""

from collections.abc import Callable

from aiogram import F, Router
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from handlers.asked import begins
from handlers.gate import Opened
from handlers.spoken import message_of, without_buttons
from locales.texts import Texts
from services import assignments

router = Router(name="assignments")

SHOWN = 20


@begins(router, "tasks")
async def on_tasks(event: Message | CallbackQuery, looking: Callable[[], Opened], texts: Texts) -> None:
    """Every open task with a button to report it."""
    async with looking() as look:
        look.require("assignment.look")
        lines = await assignments.mine(look)
    open_lines = [line for line in lines if not line.reported]
    rows = [
        [InlineKeyboardButton(text=texts.say("tasks.open", line=line), callback_data=f"report:{line.ref}")]
        for line in open_lines[:SHOWN]
    ]
    page = texts.page("screens/tasks", lines=open_lines[:SHOWN], reported=len(lines) - len(open_lines))
    await message_of(event).answer(page, reply_markup=InlineKeyboardMarkup(inline_keyboard=rows))


@router.callback_query(F.data.startswith("ack:"))
async def on_acknowledge(query: CallbackQuery, working: Callable[[], Opened], texts: Texts) -> None:
    """Note that the card was seen; the report button stays."""
    async with working() as work:
        await assignments.acknowledge(work, (query.data or "").partition(":")[2])
    await query.answer(texts.say("tasks.acknowledged"))
    await without_buttons(query, "ack:")
