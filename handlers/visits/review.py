"""Behind a submitted result: the partner confirms, the unit's approver releases or returns with a reason."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, cast

from aiogram import Bot, F, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.input import MessageInput

from handlers.asked import begins
from handlers.gate import Opened
from handlers.pieces import one_of, text_to
from handlers.spoken import heard, key, message_of, ref_of, without_buttons
from handlers.typed import Typed
from handlers.words import Say, Screen
from locales.texts import Texts
from services.visits import inspections, quality
from services.visits.result_letters import lines_of

router = Router(name="review")

ITEMS_SHOWN = 20


class Returning(StatesGroup):
    """Asking the approver why."""

    reason = State()
    done = State()


@router.callback_query(F.data.startswith("confirm:"))
async def on_confirm(query: CallbackQuery, working: Callable[[], Opened], texts: Texts) -> None:
    """The second inspector confirms."""
    async with working() as work:
        result = await inspections.confirm(work, ref_of(query))
    await query.answer(texts.say("review.confirmed", number=result.number))
    await without_buttons(query, "confirm:")


@router.callback_query(F.data.startswith("release:"))
async def on_release(query: CallbackQuery, working: Callable[[], Opened], texts: Texts) -> None:
    """The approver releases."""
    async with working() as work:
        result = await inspections.release(work, ref_of(query))
    await query.answer(texts.say("review.released", number=result.number))
    await without_buttons(query, "release:", "return:")


@router.callback_query(F.data.startswith("return:"))
async def on_return(query: CallbackQuery, dialog_manager: DialogManager) -> None:
    """Ask for the reason first."""
    card = {"ref": ref_of(query), "message": message_of(query).message_id}
    await dialog_manager.start(Returning.reason, card, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)
    await heard(query)


async def see_returning(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The result's items, and the one that is meant."""
    card = cast("dict[str, Any]", dialog_manager.start_data)
    async with dialog_manager.middleware_data["looking"]() as look:
        result, _subject = await inspections.by_ref(look, card["ref"])
        lines = await lines_of(look, result)
    items = [{"position": at, "code": one.code, "name": one.item} for at, one in enumerate(lines)]
    meant = next((one["name"] for one in items if one["code"] == dialog_manager.dialog_data.get("item")), "")
    return {"number": result.number, "items": items[:ITEMS_SHOWN], "item": meant}


async def on_item(_query: CallbackQuery, _widget: Any, manager: DialogManager, position: str) -> None:
    """Remember the item that is meant."""
    shown = await see_returning(manager)
    manager.dialog_data["item"] = shown["items"][int(position)]["code"]


async def on_reason(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Return with the typed reason."""
    card = cast("dict[str, Any]", manager.start_data)
    async with manager.middleware_data["working"]() as work:
        result = await inspections.send_back(
            work, card["ref"], message.text or "", manager.dialog_data.get("item", "")
        )
    manager.dialog_data["number"] = result.number
    bot: Bot = manager.middleware_data["bot"]
    with suppress(TelegramBadRequest):  # the card may be gone; what was decided is stored
        await bot.edit_message_reply_markup(chat_id=message.chat.id, message_id=card["message"])
    await manager.switch_to(Returning.done)


async def see_done(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The number of what was returned."""
    return {"number": dialog_manager.dialog_data.get("number", "")}


@begins(router, "review")
async def on_review(event: Message | CallbackQuery, looking: Callable[[], Opened], texts: Texts) -> None:
    """What waits for the approver, with buttons to decide."""
    async with looking() as look:
        look.require("result.release")
        waiting = [
            (one, await quality.flags_of(look, one.result)) for one in await inspections.waiting_for(look)
        ]
    spoken = message_of(event)
    if not waiting:
        await spoken.answer(texts.page("screens/review_none"))
    for one, flags in waiting:
        page = texts.page(
            "screens/review_one",
            result=one.result,
            object_name=one.object_name,
            findings=one.findings,
            flags=flags,
        )
        await spoken.answer(page, reply_markup=_decide(one.result.ref, texts))


def _decide(ref: str, words: Texts) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [
                InlineKeyboardButton(text=words.say("buttons.release"), callback_data=f"release:{ref}"),
                InlineKeyboardButton(text=words.say("buttons.return"), callback_data=f"return:{ref}"),
            ],
            [key(words.say("buttons.photos"), f"photos:{ref}")],
        ]
    )


dialog = Dialog(
    Window(
        Screen("return_reason"),
        one_of(Say("review.return_item"), "item", "items", on_item, key=lambda one: one["position"]),
        Typed("item", free=True),
        text_to(on_reason),
        state=Returning.reason,
        getter=see_returning,
    ),
    Window(Screen("return_done"), state=Returning.done, getter=see_done),
)
