"""The schema that migrations build is the schema that the code believes in."""

from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import BigInteger, Column, Connection, Integer, MetaData, String, Table
from sqlalchemy.ext.asyncio import AsyncEngine

from models import SQLModel
from models.migrations import config, revision, upgrade
from models.session import open_engine
from tests.databases import empty_database

TELEGRAM_IDS = {"telegram_id", "chat_id", "user_id", "update_id"}


def differences(connection: Connection, metadata: MetaData) -> list[Any]:
    """What autogenerate would write into a next migration."""
    context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
    return [*compare_metadata(context, metadata)]


async def test_the_newest_migration_equals_the_models(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        assert await connection.run_sync(differences, SQLModel.metadata) == []


async def test_a_column_without_a_migration_is_noticed(engine: AsyncEngine) -> None:
    ahead = MetaData(naming_convention=SQLModel.metadata.naming_convention)
    for table in SQLModel.metadata.tables.values():
        table.to_metadata(ahead)
    ahead.tables["task"].append_column(Column("colour", String, nullable=True))
    async with engine.connect() as connection:
        found = await connection.run_sync(differences, ahead)
    assert [(one[0], one[3].name) for one in found] == [("add_column", "colour")]


async def test_there_is_one_head(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        heads = await connection.run_sync(lambda c: ScriptDirectory.from_config(config(c)).get_heads())
    assert len(heads) == 1


async def test_upgrading_twice_changes_nothing(tmp_path: Path) -> None:
    engine = open_engine(empty_database(tmp_path, schema=False))
    await upgrade(engine)
    first = await revision(engine)
    await upgrade(engine)
    async with engine.connect() as connection:
        assert await connection.run_sync(differences, SQLModel.metadata) == []
    assert (first is not None, await revision(engine)) == (True, first)
    await engine.dispose()


@pytest.mark.parametrize("table", SQLModel.metadata.sorted_tables, ids=lambda table: str(table.name))
def test_every_table_has_a_primary_key(table: Table) -> None:
    assert table.primary_key.columns.keys()


def narrow(table: Table) -> list[str]:
    """Columns that a Telegram id would overflow."""
    return [
        column.name
        for column in table.columns
        if column.name in TELEGRAM_IDS and not isinstance(column.type, BigInteger)
    ]


@pytest.mark.parametrize("table", SQLModel.metadata.sorted_tables, ids=lambda table: str(table.name))
def test_every_telegram_id_has_64_bits(table: Table) -> None:
    assert narrow(table) == []


def test_a_narrow_telegram_id_is_noticed() -> None:
    table = Table("x", MetaData(), Column("chat_id", Integer), Column("telegram_id", BigInteger))
    assert narrow(table) == ["chat_id"]


def test_the_watched_names_are_those_of_our_tables() -> None:
    wide = {
        column.name
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, BigInteger)
    }
    assert wide <= TELEGRAM_IDS
