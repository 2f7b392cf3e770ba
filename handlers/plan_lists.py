"""The questions of a task that are answered from lists: units, items, objects."""

from typing import Any

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import ScrollingGroup, Select

from handlers.plan_draft import NEXT, Tasking, draft_of, note, started_with, typed
from handlers.words import Say, Screen
from services import plan_tasks, plans
from services.plan_tasks import Choice

ROWS = 8


async def see_partners(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Units to join, those chosen marked."""
    async with dialog_manager.middleware_data["looking"]() as look:
        plan = await plans.by_ref(look, started_with(dialog_manager)["plan"])
        choices = await plan_tasks.units_for(look, plan)
    return _choosing(dialog_manager, choices, draft_of(dialog_manager).partners)


async def see_items(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Items of the list that the units inspect, those chosen marked."""
    draft = draft_of(dialog_manager)
    async with dialog_manager.middleware_data["looking"]() as look:
        plan = await plans.by_ref(look, started_with(dialog_manager)["plan"])
        units = ((await plans.unit_of(look, plan)).name, *draft.partners)
        choices = await plan_tasks.items_for(look, units)
    return _choosing(dialog_manager, choices, draft.item_codes)


async def see_scope(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Sub-libraries and object types with their sizes."""
    draft = draft_of(dialog_manager)
    async with dialog_manager.middleware_data["looking"]() as look:
        choices = await plan_tasks.scopes(look)
    return _choosing(dialog_manager, choices, (f"scope:{draft.scope}", f"type:{draft.object_type}"))


def _choosing(manager: DialogManager, choices: list[Choice], chosen: tuple[str, ...]) -> dict[str, Any]:
    wanted = str(manager.dialog_data.get("filter", ""))
    rows = [one for one in choices if wanted in one.label]
    return {
        "choices": [{"id": one.id, "choice": one, "chosen": one.key in chosen} for one in rows],
        "count": sum(one.key in chosen for one in choices),
        "filter": wanted,
    }


async def _toggle(manager: DialogManager, field: str, choices: list[Choice], id_: str) -> None:
    key = next((one.key for one in choices if one.id == id_), None)
    chosen = list(manager.dialog_data.get("draft", {}).get(field, ()))
    if key in chosen:
        chosen.remove(key)
    elif key is not None:
        chosen.append(key)
    note(manager, **{field: chosen})


async def on_partner(_query: CallbackQuery, _widget: Any, manager: DialogManager, id_: str) -> None:
    """Choose a unit, or let it go."""
    async with manager.middleware_data["looking"]() as look:
        plan = await plans.by_ref(look, started_with(manager)["plan"])
        choices = await plan_tasks.units_for(look, plan)
    await _toggle(manager, "partners", choices, id_)


async def on_item(_query: CallbackQuery, _widget: Any, manager: DialogManager, id_: str) -> None:
    """Choose an item, or let it go."""
    async with manager.middleware_data["looking"]() as look:
        plan = await plans.by_ref(look, started_with(manager)["plan"])
        units = ((await plans.unit_of(look, plan)).name, *draft_of(manager).partners)
        choices = await plan_tasks.items_for(look, units)
    await _toggle(manager, "item_codes", choices, id_)


async def on_scope(_query: CallbackQuery, _widget: Any, manager: DialogManager, id_: str) -> None:
    """One sub-library and one object type at most; pressing again lets go."""
    async with manager.middleware_data["looking"]() as look:
        choices = await plan_tasks.scopes(look)
    key = next((one.key for one in choices if one.id == id_), ":")
    field = "scope" if key.startswith("scope:") else "object_type"
    value = key.partition(":")[2]
    note(manager, **{field: "" if getattr(draft_of(manager), field) == value else value})


async def on_filter(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Typing narrows a long list."""
    manager.dialog_data["filter"] = (message.text or "").strip()


def _list(id_: str, on_click: Any) -> ScrollingGroup:
    """A list to choose from, with pages."""
    return ScrollingGroup(
        Select(
            Say("plan.choice"),
            id=id_,
            item_id_getter=lambda one: one["id"],
            items="choices",
            on_click=on_click,
        ),
        id=f"{id_}s",
        width=1,
        height=ROWS,
        hide_on_single_page=True,
    )


LISTS = (
    Window(
        Screen("plan_partners"),
        _list("partner", on_partner),
        NEXT,
        typed(on_filter),
        state=Tasking.partners,
        getter=see_partners,
    ),
    Window(
        Screen("plan_items"),
        _list("item", on_item),
        NEXT,
        typed(on_filter),
        state=Tasking.items,
        getter=see_items,
    ),
    Window(
        Screen("plan_scope"),
        _list("scope", on_scope),
        NEXT,
        typed(on_filter),
        state=Tasking.scope,
        getter=see_scope,
    ),
)
