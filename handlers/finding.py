"""A code scanned or typed opens the visit it means: number, object's number, part of a name, printed link."""

from collections.abc import Callable

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.enums import ChatType
from aiogram.filters import BaseFilter, CommandObject, CommandStart
from aiogram.types import InlineKeyboardMarkup, Message
from aiogram_dialog import DialogManager

from domain.agenda import LINK
from domain.errors import DomainError
from domain.roles import Actor
from handlers.gate import Opened
from handlers.unheard import NobodyAsked, has_open_buttons, is_button
from handlers.visits.assignments import hits, show_card
from locales.texts import Texts
from services.visits import agenda

links = Router(name="visit_links")
router = Router(name="finding")

SHOWN = 12


class HasVisits(BaseFilter):
    """True for somebody who may look at visits."""

    async def __call__(self, _message: Message, actor: Actor) -> bool:
        """Match."""
        return actor.may("assignment.look")


@links.message(CommandStart(deep_link=True, magic=F.args.func(LINK.fullmatch)))
async def on_link(
    message: Message, command: CommandObject, looking: Callable[[], Opened], texts: Texts
) -> None:
    """The code on a printed notice."""
    await _open(message, command.args or "", looking, texts)


@router.message(F.chat.type == ChatType.PRIVATE, F.text, ~F.text.startswith("/"), HasVisits(), NobodyAsked())
async def on_text(
    message: Message, looking: Callable[[], Opened], texts: Texts, dialog_manager: DialogManager
) -> None:
    """Whatever was typed; an open window's buttons come first, and answer where no visit is meant."""
    if await is_button(message, dialog_manager):
        raise SkipHandler
    try:
        await _open(message, message.text or "", looking, texts)
    except DomainError:
        if has_open_buttons(dialog_manager):
            raise SkipHandler from None
        raise


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
