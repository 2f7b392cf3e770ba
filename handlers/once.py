"""An act and its answer: where a crash came between the two, the update comes again and is owed it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from aiogram_dialog import DialogManager

from services import journal
from services.journal import AlreadyDone
from services.work import Work

Answer = TypeVar("Answer")


async def once(
    manager: DialogManager,
    act: Callable[[Work], Awaitable[Answer]],
    again: Callable[[Work, Any], Awaitable[Answer]],
) -> Answer:
    """What the act answers, or what ``again`` makes of its journal entry where it was done before."""
    try:
        async with manager.middleware_data["working"]() as work:
            return await act(work)
    except AlreadyDone as done:
        async with manager.middleware_data["looking"]() as look:
            return await again(look, done.entry)


async def entered(
    manager: DialogManager, act: Callable[[Work], Awaitable[object]]
) -> tuple[str, Mapping[str, Any]]:
    """Do the act once. Subject and facts of its journal entry, now or from the first time."""

    async def done(work: Work) -> tuple[str, Mapping[str, Any]]:
        await act(work)
        return await before(work, await journal.acted(work))

    async def before(_look: Work, entry: Any) -> tuple[str, Mapping[str, Any]]:
        return entry.subject, entry.facts

    return await once(manager, done, before)
