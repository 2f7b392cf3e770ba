"""日历文件: what the liaison's unit owes, for the calendar of a phone or an office program."""

import asyncio
from collections.abc import Callable

from aiogram import F, Router
from aiogram.types import BufferedInputFile, CallbackQuery

from domain.roles import Actor
from handlers.gate import Opened
from handlers.spoken import heard, message_of
from locales.texts import Texts
from services.year import year_calendar
from services.year.year_calendar import YearCalendar

router = Router(name="calendar_file")


@router.callback_query(F.data == "duties:ics")
async def on_calendar(
    query: CallbackQuery,
    looking: Callable[[], Opened],
    actor: Actor,
    texts: Texts,
    year_ics: Callable[[YearCalendar, str], bytes],
) -> None:
    """The unit's open duties as a file for a calendar program."""
    async with looking() as look:
        found = await year_calendar.of_unit(look)
    await heard(query)
    written = await asyncio.to_thread(year_ics, found, texts.language)
    file = BufferedInputFile(written, texts.say("filings.calendar_file", unit=actor.unit_name))
    caption = texts.say("filings.calendar_caption", count=len(found.entries))
    await message_of(query).answer_document(file, caption=caption)
