"""内部转办: the liaison hands one filing or decision on to a colleague, and takes it back."""

from typing import Any

from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, StartMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button

from handlers.pieces import paged, text_to
from handlers.typed_day import day_in
from handlers.words import Say, Screen
from services.year import forwarding


class HandingOn(StatesGroup):
    """To whom, by when, what was done."""

    person = State()
    day = State()
    done = State()


async def choose(manager: DialogManager, what: str, ref: str) -> None:
    """From the window of a filing or a decision."""
    start: dict[str, Any] = {"what": what, "ref": ref}
    await manager.start(HandingOn.person, start, mode=StartMode.RESET_STACK)


def _matter(manager: DialogManager) -> tuple[str, str]:
    start = manager.start_data
    assert isinstance(start, dict)  # noqa: S101 - ``choose`` gives it
    return str(start["what"]), str(start["ref"])


async def see(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """How it stands, and who was chosen."""
    async with dialog_manager.middleware_data["looking"]() as look:
        now = await forwarding.standing(look, *_matter(dialog_manager))
    person = dialog_manager.dialog_data.get("person")
    chosen = next((one.name for one in now.choices if one.id == person), "")
    return {"now": now, "row": now.row, "people": now.choices, "chosen": chosen}


async def on_person(_query: CallbackQuery, _widget: Any, manager: DialogManager, person_id: str) -> None:
    """Keep the colleague."""
    manager.dialog_data["person"] = int(person_id)
    await manager.switch_to(HandingOn.day)


async def on_day(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """The unit's own day: hand it on."""
    due_on = await day_in(message, manager)
    async with manager.middleware_data["working"]() as work:
        await forwarding.hand_on(work, *_matter(manager), manager.dialog_data["person"], due_on)
    await manager.switch_to(HandingOn.done)


async def on_back(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """The liaison sees to it again."""
    async with manager.middleware_data["working"]() as work:
        await forwarding.take_back(work, *_matter(manager))
    await manager.switch_to(HandingOn.done)


TAKE_BACK = Button(Say("forward.take_back"), id="back", on_click=on_back, when="row")

dialog = Dialog(
    Window(
        Screen("forward_person"),
        paged(Say("handover.person"), "person", "people", on_person, key=lambda one: one.id),
        TAKE_BACK,
        state=HandingOn.person,
        getter=see,
    ),
    Window(Screen("forward_day"), text_to(on_day), state=HandingOn.day, getter=see),
    Window(Screen("forward_done"), TAKE_BACK, state=HandingOn.done, getter=see),
)
