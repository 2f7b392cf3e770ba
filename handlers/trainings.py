"""培训: what was held, who took part, who lacks one this year; entered for a group of people at once."""

from functools import partial
from typing import Any

from aiogram.enums import ContentType
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Cancel, SwitchTo

from handlers.pieces import one_of, text_to
from handlers.reading import receipt
from handlers.words import Say, Screen
from services import importing, training_lists, trainings
from services.trainings import Facts

LINES_SHOWN = 10
PEOPLE_SHOWN = 40


class Training(StatesGroup):
    """What was held, who lacks one; what, who, the word; or a reason to withdraw."""

    listed = State()
    untrained = State()
    facts = State()
    people = State()
    review = State()
    reason = State()


async def see_listed(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Trainings, the newest first."""
    async with dialog_manager.middleware_data["looking"]() as look:
        found = await trainings.newest(look)
        lacking = await trainings.untrained(look, look.today.year)
        may_withdraw = look.actor.may("training.withdraw")
    return {
        "trainings": found[:LINES_SHOWN],
        "withdrawable": found[:LINES_SHOWN] if may_withdraw else [],
        "more": len(found) - LINES_SHOWN,
        "untrained": len(lacking),
        "year": look.today.year,
    }


async def see_untrained(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Inspectors without a training this year."""
    async with dialog_manager.middleware_data["looking"]() as look:
        lacking = await trainings.untrained(look, look.today.year)
    year, more = look.today.year, len(lacking) - PEOPLE_SHOWN
    return {"lines": lacking[:PEOPLE_SHOWN], "more": more, "year": year}


async def on_facts(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Four lines that say what it was."""
    async with manager.middleware_data["looking"]() as look:
        facts = trainings.facts_of(message.text or "", look.today)
    manager.dialog_data["text"] = message.text
    manager.dialog_data["topic"] = facts.topic
    await manager.switch_to(Training.people)


async def on_people(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Who took part."""
    async with manager.middleware_data["looking"]() as look:
        found = await trainings.people_named(look, message.text or "")
    manager.dialog_data["people"] = [[number, name] for number, name in found.items()]
    await manager.switch_to(Training.review)


async def on_list(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Who took part, as a table."""
    async with receipt(message, manager) as (told, sent):
        read = partial(importing.read_file, sent.name, sent.content, training_lists.KIND)
        reading = (await told.while_reading(read)).reading
        async with manager.middleware_data["looking"]() as look:
            found = await training_lists.people_listed(look, reading)
        await told.says("imports.read", rows=reading.total)
        manager.dialog_data["people"] = [[number, name] for number, name in found.items()]
        await manager.switch_to(Training.review, show_mode=ShowMode.SEND)


async def _facts(manager: DialogManager) -> Facts:
    async with manager.middleware_data["looking"]() as look:
        return trainings.facts_of(manager.dialog_data["text"], look.today)


async def see_topic(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What it was about."""
    return {"topic": dialog_manager.dialog_data["topic"]}


async def see_review(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What was typed."""
    names = [name for _, name in dialog_manager.dialog_data["people"]]
    facts = await _facts(dialog_manager)
    return {"facts": facts, "names": names[:PEOPLE_SHOWN], "count": len(names)}


async def on_enter(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Keep it and show the list."""
    facts = await _facts(manager)
    people = [number for number, _ in manager.dialog_data["people"]]
    async with manager.middleware_data["working"]() as work:
        await trainings.enter(work, facts, people)
    await manager.switch_to(Training.listed)


async def on_line(_query: CallbackQuery, _widget: Any, manager: DialogManager, ref: str) -> None:
    """Withdraw this one: ask why."""
    manager.dialog_data["ref"] = ref
    await manager.switch_to(Training.reason)


async def on_reason(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Withdraw."""
    async with manager.middleware_data["working"]() as work:
        await trainings.withdraw(work, manager.dialog_data["ref"], message.text or "")
    await manager.switch_to(Training.listed)


BACK = SwitchTo(Say("library.back"), id="list", state=Training.listed)

dialog = Dialog(
    Window(
        Screen("training_listed"),
        SwitchTo(Say("training.add"), id="add", state=Training.facts),
        SwitchTo(Say("training.untrained"), id="untrained", state=Training.untrained),
        one_of(Say("training.withdraw"), "line", "withdrawable", on_line, key=lambda one: one.ref),
        Cancel(Say("library.back")),
        state=Training.listed,
        getter=see_listed,
    ),
    Window(Screen("training_untrained"), BACK, state=Training.untrained, getter=see_untrained),
    Window(
        Screen("training_facts"),
        BACK,
        text_to(on_facts),
        state=Training.facts,
    ),
    Window(
        Screen("training_people"),
        BACK,
        text_to(on_people),
        MessageInput(on_list, content_types=ContentType.DOCUMENT),
        state=Training.people,
        getter=see_topic,
    ),
    Window(
        Screen("training_review"),
        Button(Say("library.confirm"), id="enter", on_click=on_enter),
        BACK,
        state=Training.review,
        getter=see_review,
    ),
    Window(
        Screen("training_reason"),
        BACK,
        text_to(on_reason),
        state=Training.reason,
    ),
)
