"""Engines and sessions: SQLite made safe by hand, PostgreSQL told that acts come one at a time."""

import sqlite3
from collections.abc import Collection
from typing import Any

from sqlalchemy import event, func
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import one_trip
from models.base import SQLModel

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000")

KEEPALIVE = {"tcp_keepalives_idle": "10", "tcp_keepalives_interval": "5", "tcp_keepalives_count": "3"}
"""A machine that vanished holds its locks for less than half a minute."""

Sessions = async_sessionmaker[AsyncSession]

TURN = 0x5C
"""The advisory lock of the writers of a PostgreSQL database."""


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Run once a connection. Manual transactions, so that ``begin`` below decides how they start."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Any) -> None:
    """A deferred BEGIN fails with "database is locked" when a reader turns writer; this one waits."""
    looking = connection.get_execution_options().get("looking", False)
    connection.exec_driver_sql("BEGIN" if looking else "BEGIN IMMEDIATE")


def open_engine(url: str) -> AsyncEngine:
    """An engine for ``sqlite+aiosqlite:///FILE`` or ``postgresql+asyncpg://…``.

    What a failed statement held (names, telephones) does not get into logs.
    """
    server = url.startswith("postgresql")
    given = {"server_settings": KEEPALIVE} if server else {"async_creator_fn": one_trip.connect}
    engine = create_async_engine(url, hide_parameters=True, connect_args=given)
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_immediate)
    return engine


def sessions(engine: AsyncEngine, *, looking: bool = False) -> Sessions:
    """A factory of sessions whose rows stay readable after the commit; ``looking`` ones never write.

    A look sees one moment on both databases, however many questions it asks.
    """
    bound = engine.execution_options(looking=True) if looking else engine
    if looking and engine.dialect.name == "postgresql":
        bound = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return async_sessionmaker(bound, class_=AsyncSession, expire_on_commit=False)


def upsert(
    session: AsyncSession, table: type[SQLModel], rows: list[dict[str, Any]], by: Collection[str]
) -> Any:
    """One statement that writes rows whole, whether they are there already (``by`` unique columns) or not."""
    insert = insert_into(session, table).values(rows)
    others = {name: insert.excluded[name] for name in rows[0] if name not in by}
    return insert.on_conflict_do_update(index_elements=list(by), set_=others)


def insert_into(session: AsyncSession, table: type[SQLModel]) -> Any:
    """The database's own INSERT, which knows ON CONFLICT."""
    return (pg_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert)(table)


def one_writer(made: Sessions) -> bool:
    """Whether the database has one writer at a time, as SQLite does."""
    return str(made.kw["bind"].dialect.name) == "sqlite"


async def take_turn(session: AsyncSession, *, alone: bool) -> None:
    """Wait until no act runs, in any process; ``alone``: nor any other plumbing. Until the commit.

    Acts look before they write (is it told already, what is the journal's head), so they must not overlap.
    SQLite's only writer is in turn already.
    """
    if session.get_bind().dialect.name == "postgresql":
        lock = func.pg_advisory_xact_lock if alone else func.pg_advisory_xact_lock_shared
        await session.exec(select(lock(TURN)))


def sqlite_version() -> str:
    """The library's version, for ``doctor``."""
    return sqlite3.sqlite_version
