"""申报回避: an inspector declares an interest in an object before any draw."""

from collections.abc import Callable

from aiogram import F, Router
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from handlers.asked import begins
from handlers.gate import Opened
from handlers.spoken import message_of, without_buttons
from locales.texts import Texts
from services import interests
from services.replacements import INTERESTS

router = Router(name="interest")


@begins(router, "interest")
async def on_interest(
    event: Message | CallbackQuery, argument: str, looking: Callable[[], Opened], texts: Texts
) -> None:
    """``申报回避 NUMBER``, then the reason."""
    if not argument:
        await message_of(event).answer(texts.page("screens/interest_how"))
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


@router.callback_query(F.data.startswith("interest:"))
async def on_reason(query: CallbackQuery, working: Callable[[], Opened], texts: Texts) -> None:
    """Keep the declaration."""
    _, reason, object_id = (query.data or "").split(":")
    async with working() as work:
        subject = await interests.declare(work, int(object_id), reason)
    await query.answer(texts.say("replacement.declared", name=subject.name), show_alert=True)
    await without_buttons(query, "interest:")
