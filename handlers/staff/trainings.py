"""培训: announced or held, who took part, who lacks one this year; entered for a group of people at once."""

from collections.abc import Callable
from functools import partial
from typing import Any

from aiogram import F, Router
from aiogram.enums import ContentType
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Cancel, SwitchTo

from handlers.gate import Opened
from handlers.pieces import one_of, text_to
from handlers.reading import receipt
from handlers.spoken import ref_of, without_buttons
from handlers.words import Say, Screen
from locales.texts import Texts
from services.registers import importing
from services.staff import training_calls, training_lists, trainings
from services.staff.trainings import Facts

router = Router(name="trainings")

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


@router.callback_query(F.data.startswith("trained:"))
async def on_trained(query: CallbackQuery, working: Callable[[], Opened], texts: Texts) -> None:
    """Somebody who was called says that they were there."""
    async with working() as work:
        await training_calls.attend(work, ref_of(query))
    await query.answer(texts.say("training.noted"))
    await without_buttons(query, "trained:")


async def see_listed(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Trainings, the newest first."""
    async with dialog_manager.middleware_data["looking"]() as look:
        found = await trainings.newest(look)
        turnouts = await training_calls.turnouts(look, found[:LINES_SHOWN])
        lacking = await trainings.untrained(look, look.today.year)
        may_withdraw = look.actor.may("training.withdraw")
    return {
        "trainings": found[:LINES_SHOWN],
        "withdrawable": found[:LINES_SHOWN] if may_withdraw else [],
        "turnouts": {one.training.ref: one for one in turnouts},
        "takeable": [one.training for one in turnouts if one.training.held_on <= look.today],
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
    """Four lines that say what it was, or six what it will be."""
    async with manager.middleware_data["looking"]() as look:
        facts = trainings.facts_of(message.text or "", look.today)
        if facts.ahead:
            look.require("training.announce")
    manager.dialog_data.pop("of", None)
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
    ref = manager.dialog_data.get("of")
    async with manager.middleware_data["looking"]() as look:
        if ref:
            return trainings.facts_from(await trainings.training_of(look, ref))
        return trainings.facts_of(manager.dialog_data["text"], look.today)


async def see_topic(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What it was about."""
    return {"topic": dialog_manager.dialog_data["topic"]}


async def see_review(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What was typed, or what was announced."""
    names = [name for _, name in dialog_manager.dialog_data["people"]]
    facts = await _facts(dialog_manager)
    ahead = facts.ahead and not dialog_manager.dialog_data.get("of")
    return {"facts": facts, "ahead": ahead, "names": names[:PEOPLE_SHOWN], "count": len(names)}


async def on_enter(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Keep or announce it, or note who came; and show the list."""
    facts = await _facts(manager)
    people = [number for number, _ in manager.dialog_data["people"]]
    async with manager.middleware_data["working"]() as work:
        if ref := manager.dialog_data.get("of"):
            await training_calls.take(work, ref, people)
        elif facts.ahead:
            await training_calls.announce(work, facts, people)
        else:
            await trainings.enter(work, facts, people)
    await manager.switch_to(Training.listed)


async def on_take(_query: CallbackQuery, _widget: Any, manager: DialogManager, ref: str) -> None:
    """Who came to this one."""
    async with manager.middleware_data["looking"]() as look:
        manager.dialog_data.update(of=ref, topic=(await trainings.training_of(look, ref)).topic)
    await manager.switch_to(Training.people)


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
        one_of(Say("training.take"), "take", "takeable", on_take, key=lambda one: one.ref),
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
        Button(Say("library.confirm"), id="enter", on_click=on_enter, when=~F["ahead"]),
        Button(Say("training.announce"), id="announce", on_click=on_enter, when="ahead"),
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
