"""Several of a long list: those chosen marked, typing narrows it, pressing again lets go."""

from collections.abc import Collection, Sequence
from typing import Any

from aiogram.types import Message
from aiogram_dialog import DialogManager
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Group

from handlers.pieces import paged
from handlers.words import Say
from services.planning.plan_tasks import Choice


def marked(manager: DialogManager, choices: Sequence[Choice], chosen: Collection[str]) -> dict[str, Any]:
    """For the window: those that fit what was typed, with how many are chosen in all."""
    wanted = str(manager.dialog_data.get("filter", ""))
    rows = [one for one in choices if wanted in one.label]
    return {
        "choices": [{"id": one.id, "choice": one, "chosen": one.key in chosen} for one in rows],
        "count": sum(one.key in chosen for one in choices),
        "filter": wanted,
    }


def toggled(choices: Sequence[Choice], chosen: Sequence[str], id_: str) -> list[str]:
    """What is chosen after one was pressed."""
    key = next((one.key for one in choices if one.id == id_), None)
    kept = [one for one in chosen if one != key]
    return kept if key in chosen or key is None else [*kept, key]


async def on_filter(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Typing narrows a long list."""
    manager.dialog_data["filter"] = (message.text or "").strip()


def several(name: str, on_click: Any) -> Group:
    """The list itself."""
    return paged(Say("plan.choice"), name, "choices", on_click, key=lambda one: one["id"])
