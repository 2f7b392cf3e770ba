"""申报回避: an inspector declares an interest in an object before any draw."""

from collections.abc import Callable

from aiogram import F, Router
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from handlers.asked import begins
from handlers.gate import Opened
from handlers.spoken import heard, message_of, number_of, ref_of, without_buttons
from locales.texts import Texts
from services.drawing.replacements import INTERESTS
from services.staff import interests

router = Router(name="interest")

SHOWN = 15


@begins(router, "interest")
async def on_interest(
    event: Message | CallbackQuery, argument: str, looking: Callable[[], Opened], texts: Texts
) -> None:
    """``申报回避 NUMBER``, then the reason."""
    if not argument:
        await _show(message_of(event), looking, texts)
        return
    async with looking() as look:
        look.require("interest.declare")
        subject = await interests.object_by_number(look, argument)
    rows = [
        [
            InlineKeyboardButton(
                text=texts.say(f"replacement.reason.{reason}"),
                callback_data=f"interest:{reason}:{subject.id}",
            )
        ]
        for reason in INTERESTS
    ]
    page = texts.page("screens/interest_reason", object_name=subject.name)
    await message_of(event).answer(page, reply_markup=InlineKeyboardMarkup(inline_keyboard=rows))


async def _show(message: Message, looking: Callable[[], Opened], words: Texts) -> None:
    """What was declared, each with a button to take it back, and how to declare more."""
    async with looking() as look:
        lines = await interests.mine(look)
    rows = [
        [
            InlineKeyboardButton(
                text=words.say("replacement.take_back", name=name), callback_data=f"uninterest:{number}"
            )
        ]
        for number, name, _ in lines[:SHOWN]
    ]
    page = words.page("screens/interest_how", lines=lines[:SHOWN], more=len(lines) - SHOWN)
    await message.answer(page, reply_markup=InlineKeyboardMarkup(inline_keyboard=rows))


@router.callback_query(F.data.startswith("uninterest:"))
async def on_take_back(query: CallbackQuery, texts: Texts) -> None:
    """Why: what was declared is not taken back without a reason."""
    number = ref_of(query)
    rows = [
        [
            InlineKeyboardButton(
                text=texts.say(f"replacement.withdrawal.{reason}"),
                callback_data=f"uninterest-for:{reason}:{number}",
            )
        ]
        for reason in interests.WITHDRAWALS
    ]
    page = texts.page("screens/interest_withdraw")
    await message_of(query).answer(page, reply_markup=InlineKeyboardMarkup(inline_keyboard=rows))
    await heard(query)


@router.callback_query(F.data.startswith("uninterest-for:"))
async def on_withdraw(query: CallbackQuery, working: Callable[[], Opened], texts: Texts) -> None:
    """Take it back."""
    reason, _, number = ref_of(query).partition(":")
    async with working() as work:
        name = await interests.withdraw(work, number_of(number), reason)
    await query.answer(texts.say("replacement.withdrawn", name=name[:100]), show_alert=True)
    await without_buttons(query, "uninterest-for:")


@router.callback_query(F.data.startswith("interest:"))
async def on_reason(query: CallbackQuery, working: Callable[[], Opened], texts: Texts) -> None:
    """Keep the declaration."""
    reason, _, object_id = ref_of(query).partition(":")
    async with working() as work:
        subject = await interests.declare(work, number_of(object_id), reason)
    await query.answer(texts.say("replacement.declared", name=subject.name), show_alert=True)
    await without_buttons(query, "interest:")
