"""Where a dialog stands: in rows of ours, that a restart finds again."""

from pathlib import Path
from typing import Any

import pytest
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import StorageKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from bot.acts import Acts
from bot.storage import DatabaseStorage
from models import Memory
from models.session import open_engine, sessions
from tests.databases import database_of

KEY = StorageKey(bot_id=1, chat_id=2, user_id=3)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


class Steps(StatesGroup):
    one = State()


@pytest.fixture
def storage(acts: Acts) -> DatabaseStorage:
    return DatabaseStorage(acts.bookkeeping, acts.looks)


async def stored(acts: Acts) -> list[Memory]:
    async with acts.looks() as session:
        return list(await session.exec(select(Memory)))


async def test_nothing_is_remembered_of_a_stranger(acts: Acts, storage: DatabaseStorage) -> None:
    assert await storage.get_state(KEY) is None
    assert await storage.get_data(KEY) == {}
    await storage.set_state(KEY, None)
    await storage.set_data(KEY, {})
    assert await stored(acts) == []


@pytest.mark.parametrize("state", [Steps.one, "Steps:one"])
async def test_a_state_is_remembered_by_its_name(storage: DatabaseStorage, state: State | str) -> None:
    await storage.set_state(KEY, state)
    assert await storage.get_state(KEY) == "Steps:one"


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.dictionaries(st.text(min_size=1), plain, min_size=1, max_size=4))
async def test_data_come_back_as_they_were(storage: DatabaseStorage, data: dict[str, Any]) -> None:
    await storage.set_data(KEY, data)
    assert await storage.get_data(KEY) == data
    await storage.set_data(KEY, {})


async def test_data_and_state_are_independent_of_each_other(storage: DatabaseStorage) -> None:
    await storage.set_state(KEY, Steps.one)
    await storage.set_data(KEY, {"a": 1})
    assert await storage.update_data(KEY, {"b": "二"}) == {"a": 1, "b": "二"}
    await storage.set_state(KEY, None)
    assert (await storage.get_state(KEY), await storage.get_data(KEY)) == (None, {"a": 1, "b": "二"})


async def test_a_row_that_says_nothing_vanishes(acts: Acts, storage: DatabaseStorage) -> None:
    await storage.set_state(KEY, Steps.one)
    await storage.set_data(KEY, {"a": 1})
    await storage.set_data(KEY, {})
    assert len(await stored(acts)) == 1
    await storage.set_state(KEY, None)
    assert await stored(acts) == []


async def test_another_storage_over_the_same_rows_knows_it_all(acts: Acts, storage: DatabaseStorage) -> None:
    await storage.set_state(KEY, Steps.one)
    await storage.set_data(KEY, {"ref": "abc"})
    await storage.close()
    fresh = DatabaseStorage(acts.bookkeeping, acts.looks)
    assert (await fresh.get_state(KEY), await fresh.get_data(KEY)) == ("Steps:one", {"ref": "abc"})


async def test_people_chats_and_dialog_stacks_are_kept_apart(storage: DatabaseStorage) -> None:
    keys = [
        KEY,
        StorageKey(bot_id=1, chat_id=2, user_id=4),
        StorageKey(bot_id=1, chat_id=-5, user_id=3),
        StorageKey(bot_id=1, chat_id=2, user_id=3, destiny="aiogd:stack:"),
        StorageKey(bot_id=9, chat_id=2, user_id=3),
    ]
    for n, key in enumerate(keys):
        await storage.set_data(key, {"n": n})
    assert [(await storage.get_data(key))["n"] for key in keys] == list(range(len(keys)))


async def test_a_database_opened_anew_knows_it_as_well(
    acts: Acts, storage: DatabaseStorage, tmp_path: Path
) -> None:
    await storage.set_state(KEY, Steps.one)
    await storage.set_data(KEY, {"ref": "abc"})
    engine = open_engine(database_of(tmp_path))
    again = DatabaseStorage(sessions(engine).begin, sessions(engine, looking=True))
    assert (await again.get_state(KEY), await again.get_data(KEY)) == ("Steps:one", {"ref": "abc"})
    await engine.dispose()
