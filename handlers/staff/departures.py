"""调动、退休: the office says what, when and why, sees what it touches, and confirms."""

from datetime import date
from typing import Any, cast

from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Cancel

from handlers.pieces import one_of, text_to
from handlers.typed_day import day_in
from handlers.words import Say, Screen
from services.staff import departures
from services.year.duties import units_owing

KINDS = (departures.MOVED, *departures.KINDS)


class Departing(StatesGroup):
    """What happens, the new unit of a move, since when, why; what it touches; what was done."""

    kind = State()
    unit = State()
    day = State()
    reason = State()
    review = State()
    done = State()


def person_of(manager: DialogManager) -> int:
    """Who is meant."""
    return cast("dict[str, int]", manager.start_data)["person"]


async def see(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What it touches, and what was chosen so far."""
    typed = dialog_manager.dialog_data
    async with dialog_manager.middleware_data["looking"]() as look:
        touched = await departures.consequences(look, person_of(dialog_manager))
        units = [unit for unit, _ in await units_owing(look) if unit.name != touched.unit]
    into = next((unit.name for unit in units if unit.id == typed.get("unit")), "")
    on = date.fromisoformat(typed.get("day", look.today.isoformat()))
    return {
        "touched": touched,
        "kinds": KINDS,
        "kind": typed.get("kind", KINDS[0]),
        "units": units,
        "into": into,
        "on": on,
        "reason": typed.get("reason", ""),
    }


async def on_kind(_query: CallbackQuery, _widget: Any, manager: DialogManager, kind: str) -> None:
    """A move asks for the unit."""
    manager.dialog_data["kind"] = kind
    await manager.switch_to(Departing.unit if kind == departures.MOVED else Departing.day)


async def on_unit(_query: CallbackQuery, _widget: Any, manager: DialogManager, unit_id: str) -> None:
    """Keep the unit."""
    manager.dialog_data["unit"] = int(unit_id)
    await manager.switch_to(Departing.day)


async def on_today(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """From today on."""
    manager.dialog_data.pop("day", None)
    await manager.switch_to(Departing.reason)


async def on_day(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Since a day that was typed."""
    manager.dialog_data["day"] = (await day_in(message, manager, "closest")).isoformat()
    await manager.switch_to(Departing.reason)


async def on_reason(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Keep the reason and show what will happen."""
    manager.dialog_data["reason"] = message.text or ""
    await manager.switch_to(Departing.review)


async def on_confirm(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Do it, as one act."""
    typed, who = manager.dialog_data, person_of(manager)
    async with manager.middleware_data["working"]() as work:
        on = date.fromisoformat(typed.get("day", work.today.isoformat()))
        if typed["kind"] == departures.MOVED:
            done = await departures.move(work, who, typed["unit"], on, typed["reason"])
        else:
            done = await departures.leave(work, who, typed["kind"], on, typed["reason"])
    typed["done"] = {
        "name": done.before.name,
        "visits": len(done.given.visits),
        "short": done.given.short,
        "elsewhere": done.given.elsewhere,
        "announced": list(done.before.announced),
        "vacant": list(done.before.vacant),
    }
    await manager.switch_to(Departing.done)


async def see_done(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What was done."""
    return dict(dialog_manager.dialog_data["done"])


BACK = Cancel(Say("library.back"))

dialog = Dialog(
    Window(
        Screen("depart_kind"),
        one_of(Say("library.choose_change"), "kind", "kinds", on_kind, width=2),
        BACK,
        state=Departing.kind,
        getter=see,
    ),
    Window(
        Screen("depart_unit"),
        one_of(Say("library.choose_unit"), "unit", "units", on_unit, key=lambda one: one.id),
        BACK,
        state=Departing.unit,
        getter=see,
    ),
    Window(
        Screen("depart_day"),
        Button(Say("library.today"), id="today", on_click=on_today),
        BACK,
        text_to(on_day),
        state=Departing.day,
        getter=see,
    ),
    Window(
        Screen("depart_reason"),
        BACK,
        text_to(on_reason),
        state=Departing.reason,
        getter=see,
    ),
    Window(
        Screen("depart_review"),
        Button(Say("library.confirm"), id="confirm", on_click=on_confirm),
        BACK,
        state=Departing.review,
        getter=see,
    ),
    Window(Screen("depart_done"), BACK, state=Departing.done, getter=see_done),
)
