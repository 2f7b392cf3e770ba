"""Backup and restore with PostgreSQL's own tools, on a real server; a hold counts for every process."""

import asyncio
from pathlib import Path

import pytest

from bot.acts import Acts
from bot.claims import claims
from bot.database import opened
from bot.settings import Settings
from domain.notices import Quarantined
from models.session import open_engine
from services import delivery, outbox
from tests import postgresql
from tests.bot.test_safekeeping import take_in
from tests.commands import run
from tests.databases import ask, change
from tests.register_corpus import credit_code

pytestmark = pytest.mark.postgresql


@pytest.fixture(autouse=True)
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office with one object in its list, and the server's tools on the path."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUICHA_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("PATH", str(postgresql.binaries()), prepend=":")
    take_in(tmp_path, credit_code(1))
    return tmp_path


def objects(folder: Path) -> object:
    return ask(folder / "data", "SELECT count(*) FROM inspection_object")[0][0]


async def _post(acts: Acts, number: int) -> None:
    async with acts.noting() as work:
        await outbox.post(work, Quarantined(update_id=number), f"k:{number}")
        await outbox.release_posts(work, -100)


async def _next_kind(acts: Acts) -> str | None:
    async with acts.bookkeeping() as session:
        leased = await delivery.lease(session, acts.clock(), acts.clock(), lambda _chat: True)
        return leased.letter.kind if leased else None


async def test_a_restored_database_is_what_it_was_and_no_process_sends_of_it(office: Path) -> None:
    async with opened(Settings()) as one:
        await _post(one, 1)
    assert (await asyncio.to_thread(run, "backup", office / "b.dump")).exit_code == 0
    await asyncio.to_thread(take_in, office, credit_code(2))
    assert objects(office) == 2
    restored = await asyncio.to_thread(run, "restore", office / "b.dump", "--force")
    assert (restored.exit_code, objects(office)) == (0, 1), restored.stderr
    assert (await asyncio.to_thread(run, "journal", "verify")).exit_code == 0
    async with opened(Settings()) as one, opened(Settings()) as other:
        await _post(one, 2)
        assert [await _next_kind(acts) for acts in (one, other, one)] == ["sending_held", None, None]
        assert (await asyncio.to_thread(run, "sending", "release")).exit_code == 0
        assert [await _next_kind(acts) for acts in (one, other)] == ["quarantined", "quarantined"]


async def test_a_dump_replaces_a_newer_schema_whole(office: Path) -> None:
    await asyncio.to_thread(run, "backup", office / "b.dump")
    later = "CREATE TABLE later (id int PRIMARY KEY, person_id int REFERENCES person)"
    await asyncio.to_thread(change, office / "data", later)
    assert (await asyncio.to_thread(run, "restore", office / "b.dump", "--force")).exit_code == 0
    assert ask(office / "data", "SELECT to_regclass('later') IS NULL") == [(True,)]
    assert (await asyncio.to_thread(run, "journal", "verify")).exit_code == 0


async def test_nothing_is_restored_while_a_process_leads(office: Path) -> None:
    await asyncio.to_thread(run, "backup", office / "b.dump")
    engine = open_engine(Settings().database)
    async with claims(engine, lambda _chat: None) as held:
        await held.lead()
        done = await asyncio.to_thread(run, "restore", office / "b.dump", "--force")
        assert (done.exit_code, "请先停止全部服务进程" in done.stderr) == (1, True)
    await engine.dispose()
    assert (await asyncio.to_thread(run, "restore", office / "b.dump", "--force")).exit_code == 0
