"""人员库: look somebody up, their card, certificates that end soon. For the office, and a unit's liaison."""

from collections.abc import Callable
from typing import Any, cast

from aiogram import F, Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Start, SwitchTo

from domain.external_record import FORM
from handlers.asked import begins
from handlers.gate import Opened
from handlers.pieces import one_of, text_to
from handlers.spoken import heard
from handlers.staff.departures import Departing
from handlers.staff.expert_library import Experts
from handlers.staff.headcounts import Counting
from handlers.staff.staff_changes import Changing
from handlers.staff.trainings import Training
from handlers.words import Say, Screen, words_of
from services.drawing.replacements import INTERESTS
from services.staff import certificates, handing_back, library, staff_changes, trainings
from services.work import Work

router = Router(name="library")

FOUND_SHOWN = 12
LINES_SHOWN = 40
HISTORY_SHOWN = 5


class Looking(StatesGroup):
    """The library, who was found, one person's card, certificates that end, visits left behind."""

    home = State()
    found = State()
    card = State()
    expiring = State()
    stranded = State()


@begins(router, "inspectors")
async def on_library(_event: Message | CallbackQuery, argument: str, dialog_manager: DialogManager) -> None:
    """The library, or at once whom was asked for: ``人员库 张``."""
    async with dialog_manager.middleware_data["looking"]() as look:
        look.require("library.look")
        found = await library.find(look, argument) if argument else []
    state = Looking.home if not found else Looking.card if len(found) == 1 else Looking.found
    known = {"asked": argument, "person": found[0].person_id} if found else {}
    await dialog_manager.start(state, known, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)


@router.callback_query(F.data == "expiring:all")
async def on_expiring(
    query: CallbackQuery, dialog_manager: DialogManager, looking: Callable[[], Opened]
) -> None:
    """The list behind a warning, as it stands now."""
    async with looking() as look:
        look.require("library.look")
    await dialog_manager.start(Looking.expiring, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)
    await heard(query)


