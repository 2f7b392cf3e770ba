"""The questions of a task that are answered by a text or a button, one window each."""

from datetime import date
from typing import Any

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput

from domain.errors import DomainError
from domain.plan import RESTING_ON_A_DOCUMENT, Kind
from domain.plan_rule import read_rule
from domain.window_text import read_window
from handlers.pieces import one_of, text_to
from handlers.planning.plan_draft import LEAVE, NEXT, QUARTERS, Tasking, note, onward, see, started_with
from handlers.words import Say, Screen
from locales.columns import columns
from services.objects.grades import scales
from services.planning import plans


async def on_name(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """The task's name."""
    note(manager, name=(message.text or "").strip())
    await onward(manager)


async def on_kind(_query: CallbackQuery, _widget: Any, manager: DialogManager, kind: str) -> None:
    """常规, 专项 or 定向; what only one of them asks for is forgotten with it."""
    note(manager, kind=kind)
    if kind not in RESTING_ON_A_DOCUMENT:
        note(manager, document="")
    if kind != Kind.TARGETED:
        note(manager, complaints_min=None)
    await onward(manager)


async def on_document(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """What a campaign or a 定向 task rests on."""
    note(manager, document=(message.text or "").strip())
    await onward(manager)


async def on_complaints(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """How many complaints put an object into the pool."""
    found = (message.text or "").strip()
    if not found.isdecimal() or int(found) < 1:
        raise DomainError("plan.number_unread", found=found)
    note(manager, complaints_min=int(found))
    await onward(manager)


async def on_rule(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """The window stays and says what the ratio comes to."""
    text = (message.text or "").strip()
    async with manager.middleware_data["looking"]() as look:
        places = scales(look.profile)
    quota = read_rule(text, places, columns())
    if quota is None:
        raise DomainError("plan.rule_unread", found=text, grades=places[0].order, risks=places[1].order)
    note(manager, ratio_text=text, quota=quota)


async def on_window(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """From when to when, as a plan writes it."""
    text = message.text or ""
    window = read_window(text, await _year(manager), columns())
    if window is None:
        raise DomainError("plan.window_unread", found=text)
    await _keep_window(manager, *window)


async def on_quarter(_query: CallbackQuery, _widget: Any, manager: DialogManager, number: str) -> None:
    """A quarter, or the whole year."""
    year = await _year(manager)
    first, _, last = QUARTERS[int(number)].partition("/")
    await _keep_window(manager, date.fromisoformat(f"{year}-{first}"), date.fromisoformat(f"{year}-{last}"))


async def on_portion(_query: CallbackQuery, _widget: Any, manager: DialogManager, portion: str) -> None:
    """In portions through the year, or at once."""
    note(manager, portion=portion)
    await onward(manager)


async def on_portion_typed(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """The same in words."""
    portion = columns().value("portion", message.text or "")
    if portion is None:
        raise DomainError("plan.portion_unread", found=message.text or "")
    note(manager, portion=portion)
    await onward(manager)


async def _year(manager: DialogManager) -> int:
    async with manager.middleware_data["looking"]() as look:
        return (await plans.by_ref(look, started_with(manager)["plan"])).year


async def _keep_window(manager: DialogManager, first: date, last: date) -> None:
    note(manager, window_from=first.isoformat(), window_to=last.isoformat())
    await onward(manager)


QUESTIONS = (
    Window(Screen("plan_name"), text_to(on_name), LEAVE, state=Tasking.name),
    Window(
        Screen("plan_kind"),
        one_of(Say("plan.kind_choice"), "kind", "kinds", on_kind),
        LEAVE,
        state=Tasking.kind,
        getter=see,
    ),
    Window(Screen("plan_document"), text_to(on_document), LEAVE, state=Tasking.document),
    Window(Screen("plan_complaints"), text_to(on_complaints), LEAVE, state=Tasking.complaints),
    Window(Screen("plan_rule"), text_to(on_rule), NEXT, state=Tasking.rule, getter=see),
    Window(
        Screen("plan_window"),
        one_of(Say("plan.quarter"), "quarter", "quarters", on_quarter, width=2),
        text_to(on_window),
        state=Tasking.window,
        getter=see,
    ),
    Window(
        Screen("plan_portion"),
        one_of(Say("plan.portion_choice"), "portion", "portions", on_portion, width=2),
        text_to(on_portion_typed),
        state=Tasking.portion,
        getter=see,
    ),
)
