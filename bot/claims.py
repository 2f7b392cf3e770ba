"""Which process does what, where several serve one office; and that on a file only one does.

On PostgreSQL a claim is an advisory lock of one connection that lives as long as the process works: kill -9,
or a machine that vanishes, gives it back. On SQLite the file's only process claims everything.
"""

import asyncio
import fcntl
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import asyncpg
import structlog
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import DomainError

log = structlog.get_logger()

LEADER, LANE = 1, 2
"""The two kinds of advisory locks, beside the writers' turn."""
AGAIN = 2.0
SILENT = 10.0
"""Seconds between two tries to lead, which are also signs of life; seconds a server may take to answer."""
SENDS = "suicha_sends"


class ClaimsLostError(Exception):
    """The connection that held the claims is gone; another process may hold them by now."""


class Claims(Protocol):
    """What a process may claim."""

    async def lead(self) -> None:
        """Wait until this process leads: polls, ticks, sends."""

    async def watch(self) -> None:
        """Never returns; raises ``ClaimsLostError`` when the claims are gone."""

    async def take(self, lane: str) -> bool:
        """Claim a chat's updates; False while another process works them off."""

    async def leave(self, lane: str) -> None:
        """Give a chat back."""

    def sent(self, chat_id: int) -> None:
        """Tell the other processes of a send, for the pace that is common to all."""


class Alone:
    """The only process of a SQLite file."""

    async def lead(self) -> None:
        """At once."""

    async def watch(self) -> None:
        """Nobody takes anything from the only one."""
        await asyncio.Event().wait()

    async def take(self, _lane: str) -> bool:
        """Always."""
        return True

    async def leave(self, _lane: str) -> None:
        """Nothing was taken from anybody."""

    def sent(self, _chat_id: int) -> None:
        """There is nobody to tell."""


ALONE = Alone()


@dataclass
class Shared:
    """One of several processes on one PostgreSQL database."""

    connection: "asyncpg.Connection[Any]"
    on_sent: Callable[[int], None]
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)
    _sends: asyncio.Queue[int] = field(default_factory=asyncio.Queue)

    async def _ask(self, query: str, *values: object) -> Any:
        try:
            async with self._one_at_a_time, asyncio.timeout(SILENT):
                return await self.connection.fetchval(query, *values)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError) as error:
            raise ClaimsLostError(type(error).__name__) from error

    async def lead(self) -> None:
        """Try again and again: the leader's death frees its lock."""
        while not await self.leads():  # noqa: ASYNC110 - another process frees it
            await asyncio.sleep(AGAIN)
        log.info("leads now")

    async def leads(self) -> bool:
        """Whether nobody else led."""
        return bool(await self._ask("SELECT pg_try_advisory_lock($1, 0)", LEADER))

    async def watch(self) -> None:
        """Listen to the other processes, pass on our own sends, and see that the server is there."""
        async with self._one_at_a_time:
            await self.connection.add_listener(SENDS, self._heard)
        while True:
            try:
                async with asyncio.timeout(AGAIN):
                    chat_id = await self._sends.get()
            except TimeoutError:
                await self._ask("SELECT 1")
            else:
                await self._ask("SELECT pg_notify($1, $2)", SENDS, str(chat_id))

    def _heard(self, _connection: object, pid: int, _channel: str, payload: object) -> None:
        if pid != self.connection.get_server_pid():
            self.on_sent(int(str(payload)))

    async def take(self, lane: str) -> bool:
        """Whether the chat was free."""
        return bool(await self._ask("SELECT pg_try_advisory_lock($1, $2)", LANE, _number(lane)))

    async def leave(self, lane: str) -> None:
        """Free it."""
        await self._ask("SELECT pg_advisory_unlock($1, $2)", LANE, _number(lane))

    def sent(self, chat_id: int) -> None:
        """Tell them soon."""
        self._sends.put_nowait(chat_id)


def _number(lane: str) -> int:
    """A signed 32-bit number; two chats with one number wait for each other, nothing worse."""
    return zlib.crc32(lane.encode()) - 2**31


@asynccontextmanager
async def claims(engine: AsyncEngine, on_sent: Callable[[int], None]) -> AsyncIterator[Claims]:
    """What this process may claim, given back at the end. ``on_sent``: another process wrote to a chat."""
    if engine.dialect.name != "postgresql":
        yield ALONE
        return
    try:
        borrowed = await engine.connect()
    except (OSError, SQLAlchemyError) as error:
        raise ClaimsLostError(type(error).__name__) from error
    try:
        yield Shared((await borrowed.get_raw_connection()).driver_connection, on_sent)
    finally:
        await borrowed.invalidate()  # the locks and the listener go with the connection
        await borrowed.close()


@contextmanager
def only_process(url: str) -> Iterator[None]:
    """Hold a SQLite file for one service. Raises ``operate.second_service`` when another one runs on it."""
    database = make_url(url)
    if database.get_backend_name() != "sqlite" or not database.database:
        yield
        return
    with Path(f"{database.database}.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise DomainError("operate.second_service", file=database.database) from error
        yield


@asynccontextmanager
async def nobody_sends(engine: AsyncEngine) -> AsyncIterator[None]:
    """Keep services of a database from sending meanwhile. Raises ``operate.still_running`` where one does."""
    file = engine.url.database or ""
    with ExitStack() as stack:
        try:
            stack.enter_context(only_process(str(engine.url)))
        except DomainError as error:
            raise DomainError("operate.still_running", file=file) from error
        async with claims(engine, lambda _chat_id: None) as held:
            if isinstance(held, Shared) and not await held.leads():
                raise DomainError("operate.still_running", file=file)
            yield