async def see_home(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """How many, and what needs care."""
    async with dialog_manager.middleware_data["looking"]() as look:
        overview = await library.overview(look)
        ending = await certificates.expiring(look)
        is_office = look.actor.may("library.hand_back")
        left_behind = await handing_back.stranded(look) if is_office else []
    return {
        "overview": overview,
        "expiring": len(ending),
        "over": sum(one.days < 0 for one in ending),
        "horizon": _horizon(look),
        "stranded": len(left_behind),
        "is_office": is_office,
    }


def _horizon(look: Work) -> int:
    return max(look.profile.certificate_warning_days, default=0)


async def on_text(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Look somebody up."""
    async with manager.middleware_data["looking"]() as look:
        found = await library.find(look, message.text or "")
    manager.dialog_data.update(asked=message.text, person=found[0].person_id)
    await manager.switch_to(Looking.card if len(found) == 1 else Looking.found)


def _known(manager: DialogManager, name: str) -> Any:
    """What was chosen last, or what the conversation began with."""
    return manager.dialog_data.get(name) or cast("dict[str, Any]", manager.start_data)[name]


async def see_found(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Who fits what was typed."""
    asked = _known(dialog_manager, "asked")
    async with dialog_manager.middleware_data["looking"]() as look:
        found = await library.find(look, asked)
    return {"asked": asked, "found": found[:FOUND_SHOWN], "more": len(found) - FOUND_SHOWN}


async def on_person(_query: CallbackQuery, _widget: Any, manager: DialogManager, person_id: str) -> None:
    """One of them."""
    manager.dialog_data["person"] = int(person_id)
    await manager.switch_to(Looking.card)


def person_of(manager: DialogManager) -> int:
    """Whose card is open."""
    return cast("int", _known(manager, "person"))


async def see_card(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Everything about a person but the phone, with the acts that are left to do."""
    async with dialog_manager.middleware_data["looking"]() as look:
        card = await library.card(look, person_of(dialog_manager))
        history = await staff_changes.history(look, card.person_id)
        trained = await trainings.of_person(look, card.person_id)
        may_leave = look.actor.may("library.depart") and card.person_id != look.actor.person_id
    return {
        "card": card,
        "history": history[:HISTORY_SHOWN],
        "trainings": trained[:HISTORY_SHOWN],
        "interests": INTERESTS,
        "is_here": card.left_on is None,
        "may_leave": may_leave and card.left_on is None,
    }


async def on_change(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Correct a field."""
    await manager.start(Changing.field, {"person": person_of(manager)})


async def on_depart(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Move to another unit, or leave."""
    await manager.start(Departing.kind, {"person": person_of(manager)})


async def on_phone(query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """The phone, only to who asks: a toast leaves no trace in the chat."""
    async with manager.middleware_data["looking"]() as look:
        number = await library.phone(look, person_of(manager))
        name = (await library.person_of(look, person_of(manager))).name
    words = words_of(manager)
    said = words.say("library.phone_is", name=name, phone=number) if number else words.say("library.no_phone")
    manager.show_mode = ShowMode.NO_UPDATE
    await query.answer(said, show_alert=True)


async def see_expiring(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Certificates that are over or end soon."""
    async with dialog_manager.middleware_data["looking"]() as look:
        lines = await certificates.expiring(look)
    return {"lines": lines[:LINES_SHOWN], "more": len(lines) - LINES_SHOWN, "horizon": _horizon(look)}


async def see_stranded(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Open visits of people who have left or moved, and whom to hand back with a button."""
    async with dialog_manager.middleware_data["looking"]() as look:
        seats = await handing_back.stranded(look)
    here = {seat.person.id: seat.person for seat in seats if seat.draw.kind != FORM}
    return {
        "seats": seats[:LINES_SHOWN],
        "more": len(seats) - LINES_SHOWN,
        "platform": FORM,
        "people": list(here.values())[:FOUND_SHOWN],
    }


async def on_hand_back(_query: CallbackQuery, _widget: Any, manager: DialogManager, person_id: str) -> None:
    """Match this person's visits anew."""
    async with manager.middleware_data["working"]() as work:
        await handing_back.hand_back(work, int(person_id))


TYPED = text_to(on_text)
HOME = SwitchTo(Say("library.back"), id="home", state=Looking.home)

dialog = Dialog(
    Window(
        Screen("library_home"),
        SwitchTo(Say("library.expiring"), id="expiring", state=Looking.expiring),
        SwitchTo(Say("library.stranded"), id="stranded", state=Looking.stranded, when="is_office"),
        Start(Say("library.training"), id="training", state=Training.listed),
        Start(Say("library.headcount"), id="headcount", state=Counting.units),
        Start(Say("library.experts"), id="experts", state=Experts.home),
        TYPED,
        state=Looking.home,
        getter=see_home,
    ),
    Window(
        Screen("library_found"),
        one_of(Say("library.found"), "person", "found", on_person, key=lambda one: one.person_id),
        HOME,
        TYPED,
        state=Looking.found,
        getter=see_found,
    ),
    Window(
        Screen("library_card"),
        Button(Say("library.correct"), id="change", on_click=on_change, when="is_here"),
        Button(Say("library.depart"), id="depart", on_click=on_depart, when="may_leave"),
        Button(Say("library.phone"), id="phone", on_click=on_phone),
        HOME,
        TYPED,
        state=Looking.card,
        getter=see_card,
    ),
    Window(Screen("library_expiring"), HOME, TYPED, state=Looking.expiring, getter=see_expiring),
    Window(
        Screen("library_stranded"),
        one_of(Say("library.hand_back"), "back", "people", on_hand_back, key=lambda one: one.id),
        HOME,
        TYPED,
        state=Looking.stranded,
        getter=see_stranded,
    ),
)
