"""登记平台抽取: choose the task, send the platform's list, look at what it says, register it as one act."""

import asyncio
from typing import Any

from aiogram import Router
from aiogram.enums import ContentType
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import BufferedInputFile, CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Row, SwitchTo

from handlers.asked import begins
from handlers.once import entered, once
from handlers.pieces import one_of
from handlers.reading import receipt
from handlers.words import Say, Screen, words_of
from locales.texts import Texts
from services.drawing import external_draws, external_lists
from services.drawing.eligible import units_of
from services.drawing.external_lists import Shown
from services.registers import importing

router = Router(name="external")

TASKS_SHOWN = 20
LINES_SHOWN = 5


class Registering(StatesGroup):
    """Where a registration stands."""

    task = State()
    platform = State()
    file = State()
    shown = State()
    done = State()


@begins(router, "external")
async def on_external(_event: Message | CallbackQuery, dialog_manager: DialogManager) -> None:
    """Choose the task."""
    async with dialog_manager.middleware_data["looking"]() as look:
        look.require("external.receive")
    await dialog_manager.start(Registering.task, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)


async def see_tasks(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Tasks that a platform draws; one more to those chosen must be undrawn as they are."""
    chosen = dialog_manager.dialog_data.get("tasks", [])
    async with dialog_manager.middleware_data["looking"]() as look:
        tasks = await external_lists.open_tasks(look)
    names = [task.name for task in tasks if task.ref in chosen]
    left = [task for task in tasks if not chosen or (task.ref not in chosen and task.state == "planned")]
    return {"tasks": left[:TASKS_SHOWN], "more": len(left) - TASKS_SHOWN, "chosen": names}


async def see_platform(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The tasks, where they may be drawn, and the platform chosen."""
    known = dialog_manager.dialog_data
    async with dialog_manager.middleware_data["looking"]() as look:
        tasks, found = await external_lists.platforms(look, known["tasks"])
        convenor = (await units_of(look, tasks[0]))[0]
    chosen = external_lists.chosen_of(found, known["platform"])
    return {
        "tasks": tasks,
        "convenor": convenor,
        "platforms": found,
        "places": list(enumerate(found)),
        "platform": chosen,
    }


async def on_task(_query: CallbackQuery, _widget: Any, manager: DialogManager, ref: str) -> None:
    """Ask for the platform where there is a choice, else for the file."""
    async with manager.middleware_data["looking"]() as look:
        refs = [task.ref for task in await external_lists.together(look, ref)]
        refs = [*manager.dialog_data.get("tasks", []), *refs]
        _, found = await external_lists.platforms(look, refs)
    manager.dialog_data.update(tasks=refs, platform=found[0].name)
    await manager.switch_to(Registering.platform if len(found) > 1 else Registering.file)


async def on_other(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Begin again with another task."""
    manager.dialog_data["tasks"] = []


async def on_platform(_query: CallbackQuery, _widget: Any, manager: DialogManager, place: str) -> None:
    """Ask for the file."""
    async with manager.middleware_data["looking"]() as look:
        _, found = await external_lists.platforms(look, manager.dialog_data["tasks"])
    manager.dialog_data["platform"] = found[int(place)].name
    await manager.switch_to(Registering.file)


def _told(shown: Shown, words: Texts) -> dict[str, Any]:
    """What the screen shows of a list, as plain JSON for the dialog's memory."""
    problems: Any = importing.report_of(shown.file, words.language)["errors"]
    changes = shown.changes
    return {
        "name": shown.file.name,
        "names": [task.name for task in shown.tasks],
        "convenor": shown.convenor,
        "merged": shown.merged,
        "platform_name": shown.platform.name,
        "drawn_at": shown.drawn_at.replace("T", " "),
        "objects": len(shown.teams),
        "unknown": shown.unknown,
        "inspectors": shown.inspectors,
        "others": shown.others,
        "corrects": shown.draw.number if shown.draw else "",
        "changes": [{"object": one, "out": out, "into": into} for one, out, into in changes[:LINES_SHOWN]],
        "changes_more": len(changes) - LINES_SHOWN,
        "problems": [
            {"place": f"{one['sheet']} {one['cell'] or one['row']}", "message": one["message"]}
            for one in problems[:LINES_SHOWN]
        ],
        "problem_count": len(problems),
        "errors": shown.errors,
        "warnings": [{"code": one.code, "params": dict(one.params)} for one in shown.warnings[:LINES_SHOWN]],
        "warnings_more": len(shown.warnings) - LINES_SHOWN,
    }


async def on_file(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Read the list and show what it says."""
    async with receipt(message, manager) as (told, sent):
        file = await told.while_reading(lambda _progress: external_lists.read_list(sent.name, sent.content))
        tasks, platform = manager.dialog_data["tasks"], manager.dialog_data["platform"]
        ref, shown = await once(
            manager,
            lambda work: external_lists.receive(work, tasks, platform, file),
            lambda look, entry: external_lists.received_before(look, tasks, platform, file, entry),
        )
        await told.says("imports.read", rows=file.reading.total)
        await _show(message, manager, ref, shown)


async def _show(message: Message, manager: DialogManager, ref: str, shown: Shown) -> None:
    words, name = words_of(manager), shown.file.name
    manager.dialog_data.update(_told(shown, words) | {"ref": ref})
    if shown.file.reading.problems:
        marked = await asyncio.to_thread(importing.annotated, shown.file, words.language)
        await message.answer_document(BufferedInputFile(marked, words.say("external.marked", name=name)))
    await manager.switch_to(Registering.shown, show_mode=ShowMode.SEND)


async def see(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What is known of the list."""
    known = dialog_manager.dialog_data
    return dict(known) | {"tasks": known["names"], "platform": known["platform_name"]}


async def on_confirm(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Do what was shown."""
    ref = manager.dialog_data["ref"]
    async with manager.middleware_data["looking"]() as look:
        batch = await importing.by_ref(look, ref)
    file = await asyncio.to_thread(external_lists.read_list, batch.file_name, batch.content)
    subject, _ = await entered(manager, lambda work: external_draws.confirm(work, ref, file))
    manager.dialog_data["number"] = subject.removeprefix("draw:")
    await manager.switch_to(Registering.done)


async def on_discard(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Put the list aside."""
    ref = manager.dialog_data["ref"]
    await entered(manager, lambda work: external_lists.discard(work, ref))
    await manager.switch_to(Registering.file)


def _is_clean(data: dict[str, Any], _widget: Any, _manager: DialogManager) -> bool:
    return not data["errors"]


dialog = Dialog(
    Window(
        Screen("external_task"),
        one_of(Say("external.task"), "task", "tasks", on_task, key=lambda task: task.ref),
        state=Registering.task,
        getter=see_tasks,
    ),
    Window(
        Screen("external_platform"),
        one_of(Say("external.platform"), "platform", "places", on_platform, key=lambda place: place[0]),
        state=Registering.platform,
        getter=see_platform,
    ),
    Window(
        Screen("external_file"),
        SwitchTo(Say("external.further_task"), id="further", state=Registering.task),
        SwitchTo(Say("external.other_task"), id="other", state=Registering.task, on_click=on_other),
        MessageInput(on_file, content_types=ContentType.DOCUMENT),
        state=Registering.file,
        getter=see_platform,
    ),
    Window(
        Screen("external_shown"),
        Row(
            Button(Say("external.confirm"), id="confirm", on_click=on_confirm, when=_is_clean),
            Button(Say("external.discard"), id="discard", on_click=on_discard),
        ),
        MessageInput(on_file, content_types=ContentType.DOCUMENT),
        state=Registering.shown,
        getter=see,
    ),
    Window(Screen("external_done"), state=Registering.done, getter=see),
)
