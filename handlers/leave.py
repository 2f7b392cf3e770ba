"""请假: two dates, and a roster number when a liaison notes it for a colleague."""

from collections.abc import Callable
from datetime import date

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from domain.errors import DomainError
from handlers.asked import begins
from handlers.gate import Opened
from handlers.spoken import message_of
from locales.texts import Texts
from services import leaves

router = Router(name="leave")


@begins(router, "leave")
async def on_leave(
    event: Message | CallbackQuery, argument: str, working: Callable[[], Opened], texts: Texts
) -> None:
    """``请假 2026-04-10 2026-04-20 [工号]``."""
    words = argument.split()
    if len(words) < 2:
        await message_of(event).answer(texts.page("screens/leave_how"))
        return
    first, last = (_day(word) for word in words[:2])
    async with working() as work:
        leave = await leaves.note(work, first, last, " ".join(words[2:]))
    await message_of(event).answer(texts.say("leave.noted", leave=leave))


def _day(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError as error:
        raise DomainError("leave.not_a_day", word=word) from error
