"""联合检查: the leader closes a visit that every unit has reported; the office sees where the units stand.

进一次门、查多项事: office or convenor joins visits of separate draws on one day.
"""

from collections.abc import Callable, Iterable

from aiogram import F, Router
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from domain.visit_day import offered
from handlers.asked import begins
from handlers.gate import Opened
from handlers.spoken import day_of, heard, key, message_of, ref_of, without_buttons
from handlers.visits.assignments import show_card
from handlers.visits.visit_days import DAYS_OFFERED
from locales.texts import Texts
from services.visits import door_visits, joint_closing, joint_progress, one_door
from services.visits.door_visits import Door

router = Router(name="joint")

DOORS_OFFERED = 8


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
        units, doors = await joint_progress.standing(look), await door_visits.standing(look)
        may_join, today = look.actor.may("door.join"), look.today
    page = texts.page("screens/joint", units=units, doors=doors, on=today)
    await message_of(event).answer(page, reply_markup=_to_join(doors if may_join else (), texts))


def _to_join(doors: Iterable[Door], texts: Texts) -> InlineKeyboardMarkup:
    """A button for each coincidence that can be joined."""
    open_ones = [one for one in doors if one.window][:DOORS_OFFERED]
    rows = [[key(texts.say("joint.join", one=one), f"door:{one.ref}")] for one in open_ones]
    return InlineKeyboardMarkup(inline_keyboard=rows)


@router.callback_query(F.data.startswith("door:"))
async def on_door(query: CallbackQuery, looking: Callable[[], Opened], texts: Texts) -> None:
    """The visits at one door and the days that suit all of them."""
    async with looking() as look:
        door = await one_door.door(look, ref_of(query))
        days = offered(look.today, door.window or (look.today, look.today), look.calendar, DAYS_OFFERED)
    keys = [
        key(texts.say("report.one_day", item=day.isoformat()), f"door-day:{door.ref}:{day.isoformat()}")
        for day in days
        if day != door.day
    ]
    rows = InlineKeyboardMarkup(inline_keyboard=[keys[n : n + 2] for n in range(0, len(keys), 2)])
    await message_of(query).answer(texts.page("screens/door", door=door), reply_markup=rows)
    await heard(query)


@router.callback_query(F.data.startswith("door-day:"))
async def on_door_day(query: CallbackQuery, working: Callable[[], Opened], texts: Texts) -> None:
    """One day for all their teams; looked at again when pressed."""
    ref, _, day = ref_of(query).partition(":")
    async with working() as work:
        door = await one_door.join(work, ref, day_of(day))
    await query.answer(texts.say("joint.joined", day=door.day))
    await without_buttons(query, "door-day:")
