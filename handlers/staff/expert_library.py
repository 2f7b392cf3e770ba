"""专家库: by service field or name, one card, corrections, taking off with a reason."""

from typing import Any

from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Cancel, SwitchTo

from handlers.pieces import one_of, text_to
from handlers.words import Say, Screen, words_of
from services.staff import expert_library

FOUND_SHOWN = 12
FIELDS_SHOWN = 30


class Experts(StatesGroup):
    """Service fields, who was found, a card, a field to correct and its value, a reason to take off."""

    home = State()
    found = State()
    card = State()
    field = State()
    value = State()
    reason = State()


async def see_home(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """How many experts each field has."""
    async with dialog_manager.middleware_data["looking"]() as look:
        fields = list((await expert_library.by_field(look)).items())
    return {"fields": fields[:FIELDS_SHOWN], "more": len(fields) - FIELDS_SHOWN}


async def on_text(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Look up."""
    async with manager.middleware_data["looking"]() as look:
        found = await expert_library.find(look, message.text or "")
    manager.dialog_data.update(asked=message.text, expert=found[0].id)
    await manager.switch_to(Experts.card if len(found) == 1 else Experts.found)


async def see_found(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Who fits."""
    asked = dialog_manager.dialog_data["asked"]
    async with dialog_manager.middleware_data["looking"]() as look:
        found = await expert_library.find(look, asked)
    return {"asked": asked, "found": found[:FOUND_SHOWN], "more": len(found) - FOUND_SHOWN}


async def on_expert(_query: CallbackQuery, _widget: Any, manager: DialogManager, expert_id: str) -> None:
    """One of them."""
    manager.dialog_data["expert"] = int(expert_id)
    await manager.switch_to(Experts.card)


async def see_card(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The card, and what may be done with it."""
    chosen = dialog_manager.dialog_data
    async with dialog_manager.middleware_data["looking"]() as look:
        card = await expert_library.card(look, chosen["expert"])
        may_change = look.actor.may("expert.change")
    return {
        "card": card,
        "may_change": may_change,
        "fields": expert_library.FIELDS,
        "field": chosen.get("field", expert_library.FIELDS[0]),
    }


async def on_phone(query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """The phone, only to who asks."""
    expert = manager.dialog_data["expert"]
    async with manager.middleware_data["looking"]() as look:
        number = await expert_library.phone(look, expert)
        name = (await expert_library.card(look, expert)).name
    words = words_of(manager)
    said = words.say("library.phone_is", name=name, phone=number) if number else words.say("library.no_phone")
    manager.show_mode = ShowMode.NO_UPDATE
    await query.answer(said, show_alert=True)


async def on_field(_query: CallbackQuery, _widget: Any, manager: DialogManager, field: str) -> None:
    """Keep the field."""
    manager.dialog_data["field"] = field
    await manager.switch_to(Experts.value)


async def on_value(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Write it; the card shows it."""
    chosen = manager.dialog_data
    async with manager.middleware_data["working"]() as work:
        await expert_library.change(work, chosen["expert"], chosen["field"], message.text or "")
    await manager.switch_to(Experts.card)


async def on_reason(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Take off the list."""
    async with manager.middleware_data["working"]() as work:
        await expert_library.remove(work, manager.dialog_data["expert"], message.text or "")
    await manager.switch_to(Experts.home)


TYPED = text_to(on_text)
HOME = SwitchTo(Say("library.back"), id="home", state=Experts.home)
CARD = SwitchTo(Say("library.back"), id="card", state=Experts.card)

dialog = Dialog(
    Window(Screen("experts_home"), Cancel(Say("library.back")), TYPED, state=Experts.home, getter=see_home),
    Window(
        Screen("library_found"),
        one_of(Say("library.expert"), "expert", "found", on_expert, key=lambda one: one.id),
        HOME,
        TYPED,
        state=Experts.found,
        getter=see_found,
    ),
    Window(
        Screen("experts_card"),
        SwitchTo(Say("library.correct"), id="correct", state=Experts.field, when="may_change"),
        SwitchTo(Say("library.take_off"), id="remove", state=Experts.reason, when="may_change"),
        Button(Say("library.phone"), id="phone", on_click=on_phone),
        HOME,
        TYPED,
        state=Experts.card,
        getter=see_card,
    ),
    Window(
        Screen("experts_field"),
        one_of(Say("library.expert_field"), "field", "fields", on_field, width=2),
        CARD,
        state=Experts.field,
        getter=see_card,
    ),
    Window(
        Screen("experts_value"),
        CARD,
        text_to(on_value),
        state=Experts.value,
        getter=see_card,
    ),
    Window(
        Screen("experts_reason"),
        CARD,
        text_to(on_reason),
        state=Experts.reason,
        getter=see_card,
    ),
)
