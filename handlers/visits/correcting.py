"""更正: why a released result is corrected, then its report again; and who releases where nobody may."""

from typing import Any, cast

from aiogram import F, Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.input import MessageInput

from handlers.pieces import one_of, text_to
from handlers.spoken import heard, ref_of
from handlers.typed import Typed
from handlers.visits.reporting import Reporting
from handlers.words import Say, Screen
from services.staff import approvers
from services.visits import corrections

router = Router(name="correcting")

SHOWN = 20


class Correcting(StatesGroup):
    """Asking why."""

    reason = State()


class NamingApprover(StatesGroup):
    """Asking the office whom."""

    person = State()
    done = State()


@router.callback_query(F.data.startswith("correct:"))
async def on_correct(query: CallbackQuery, dialog_manager: DialogManager) -> None:
    """Ask for the reason first."""
    start = {"ref": ref_of(query)}
    await dialog_manager.start(Correcting.reason, start, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)
    await heard(query)


def _ref(manager: DialogManager) -> str:
    return str(cast("dict[str, str]", manager.start_data)["ref"])


async def on_reason(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Open the new version and show it."""
    ref = _ref(manager)
    async with manager.middleware_data["working"]() as work:
        await corrections.open_version(work, ref, message.text or "")
    await manager.start(Reporting.items, {"ref": ref}, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)


@router.callback_query(F.data.startswith("approver:"))
async def on_missing(query: CallbackQuery, dialog_manager: DialogManager) -> None:
    """Choose who is to release the unit's results."""
    start = {"ref": ref_of(query)}
    await dialog_manager.start(
        NamingApprover.person, start, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND
    )
    await heard(query)


async def see_candidates(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Who may be named."""
    async with dialog_manager.middleware_data["looking"]() as look:
        found = await approvers.candidates(look, _ref(dialog_manager))
    people = [{"roster_no": one.roster_no, "name": one.name, "post": one.post} for one in found]
    return {"people": people[:SHOWN], "more": len(people) - SHOWN}


async def on_person(_query: CallbackQuery, _widget: Any, manager: DialogManager, roster_no: str) -> None:
    """Name one of the list."""
    await _name(manager, roster_no)


async def on_roster_no(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Name one by the roster number."""
    await _name(manager, (message.text or "").strip())


async def _name(manager: DialogManager, roster_no: str) -> None:
    async with manager.middleware_data["working"]() as work:
        person = await approvers.name(work, _ref(manager), roster_no)
    manager.dialog_data["name"] = person.name
    await manager.switch_to(NamingApprover.done)


async def see_named(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Who was named."""
    return {"name": dialog_manager.dialog_data.get("name", "")}


correction_dialog = Dialog(
    Window(
        Screen("correct_reason"),
        text_to(on_reason),
        state=Correcting.reason,
    )
)
approver_dialog = Dialog(
    Window(
        Screen("approver_person"),
        one_of(Say("review.candidate"), "person", "people", on_person, key=lambda one: one["roster_no"]),
        Typed("person", free=True),
        text_to(on_roster_no),
        state=NamingApprover.person,
        getter=see_candidates,
    ),
    Window(Screen("approver_named"), state=NamingApprover.done, getter=see_named),
)
