"""线索: one object is inspected at once, without a draw; a second person approves, chance names the team."""

import secrets
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, cast

from aiogram import F, Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, SwitchTo

from domain.errors import DomainError
from domain.roles import Actor, Role
from handlers.asked import begins
from handlers.choosing import marked, on_filter, several, toggled
from handlers.gate import Opened
from handlers.pieces import one_of, paged, text_to
from handlers.spoken import heard, ref_of, without_buttons
from handlers.typed_day import day_in
from handlers.words import Say, Screen
from services.drawing import clues
from services.objects import exemptions
from services.planning import plan_tasks, plan_view
from services.planning.plan_tasks import Choice

router = Router(name="clue")

DAYS = (3, 7, 15)


class Clueing(StatesGroup):
    """Which object, who follows it, where it comes from, what is looked at, until when."""

    number = State()
    unit = State()
    source = State()
    document = State()
    items = State()
    review = State()
    done = State()


@begins(router, "clue")
async def on_clue(_event: Message | CallbackQuery, dialog_manager: DialogManager) -> None:
    """Begin with the object."""
    async with dialog_manager.middleware_data["looking"]() as look:
        look.require("clue.ask")
    await dialog_manager.start(Clueing.number, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)


def _actor(manager: DialogManager) -> Actor:
    return cast("Actor", manager.middleware_data["actor"])


async def on_number(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """One object of the library; a liaison's unit follows it itself."""
    async with manager.middleware_data["looking"]() as look:
        found = await exemptions.objects_named(look, message.text or "")
    if len(found) != 1:
        raise DomainError("clue.one_number")
    ((number, name),) = found.items()
    manager.dialog_data.update(object_no=number, object_name=name, codes=[])
    if Role.OFFICE in _actor(manager).roles:
        await manager.switch_to(Clueing.unit)
        return
    manager.dialog_data.update(unit=_actor(manager).unit_id, unit_name=_actor(manager).unit_name)
    await manager.switch_to(Clueing.source)


async def see_unit(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Units that may follow a clue."""
    async with dialog_manager.middleware_data["looking"]() as look:
        units = await plan_view.member_units(look)
    choices = [Choice(str(one.unit_id), one.name) for one in units]
    return {"object_name": dialog_manager.dialog_data["object_name"], "units": choices}


async def on_unit(_query: CallbackQuery, _widget: Any, manager: DialogManager, unit: str) -> None:
    """Who follows it."""
    choices = (await see_unit(manager))["units"]
    name = next(one.label for one in choices if one.key == unit)
    manager.dialog_data.update(unit=int(unit), unit_name=name)
    await manager.switch_to(Clueing.source)


async def see_source(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Where clues come from."""
    return {"object_name": dialog_manager.dialog_data["object_name"], "sources": list(clues.SOURCES)}


async def on_source(_query: CallbackQuery, _widget: Any, manager: DialogManager, source: str) -> None:
    """Complaint, transfer, monitoring."""
    manager.dialog_data["source"] = source
    await manager.switch_to(Clueing.document)


async def on_document(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """The paper it rests on."""
    manager.dialog_data["document"] = message.text or ""
    await manager.switch_to(Clueing.items)


async def _items(manager: DialogManager) -> list[Choice]:
    async with manager.middleware_data["looking"]() as look:
        return await plan_tasks.items_for(look, [manager.dialog_data["unit_name"]])


async def see_items(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The unit's items, those chosen marked."""
    return marked(dialog_manager, await _items(dialog_manager), dialog_manager.dialog_data["codes"])


async def on_item(_query: CallbackQuery, _widget: Any, manager: DialogManager, id_: str) -> None:
    """Choose an item, or let it go."""
    codes = manager.dialog_data["codes"]
    manager.dialog_data["codes"] = toggled(await _items(manager), codes, id_)


async def see_review(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """All of it."""
    typed = dialog_manager.dialog_data
    names = {one.key: one.label for one in await _items(dialog_manager)}
    last_day = typed.get("last_day")
    return {name: typed[name] for name in ("object_no", "object_name", "source", "document")} | {
        "items": [names.get(code, code) for code in typed["codes"]],
        "last_day": date.fromisoformat(last_day) if last_day else None,
        "days": list(DAYS),
    }


async def on_days(_query: CallbackQuery, _widget: Any, manager: DialogManager, days: str) -> None:
    """So many days from today."""
    async with manager.middleware_data["looking"]() as look:
        last_day = look.today + timedelta(days=int(days))
    manager.dialog_data["last_day"] = last_day.isoformat()


async def on_day(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """The last day."""
    manager.dialog_data["last_day"] = (await day_in(message, manager)).isoformat()


async def on_submit(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Ask; the secret for the team comes from the operating system, here at the edge."""
    typed = manager.dialog_data
    request = clues.Request(
        unit_id=typed["unit"],
        object_no=typed["object_no"],
        item_codes=typed["codes"],
        source=typed["source"],
        document=typed["document"],
        last_day=date.fromisoformat(typed["last_day"]),
    )
    async with manager.middleware_data["working"]() as work:
        clue = await clues.ask(work, request, secrets.token_hex(32))
    typed["asked"] = clue.number
    await manager.switch_to(Clueing.done)


async def see_done(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The number it was given."""
    return {"number": dialog_manager.dialog_data["asked"]}


@router.callback_query(F.data.startswith("clue-ok:"))
async def on_approve(query: CallbackQuery, working: Callable[[], Opened]) -> None:
    """The second person approves; cards go to the team."""
    async with working() as work:
        await clues.approve(work, ref_of(query))
    await heard(query)
    await without_buttons(query, "clue-")


@router.callback_query(F.data.startswith("clue-no:"))
async def on_refuse(query: CallbackQuery, working: Callable[[], Opened]) -> None:
    """The second person does not."""
    async with working() as work:
        await clues.refuse(work, ref_of(query))
    await heard(query)
    await without_buttons(query, "clue-")


dialog = Dialog(
    Window(Screen("clue_number"), text_to(on_number), state=Clueing.number),
    Window(
        Screen("clue_unit"),
        paged(Say("clue.unit"), "unit", "units", on_unit, key=lambda one: one.key),
        state=Clueing.unit,
        getter=see_unit,
    ),
    Window(
        Screen("clue_source"),
        one_of(Say("clue.source_choice"), "source", "sources", on_source, width=2),
        state=Clueing.source,
        getter=see_source,
    ),
    Window(Screen("clue_document"), text_to(on_document), state=Clueing.document),
    Window(
        Screen("clue_items"),
        several("item", on_item),
        SwitchTo(Say("clue.next"), id="next", state=Clueing.review),
        text_to(on_filter),
        state=Clueing.items,
        getter=see_items,
    ),
    Window(
        Screen("clue_review"),
        one_of(Say("clue.days"), "days", "days", on_days, width=3),
        Button(Say("clue.submit"), id="submit", on_click=on_submit, when="last_day"),
        SwitchTo(Say("clue.again"), id="again", state=Clueing.number),
        text_to(on_day),
        state=Clueing.review,
        getter=see_review,
    ),
    Window(Screen("clue_done"), state=Clueing.done, getter=see_done),
)
