"""A text that nobody waits for: no window asks for it and no button of an open window means it."""

from typing import Any

from aiogram import F, Router
from aiogram.enums import ChatType, ContentType
from aiogram.filters import BaseFilter
from aiogram.types import Message
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.api.entities import Context
from aiogram_dialog.widgets.input import MessageInput

from domain.roles import Actor
from handlers.menu import menu_of
from handlers.typed import Typed, has_buttons, inputs_of
from locales.texts import Texts

router = Router(name="unheard")

SENT = F.content_type.in_(
    {ContentType.TEXT, ContentType.DOCUMENT, ContentType.PHOTO, ContentType.LOCATION, ContentType.CONTACT}
)


def _dialog(state: Any) -> Dialog | None:
    """The dialog of a state, found among those of this dispatcher."""
    root = list(router.chain_head)[-1]
    dialogs = (one for one in root.chain_tail if isinstance(one, Dialog))
    return next((one for one in dialogs if state in one.windows), None)


def _window(dialog: Dialog | None, state: Any) -> Window | None:
    found = dialog.windows[state] if dialog else None
    return found if isinstance(found, Window) else None


def _open(context: Context | None) -> Window | None:
    return _window(_dialog(context.state), context.state) if context else None


class NobodyAsked(BaseFilter):
    """True for a message that no open window waits for; ``aiogd_context`` is where the person stands."""

    async def __call__(self, message: Message, aiogd_context: Context | None = None) -> bool:
        """Match. Whether the text means a button is seen later, with a manager: ``is_button``."""
        window = _open(aiogd_context)
        fields = [one for one in inputs_of(window) if isinstance(one, MessageInput)] if window else []
        return not any([await _takes(one, message) for one in fields])


async def _takes(field: MessageInput, message: Message) -> bool:
    return all([await check.call(message) for check in field.filters])


async def is_button(message: Message, manager: DialogManager) -> bool:
    """Whether the text means a button of the open window."""
    dialog, window = _standing(manager)
    if dialog is None or window is None or not message.text:
        return False
    buttons = [one for one in inputs_of(window) if isinstance(one, Typed)]
    return any([await one.means(message.text, window, dialog, manager) for one in buttons])


def has_open_buttons(manager: DialogManager) -> bool:
    """Whether the person stands before buttons."""
    window = _standing(manager)[1]
    return window is not None and has_buttons(window)


def _standing(manager: DialogManager) -> tuple[Dialog | None, Window | None]:
    state = manager.current_context().state if manager.has_context() else None
    dialog = _dialog(state)
    return dialog, _window(dialog, state)


class NoButtons(BaseFilter):
    """True where no window is open, or only one that has had its last word."""

    async def __call__(self, _message: Message, aiogd_context: Context | None = None) -> bool:
        """Match."""
        window = _open(aiogd_context)
        return window is None or not has_buttons(window)


@router.message(F.chat.type == ChatType.PRIVATE, SENT, NoButtons(), NobodyAsked())
async def on_anything(message: Message, actor: Actor, texts: Texts) -> None:
    """Say that it was not understood, and what can be begun."""
    page = texts.say("gate.unheard") if actor.roles else texts.page("screens/start", actor=actor)
    await message.answer(page, reply_markup=menu_of(actor, texts))
