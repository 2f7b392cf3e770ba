"""暂停发送: the office sees what would go out, and lets it go or makes it void."""

from collections.abc import Callable

from aiogram import F, Router
from aiogram.types import CallbackQuery

from handlers.gate import Opened
from handlers.spoken import ref_of, without_buttons
from locales.texts import Texts
from services import sending_hold

router = Router(name="sending")


@router.callback_query(F.data.startswith("send-ok:") | F.data.startswith("send-no:"))
async def on_word(query: CallbackQuery, working: Callable[[], Opened], texts: Texts) -> None:
    """The word that ends the hold."""
    discard = (query.data or "").startswith("send-no:")
    async with working() as work:
        count = await sending_hold.end(work, ref_of(query), discard=discard)
    said = texts.say("sending.discarded" if discard else "sending.released", count=count)
    await query.answer(said, show_alert=True)
    await without_buttons(query, "send-ok:", "send-no:")
