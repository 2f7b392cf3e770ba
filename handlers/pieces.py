"""Pieces that windows are made of: a text that is typed, one of a list, one of a list with pages."""

from typing import Any

from aiogram.enums import ContentType
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Group, ScrollingGroup, Select

from handlers.words import Say

ROWS = 8


def text_to(handler: Any) -> MessageInput:
    """Texts go to the handler."""
    return MessageInput(handler, content_types=ContentType.TEXT)


def one_of(  # noqa: PLR0917 - a list in one line
    word: Say, name: str, items: Any, on_click: Any, key: Any = str, width: int = 1
) -> Group:
    """A button for each of the getter's ``items``; ``key`` makes what the handler is given."""
    return Group(Select(word, id=name, item_id_getter=key, items=items, on_click=on_click), width=width)


def paged(  # noqa: PLR0917 - as above
    word: Say, name: str, items: Any, on_click: Any, key: Any = str, height: int = ROWS
) -> ScrollingGroup:
    """The same for a long list, turned by pages."""
    chosen = Select(word, id=name, item_id_getter=key, items=items, on_click=on_click)
    return ScrollingGroup(chosen, id=f"{name}_pages", width=1, height=height, hide_on_single_page=True)
