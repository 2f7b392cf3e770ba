"""人员库: look somebody up, their card, certificates that end soon. For the office, and a unit's liaison."""

from collections.abc import Callable
from typing import Any

from aiogram import F, Router
from aiogram.enums import ContentType
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Group, Select, SwitchTo

from handlers.asked import begins
from handlers.gate import Opened
from handlers.spoken import heard
from handlers.words import Say, Screen, words_of
from services import certificates, library
from services.replacements import INTERESTS
from services.work import Work

router = Router(name="library")

FOUND_SHOWN = 12
LINES_SHOWN = 40


class Looking(StatesGroup):
    """The library, who was found, one person's card, certificates that end."""

    home = State()
    found = State()
    card = State()
    expiring = State()


async def open_card(manager: DialogManager, person_id: int) -> None:
    """Show somebody's card in place of whatever stands there."""
    await manager.start(Looking.card, {"person": person_id}, mode=StartMode.RESET_STACK)


@begins(router, "inspectors")
async def on_library(_event: Message | CallbackQuery, argument: str, dialog_manager: DialogManager) -> None:
    """The library, or at once whom was asked for: ``人员库 张``."""
    async with dialog_manager.middleware_data["looking"]() as look:
        look.require("library.look")
        found = await library.find(look, argument) if argument else []
    await dialog_manager.start(Looking.home, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)
    if found:
        await _show(dialog_manager, argument, found)


@router.callback_query(F.data == "expiring:all")
async def on_expiring(
    query: CallbackQuery, dialog_manager: DialogManager, looking: Callable[[], Opened]
) -> None:
    """The list behind a warning, as it stands now."""
    async with looking() as look:
        look.require("library.look")
    await dialog_manager.start(Looking.expiring, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)
    await heard(query)


async def see_home(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """How many, and what needs care."""
    async with dialog_manager.middleware_data["looking"]() as look:
        overview = await library.overview(look)
        ending = await certificates.expiring(look)
    over = sum(one.days < 0 for one in ending)
    return {"overview": overview, "expiring": len(ending), "over": over, "horizon": _horizon(look)}


def _horizon(look: Work) -> int:
    return max(look.profile.certificate_warning_days, default=0)


async def on_text(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Look somebody up."""
    async with manager.middleware_data["looking"]() as look:
        found = await library.find(look, message.text or "")
    await _show(manager, message.text or "", found)


async def _show(manager: DialogManager, asked: str, found: list[library.Found]) -> None:
    """The card of the only one, or the list to choose from."""
    manager.dialog_data.update(asked=asked, person=found[0].person_id)
    await manager.switch_to(Looking.card if len(found) == 1 else Looking.found)


async def see_found(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Who fits what was typed."""
    asked = dialog_manager.dialog_data["asked"]
    async with dialog_manager.middleware_data["looking"]() as look:
        found = await library.find(look, asked)
    return {"asked": asked, "found": found[:FOUND_SHOWN], "more": len(found) - FOUND_SHOWN}


async def on_person(_query: CallbackQuery, _widget: Any, manager: DialogManager, person_id: str) -> None:
    """One of them."""
    manager.dialog_data["person"] = int(person_id)
    await manager.switch_to(Looking.card)


def person_of(manager: DialogManager) -> int:
    """Whose card is open."""
    given: Any = manager.start_data or {}
    found: int = manager.dialog_data.get("person") or given["person"]
    return found


async def see_card(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Everything about a person but the phone."""
    async with dialog_manager.middleware_data["looking"]() as look:
        card = await library.card(look, person_of(dialog_manager))
    return {"card": card, "interests": INTERESTS}


async def on_phone(query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """The phone, only to who asks: a toast leaves no trace in the chat."""
    async with manager.middleware_data["looking"]() as look:
        number = await library.phone(look, person_of(manager))
        name = (await library.person_of(look, person_of(manager))).name
    words = words_of(manager)
    said = words.say("library.phone_is", name=name, phone=number) if number else words.say("library.no_phone")
    manager.show_mode = ShowMode.NO_UPDATE
    await query.answer(said, show_alert=True)


async def see_expiring(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Certificates that are over or end soon."""
    async with dialog_manager.middleware_data["looking"]() as look:
        lines = await certificates.expiring(look)
    return {"lines": lines[:LINES_SHOWN], "more": len(lines) - LINES_SHOWN, "horizon": _horizon(look)}


TYPED = MessageInput(on_text, content_types=ContentType.TEXT)
HOME = SwitchTo(Say("library.back"), id="home", state=Looking.home)

dialog = Dialog(
    Window(
        Screen("library_home"),
        SwitchTo(Say("library.expiring"), id="expiring", state=Looking.expiring),
        TYPED,
        state=Looking.home,
        getter=see_home,
    ),
    Window(
        Screen("library_found"),
        Group(
            Select(
                Say("library.found"),
                id="person",
                item_id_getter=lambda one: one.person_id,
                items="found",
                on_click=on_person,
            ),
            width=1,
        ),
        HOME,
        TYPED,
        state=Looking.found,
        getter=see_found,
    ),
    Window(
        Screen("library_card"),
        Button(Say("library.phone"), id="phone", on_click=on_phone),
        HOME,
        TYPED,
        state=Looking.card,
        getter=see_card,
    ),
    Window(Screen("library_expiring"), HOME, TYPED, state=Looking.expiring, getter=see_expiring),
)
