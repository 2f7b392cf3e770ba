"""Every window and every screen, drawn in every language: valid, escaped, short enough, with buttons."""

import importlib
from collections.abc import Callable, Iterator
from functools import cache
from types import SimpleNamespace
from typing import Any, cast

import pytest
from aiogram import Router
from aiogram.types import InlineKeyboardButton
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.api.entities import Context
from aiogram_dialog.utils import intent_callback_data

from handlers import dispatcher
from handlers.asked import Asked
from handlers.menu import ENTRIES, SECTIONS
from handlers.words import Screen
from locales.texts import LANGUAGES, texts
from tests.guards.screens import PAGES, WINDOWS, Data
from tests.guards.shown import DATA, HOSTILE, MESSAGE, changed, endless, hostile, length, ordinary, seen
from tests.guards.sources import ROOT

INTENT = "zzzzzz"  # as long as aiogram_dialog makes them


def dialogs() -> list[Dialog]:
    """Every dialog that a conversation defines, registered or not."""
    files = sorted(file.relative_to(ROOT) for file in (ROOT / "handlers").rglob("*.py"))
    names = [".".join(file.with_suffix("").parts) for file in files if file.stem != "__init__"]
    found = [vars(importlib.import_module(name)).values() for name in names]
    return list({id(one): one for values in found for one in values if isinstance(one, Dialog)}.values())


@cache
def windows() -> dict[str, Window]:
    """Every window by its state."""
    return {
        str(state.state): window
        for dialog in dialogs()
        for state, window in dialog.windows.items()
        if isinstance(window, Window)
    }


def registered(router: Router) -> Iterator[Router]:
    """A router and everything below it."""
    yield router
    for below in router.sub_routers:
        yield from registered(below)


EVERY_WINDOW = [(s, data, lang) for s in windows() for data in WINDOWS.get(s, ()) for lang in LANGUAGES]
EVERY_PAGE = [(name, data, lang) for name, datas in PAGES.items() for data in datas for lang in LANGUAGES]
each_window = pytest.mark.parametrize(("state", "data", "language"), EVERY_WINDOW)
each_page = pytest.mark.parametrize(("name", "data", "language"), EVERY_PAGE)


def test_every_dialog_is_registered() -> None:
    starts = (*dispatcher.CONVERSATIONS, *getattr(dispatcher, "DIALOGS", ()))
    known = {id(one) for start in starts for one in registered(start)}
    assert [dialog.name for dialog in dialogs() if id(dialog) not in known] == []


def test_every_window_has_a_sample_and_every_sample_a_window() -> None:
    assert sorted(windows().keys() ^ {str(state) for state in WINDOWS}) == []


def test_every_screen_is_drawn_by_a_window_or_has_a_sample() -> None:
    templates = {
        name.removeprefix("screens/").removesuffix(".j2")
        for name in texts("zh_CN")._pages.list_templates()
        if name.startswith("screens/")
    }
    drawn = {window.text.name for window in windows().values() if isinstance(window.text, Screen)}
    assert sorted(templates ^ (drawn | set(PAGES))) == []


def test_everything_in_the_menu_can_be_begun() -> None:
    begun = {
        filter_.callback.command
        for start in dispatcher.CONVERSATIONS
        for router in registered(start)
        for observer in (router.message, router.callback_query)
        for handler in observer.handlers
        for filter_ in handler.filters or ()
        if isinstance(filter_.callback, Asked)
    }
    assert sorted({entry.command for entry in ENTRIES} - begun) == []


def test_everything_in_the_menu_stands_in_one_section() -> None:
    placed = [command for commands in SECTIONS.values() for command in commands]
    assert sorted(placed) == sorted(entry.command for entry in ENTRIES)


def speaking(language: str, state: str) -> DialogManager:
    """As much of a manager as drawing needs: it knows a language and stands in a window."""
    context = Context(INTENT, "", windows()[state].state, start_data={}, dialog_data={}, widget_data={})
    standing = SimpleNamespace(
        middleware_data={"texts": texts(language)},
        current_context=lambda: context,
        is_preview=lambda: False,
    )
    return cast("DialogManager", standing)


async def drawn(state: str, data: Data, language: str) -> str:
    """A window's text."""
    return await windows()[state].render_text(data, speaking(language, state))


async def keys(state: str, data: Data, language: str) -> list[InlineKeyboardButton]:
    """A window's buttons, row after row."""
    markup: Any = await windows()[state].render_kbd(data, speaking(language, state))
    return [key for row in markup.inline_keyboard for key in row]


@each_window
async def test_a_window_says_something_valid(state: str, data: Data, language: str) -> None:
    text, _ = seen(await drawn(state, data, language))
    assert text
    assert "\n\n\n" not in text


@pytest.mark.parametrize("change", [ordinary, endless])
@each_window
async def test_a_window_fits_however_much_people_wrote(
    state: str, data: Data, language: str, change: Callable[[str], str]
) -> None:
    assert length(await drawn(state, changed(data, change, many=True), language)) <= MESSAGE


@each_window
async def test_what_people_wrote_never_becomes_markup_in_a_window(
    state: str, data: Data, language: str
) -> None:
    plain, entities = seen(await drawn(state, data, language))
    written, bent = seen(await drawn(state, changed(data, hostile), language))
    assert bent == entities
    assert HOSTILE in written or plain == written


@each_window
async def test_every_button_of_a_window_is_worded_and_small(state: str, data: Data, language: str) -> None:
    for key in await keys(state, changed(data, hostile, many=True), language):
        assert key.text.strip()
        assert len(str(intent_callback_data(INTENT, key.callback_data)).encode()) <= DATA


@each_page
def test_a_screen_says_something_valid(name: str, data: Data, language: str) -> None:
    text, _ = seen(texts(language).page(f"screens/{name}", **data))
    assert text
    assert "\n\n\n" not in text


@pytest.mark.parametrize("change", [ordinary, endless])
@each_page
def test_a_screen_fits_however_much_people_wrote(
    name: str, data: Data, language: str, change: Callable[[str], str]
) -> None:
    grown = changed(data, change, many=True)
    assert length(texts(language).page(f"screens/{name}", **grown)) <= MESSAGE


@each_page
def test_what_people_wrote_never_becomes_markup_on_a_screen(name: str, data: Data, language: str) -> None:
    plain, entities = seen(texts(language).page(f"screens/{name}", **data))
    written, bent = seen(texts(language).page(f"screens/{name}", **changed(data, hostile)))
    assert bent == entities
    assert HOSTILE in written or plain == written
