"""会议通知: whose call it is, when and where, a look at it, and out it goes."""

from typing import Any, cast

from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Cancel, SwitchTo

from domain.conference import CALLED, PLENARY, may_call
from handlers.pieces import one_of, text_to
from handlers.words import Say, Screen
from services.year import conference, meeting_calls, meetings


class Calling(StatesGroup):
    """Who; when, where and which units; the notice."""

    caller = State()
    facts = State()
    review = State()


def _ref(manager: DialogManager) -> str:
    return cast("dict[str, str]", manager.start_data)["ref"]


async def see_caller(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Who may call this meeting; a word of warning where the year has its number."""
    async with dialog_manager.middleware_data["looking"]() as look:
        meeting = await meetings.meeting_of(look, _ref(dialog_manager))
        people = [one for one in await conference.conveners(look) if may_call(meeting.kind, one.rank)]
        count = await meetings.counted(look, look.today.year)
    return {"conveners": people, "count": count, "over": count.full and meeting.kind == PLENARY}


async def on_caller(_query: CallbackQuery, _widget: Any, manager: DialogManager, ref: str) -> None:
    """Whose call it is."""
    manager.dialog_data["caller"] = ref
    await manager.switch_to(Calling.facts)


async def see_facts(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The kind decides which lines are asked for."""
    async with dialog_manager.middleware_data["looking"]() as look:
        meeting = await meetings.meeting_of(look, _ref(dialog_manager))
    return {"kind": meeting.kind, "changed": meeting.state == CALLED}


async def on_facts(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """When, where, who."""
    async with manager.middleware_data["looking"]() as look:
        await meeting_calls.invitation(look, _ref(manager), message.text or "")
    manager.dialog_data["facts"] = message.text
    await manager.switch_to(Calling.review)


async def see_review(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The notice as it would go out."""
    async with dialog_manager.middleware_data["looking"]() as look:
        found = await meetings.card(look, _ref(dialog_manager))
        asked = await meeting_calls.invitation(look, found.meeting.ref, dialog_manager.dialog_data["facts"])
    return {"card": found, "asked": asked}


async def on_call(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Call them."""
    typed = manager.dialog_data
    async with manager.middleware_data["working"]() as work:
        await meeting_calls.call(work, _ref(manager), typed["caller"], typed["facts"])
    await manager.done()


dialog = Dialog(
    Window(
        Screen("meeting_caller"),
        one_of(Say("meeting.convener"), "caller", "conveners", on_caller, key=lambda one: one.ref),
        Cancel(Say("meeting.back")),
        state=Calling.caller,
        getter=see_caller,
    ),
    Window(
        Screen("meeting_facts"),
        Cancel(Say("meeting.back")),
        text_to(on_facts),
        state=Calling.facts,
        getter=see_facts,
    ),
    Window(
        Screen("meeting_review"),
        Button(Say("meeting.send"), id="send", on_click=on_call),
        SwitchTo(Say("meeting.back"), id="facts", state=Calling.facts),
        state=Calling.review,
        getter=see_review,
    ),
)
