"""The tests' databases: SQLite files, or, with ``SUICHA_TEST_DATABASE=postgresql``, on a server."""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine

from models import journal_guard
from models.migrations import upgrade
from models.session import open_engine
from tests import postgresql

ON_POSTGRESQL = os.environ.get("SUICHA_TEST_DATABASE", "sqlite") == "postgresql"
_made: set[str] = set()


def sqlite_file(folder: Path) -> Path:
    """Where a service with this data folder keeps its file."""
    return folder / "suicha.db"


async def build(url: str) -> None:
    """Run every migration."""
    engine = open_engine(url)
    await upgrade(engine)
    await engine.dispose()


@contextmanager
def serving() -> Iterator[None]:
    """A server with the template, where one is wanted; who finds its address in the environment uses it."""
    if not ON_POSTGRESQL or postgresql.ADDRESS in os.environ:
        yield
        return
    with postgresql.server():
        postgresql.sql(f"CREATE DATABASE {postgresql.TEMPLATE}")
        asyncio.run(build(postgresql.url(postgresql.TEMPLATE)))
        yield


@cache
def migrated() -> bytes:
    """A database file at the newest schema; the migrations run once for all tests of a process."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        asyncio.run(build(f"sqlite+aiosqlite:///{path}"))
        return path.read_bytes()


def empty_database(folder: Path, *, schema: bool = True) -> str:
    """A fresh database at the newest schema (or at none) for a service with this data folder; its URL."""
    if ON_POSTGRESQL:
        name, template = postgresql.name_of(folder), postgresql.TEMPLATE if schema else "template0"
        postgresql.sql(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        _made.add(name)
        return postgresql.url(name)
    sqlite_file(folder).parent.mkdir(parents=True, exist_ok=True)
    if schema:
        sqlite_file(folder).write_bytes(migrated())
    return f"sqlite+aiosqlite:///{sqlite_file(folder)}"


def database_of(folder: Path) -> str:
    """The URL of what a service with this data folder opens; there from the first time it is asked for."""
    if not ON_POSTGRESQL:
        return f"sqlite+aiosqlite:///{sqlite_file(folder)}"
    with suppress(postgresql.RefusedError):  # it is there
        return empty_database(folder)
    return postgresql.url(postgresql.name_of(folder))


def ask(folder: Path, query: str, *values: object) -> list[tuple[object, ...]]:
    """Rows of a service's database that the service may be writing; ``?`` stands for a value."""
    if not ON_POSTGRESQL:
        with closing(sqlite3.connect(f"file:{sqlite_file(folder)}?mode=ro", uri=True)) as connection:
            return connection.execute(query, values).fetchall()
    numbered = "".join(f"{part}${n}" for n, part in enumerate(query.split("?"), 1)).rpartition("$")[0]

    async def fetch() -> list[tuple[object, ...]]:
        host = postgresql.address()[0]
        connection = await asyncpg.connect(host=host, user="suicha", database=postgresql.name_of(folder))
        try:
            return [tuple(row) for row in await connection.fetch(numbered, *values)]
        finally:
            await connection.close()

    with ThreadPoolExecutor(1) as beside:  # the caller may be in a loop of its own
        return beside.submit(asyncio.run, fetch()).result()


@asynccontextmanager
async def commits(folder: Path) -> AsyncIterator[Callable[[], Awaitable[object]]]:
    """Something to ask that has changed when somebody else has written."""
    if not ON_POSTGRESQL:
        with closing(sqlite3.connect(f"file:{sqlite_file(folder)}?mode=ro", uri=True)) as file:

            async def version() -> object:
                return file.execute("PRAGMA data_version").fetchone()

            yield version
        return
    name = postgresql.name_of(folder)
    server = await asyncpg.connect(host=postgresql.address()[0], user="suicha", database=name)

    async def written() -> object:
        return await server.fetchval("SELECT pg_current_wal_insert_lsn()")

    try:
        yield written
    finally:
        await server.close()


def change(folder: Path, statement: str) -> None:
    """Somebody's hand in a service's database."""
    if ON_POSTGRESQL:
        postgresql.sql(statement, postgresql.name_of(folder))
        return
    with closing(sqlite3.connect(sqlite_file(folder), isolation_level=None)) as connection:
        connection.execute(statement)


@asynccontextmanager
async def off_guard(engine: AsyncEngine) -> AsyncIterator[None]:
    """Journal rows can be edited here: who holds the database takes triggers down, and puts them back."""
    await by_hand(engine, *journal_guard.take_down(engine.dialect.name))
    yield
    await by_hand(engine, *journal_guard.put_up(engine.dialect.name))


async def by_hand(engine: AsyncEngine, *statements: str) -> None:
    """Statements that no code of ours would give."""
    async with engine.begin() as connection:
        for statement in statements:
            await connection.exec_driver_sql(statement)


def drop_all() -> None:
    """Away with what the test made."""
    while _made:
        postgresql.sql(f"DROP DATABASE IF EXISTS {_made.pop()} WITH (FORCE)")
