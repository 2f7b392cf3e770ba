"""公示: what waits, one person prepares a batch, another lets it out."""

from collections.abc import Awaitable, Callable, Sequence

from aiogram import F, Router
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from handlers.asked import begins
from handlers.gate import Opened
from handlers.spoken import message_of, ref_of, without_buttons
from locales.texts import Texts
from services.publication import publishing

router = Router(name="publish")


@begins(router, "publish")
async def on_publish(event: Message | CallbackQuery, looking: Callable[[], Opened], texts: Texts) -> None:
    """What is released and not public yet, and whether a batch waits."""
    async with looking() as look:
        found = await publishing.pending(look)
        waiting = await publishing.waiting(look)
    ready = [one for one in found if not one.hindrance]
    blocked = [one for one in found if one.hindrance]
    ref = waiting.ref if waiting else None
    page = texts.page("screens/publish", ready=ready, blocked=blocked, waiting=waiting)
    await message_of(event).answer(page, reply_markup=_ways_on(ready, ref, texts))


def _ways_on(
    ready: Sequence[publishing.Candidate], waiting_ref: str | None, words: Texts
) -> InlineKeyboardMarkup | None:
    """Decide about the batch that waits, else prepare one if there is anything."""
    if waiting_ref is not None:
        verbs = {"confirm": f"publish-ok:{waiting_ref}", "withdraw": f"publish-no:{waiting_ref}"}
    else:
        verbs = {"prepare": "publish-ask:"} if ready else {}
    rows = [
        [InlineKeyboardButton(text=words.say(f"publish.button.{name}"), callback_data=data)]
        for name, data in verbs.items()
    ]
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


@router.callback_query(F.data == "publish-ask:")
async def on_prepare(query: CallbackQuery, working: Callable[[], Opened], texts: Texts) -> None:
    """Prepare a batch; the office group is asked for a second person."""
    async with working() as work:
        batch = await publishing.prepare(work)
    await query.answer(texts.say("publish.prepared", number=batch.number), show_alert=True)
    await without_buttons(query, "publish-ask:")


@router.callback_query(F.data.startswith("publish-ok:"))
async def on_confirm(
    query: CallbackQuery,
    working: Callable[[], Opened],
    texts: Texts,
    publish_site: Callable[[], Awaitable[object]],
) -> None:
    """The second person lets it out; the pages are written after the commit."""
    async with working() as work:
        batch = await publishing.confirm(work, ref_of(query))
    said = texts.say("publish.confirmed", number=batch.number, count=len(batch.result_ids))
    await query.answer(said, show_alert=True)
    await without_buttons(query, "publish-ok:", "publish-no:")
    await publish_site()


@router.callback_query(F.data.startswith("publish-no:"))
async def on_withdraw(query: CallbackQuery, working: Callable[[], Opened], texts: Texts) -> None:
    """Take the batch back."""
    async with working() as work:
        batch = await publishing.withdraw(work, ref_of(query))
    await query.answer(texts.say("publish.withdrawn", number=batch.number))
    await without_buttons(query, "publish-ok:", "publish-no:")
