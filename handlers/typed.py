"""Typing a button's word, or its number in a list, does what pressing it does."""

import re
from typing import Any

from aiogram.types import InaccessibleMessage, InlineKeyboardButton, Message
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.api.internal import ReplyCallbackQuery
from aiogram_dialog.api.protocols import DialogProtocol
from aiogram_dialog.widgets.input import BaseInput
from aiogram_dialog.widgets.kbd import Select

from domain.errors import DomainError

SHORTEST = 2
CODE = re.compile(r"[0-9A-Za-z-]{6,}")


class Typed(BaseInput):
    """The buttons of its window, for who types. ``choices`` is the id of the list whose numbers count.

    Where any text is an answer (``free``), only the whole word or a number is a button. Raises
    ``gate.no_such_button`` for a text that is neither.
    """

    def __init__(self, choices: str = "", *, free: bool = False) -> None:
        super().__init__()
        self._choices, self._free = choices, free

    @staticmethod
    def waits_for(text: str) -> bool:
        """Whether a text may be meant for a button: a code is not, it opens the card of its visit."""
        return CODE.search(text) is None

    async def process_message(self, message: Message, dialog: DialogProtocol, manager: DialogManager) -> bool:
        """Press what was typed; False leaves the text to the next input."""
        if not message.text or not isinstance(dialog, Dialog):
            return False
        window = dialog.windows[manager.current_context().state]
        assert isinstance(window, Window)  # noqa: S101 - the only kind we make
        data = await window.load_data(dialog, manager)
        pressed = self._numbered(window, data, message.text.strip()) or await self._worded(
            window, data, message.text.strip(), manager
        )
        if pressed:
            return await window.process_callback(_press(message, pressed), dialog, manager)
        if self._free:
            return False
        raise DomainError("gate.no_such_button", text=message.text[:40])

    def _numbered(self, window: Window, data: dict[str, Any], text: str) -> str:
        choices = window.find(self._choices) if self._choices else None
        if not isinstance(choices, Select) or not text.isdecimal():
            return ""
        items = list(choices.items_getter(data))
        if not 1 <= int(text) <= len(items):
            return ""
        return f"{choices.widget_id}:{choices.item_id_getter(items[int(text) - 1])}"

    async def _worded(self, window: Window, data: dict[str, Any], text: str, manager: DialogManager) -> str:
        rows = await window.keyboard.render_keyboard(data, manager)
        keys = [key for row in rows for key in row if isinstance(key, InlineKeyboardButton)]
        labels = {key.text.lower(): key.callback_data or "" for key in keys}
        if text.lower() in labels:
            return labels[text.lower()]
        near = [label for label in labels if text.lower() in label]
        return labels[near[0]] if len(near) == 1 and len(text) >= SHORTEST and not self._free else ""


def _press(message: Message, data: str) -> ReplyCallbackQuery:
    place = InaccessibleMessage(chat=message.chat, message_id=message.message_id)
    return ReplyCallbackQuery.model_validate(
        {
            "id": "",
            "from": message.from_user,
            "message": place,
            "original_message": message,
            "data": data,
            "chat_instance": str(message.chat.id),
        }
    )
