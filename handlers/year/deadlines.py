"""期限调整: a circular moves a deadline of a year: which, to what day, by what document, the word."""

from datetime import date
from typing import Any

from aiogram import Router
from aiogram.enums import ContentType
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Group, Select, SwitchTo

from handlers.asked import begins
from handlers.typed_day import day_in
from handlers.words import Say, Screen
from services.year import deadline_moves
from services.year.deadline_moves import Choice

router = Router(name="deadlines")


class Moving(StatesGroup):
    """Which deadline, its new day, the document, whom it concerns, what was done."""

    listed = State()
    day = State()
    document = State()
    review = State()
    done = State()


@begins(router, "deadlines")
async def on_deadlines(_event: Message | CallbackQuery, dialog_manager: DialogManager) -> None:
    """Show this year's deadlines, and the next one's when it is near."""
    async with dialog_manager.middleware_data["looking"]() as look:
        look.require("deadline.look")
    await dialog_manager.start(Moving.listed, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)


async def see_listed(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What can be moved."""
    async with dialog_manager.middleware_data["looking"]() as look:
        return {"deadlines": await deadline_moves.movable(look)}


async def on_choice(_query: CallbackQuery, _widget: Any, manager: DialogManager, chosen: str) -> None:
    """Keep year and key."""
    year, _, key = chosen.partition(":")
    manager.dialog_data.update(year=int(year), key=key)
    await manager.switch_to(Moving.day)


async def see_one(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The deadline as it stands, and the day typed."""
    typed = dialog_manager.dialog_data
    async with dialog_manager.middleware_data["looking"]() as look:
        one: Choice = await deadline_moves.choice(look, typed["year"], typed["key"])
    restorable = bool(one.document and one.own_day)
    return {"one": one, "restorable": restorable, "day": _day(dialog_manager)}


def _day(manager: DialogManager) -> date | None:
    typed = manager.dialog_data.get("day")
    return date.fromisoformat(typed) if typed else None


async def on_day(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """The new last day."""
    typed, day = manager.dialog_data, await day_in(message, manager)
    async with manager.middleware_data["looking"]() as look:
        deadline_moves.check_day(look, await deadline_moves.choice(look, typed["year"], typed["key"]), day)
    typed["day"] = day.isoformat()
    await manager.switch_to(Moving.document)


async def on_restore(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Back to the place's own rule."""
    manager.dialog_data["day"] = ""
    await manager.switch_to(Moving.document)


async def on_document(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """The circular's number."""
    typed = manager.dialog_data
    async with manager.middleware_data["looking"]() as look:
        await deadline_moves.preview(look, typed["year"], typed["key"], _day(manager), message.text or "")
    typed["document"] = (message.text or "").strip()
    await manager.switch_to(Moving.review)


async def see_review(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Whom it concerns."""
    typed, day = dialog_manager.dialog_data, _day(dialog_manager)
    async with dialog_manager.middleware_data["looking"]() as look:
        seen = await deadline_moves.preview(look, typed["year"], typed["key"], day, typed["document"])
    return {"seen": seen, "restored": day is None, "document": typed["document"]}


async def on_confirm(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Move it."""
    typed = manager.dialog_data
    async with manager.middleware_data["working"]() as work:
        seen = await deadline_moves.move(work, typed["year"], typed["key"], _day(manager), typed["document"])
    typed["units"] = len(seen.units) - len(seen.unreached)
    await manager.switch_to(Moving.done)


async def see_done(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What stands now."""
    typed = dialog_manager.dialog_data
    return await see_one(dialog_manager) | {"units": typed["units"], "document": typed["document"]}


BACK = SwitchTo(Say("deadlines.move.back"), id="back", state=Moving.listed)

dialog = Dialog(
    Window(
        Screen("deadline_listed"),
        Group(
            Select(
                Say("deadlines.move.choice"),
                id="deadline",
                item_id_getter=lambda one: f"{one.year}:{one.key}",
                items="deadlines",
                on_click=on_choice,
            ),
            width=1,
        ),
        state=Moving.listed,
        getter=see_listed,
    ),
    Window(
        Screen("deadline_day"),
        Button(Say("deadlines.move.restore"), id="restore", on_click=on_restore, when="restorable"),
        BACK,
        MessageInput(on_day, content_types=ContentType.TEXT),
        state=Moving.day,
        getter=see_one,
    ),
    Window(
        Screen("deadline_document"),
        BACK,
        MessageInput(on_document, content_types=ContentType.TEXT),
        state=Moving.document,
        getter=see_one,
    ),
    Window(
        Screen("deadline_review"),
        Button(Say("deadlines.move.confirm"), id="confirm", on_click=on_confirm),
        BACK,
        state=Moving.review,
        getter=see_review,
    ),
    Window(Screen("deadline_done"), state=Moving.done, getter=see_done),
)
