"""导入: send a file, look at what it would change, confirm or put aside, undo."""

import asyncio
from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from typing import Any

from aiogram import Router
from aiogram.enums import ContentType
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import BufferedInputFile, CallbackQuery, Message
from aiogram_dialog import Data, Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button

from domain.item_list import Grounds
from handlers.asked import begins
from handlers.leaving import on_leave
from handlers.once import entered, once
from handlers.pieces import one_of
from handlers.reading import receipt
from handlers.registers.import_ratios import Ratios
from handlers.registers.item_grounds import Grounding, grounds_from
from handlers.registers.lists import send_template
from handlers.spoken import message_of
from handlers.words import Say, Screen, words_of
from services.registers import import_words, importing, ratio_answers
from services.registers.importing import ERRORS_SHOWN, Received
from services.registers.item_shelf import asks_grounds, may_abolish
from services.registers.list_books import KINDS

router = Router(name="imports")

CHANGES_SHOWN = 5


class Importing(StatesGroup):
    """Where an import stands."""

    file = State()
    shown = State()
    done = State()
    undone = State()


@begins(router, "import")
async def on_import(_event: Message | CallbackQuery, dialog_manager: DialogManager) -> None:
    """Ask for the file."""
    async with dialog_manager.middleware_data["looking"]() as look:
        look.require("import.receive")
    await dialog_manager.start(Importing.file, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)


async def see_kinds(**_: Any) -> dict[str, Any]:
    """What there are templates of."""
    return {"kinds": KINDS}


async def on_template(query: CallbackQuery, _widget: Any, manager: DialogManager, kind: str) -> None:
    """Hand out an empty list of the kind; the question for the file stays."""
    await send_template(message_of(query), kind, manager.middleware_data["looking"], words_of(manager))


async def on_file(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Read the file and show what it would change."""
    async with receipt(message, manager) as (told, sent):
        file = await told.while_reading(partial(importing.read_file, sent.name, sent.content, ""))
        await told.says("imports.comparing", rows=file.reading.total)
        received = await once(
            manager,
            lambda work: importing.receive(work, file),
            lambda look, entry: importing.received_before(look, file, entry),
        )
        await told.says("imports.read", rows=file.reading.total)
        await _show(message, manager, received)


async def _show(message: Message, manager: DialogManager, received: Received) -> None:
    words, file = words_of(manager), received.file
    async with manager.middleware_data["looking"]() as look:
        asks = await asks_grounds(look, file.kind, received.difference, file.reading)
        found = received.difference
        coming = [*found.new, *(change.key for change in found.changed)]
        unread = [asdict(one) for one in await ratio_answers.unread(look, file.kind, file.rows, coming)]
    told = import_words.told(received, words, errors=ERRORS_SHOWN, changes=CHANGES_SHOWN)
    may_end = may_abolish(file.kind, found, file.reading)
    manager.dialog_data.update(
        told | {"ref": received.batch.ref, "asks_grounds": asks, "may_end": may_end, "unread": unread}
    )
    if told["errors"] or told["more"]:
        marked = await asyncio.to_thread(import_words.marked, received, words)
        await message.answer_document(BufferedInputFile(marked, words.say("imports.marked", name=file.name)))
    await manager.switch_to(Importing.shown, show_mode=ShowMode.SEND)


async def see(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What is known of the file."""
    return dict(dialog_manager.dialog_data)


async def on_confirm(_query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """Do what was shown; an item list is asked for its grounds first, a plan for what it leaves open."""
    known = manager.dialog_data
    known["whole"] = button.widget_id == "whole"
    if known["asks_grounds"] or known["whole"]:
        await manager.start(Grounding.reason)
    elif known["unread"]:
        await manager.start(Ratios.asking, {"unread": known["unread"]})
    else:
        await _confirm(manager)


async def on_answered(_start: Data, answer: Any, manager: DialogManager) -> None:
    """Do what was shown on these answers; without them the file waits."""
    if answer is None:
        return
    if "ratios" in answer:
        await _confirm(manager, ratios=answer["ratios"])
    else:
        await _confirm(manager, grounds_from(answer, whole=manager.dialog_data["whole"]))


async def _confirm(
    manager: DialogManager, grounds: Grounds | None = None, ratios: Mapping[str, str] | None = None
) -> None:
    ref = manager.dialog_data["ref"]
    async with manager.middleware_data["looking"]() as look:
        batch = await importing.by_ref(look, ref)
    rows = ratio_answers.answered(await asyncio.to_thread(importing.kept_rows, batch), ratios or {})
    _, facts = await entered(manager, lambda work: importing.confirm(work, ref, rows, grounds))
    manager.dialog_data.update(
        new=facts["new"],
        changed_count=facts["changed"],
        ended=facts["ended"],
        ratios=facts.get("ratios", {}),
    )
    await manager.switch_to(Importing.done)


def _takes_in(data: dict[str, Any], _widget: Any, _manager: DialogManager) -> bool:
    """Whether there is anything to confirm."""
    return bool(data["counts"]["accepted"])


async def on_discard(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Put the file aside."""
    ref = manager.dialog_data["ref"]
    await entered(manager, lambda work: importing.discard(work, ref))
    await manager.switch_to(Importing.file)


async def on_undo(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Put everything back."""
    ref = manager.dialog_data["ref"]
    await entered(manager, lambda work: importing.undo(work, ref))
    await manager.switch_to(Importing.undone)


dialog = Dialog(
    Window(
        Screen("import_file"),
        one_of(Say("imports.template"), "template", "kinds", on_template, key=lambda kind: kind, width=2),
        Button(Say("menu.cancel"), id="leave", on_click=on_leave),
        MessageInput(on_file, content_types=ContentType.DOCUMENT),
        state=Importing.file,
        getter=see_kinds,
    ),
    Window(
        Screen("import_shown"),
        Button(Say("imports.confirm"), id="confirm", on_click=on_confirm, when=_takes_in),
        Button(Say("imports.whole"), id="whole", on_click=on_confirm, when="may_end"),
        Button(Say("imports.discard"), id="discard", on_click=on_discard),
        MessageInput(on_file, content_types=ContentType.DOCUMENT),
        state=Importing.shown,
        getter=see,
    ),
    Window(
        Screen("import_done"),
        Button(Say("imports.undo"), id="undo", on_click=on_undo),
        MessageInput(on_file, content_types=ContentType.DOCUMENT),
        state=Importing.done,
        getter=see,
    ),
    Window(
        Screen("import_undone"),
        MessageInput(on_file, content_types=ContentType.DOCUMENT),
        state=Importing.undone,
        getter=see,
    ),
    on_process_result=on_answered,
)
