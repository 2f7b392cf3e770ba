"""A task of a plan: made, changed and removed in a draft; asked for, with reason and paper, once public."""

from typing import Any

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Group

from handlers.pieces import text_to
from handlers.planning.plan_draft import LEAVE, Tasking, draft_of, note, see, started_with
from handlers.planning.plan_lists import LISTS
from handlers.planning.plan_questions import QUESTIONS
from handlers.words import Say, Screen, words_of
from services.planning import plan_changes, plan_sizing, plan_tasks, plan_view


async def on_start(_start_data: Any, manager: DialogManager) -> None:
    """A stored task is opened as it stands; a new one is asked for from its name on."""
    ref = started_with(manager)["task"]
    manager.dialog_data["guided"] = not ref
    if ref:
        async with manager.middleware_data["looking"]() as look:
            draft, _ = await plan_view.task_card(look, ref)
        days = {"window_from": draft.window_from, "window_to": draft.window_to}
        note(
            manager,
            **plan_sizing.columns_of(draft),
            **{name: day.isoformat() if day else None for name, day in days.items()},
        )


async def on_save(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Into the draft plan."""
    start = started_with(manager)
    async with manager.middleware_data["working"]() as work:
        if start["task"]:
            await plan_tasks.change(work, start["task"], draft_of(manager))
        else:
            await plan_tasks.add(work, start["plan"], draft_of(manager))
    await manager.done()


async def on_remove(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Off the draft plan."""
    async with manager.middleware_data["working"]() as work:
        await plan_tasks.remove(work, started_with(manager)["task"])
    await manager.done()


async def on_ask(_query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """A public plan changes by asking: why, and by which document."""
    manager.dialog_data["cancels"] = button.widget_id == "cancel"
    await manager.switch_to(Tasking.reason)


async def on_reason(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Why."""
    manager.dialog_data["why"] = message.text or ""
    await manager.switch_to(Tasking.paper)


async def on_paper(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """By which document; now it is asked, and the office group hears of it."""
    start, why = started_with(manager), (manager.dialog_data["why"], message.text or "")
    async with manager.middleware_data["working"]() as work:
        if manager.dialog_data["cancels"]:
            await plan_changes.ask_cancellation(work, start["task"], *why)
        elif start["task"]:
            await plan_changes.ask_change(work, start["task"], draft_of(manager), *why)
        else:
            await plan_changes.ask_addition(work, start["plan"], draft_of(manager), *why)
    await message.answer(words_of(manager).say("plan.asked"))
    await manager.done()


async def on_field(_query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """From the hub to one question and back."""
    await manager.switch_to(getattr(Tasking, button.widget_id or ""))


FIELDS = Group(
    *(
        Button(Say(f"plan.ask.{name}"), id=name, on_click=on_field, when=when)
        for name, when in (
            ("name", None),
            ("kind", None),
            ("document", "rests"),
            ("complaints", "targeted"),
            ("partners", None),
            ("items", None),
            ("scope", None),
            ("rule", None),
            ("window", None),
            ("portion", None),
            ("methods", None),
        )
    ),
    width=3,
)

dialog = Dialog(
    Window(
        Screen("plan_task"),
        FIELDS,
        Button(
            Say("plan.save"), id="save", on_click=on_save, when=lambda d, *_: d["whole"] and not d["asks"]
        ),
        Button(
            Say("plan.ask_change"), id="ask", on_click=on_ask, when=lambda d, *_: d["whole"] and d["asks"]
        ),
        Button(
            Say("plan.remove"),
            id="remove",
            on_click=on_remove,
            when=lambda d, *_: d["stored"] and not d["asks"],
        ),
        Button(
            Say("plan.cancel"), id="cancel", on_click=on_ask, when=lambda d, *_: d["stored"] and d["asks"]
        ),
        LEAVE,
        state=Tasking.hub,
        getter=see,
    ),
    *QUESTIONS,
    *LISTS,
    Window(Screen("plan_why"), text_to(on_reason), LEAVE, state=Tasking.reason),
    Window(Screen("plan_paper"), text_to(on_paper), LEAVE, state=Tasking.paper),
    on_start=on_start,
)
