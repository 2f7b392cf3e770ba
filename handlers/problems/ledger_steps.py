"""One step on a problem: only what it needs is asked, then it is taken and the card shows where it led."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, cast

from aiogram.enums import ContentType
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Cancel, Group

from domain.followup import CORRECTION
from handlers.pieces import one_of, text_to
from handlers.typed_day import day_in
from handlers.words import Say, Screen
from services.problems import ledger_steps, ledger_transfers, ledger_view
from services.problems.ledger import Evidence
from services.work import Work

PEOPLE_SHOWN = 30
UNITS_SHOWN = 30


class Acting(StatesGroup):
    """What a step may ask for."""

    measure = State()
    outcome = State()
    receiver = State()
    person = State()
    text = State()
    day = State()


FIRST: Mapping[str, State] = {
    "decide": Acting.measure,
    "recheck": Acting.outcome,
    "send": Acting.receiver,
    "assign": Acting.person,
}
"""Where a step begins that asks for more than a text."""
AT_ONCE = ("accept", "confirm")
Typed = Mapping[str, Any]


def _evidence(typed: Typed) -> Evidence:
    sent = datetime.fromisoformat(typed["sent_at"]) if "sent_at" in typed else None
    return Evidence(typed.get("text", ""), typed.get("file_id", ""), typed.get("file_name", ""), sent)


def _day(typed: Typed) -> date | None:
    return date.fromisoformat(typed["day"]) if "day" in typed else None


def _decide(work: Work, ref: str, typed: Typed) -> Awaitable[object]:
    return ledger_steps.decide(work, ref, typed["measure"], typed.get("text", ""), _day(typed))


def _recheck(work: Work, ref: str, typed: Typed) -> Awaitable[object]:
    corrected = typed["outcome"] == "corrected"
    return ledger_steps.recheck(work, ref, _evidence(typed), corrected=corrected, correct_by=_day(typed))


def _file_case(work: Work, ref: str, typed: Typed) -> Awaitable[object]:
    """The number, and perhaps the day behind it."""
    number, _, last = typed["text"].rpartition(" ")
    try:
        day = date.fromisoformat(last)
    except ValueError:
        return ledger_steps.file_case(work, ref, typed["text"], work.today)
    return ledger_steps.file_case(work, ref, number, day)


TAKE: Mapping[str, Callable[[Work, str, Typed], Awaitable[object]]] = {
    "decide": _decide,
    "recheck": _recheck,
    "file_case": _file_case,
    "send": lambda work, ref, typed: ledger_transfers.send(work, ref, typed["receiver"], typed["text"]),
    "accept": lambda work, ref, _typed: ledger_transfers.accept(work, ref),
    "decline": lambda work, ref, typed: ledger_transfers.decline(work, ref, typed["text"]),
    "conclude": lambda work, ref, typed: ledger_steps.conclude(work, ref, _evidence(typed)),
    "confirm": lambda work, ref, _typed: ledger_steps.confirm(work, ref),
    "return": lambda work, ref, typed: ledger_steps.send_back(work, ref, typed["text"]),
    "reopen": lambda work, ref, typed: ledger_steps.reopen(work, ref, typed["text"]),
    "assign": lambda work, ref, typed: ledger_steps.assign(work, ref, int(typed["person"])),
}


async def take_up(manager: DialogManager, ref: str, step: str) -> None:
    """From the card: take the step, or ask for what it needs first."""
    if step in AT_ONCE:
        async with manager.middleware_data["working"]() as work:
            await TAKE[step](work, ref, {})
        return
    await manager.start(FIRST.get(step, Acting.text), {"ref": ref, "step": step})


def _start(manager: DialogManager) -> dict[str, str]:
    return cast("dict[str, str]", manager.start_data)


async def _take(manager: DialogManager) -> None:
    start = _start(manager)
    async with manager.middleware_data["working"]() as work:
        await TAKE[start["step"]](work, start["ref"], manager.dialog_data)
    await manager.done()


async def see(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The case, the step, and what there is to choose from."""
    start, typed = _start(dialog_manager), dialog_manager.dialog_data
    async with dialog_manager.middleware_data["looking"]() as look:
        case = await ledger_view.problem_of(look, start["ref"])
        shown = {
            "measures": ledger_steps.measures_for(look, case),
            "receivers": (await ledger_transfers.receivers(look, case))[:UNITS_SHOWN],
            "people": (await ledger_steps.colleagues(look, case))[:PEOPLE_SHOWN],
            "days": [
                (look.today + timedelta(days=days)).isoformat()
                for days in look.profile.correction_period.offered
            ],
        }
    return shown | {
        "number": case.number,
        "step": start["step"],
        "receiver": typed.get("receiver", ""),
        "measure": typed.get("measure", ""),
        "outcome": typed.get("outcome", ""),
        "has_file": "file_id" in typed,
        "takes_file": start["step"] in {"recheck", "conclude"},
    }


