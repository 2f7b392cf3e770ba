"""A database of any earlier schema comes up to date with what is in it, however often it is interrupted."""

import asyncio
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.ext.asyncio import AsyncEngine

from models.migrations import HERE, config, revision, upgrade
from models.session import open_engine
from tests.databases import empty_database

ROOT = Path(__file__).parents[2]
HISTORY = [path.name[:4] for path in sorted((HERE / "versions").glob("0*.py"))]
MOMENT = datetime(2026, 4, 1, 2, 0, tzinfo=UTC)
SAMPLES: tuple[tuple[type[sa.types.TypeEngine[Any]], object], ...] = (
    (sa.Boolean, True),
    (sa.Integer, 1),
    (sa.Numeric, 1),
    (sa.Float, 1.0),
    (sa.DateTime, MOMENT),
    (sa.Date, MOMENT.date()),
    (sa.Time, MOMENT.time()),
    (sa.JSON, []),
    (sa.LargeBinary, b"x"),
    (sa.String, "x"),
)
Rows = dict[str, dict[str, Any]]
KILLED = """
import asyncio, os, signal, sys
from sqlalchemy import event
from models.migrations import upgrade
from models.session import open_engine

url, last, seen = sys.argv[1], int(sys.argv[2]), 0
engine = open_engine(url)

@event.listens_for(engine.sync_engine, "before_cursor_execute")
def count(*_):
    global seen
    seen += 1
    if seen == last:
        os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(upgrade(engine))
"""


def sample(column: sa.Column[Any]) -> object:
    """A value that the column takes."""
    return next(value for kind, value in SAMPLES if isinstance(column.type, kind))


def schema(connection: sa.Connection) -> sa.MetaData:
    """The tables as they are."""
    metadata = sa.MetaData()
    metadata.reflect(connection)
    return metadata


def fill(connection: sa.Connection) -> Rows:
    """One row in every table, each pointing at the first row of its parents; what was written."""
    found: Rows = {}
    for table in schema(connection).sorted_tables:
        if table.name != "alembic_version":
            row = {
                column.name: sample(column)
                for column in table.columns
                if not (column.nullable and column.foreign_keys)
            }
            connection.execute(table.insert(), row)
            found[table.name] = row
    return found


def stand_at(connection: sa.Connection, number: str) -> Rows:
    """Build the schema of a revision, and data in it."""
    command.upgrade(config(connection), number)
    return fill(connection)


def lacking(connection: sa.Connection, before: Rows) -> list[str]:
    """Tables of before whose row is gone, or whose columns, as far as they are still there, are emptied."""
    now, found = schema(connection), []
    for name, row in before.items():
        stands = (
            connection.execute(now.tables[name].select()).mappings().first() if name in now.tables else None
        )
        if stands is None:
            found.append(name)
            continue
        found += [f"{name}.{key}" for key in row if key in stands and stands[key] is None]
    return found


async def came_up(engine: AsyncEngine, before: Rows) -> None:
    """At the newest schema, with everything that was there."""
    assert await revision(engine) == HISTORY[-1]
    async with engine.connect() as connection:
        assert await connection.run_sync(lacking, before) == []


@pytest.mark.parametrize("number", HISTORY[:-1])
async def test_every_earlier_schema_comes_up_with_its_data(tmp_path: Path, number: str) -> None:
    engine = open_engine(empty_database(tmp_path, schema=False))
    async with engine.begin() as connection:
        before = await connection.run_sync(stand_at, number)
    await upgrade(engine)
    await came_up(engine, before)
    await engine.dispose()


def with_three_liaisons(connection: sa.Connection) -> None:
    """A unit with three liaisons, one of whom has left, by the schema before there could be only one."""
    command.upgrade(config(connection), "0041")
    tables = schema(connection).tables
    connection.execute(tables["unit"].insert(), {"id": 1, "name": "甲局", "active": True})
    for number, left_on in ((1, None), (2, None), (3, MOMENT.date())):
        person = {"id": number, "roster_no": f"K-{number}", "name": "某", "unit_id": 1, "left_on": left_on}
        connection.execute(
            tables["person"].insert(), person | dict.fromkeys(("phone", "post", "language"), "")
        )
        given = MOMENT + timedelta(days=number)
        connection.execute(
            tables["role_grant"].insert(), {"person_id": number, "role": "liaison", "granted_at": given}
        )


async def test_of_several_liaisons_the_newest_stays_and_the_end_of_the_others_is_on_record(
    tmp_path: Path,
) -> None:
    engine = open_engine(empty_database(tmp_path, schema=False))
    async with engine.begin() as connection:
        await connection.run_sync(with_three_liaisons)
    await upgrade(engine)
    async with engine.connect() as connection:
        held = await connection.execute(
            sa.text("SELECT person_id, unit_id FROM role_grant WHERE revoked_at IS NULL")
        )
        passed = await connection.execute(
            sa.text("SELECT former_id, successor_id, entered_by FROM liaison_handover")
        )
        assert (held.all(), passed.all()) == ([(2, 1)], [(1, 2, None)])
    await engine.dispose()


@pytest.mark.parametrize("statement", [3, 60, 120])
async def test_a_kill_in_the_middle_leaves_what_was_there_and_the_next_start_goes_on(
    tmp_path: Path, statement: int
) -> None:
    url = empty_database(tmp_path, schema=False)
    engine = open_engine(url)
    async with engine.begin() as connection:
        before = await connection.run_sync(stand_at, HISTORY[0])
    await engine.dispose()
    killed = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", KILLED, url, str(statement)], cwd=ROOT, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert await revision(engine) == HISTORY[0]
    await upgrade(engine)
    await came_up(engine, before)
    await engine.dispose()


def test_the_history_is_one_line() -> None:
    script = Config()
    script.set_main_option("script_location", str(HERE))
    walked = [step.revision for step in ScriptDirectory.from_config(script).walk_revisions()]
    assert walked[::-1] == HISTORY
