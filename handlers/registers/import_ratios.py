"""抽查比例: what a plan's wording leaves open is asked wording by wording. Asked by the import.

Started with ``{"unread": [{"text", "tasks"}]}``; answers ``{"ratios": {wording: answer}}`` without those that
are left as text.
"""

from typing import Any

from aiogram.enums import ContentType
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Cancel

from handlers.words import Say, Screen
from services.registers import ratio_answers

TASKS_SHOWN = 5


class Ratios(StatesGroup):
    """One wording after the other."""

    asking = State()


def _asked(manager: DialogManager) -> list[dict[str, Any]]:
    """Every wording, as it was handed over."""
    data: Any = manager.start_data
    found: list[dict[str, Any]] = data["unread"]
    return found


async def see(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The first wording without an answer."""
    asked, answers = _asked(dialog_manager), dialog_manager.dialog_data.get("answers", {})
    one = asked[len(answers)]
    return {
        "text": one["text"],
        "tasks": one["tasks"][:TASKS_SHOWN],
        "count": len(one["tasks"]),
        "at": len(answers) + 1,
        "of": len(asked),
    }


async def on_answer(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """A ratio or a number."""
    written = (message.text or "").strip()
    ratio_answers.read(written)
    await _take(manager, written)


async def on_keep(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """This wording stays text."""
    await _take(manager, "")


async def on_keep_all(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """So do all that are left."""
    await _finish(manager)


async def _take(manager: DialogManager, answer: str) -> None:
    answers = manager.dialog_data.setdefault("answers", {})
    answers[_asked(manager)[len(answers)]["text"]] = answer
    if len(answers) == len(_asked(manager)):
        await _finish(manager)


async def _finish(manager: DialogManager) -> None:
    answers = manager.dialog_data.get("answers", {})
    await manager.done({"ratios": {text: answer for text, answer in answers.items() if answer}})


def _several(data: dict[str, Any], _widget: Any, _manager: DialogManager) -> bool:
    return bool(data["at"] < data["of"])


dialog = Dialog(
    Window(
        Screen("import_ratio"),
        Button(Say("imports.keep_text"), id="keep", on_click=on_keep),
        Button(Say("imports.keep_all"), id="keep_all", on_click=on_keep_all, when=_several),
        Cancel(Say("imports.back")),
        MessageInput(on_answer, content_types=ContentType.TEXT),
        state=Ratios.asking,
        getter=see,
    ),
)
