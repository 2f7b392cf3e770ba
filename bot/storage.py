"""aiogram's dialog state in our own database, so that a restart loses nothing."""

import json
from collections.abc import Mapping
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, DefaultKeyBuilder, StateType, StorageKey

from models import Memory
from models.session import Sessions

KEYS = DefaultKeyBuilder(with_bot_id=True, with_destiny=True, with_business_connection_id=True)


class DatabaseStorage(BaseStorage):
    """One ``memory`` row a storage key. Calls of one chat come one at a time (the inbox sees to it)."""

    def __init__(self, sessions: Sessions, looks: Sessions) -> None:
        """``sessions`` write, ``looks`` read without waiting for the writer."""
        self._sessions = sessions
        self._looks = looks

    async def _change(self, key: StorageKey, **values: str | None) -> None:
        async with self._sessions() as session, session.begin():
            name = KEYS.build(key)
            row = await session.get(Memory, name) or Memory(key=name)
            row.sqlmodel_update(values)
            if row.state is None and row.data == "{}":
                if row in session:
                    await session.delete(row)
                return
            session.add(row)

    async def _row(self, key: StorageKey) -> Memory | None:
        async with self._looks() as session:
            return await session.get(Memory, KEYS.build(key))

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Remember the state's name."""
        await self._change(key, state=state.state if isinstance(state, State) else state)

    async def get_state(self, key: StorageKey) -> str | None:
        """The state's name, if any."""
        row = await self._row(key)
        return row.state if row else None

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Remember the data (plain JSON)."""
        await self._change(key, data=json.dumps(dict(data), ensure_ascii=False))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """The data, empty when there is none."""
        row = await self._row(key)
        return json.loads(row.data) if row else {}

    async def close(self) -> None:
        """Nothing to close: the engine is the application's."""
