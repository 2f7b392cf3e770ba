"""aiogram's dialog state in our own database, so that a restart loses nothing."""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, DefaultKeyBuilder, StateType, StorageKey
from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Memory
from models.session import Sessions, upsert

KEYS = DefaultKeyBuilder(with_bot_id=True, with_destiny=True, with_business_connection_id=True)


Values = dict[str, str | None]
Writing = AbstractAsyncContextManager[AsyncSession]
NOTHING: Values = {"state": None, "data": "{}"}


@dataclass
class Pages:
    """The rows of an update's chats as they were read, and what the update has changed, by key.

    A task that outlives its update reads and writes for itself.
    """

    chats: set[str] = field(default_factory=set)
    known: dict[str, Values] = field(default_factory=dict)
    changes: dict[str, Values] = field(default_factory=dict)
    open: bool = True


def _chat(key: StorageKey) -> str:
    """How the keys of a chat begin."""
    parts = (KEYS.prefix, key.bot_id, key.business_connection_id, key.chat_id, "")
    return KEYS.separator.join(str(part) for part in parts if part is not None)


class DatabaseStorage(BaseStorage):
    """One ``memory`` row a storage key. Calls of one chat come one at a time (the inbox sees to it)."""

    def __init__(self, writing: Callable[[], Writing], looks: Sessions) -> None:
        """``writing`` opens a transaction, ``looks`` read without waiting for the writer."""
        self._writing = writing
        self._looks = looks
        self._pages: ContextVar[Pages | None] = ContextVar("pages", default=None)

    @asynccontextmanager
    async def in_one_piece(self) -> AsyncIterator[Pages]:
        """Gather what one update changes; the caller writes it at its end in one transaction.

        A dialog's stack and its context are two rows. A kill between them would leave a stack that names a
        context which is gone, and every later word of that person would be answered as stale.
        """
        pages = Pages()
        token = self._pages.set(pages)
        try:
            yield pages
        finally:
            pages.open = False
            self._pages.reset(token)

    @staticmethod
    async def write(session: AsyncSession, pages: Pages) -> None:
        """Part of a transaction: what ``pages`` have changed; a row that says nothing goes."""
        rows = {name: NOTHING | pages.known.get(name, {}) | values for name, values in pages.changes.items()}
        changed = {name: row for name, row in rows.items() if row != pages.known.get(name, NOTHING)}
        kept = [{"key": name, **row} for name, row in changed.items() if row != NOTHING]
        if kept:
            await session.exec(upsert(session, Memory, kept, by=("key",)))
        if empty := [name for name, row in changed.items() if row == NOTHING]:
            await session.exec(delete(Memory).where(col(Memory.key).in_(empty)))

    def _current(self) -> Pages | None:
        pages = self._pages.get()
        return pages if pages is not None and pages.open else None

    async def _change(self, key: StorageKey, **values: str | None) -> None:
        pages = self._current() or Pages()
        await self._read(key, pages)
        pages.changes.setdefault(KEYS.build(key), {}).update(values)
        if pages is not self._current():
            async with self._writing() as session:
                await self.write(session, pages)

    async def _read(self, key: StorageKey, pages: Pages) -> Values:
        """A row as the update sees it; all of its chat are read with the first."""
        name, chat = KEYS.build(key), _chat(key)
        if chat not in pages.chats:
            of_chat = col(Memory.key).startswith(chat, autoescape=True)
            async with self._looks() as session:
                rows = await session.exec(select(Memory.key, Memory.state, Memory.data).where(of_chat))
            pages.known |= {found: {"state": state, "data": data} for found, state, data in rows}
            pages.chats.add(chat)
        return NOTHING | pages.known.get(name, {}) | pages.changes.get(name, {})

    async def _value(self, key: StorageKey, column: str) -> str | None:
        return (await self._read(key, self._current() or Pages()))[column]

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Remember the state's name."""
        await self._change(key, state=state.state if isinstance(state, State) else state)

    async def get_state(self, key: StorageKey) -> str | None:
        """The state's name, if any."""
        return await self._value(key, "state")

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Remember the data (plain JSON)."""
        await self._change(key, data=json.dumps(dict(data), ensure_ascii=False))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """The data, empty when there is none."""
        found: dict[str, Any] = json.loads(await self._value(key, "data") or "{}")
        return found

    async def close(self) -> None:
        """Nothing to close: the engine is the application's."""
