"""Typing a button's word, or its number in a list, does what pressing it does."""

from typing import Any

from aiogram.types import InaccessibleMessage, InlineKeyboardButton, Message
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.api.internal import ReplyCallbackQuery
from aiogram_dialog.api.protocols import DialogProtocol
from aiogram_dialog.widgets.input import BaseInput, CombinedInput
from aiogram_dialog.widgets.kbd import Group, Keyboard, Select

from domain.errors import DomainError

SHORTEST = 2


class Typed(BaseInput):
    """The buttons of its window, for who types. ``choices`` is the id of the list whose numbers count.

    Where any text is an answer (``free``), only the whole word or a number is a button. Raises
    ``gate.no_such_button`` for a text that is neither.
    """

    def __init__(self, choices: str = "", *, free: bool = False) -> None:
        super().__init__()
        self._choices, self._free = choices, free

    async def process_message(self, message: Message, dialog: DialogProtocol, manager: DialogManager) -> bool:
        """Press what was typed; False leaves the text to the next input."""
        window = dialog.windows[manager.current_context().state] if isinstance(dialog, Dialog) else None
        if not message.text or not isinstance(window, Window):
            return False
        pressed = await self._meant(message.text, window, await window.load_data(dialog, manager), manager)
        if pressed:
            return await window.process_callback(_press(message, pressed), dialog, manager)
        if self._free:
            return False
        raise DomainError("gate.no_such_button", text=message.text[:40])

    async def means(self, text: str, window: Window, dialog: Dialog, manager: DialogManager) -> bool:
        """Whether ``text`` means a button of ``window``."""
        return bool(await self._meant(text, window, await window.load_data(dialog, manager), manager))

    async def _meant(self, text: str, window: Window, data: dict[str, Any], manager: DialogManager) -> str:
        text = text.strip()
        return self._numbered(window, data, text) or await self._worded(window, data, text, manager)

    def _numbered(self, window: Window, data: dict[str, Any], text: str) -> str:
        choices = window.find(self._choices) if self._choices else self._only_list(window)
        if not isinstance(choices, Select) or not text.isdecimal():
            return ""
        items = list(choices.items_getter(data))
        if not 1 <= int(text) <= len(items):
            return ""
        return f"{choices.widget_id}:{choices.item_id_getter(items[int(text) - 1])}"

    def _only_list(self, window: Window) -> Select[Any] | None:
        lists = [] if self._free else [one for one in _parts(window.keyboard) if isinstance(one, Select)]
        return lists[0] if len(lists) == 1 else None

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


def hears_buttons(dialog: Dialog) -> None:
    """Let every window that has buttons understand their words; one that asks for text, whole words only.

    Without this a window of buttons answers a text by showing itself again, and says nothing.
    """
    for window in dialog.windows.values():
        assert isinstance(window, Window)  # noqa: S101 - the only kind we make
        inputs = inputs_of(window)
        if has_buttons(window) and not any(isinstance(one, Typed) for one in inputs):
            window.on_message = CombinedInput(Typed(free=bool(inputs)), *inputs)


def inputs_of(window: Window) -> list[BaseInput]:
    """What a window reads, in order."""
    read = window.on_message
    return list(read.inputs) if isinstance(read, CombinedInput) else [read] if read else []


def has_buttons(window: Window) -> bool:
    """Whether a window is more than a last word."""
    return any(not isinstance(part, Group) for part in _parts(window.keyboard))


def _parts(keyboard: Keyboard) -> list[Keyboard]:
    inner = keyboard.buttons if isinstance(keyboard, Group) else ()
    return [keyboard, *(part for one in inner for part in _parts(one))]
