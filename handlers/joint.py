"""联合检查: the leader closes a visit that every unit has reported; the office sees where the units stand."""

from collections.abc import Callable

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from handlers.asked import begins
from handlers.assignments import show_card
from handlers.gate import Opened
from handlers.spoken import message_of, ref_of, without_buttons
from locales.texts import Texts
from services import joint_closing, joint_progress

router = Router(name="joint")


@router.callback_query(F.data.startswith("close-visit:"))
async def on_close(
    query: CallbackQuery, working: Callable[[], Opened], looking: Callable[[], Opened], texts: Texts
) -> None:
    """Close, from the letter or the card; the card shows it."""
    async with working() as work:
        await joint_closing.close(work, ref_of(query))
    await query.answer(texts.say("joint.closed"))
    await without_buttons(query, "close-visit:")
    await show_card(message_of(query), ref_of(query), looking, texts)


@begins(router, "joint")
async def on_joint(event: Message | CallbackQuery, looking: Callable[[], Opened], texts: Texts) -> None:
    """Units, never persons; numbers of visits, never objects."""
    async with looking() as look:
        units, today = await joint_progress.standing(look), look.today
    await message_of(event).answer(texts.page("screens/joint", units=units, on=today))