async def on_measure(_query: CallbackQuery, _widget: Any, manager: DialogManager, measure: str) -> None:
    """What follows; an order to correct needs its day, some measures a text."""
    manager.dialog_data["measure"] = measure
    async with manager.middleware_data["looking"]() as look:
        asks = ledger_steps.needs_text(look, measure)
    if measure == CORRECTION:
        await manager.switch_to(Acting.day)
    elif asks:
        await manager.switch_to(Acting.text)
    else:
        await _take(manager)


async def on_outcome(_query: CallbackQuery, _widget: Any, manager: DialogManager, outcome: str) -> None:
    """Put right or not: what was seen comes next."""
    manager.dialog_data["outcome"] = outcome
    await manager.switch_to(Acting.text)


async def on_receiver(_query: CallbackQuery, _widget: Any, manager: DialogManager, unit_id: str) -> None:
    """One of our units."""
    units = (await see(manager))["receivers"]
    manager.dialog_data["receiver"] = next(one.name for one in units if str(one.id) == unit_id)
    await manager.switch_to(Acting.text)


async def on_typed_receiver(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Any body by its name."""
    manager.dialog_data["receiver"] = message.text or ""
    await manager.switch_to(Acting.text)


async def on_person(_query: CallbackQuery, _widget: Any, manager: DialogManager, person_id: str) -> None:
    """Who follows it up."""
    manager.dialog_data["person"] = person_id
    await _take(manager)


async def on_text(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """What was said; a re-check that found nothing put right asks for a new day."""
    manager.dialog_data["text"] = message.text or message.caption or ""
    if manager.dialog_data.get("outcome") == "not_corrected":
        await manager.switch_to(Acting.day)
    else:
        await _take(manager)


async def on_file(message: Message, widget: MessageInput, manager: DialogManager) -> None:
    """A file or photo as evidence; its caption is the text, else the text is asked for."""
    if message.document:
        name = message.document.file_name or message.document.file_unique_id
        manager.dialog_data.update(file_id=message.document.file_id, file_name=name)
    elif message.photo:
        manager.dialog_data.update(file_id=message.photo[-1].file_id, file_name="")
    manager.dialog_data["sent_at"] = message.date.isoformat()
    if message.caption:
        await on_text(message, widget, manager)


async def on_day(_query: CallbackQuery, _widget: Any, manager: DialogManager, day: str) -> None:
    """One of the offered days."""
    manager.dialog_data["day"] = day
    await _take(manager)


async def on_typed_day(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """A day that was typed."""
    manager.dialog_data["day"] = (await day_in(message, manager)).isoformat()
    await _take(manager)


def _choice(word: str, items: str, on_click: Any, key: Callable[[Any], Any] = str) -> Group:
    """Buttons under each other, one for each item."""
    return one_of(Say(word), items, items, on_click, key=key)


BACK = Cancel(Say("ledger.button.back"))
OUTCOMES = ("corrected", "not_corrected")


def _id(one: Any) -> Any:
    return one.id


dialog = Dialog(
    Window(
        Screen("ledger_measure"),
        _choice("ledger.measure_button", "measures", on_measure),
        BACK,
        state=Acting.measure,
        getter=see,
    ),
    Window(
        Screen("ledger_outcome"),
        one_of(Say("ledger.outcome_button"), "outcome", OUTCOMES, on_outcome, width=2),
        BACK,
        state=Acting.outcome,
        getter=see,
    ),
    Window(
        Screen("ledger_receiver"),
        _choice("ledger.name_button", "receivers", on_receiver, _id),
        BACK,
        text_to(on_typed_receiver),
        state=Acting.receiver,
        getter=see,
    ),
    Window(
        Screen("ledger_person"),
        _choice("ledger.name_button", "people", on_person, _id),
        BACK,
        state=Acting.person,
        getter=see,
    ),
    Window(
        Screen("ledger_text"),
        BACK,
        text_to(on_text),
        MessageInput(on_file, content_types=[ContentType.DOCUMENT, ContentType.PHOTO]),
        state=Acting.text,
        getter=see,
    ),
    Window(
        Screen("ledger_day"),
        _choice("ledger.day_button", "days", on_day),
        BACK,
        text_to(on_typed_day),
        state=Acting.day,
        getter=see,
    ),
)
