"""Engines and sessions: SQLite made safe by hand, PostgreSQL as it comes."""

import sqlite3
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000")

Sessions = async_sessionmaker[AsyncSession]


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
    engine = create_async_engine(url, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_immediate)
    return engine


def sessions(engine: AsyncEngine, *, looking: bool = False) -> Sessions:
    """A factory of sessions whose rows stay readable after the commit; ``looking`` ones never write."""
    bound = engine.execution_options(looking=True) if looking else engine
    return async_sessionmaker(bound, class_=AsyncSession, expire_on_commit=False)


def sqlite_version() -> str:
    """The library's version, for ``doctor``."""
    return sqlite3.sqlite_version
