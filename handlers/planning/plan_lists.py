"""The questions of a task that are answered from lists: units, items, objects."""

from typing import Any

from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput

from domain.cell_values import words
from handlers.choosing import marked, on_filter, several, toggled
from handlers.pieces import text_to
from handlers.planning.plan_draft import NEXT, Tasking, draft_of, note, onward, started_with
from handlers.words import Screen
from services.planning import plan_tasks, plans
from services.planning.plan_tasks import Choice


async def _units(manager: DialogManager) -> list[Choice]:
    async with manager.middleware_data["looking"]() as look:
        plan = await plans.by_ref(look, started_with(manager)["plan"])
        return await plan_tasks.units_for(look, plan)


async def _items(manager: DialogManager) -> list[Choice]:
    async with manager.middleware_data["looking"]() as look:
        plan = await plans.by_ref(look, started_with(manager)["plan"])
        units = ((await plans.unit_of(look, plan)).name, *draft_of(manager).partners)
        return await plan_tasks.items_for(look, units)


async def see_partners(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Units to join, those chosen marked."""
    return marked(dialog_manager, await _units(dialog_manager), draft_of(dialog_manager).partners)


async def see_items(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Items of the list that the units inspect, those chosen marked."""
    return marked(dialog_manager, await _items(dialog_manager), draft_of(dialog_manager).item_codes)


async def see_scope(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Sub-libraries and object types with their sizes."""
    draft = draft_of(dialog_manager)
    async with dialog_manager.middleware_data["looking"]() as look:
        choices = await plan_tasks.scopes(look)
    return marked(dialog_manager, choices, (f"scope:{draft.scope}", f"type:{draft.object_type}"))


def _toggle(manager: DialogManager, field: str, choices: list[Choice], id_: str) -> None:
    chosen = manager.dialog_data.get("draft", {}).get(field, ())
    note(manager, **{field: toggled(choices, chosen, id_)})


async def on_partner(_query: CallbackQuery, _widget: Any, manager: DialogManager, id_: str) -> None:
    """Choose a unit, or let it go."""
    _toggle(manager, "partners", await _units(manager), id_)


async def on_item(_query: CallbackQuery, _widget: Any, manager: DialogManager, id_: str) -> None:
    """Choose an item, or let it go."""
    _toggle(manager, "item_codes", await _items(manager), id_)


async def on_scope(_query: CallbackQuery, _widget: Any, manager: DialogManager, id_: str) -> None:
    """One sub-library and one object type at most; pressing again lets go."""
    async with manager.middleware_data["looking"]() as look:
        choices = await plan_tasks.scopes(look)
    key = next((one.key for one in choices if one.id == id_), ":")
    field = "scope" if key.startswith("scope:") else "object_type"
    value = key.partition(":")[2]
    note(manager, **{field: "" if getattr(draft_of(manager), field) == value else value})


async def _methods(manager: DialogManager) -> list[Choice]:
    async with manager.middleware_data["looking"]() as look:
        return await plan_tasks.methods_for(look, draft_of(manager).item_codes)


async def see_methods(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The item list's ways to inspect, those chosen marked; others that were typed are counted."""
    chosen = draft_of(dialog_manager).methods
    return marked(dialog_manager, await _methods(dialog_manager), chosen) | {"count": len(chosen)}


async def on_method(_query: CallbackQuery, _widget: Any, manager: DialogManager, id_: str) -> None:
    """Choose a way to inspect, or let it go."""
    _toggle(manager, "methods", await _methods(manager), id_)


async def on_methods_typed(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """All of them in words."""
    note(manager, methods=list(words(message.text or "")))
    await onward(manager)


def _list(name: str, screen: Screen, on_click: Any, state: State, getter: Any) -> Window:
    return Window(screen, several(name, on_click), NEXT, text_to(on_filter), state=state, getter=getter)


LISTS = (
    _list("partner", Screen("plan_partners"), on_partner, Tasking.partners, see_partners),
    _list("item", Screen("plan_items"), on_item, Tasking.items, see_items),
    _list("scope", Screen("plan_scope"), on_scope, Tasking.scope, see_scope),
    Window(
        Screen("plan_methods"),
        several("method", on_method),
        NEXT,
        text_to(on_methods_typed),
        state=Tasking.methods,
        getter=see_methods,
    ),
)
