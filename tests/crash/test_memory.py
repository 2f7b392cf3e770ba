"""A dialog's stack and its context are two rows: both change, or neither."""

import pytest
from aiogram.fsm.storage.base import StorageKey

from bot.acts import Acts
from bot.storage import DatabaseStorage

STACK = StorageKey(bot_id=1, chat_id=2, user_id=2, destiny="stack")
CONTEXT = StorageKey(bot_id=1, chat_id=2, user_id=2, destiny="context")


@pytest.fixture
def storage(acts: Acts) -> DatabaseStorage:
    """The storage the service uses."""
    return DatabaseStorage(acts.bookkeeping, acts.looks)


@pytest.fixture
def after_a_kill(acts: Acts) -> DatabaseStorage:
    """What a process would find that starts now."""
    return DatabaseStorage(acts.bookkeeping, acts.looks)


async def test_an_update_reads_what_it_wrote_and_others_read_it_at_its_end(
    acts: Acts, storage: DatabaseStorage, after_a_kill: DatabaseStorage
) -> None:
    await storage.set_data(CONTEXT, {"item": "old"})
    async with storage.in_one_piece() as pages:
        await storage.set_data(CONTEXT, {})
        await storage.set_state(STACK, "new")
        assert await storage.get_data(CONTEXT) == {}
        assert await storage.get_state(STACK) == "new"
        assert await after_a_kill.get_data(CONTEXT) == {"item": "old"}
        assert await after_a_kill.get_state(STACK) is None
    async with acts.bookkeeping() as session:
        await storage.write(session, pages)
    assert await after_a_kill.get_data(CONTEXT) == {}
    assert await after_a_kill.get_state(STACK) == "new"


async def test_an_update_that_fails_leaves_the_memory_as_it_was(
    storage: DatabaseStorage, after_a_kill: DatabaseStorage
) -> None:
    async def fail() -> None:
        async with storage.in_one_piece():
            await storage.set_state(STACK, "new")
            raise ConnectionError

    await storage.set_state(STACK, "old")
    with pytest.raises(ConnectionError):
        await fail()
    assert await after_a_kill.get_state(STACK) == "old"
    assert await storage.get_state(STACK) == "old"
