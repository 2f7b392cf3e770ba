"""副联络员: the liaison, or the office, names who stands in, for days or until ended, and ends it."""

from datetime import date
from typing import Any

from aiogram import Bot
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, SwitchTo

from domain.errors import DomainError
from handlers.commands import refresh_menus
from handlers.pieces import paged, text_to
from handlers.words import Say, Screen
from services.staff import deputies
from services.typed_days import typed_day


class Deputising(StatesGroup):
    """Who stands in, on which days, what was done."""

    person = State()
    days = State()
    done = State()


def _unit(manager: DialogManager) -> int:
    return int(manager.start_data["unit"])  # type: ignore[call-overload,index]


async def see_seat(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Who stands in as things are, and who was chosen."""
    typed = dialog_manager.dialog_data
    async with dialog_manager.middleware_data["looking"]() as look:
        seat = await deputies.deputy_seat(look, _unit(dialog_manager))
    chosen = next((one.name for one in seat.choices if one.id == typed.get("person")), "")
    link = typed.get("link", "")
    return {"seat": seat, "one": seat.row, "people": seat.choices, "chosen": chosen, "link": link}


async def on_person(_query: CallbackQuery, _widget: Any, manager: DialogManager, person_id: str) -> None:
    """Keep the deputy."""
    manager.dialog_data["person"] = int(person_id)
    await manager.switch_to(Deputising.days)


async def on_days(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Two days: name for them."""
    words = (message.text or "").split()
    if len(words) != 2:
        raise DomainError("deputy.days")
    async with manager.middleware_data["looking"]() as look:
        first, last = (typed_day(word, look.today) for word in words)
    await _name(manager, first, last)


async def on_open(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """From today until ended."""
    async with manager.middleware_data["looking"]() as look:
        today = look.today
    await _name(manager, today, None)


async def _name(manager: DialogManager, first: date, last: date | None) -> None:
    async with manager.middleware_data["working"]() as work:
        done = await deputies.name(work, _unit(manager), manager.dialog_data["person"], first, last)
    bot: Bot = manager.middleware_data["bot"]
    link = f"https://t.me/{(await bot.me()).username}?start={done.token}" if done.token else ""
    manager.dialog_data["link"] = link
    await manager.switch_to(Deputising.done)
    await refresh_menus(manager, {done.row.person_id})


async def on_end(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Nobody stands in any more."""
    async with manager.middleware_data["working"]() as work:
        now = await deputies.deputy_seat(work, _unit(manager))
        ended = await deputies.end(work, _unit(manager), now.row.ref if now.row else "")
    await manager.switch_to(Deputising.done)
    await refresh_menus(manager, {ended.row.person_id if ended.row else None})


END = Button(Say("handover.deputy_end"), id="end", on_click=on_end, when="one")

dialog = Dialog(
    Window(
        Screen("deputy_person"),
        paged(Say("handover.person"), "person", "people", on_person, key=lambda one: one.id),
        END,
        state=Deputising.person,
        getter=see_seat,
    ),
    Window(
        Screen("deputy_days"),
        Button(Say("handover.deputy_open"), id="open", on_click=on_open),
        SwitchTo(Say("handover.other"), id="other", state=Deputising.person),
        text_to(on_days),
        state=Deputising.days,
        getter=see_seat,
    ),
    Window(Screen("deputy_done"), END, state=Deputising.done, getter=see_seat),
)
