"""Pieces that windows are made of: a text that is typed, one of a list, one of a list with pages."""

from typing import Any

from aiogram.enums import ContentType
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import CurrentPage, Group, NextPage, PrevPage, Row, ScrollingGroup, Select

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
) -> Group:
    """The same for a long list, turned by pages."""
    chosen = Select(word, id=name, item_id_getter=key, items=items, on_click=on_click)
    turned = ScrollingGroup(chosen, id=f"{name}_pages", width=1, height=height, hide_pager=True)
    return Group(
        turned,
        Row(
            PrevPage(turned, f"{name}_before", Say("buttons.page_before"), _has_before),
            CurrentPage(turned, f"{name}_at", Say("buttons.page_at"), _has_pages),
            NextPage(turned, f"{name}_after", Say("buttons.page_after"), _has_after),
        ),
    )


def _has_before(page: dict[str, Any], _widget: Any, _manager: Any) -> bool:
    return bool(page["current_page"] > 0)


def _has_pages(page: dict[str, Any], _widget: Any, _manager: Any) -> bool:
    return bool(page["pages"] > 1)


def _has_after(page: dict[str, Any], _widget: Any, _manager: Any) -> bool:
    return bool(page["current_page1"] < page["pages"])
