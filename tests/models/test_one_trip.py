"""Statements that take one trip to the database's thread, with the errors and rows of four."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from models.session import open_engine


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'a.db'}")
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE kept (number INTEGER PRIMARY KEY)"))
    yield engine
    await engine.dispose()


async def test_rows_of_several_statements_do_not_mix(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("INSERT INTO kept VALUES (:n)"), [{"n": n} for n in range(200)])
        first = await connection.execute(text("SELECT number FROM kept ORDER BY number"))
        second = await connection.execute(text("SELECT count(*) FROM kept"))
        assert (second.scalar_one(), first.scalars().all()) == (200, list(range(200)))


async def test_what_is_refused_is_told_and_leaves_nothing(engine: AsyncEngine) -> None:
    async def twice() -> None:
        async with engine.begin() as connection:
            await connection.execute(text("INSERT INTO kept VALUES (1)"))
            await connection.execute(text("INSERT INTO kept VALUES (1)"))

    with pytest.raises(IntegrityError):
        await twice()
    async with engine.begin() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM kept"))).scalar_one() == 0
        with pytest.raises(OperationalError, match="no such table"):
            await connection.execute(text("SELECT * FROM lost"))


async def test_a_written_row_is_seen_by_another_connection_after_the_commit(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        result = await connection.execute(text("INSERT INTO kept VALUES (7) RETURNING number"))
        assert result.scalar_one() == 7
    async with engine.connect() as other:
        assert (await other.execute(text("SELECT number FROM kept"))).scalars().all() == [7]
