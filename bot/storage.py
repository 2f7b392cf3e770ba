"""aiogram's dialog state in our own database, so that a restart loses nothing."""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, DefaultKeyBuilder, StateType, StorageKey
from sqlmodel.ext.asyncio.session import AsyncSession

from models import Memory
from models.session import Sessions

KEYS = DefaultKeyBuilder(with_bot_id=True, with_destiny=True, with_business_connection_id=True)


Change = dict[str, str | None]
Writing = AbstractAsyncContextManager[AsyncSession]


@dataclass
class Pages:
    """What an update has changed so far, by row; a task that outlives its update writes for itself."""

    changes: dict[str, Change] = field(default_factory=dict)
    open: bool = True


class DatabaseStorage(BaseStorage):
    """One ``memory`` row a storage key. Calls of one chat come one at a time (the inbox sees to it)."""

    def __init__(self, writing: Callable[[], Writing], looks: Sessions) -> None:
        """``writing`` opens a transaction, ``looks`` read without waiting for the writer."""
        self._writing = writing
        self._looks = looks
        self._pages: ContextVar[Pages | None] = ContextVar("pages", default=None)

    @asynccontextmanager
    async def in_one_piece(self) -> AsyncIterator[None]:
        """Write what one update changes at its end in one transaction; nothing when it fails.

        A dialog's stack and its context are two rows. A kill between them would leave a stack that names a
        context which is gone, and every later word of that person would be answered as stale.
        """
        pages = Pages()
        token = self._pages.set(pages)
        try:
            yield
        finally:
            pages.open = False
            self._pages.reset(token)
        await self._write(pages.changes)

    def _pending(self) -> dict[str, Change] | None:
        pages = self._pages.get()
        return pages.changes if pages is not None and pages.open else None

    async def _change(self, key: StorageKey, **values: str | None) -> None:
        name, pending = KEYS.build(key), self._pending()
        if pending is None:
            await self._write({name: values})
        else:
            pending.setdefault(name, {}).update(values)

    async def _write(self, changes: Mapping[str, Change]) -> None:
        if not changes:
            return
        async with self._writing() as session:
            for name, values in changes.items():
                row = await session.get(Memory, name) or Memory(key=name)
                row.sqlmodel_update(values)
                if row.state is not None or row.data != "{}":
                    session.add(row)
                elif row in session:
                    await session.delete(row)

    async def _value(self, key: StorageKey, column: str) -> str | None:
        name = KEYS.build(key)
        changed = (self._pending() or {}).get(name, {})
        if column in changed:
            return changed[column]
        async with self._looks() as session:
            row = await session.get(Memory, name)
        return getattr(row, column) if row else None

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
