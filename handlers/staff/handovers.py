"""联络员交接: the liaison, or the office in her place, names the successor; undone by handing back."""

from typing import Any

from aiogram import Bot, Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.kbd import Button, SwitchTo

from handlers.asked import begins
from handlers.commands import refresh_menus
from handlers.pieces import paged
from handlers.staff.deputies import Deputising
from handlers.words import Say, Screen
from services.staff import deputies, handovers, liaison_seats
from services.staff.handovers import Handed

router = Router(name="handovers")


class Handing(StatesGroup):
    """Which unit (for the office), who takes over, what passes, what was done."""

    units = State()
    successor = State()
    review = State()
    done = State()


@begins(router, "handover")
async def on_handover(_event: Message | CallbackQuery, dialog_manager: DialogManager) -> None:
    """A liaison begins with the own unit, the office with the list."""
    async with dialog_manager.middleware_data["looking"]() as look:
        units = await liaison_seats.units(look)
    one = len(units) == 1
    await dialog_manager.start(
        Handing.successor if one else Handing.units,
        {"unit": units[0].id} if one else {},
        mode=StartMode.RESET_STACK,
        show_mode=ShowMode.SEND,
    )


async def see_units(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The units, those whose seat needs care named."""
    async with dialog_manager.middleware_data["looking"]() as look:
        return {
            "units": await liaison_seats.units(look),
            "vacant": await liaison_seats.vacant(look),
            "settled": await liaison_seats.settled(look),
            "deputies": await deputies.named(look),
        }


def _unit(manager: DialogManager) -> int:
    known: Any = manager.dialog_data.get("unit") or (manager.start_data or {})["unit"]  # type: ignore[call-overload,index]
    return int(known)


async def on_unit(_query: CallbackQuery, _widget: Any, manager: DialogManager, unit_id: str) -> None:
    """Keep the unit."""
    manager.dialog_data["unit"] = int(unit_id)
    await manager.switch_to(Handing.successor)


async def see_seat(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The seat as it stands, and the successor chosen."""
    chosen = dialog_manager.dialog_data.get("successor")
    async with dialog_manager.middleware_data["looking"]() as look:
        stands_in = await deputies.deputy_seat(look, _unit(dialog_manager))
    seat = stands_in.seat
    name = next((one.name for one in seat.choices if one.id == chosen), "")
    return {
        "seat": seat,
        "people": seat.choices,
        "returnable": seat.last is not None,
        "successor": name,
        "deputy": stands_in.name,
    }


async def on_deputy(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Somebody stands in instead of taking over."""
    await manager.start(Deputising.person, {"unit": _unit(manager)}, mode=StartMode.RESET_STACK)


async def on_successor(_query: CallbackQuery, _widget: Any, manager: DialogManager, person_id: str) -> None:
    """Keep the successor and show what passes."""
    manager.dialog_data["successor"] = int(person_id)
    await manager.switch_to(Handing.review)


async def on_confirm(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Hand over, as one act."""
    async with manager.middleware_data["working"]() as work:
        done = await handovers.hand_over(work, _unit(manager), manager.dialog_data["successor"])
    await _show_done(manager, done)


async def on_return(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Undo the last handover by handing back."""
    async with manager.middleware_data["working"]() as work:
        seat = await liaison_seats.seat(work, _unit(manager))
        done = await handovers.hand_back(work, seat.last.ref if seat.last else "")
    await _show_done(manager, done)


async def _show_done(manager: DialogManager, done: Handed) -> None:
    bot: Bot = manager.middleware_data["bot"]
    link = f"https://t.me/{(await bot.me()).username}?start={done.token}" if done.token else ""
    manager.dialog_data["done"] = {
        "unit": done.unit,
        "successor": done.successor,
        "duties": done.duties,
        "cases": done.cases,
        "letters": done.letters,
        "link": link,
    }
    await manager.switch_to(Handing.done)
    await refresh_menus(manager, {done.handover.former_id, done.handover.successor_id})


async def see_done(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What was done; the link is shown to who handed over, and kept nowhere else."""
    return dict(dialog_manager.dialog_data["done"])


dialog = Dialog(
    Window(
        Screen("handover_units"),
        paged(Say("handover.unit"), "unit", "units", on_unit, key=lambda one: one.id),
        state=Handing.units,
        getter=see_units,
    ),
    Window(
        Screen("handover_successor"),
        paged(Say("handover.person"), "person", "people", on_successor, key=lambda one: one.id),
        Button(Say("handover.deputy"), id="deputy", on_click=on_deputy),
        Button(Say("handover.return"), id="return", on_click=on_return, when="returnable"),
        state=Handing.successor,
        getter=see_seat,
    ),
    Window(
        Screen("handover_review"),
        Button(Say("handover.confirm"), id="confirm", on_click=on_confirm),
        SwitchTo(Say("handover.other"), id="other", state=Handing.successor),
        state=Handing.review,
        getter=see_seat,
    ),
    Window(Screen("handover_done"), state=Handing.done, getter=see_done),
)
