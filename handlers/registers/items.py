"""事项清单: an item looked up by words, unit or object type; its card with its history."""

from typing import Any

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Row, Start, SwitchTo

from handlers.asked import begins
from handlers.pieces import one_of, text_to
from handlers.registers.item_change import Amending
from handlers.registers.item_revisions import Revising
from handlers.words import Say, Screen
from services.items import item_cards, item_filing, item_terms

router = Router(name="items")

FOUND_SHOWN = 12
GROUPS_SHOWN = 20
LOG_SHOWN = 8
GROUPS_OF_MERGE = 8


class Listing(StatesGroup):
    """The list, its filters, what was found, one item; what could be merged."""

    home = State()
    units = State()
    types = State()
    found = State()
    card = State()
    merge = State()


@begins(router, "items")
async def on_items(_event: Message | CallbackQuery, argument: str, dialog_manager: DialogManager) -> None:
    """The list, or at once what was asked for: ``事项清单 标签``."""
    async with dialog_manager.middleware_data["looking"]() as look:
        look.require("item.look")
    await dialog_manager.start(
        Listing.home, {"asked": argument}, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND
    )


async def on_start(data: Any, manager: DialogManager) -> None:
    """What was asked for in the same breath comes first."""
    if data["asked"]:
        await _ask(manager, asked=data["asked"])


async def _ask(manager: DialogManager, **asked: str) -> None:
    """Show what fits: the card of the only one, or the list to choose from."""
    async with manager.middleware_data["looking"]() as look:
        found = await item_cards.find(look, **asked)
    manager.dialog_data.update(asked=asked)
    if len(found) == 1:
        manager.dialog_data["item"] = found[0].id
    await manager.switch_to(Listing.card if len(found) == 1 else Listing.found)


async def see_home(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """How many, and what is to be filed or published."""
    async with dialog_manager.middleware_data["looking"]() as look:
        overview = await item_cards.overview(look)
        due = [(one.number, item_filing.next_deadline(one)) for one in overview.pending]
        today = look.today
    return {"overview": overview, "due": due[:LOG_SHOWN], "today": today}


async def see_groups(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Units and object types with their numbers of items, the largest first."""
    async with dialog_manager.middleware_data["looking"]() as look:
        overview = await item_cards.overview(look)
    return {"units": _largest(overview.units), "types": _largest(overview.types)}


def _largest(counts: Any) -> list[dict[str, Any]]:
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:GROUPS_SHOWN]
    return [{"at": at, "name": name, "count": count} for at, (name, count) in enumerate(ordered)]


async def on_unit(_query: CallbackQuery, _widget: Any, manager: DialogManager, at: str) -> None:
    """The items of one unit."""
    groups = await see_groups(manager)
    await _ask(manager, unit=groups["units"][int(at)]["name"])


async def on_type(_query: CallbackQuery, _widget: Any, manager: DialogManager, at: str) -> None:
    """The items of one object type."""
    groups = await see_groups(manager)
    await _ask(manager, object_type=groups["types"][int(at)]["name"])


async def on_text(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Look items up."""
    await _ask(manager, asked=(message.text or "").strip())


async def see_found(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What fits."""
    asked = dialog_manager.dialog_data.get("asked", {})
    async with dialog_manager.middleware_data["looking"]() as look:
        found = await item_cards.find(look, **asked)
    shown = next(iter(asked.values()), "")
    return {"asked": shown, "found": found[:FOUND_SHOWN], "total": len(found)}


async def on_item(_query: CallbackQuery, _widget: Any, manager: DialogManager, item_id: str) -> None:
    """One of them."""
    manager.dialog_data["item"] = int(item_id)
    await manager.switch_to(Listing.card)


async def see_card(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """One item with its history; the office may change it."""
    async with dialog_manager.middleware_data["looking"]() as look:
        shown = await item_cards.card(
            look, await item_cards.code_of(look, dialog_manager.dialog_data["item"])
        )
        may_change = look.actor.may("item.change")
    return {
        "code": shown.code,
        "version": shown.version,
        "holds": shown.holds,
        "log": shown.log[:LOG_SHOWN],
        "may_change": may_change and shown.version.change != "abolished",
    }


async def see_merge(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Items that several units could inspect in one visit."""
    async with dialog_manager.middleware_data["looking"]() as look:
        groups = await item_terms.proposals(look)
    return {"groups": groups[:GROUPS_OF_MERGE], "total": len(groups)}


async def on_change(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Change this item."""
    await manager.start(Amending.field, {"code": (await see_card(manager))["code"]})


async def on_abolish(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Take this item off the list."""
    await manager.start(Amending.review, {"code": (await see_card(manager))["code"], "abolish": True})


TYPED = text_to(on_text)
HOME = SwitchTo(Say("items.home"), id="home", state=Listing.home)

dialog = Dialog(
    Window(
        Screen("items_home"),
        Row(
            SwitchTo(Say("items.by_unit"), id="units", state=Listing.units),
            SwitchTo(Say("items.by_type"), id="types", state=Listing.types),
        ),
        Row(
            Start(Say("items.changes"), id="revisions", state=Revising.every),
            SwitchTo(Say("items.merge"), id="merge", state=Listing.merge),
        ),
        TYPED,
        state=Listing.home,
        getter=see_home,
    ),
    Window(
        Screen("items_units"),
        one_of(Say("items.group"), "unit", "units", on_unit, key=lambda one: one["at"]),
        HOME,
        state=Listing.units,
        getter=see_groups,
    ),
    Window(
        Screen("items_types"),
        one_of(Say("items.group"), "type", "types", on_type, key=lambda one: one["at"]),
        HOME,
        state=Listing.types,
        getter=see_groups,
    ),
    Window(
        Screen("items_found"),
        one_of(Say("items.line"), "item", "found", on_item, key=lambda one: one.id),
        HOME,
        TYPED,
        state=Listing.found,
        getter=see_found,
    ),
    Window(
        Screen("item_card"),
        Row(
            Button(Say("items.change"), id="change", on_click=on_change, when="may_change"),
            Button(Say("items.abolish"), id="abolish", on_click=on_abolish, when="may_change"),
        ),
        HOME,
        TYPED,
        state=Listing.card,
        getter=see_card,
    ),
    Window(
        Screen("items_merge"),
        HOME,
        state=Listing.merge,
        getter=see_merge,
    ),
    on_start=on_start,
)
