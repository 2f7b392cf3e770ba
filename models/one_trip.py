"""aiosqlite with one trip to its thread a statement.

Opening a cursor, executing, fetching and closing are a trip each in aiosqlite, and a trip costs more than a
small statement. Only the statement itself may wait for a lock or a disk; the rest is done where one stands,
also the begin of a look, which touches neither.
"""

import sqlite3
from collections.abc import Iterable
from functools import partial
from typing import Any, Self

import aiosqlite


class _Cursor(aiosqlite.Cursor):
    """Fetches all that a statement returns on the trip that executes it."""

    _rows: list[Any]

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> Self:
        trip = partial(self._there_and_back, sql, tuple(parameters or ()))
        self._rows = trip() if sql == "BEGIN" else await self._execute(trip)  # type: ignore[no-untyped-call]
        return self

    def _there_and_back(self, sql: str, parameters: tuple[Any, ...]) -> list[Any]:
        self._cursor.execute(sql, parameters)
        return self._cursor.fetchall()

    async def fetchall(self) -> list[Any]:
        return self._rows

    async def close(self) -> None:
        self._cursor.close()


class _Connection(aiosqlite.Connection):
    """Used by one task at a time, so that its cursors may change threads."""

    def cursor(self) -> _Cursor:  # type: ignore[override]
        return _Cursor(self, self._conn.cursor())


async def connect(database: str, **given: Any) -> aiosqlite.Connection:
    """A connection for SQLAlchemy's aiosqlite dialect; results are never streamed."""
    given["check_same_thread"] = False
    connection = _Connection(lambda: sqlite3.connect(database, **given), iter_chunk_size=64)
    connection._thread.daemon = True  # noqa: SLF001 - as the dialect does with its own
    return await connection
