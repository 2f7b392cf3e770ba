"""All conversations under one dispatcher, behind the gate."""

from aiogram import Dispatcher, Router
from aiogram.fsm.storage.base import BaseStorage
from aiogram_dialog import setup_dialogs

from handlers import assignments, draw, inspect, review, start
from handlers.gate import Gate, Transactions

CONVERSATIONS: tuple[Router, ...] = (
    start.router,
    draw.router,
    assignments.router,
    inspect.router,
    review.router,
)


def build(storage: BaseStorage, acts: Transactions) -> Dispatcher:
    """The dispatcher with every conversation; routers belong to one dispatcher at a time."""
    dispatcher = Dispatcher(storage=storage)
    dispatcher.update.outer_middleware(Gate(acts))
    for router in CONVERSATIONS:
        router._parent_router = None  # noqa: SLF001 - aiogram keeps routers single-use; a process may restart its bot
        dispatcher.include_router(router)
    setup_dialogs(dispatcher)
    return dispatcher
