"""Several processes on one PostgreSQL: one leads, a chat is one's at a time, what is sent counts for all."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from bot import claims, inbox
from bot.acts import Acts
from bot.claims import Claims, ClaimsLostError
from bot.database import engine_of, open_acts
from bot.inbox import Lanes
from bot.settings import Settings
from domain.notices import Quarantined
from models import Letter
from models.session import open_engine
from services import delivery, outbox
from tests.bot.test_inbox import Worker, keep, message, nothing_waits, running, until
from tests.conftest import StandingClock
from tests.databases import database_of

pytestmark = pytest.mark.postgresql


@dataclass
class Replica:
    """One process: its own connections, its own claims, the chats it heard of."""

    acts: Acts
    claims: Claims
    heard: list[int]


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The order of things is tested, not how long a wait is."""
    monkeypatch.setattr(claims, "AGAIN", 0.05)
    monkeypatch.setattr(inbox, "IDLE", 0.02)


@asynccontextmanager
async def replica(folder: Path, clock: StandingClock) -> AsyncIterator[Replica]:
    """A process on the folder's database."""
    engine, heard = open_engine(database_of(folder)), list[int]()
    with suppress(ClaimsLostError):
        async with claims.claims(engine, heard.append) as held:
            yield Replica(open_acts(engine, Settings(data_dir=folder), clock), held, heard)
    await engine.dispose()


@pytest.fixture
async def one(tmp_path: Path, clock: StandingClock) -> AsyncIterator[Replica]:
    """The first process."""
    async with replica(tmp_path, clock) as found:
        yield found


@pytest.fixture
async def other(one: Replica, tmp_path: Path, clock: StandingClock) -> AsyncIterator[Replica]:
    """The second one."""
    async with replica(tmp_path, clock) as found:
        yield found


async def cut_off(killed: Replica, by: Replica) -> None:
    """What the server does when a process is killed: its connection ends."""
    assert isinstance(killed.claims, claims.Shared)
    pid = killed.claims.connection.get_server_pid()
    async with engine_of(by.acts).connect() as connection:
        await connection.execute(text(f"SELECT pg_terminate_backend({pid})"))


async def test_one_leads_and_the_other_takes_over_when_it_is_gone(one: Replica, other: Replica) -> None:
    await one.claims.lead()
    waiting = asyncio.ensure_future(other.claims.lead())
    await asyncio.sleep(0.2)
    assert not waiting.done()
    await cut_off(one, other)
    await asyncio.wait_for(waiting, 5)


async def test_a_process_whose_claims_are_gone_is_told(one: Replica, other: Replica) -> None:
    watching = asyncio.ensure_future(one.claims.watch())
    await asyncio.sleep(0.1)
    assert not watching.done()
    await cut_off(one, other)
    with pytest.raises(ClaimsLostError):
        await asyncio.wait_for(watching, 5)
    with pytest.raises(ClaimsLostError):
        await one.claims.take("7")


async def test_a_chat_is_one_processes_until_it_gives_it_back(one: Replica, other: Replica) -> None:
    assert await one.claims.take("7")
    assert [await other.claims.take(lane) for lane in ("7", "8")] == [False, True]
    await one.claims.leave("7")
    assert await other.claims.take("7")


async def test_what_one_sends_the_other_counts_and_it_does_not_count_its_own_twice(
    one: Replica, other: Replica
) -> None:
    async with running(one.claims.watch()), running(other.claims.watch()):
        await asyncio.sleep(0.2)
        for chat in (-100, 2**40):
            one.claims.sent(chat)
        await until(lambda: _true(len(other.heard) == 2))
    assert (other.heard, one.heard) == ([-100, 2**40], [])


async def _true(value: bool) -> bool:
    return value


async def test_two_processes_work_every_update_off_once_and_in_order(
    one: Replica, other: Replica, clock: StandingClock
) -> None:
    worker = Worker()
    pair = [Lanes(each.acts, worker.handle, worker.put_aside) for each in (one, other)]
    async with running(pair[0].run(one.claims)), running(pair[1].run(other.claims)):
        for n in range(0, 60, 6):
            await keep(one.acts, *(message(k, chat=k % 3) for k in range(n + 1, n + 7)))
            clock.advance(seconds=1)
            for lanes in pair:
                lanes.wake()
            await asyncio.sleep(0.01)
        await until(lambda: nothing_waits(one.acts))
    assert sorted(worker.seen) == list(range(1, 61))
    for chat in range(3):
        mine = [n for n in worker.seen if n % 3 == chat]
        assert mine == sorted(mine)


async def test_two_senders_at_once_never_hold_the_same_letter(
    one: Replica, other: Replica, clock: StandingClock
) -> None:
    async with one.acts.noting() as work:
        for n in range(20):
            await outbox.post(work, Quarantined(update_id=n), f"k:{n}")
        await outbox.release_posts(work, -100)

    async def take_all(acts: Acts) -> list[int | None]:
        taken: list[int | None] = []
        while True:
            async with acts.bookkeeping() as session:
                leased = await delivery.lease(session, clock(), clock(), lambda _chat: True)
                await asyncio.sleep(0.005)
            if leased is None:
                return taken
            taken.append(leased.letter.id)

    taken = await asyncio.gather(take_all(one.acts), take_all(other.acts))
    assert sorted(str(n) for part in taken for n in part) == sorted(str(n) for n in range(1, 21))


async def test_a_letter_sent_again_by_one_is_not_taken_from_it_by_the_other(
    one: Replica, other: Replica, clock: StandingClock
) -> None:
    async with one.acts.noting() as work:
        await outbox.post(work, Quarantined(update_id=1), "k")
    async with one.acts.bookkeeping() as session:
        letter = await session.get_one(Letter, 1)
        letter.state, letter.chat_id, letter.lease_until = "sending", -100, clock()
    clock.advance(minutes=1)
    async with one.acts.bookkeeping() as session:
        assert await delivery.take_back(session, clock()) == 1
        assert await delivery.lease(session, clock(), clock(), lambda _chat: True) is not None
        blocked = asyncio.ensure_future(_take_back(other, clock))
        await asyncio.sleep(0.1)
    assert await blocked == 0


async def _take_back(by: Replica, clock: StandingClock) -> int:
    async with by.acts.bookkeeping() as session:
        return await delivery.take_back(session, clock())


async def test_acts_of_two_processes_come_one_at_a_time(one: Replica, other: Replica) -> None:
    order: list[str] = []

    async def act(by: Replica, name: str) -> None:
        async with by.acts.noting():
            order.append(name)
            await asyncio.sleep(0.05)
            order.append(name)

    await asyncio.gather(act(one, "a"), act(other, "b"), act(one, "c"), act(other, "d"))
    assert order[::2] == order[1::2]
