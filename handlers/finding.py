"""A code scanned or typed opens the visit it means: number, object's number, part of a name, printed link."""

from collections.abc import Callable
from typing import Any

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import BaseFilter, CommandObject, CommandStart
from aiogram.types import InlineKeyboardMarkup, Message
from aiogram_dialog import Dialog
from aiogram_dialog.api.entities import Context
from aiogram_dialog.widgets.input import MessageInput

from domain.agenda import LINK
from domain.roles import Actor
from handlers.assignments import hits, show_card
from handlers.gate import Opened
from handlers.typed import Typed
from locales.texts import Texts
from services import agenda

links = Router(name="visit_links")
router = Router(name="finding")

SHOWN = 12


class NobodyAsked(BaseFilter):
    """True for a text that no open dialog waits for, of somebody who has visits."""

    async def __call__(self, message: Message, actor: Actor, aiogd_context: Context | None = None) -> bool:
        """Match; ``aiogd_context`` is where the person stands in a dialog."""
        if not actor.may("assignment.look"):
            return False
        return aiogd_context is None or not await _waits(aiogd_context.state, message)


async def _waits(state: Any, message: Message) -> bool:
    root = list(router.chain_head)[-1]
    windows = [
        one.windows[state] for one in root.chain_tail if isinstance(one, Dialog) and state in one.windows
    ]
    widgets = [getattr(window, "on_message", None) for window in windows]
    inputs = [one for widget in widgets for one in getattr(widget, "inputs", (widget,))]
    if any(isinstance(one, Typed) and one.waits_for(message.text or "") for one in inputs):
        return True
    return any([await _takes(one, message) for one in inputs if isinstance(one, MessageInput)])


async def _takes(field: MessageInput, message: Message) -> bool:
    return all([await one.call(message) for one in field.filters])


@links.message(CommandStart(deep_link=True, magic=F.args.func(LINK.fullmatch)))
async def on_link(
    message: Message, command: CommandObject, looking: Callable[[], Opened], texts: Texts
) -> None:
    """The code on a printed notice."""
    await _open(message, command.args or "", looking, texts)


@router.message(F.chat.type == ChatType.PRIVATE, F.text, ~F.text.startswith("/"), NobodyAsked())
async def on_text(message: Message, looking: Callable[[], Opened], texts: Texts) -> None:
    """Whatever was typed outside a dialog."""
    await _open(message, message.text or "", looking, texts)


async def _open(message: Message, text: str, looking: Callable[[], Opened], words: Texts) -> None:
    """The card of the only visit, or the list to choose from."""
    async with looking() as look:
        found = await agenda.find(look, text)
    if len(found) == 1:
        await show_card(message, found[0].ref, looking, words)
        return
    page = words.page("screens/tasks_found", text=text, lines=found[:SHOWN], more=len(found) - SHOWN)
    keys = InlineKeyboardMarkup(inline_keyboard=hits(found[:SHOWN], words))
    await message.answer(page, reply_markup=keys)
