"""Backups that are whole, restores that are checked first, a journal that is recomputed."""

import asyncio
import json
import sqlite3
from pathlib import Path

import pyrage
import pytest
from sqlmodel import col, select

from bot.claims import only_process
from bot.database import engine_of, opened
from bot.settings import Settings
from domain.record import record_sha256
from models import Account, Entry
from models.session import open_engine
from services import delivery, journal
from tests.commands import run
from tests.databases import by_hand, off_guard
from tests.register_corpus import credit_code, xlsx
from tests.rows import MORNING, Rows, key

pytestmark = pytest.mark.sqlite


@pytest.fixture(autouse=True)
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office with one object in its list: two acts in the journal."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUICHA_DATA_DIR", str(tmp_path / "data"))
    take_in(tmp_path, credit_code(1))
    return tmp_path


def take_in(folder: Path, *codes: str) -> None:
    """A list of objects, imported."""
    path = folder / "名录.xlsx"
    path.write_bytes(xlsx([("统一社会信用代码", "企业名称"), *((code, f"店{code}") for code in codes)]))
    assert run("import", "objects", path).exit_code == 0


def database(folder: Path) -> Path:
    return folder / "data" / "suicha.db"


def changed(file: Path, statement: str) -> None:
    """Somebody's hand in the database."""

    async def change() -> None:
        engine = open_engine(f"sqlite+aiosqlite:///{file}")
        async with off_guard(engine):
            await by_hand(engine, statement)
        await engine.dispose()

    asyncio.run(change())


def objects(file: Path) -> int:
    connection = sqlite3.connect(file)
    try:
        return int(connection.execute("SELECT count(*) FROM inspection_object").fetchone()[0])
    finally:
        connection.close()


def test_a_backup_comes_back_as_it_was(office: Path) -> None:
    file = office / "备份.db"
    done = run("backup", file)
    assert (done.exit_code, done.stderr) == (0, "")
    assert str(file.stat().st_size) in done.stdout
    take_in(office, credit_code(2))
    assert objects(database(office)) == 2
    restored = run("restore", file, "--force")
    assert restored.exit_code == 0
    assert "操作日志2条" in restored.stdout
    assert objects(database(office)) == 1
    assert run("journal", "verify").exit_code == 0


def test_a_backup_is_taken_while_somebody_is_writing(office: Path) -> None:
    writer = sqlite3.connect(database(office))
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("DELETE FROM inspection_object")
    assert run("backup", office / "b.db").exit_code == 0
    writer.rollback()
    writer.close()
    assert objects(office / "b.db") == 1


def test_a_backup_replaces_nothing(office: Path) -> None:
    (office / "b.db").write_bytes(b"precious")
    done = run("backup", office / "b.db")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "未作覆盖" in done.stderr
    assert (office / "b.db").read_bytes() == b"precious"


def test_a_backup_needs_a_database_and_a_folder(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run("backup", office / "nowhere" / "b.db")
    assert (done.exit_code, "没有目录" in done.stderr) == (1, True)
    monkeypatch.setenv("SUICHA_DATA_DIR", str(office / "other"))
    done = run("backup", office / "b.db")
    assert (done.exit_code, "suicha.db" in done.stderr) == (1, True)
    assert not (office / "b.db").exists()


def test_a_database_that_is_there_is_replaced_by_force_only(office: Path) -> None:
    run("backup", office / "b.db")
    take_in(office, credit_code(2))
    done = run("restore", office / "b.db")
    assert (done.exit_code, "--force" in done.stderr) == (1, True)
    assert objects(database(office)) == 2


def test_nothing_is_restored_under_a_running_service(office: Path) -> None:
    run("backup", office / "b.db")
    with only_process(Settings().database):
        done = run("restore", office / "b.db", "--force")
    assert (done.exit_code, "请先停止全部服务进程" in done.stderr) == (1, True)
    assert run("restore", office / "b.db", "--force").exit_code == 0


def test_a_restore_into_a_new_folder_needs_no_force(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("backup", office / "b.db")
    monkeypatch.setenv("SUICHA_DATA_DIR", str(office / "new"))
    assert run("restore", office / "b.db").exit_code == 0
    assert objects(office / "new" / "suicha.db") == 1


@pytest.mark.parametrize("content", [None, b"", b"no database at all", b"SQLite format 3\0" + bytes(2000)])
def test_what_is_no_backup_is_refused_before_anything_is_touched(office: Path, content: bytes | None) -> None:
    file = office / "b.db"
    if content is not None:
        file.write_bytes(content)
    before = database(office).read_bytes()
    done = run("restore", file, "--force")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "b.db" in done.stderr
    assert database(office).read_bytes() == before
    assert file.exists() is (content is not None)


def test_a_backup_cut_short_is_refused(office: Path) -> None:
    run("backup", office / "b.db")
    content = (office / "b.db").read_bytes()
    (office / "b.db").write_bytes(content[: len(content) // 2])
    assert run("restore", office / "b.db", "--force").exit_code == 1
    assert objects(database(office)) == 1


def _stand_in(folder: Path, tool: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tool that writes down how it was called, and a file if it is to."""
    told = folder / f"{tool}.txt"
    path = folder / tool
    path.write_text(
        f'#!/bin/sh\necho "$PGHOST $PGUSER $PGPASSWORD" > {told}\necho "$@" >> {told}\n'
        'for one in "$@"; do case "$one" in --file=*) echo dump > "${one#--file=}";; esac; done\n'
    )
    path.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=":")
    return told


def test_postgresql_is_copied_by_its_own_tools_and_its_password_is_no_argument(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUICHA_DATABASE_URL", "postgresql+asyncpg://u:geheim@db.example/x")
    told = _stand_in(office, "pg_dump", monkeypatch)
    done = run("backup", office / "b.dump")
    assert (done.exit_code, (office / "b.dump").read_text()) == (0, "dump\n")
    known, arguments = told.read_text().splitlines()
    assert (known, "geheim" in arguments, "--dbname=x" in arguments) == ("db.example u geheim", False, True)


def test_a_postgresql_tool_that_is_missing_is_named(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUICHA_DATABASE_URL", "postgresql+asyncpg://u@127.0.0.1/x")
    monkeypatch.setenv("PATH", str(office))
    done = run("backup", office / "b.db")
    assert (done.exit_code, "没有找到 pg_dump" in done.stderr) == (1, True)


def test_a_sealed_backup_opens_with_its_key_only(office: Path) -> None:
    ours, other = (pyrage.x25519.Identity.generate() for _ in range(2))
    for name, one in (("ours.txt", ours), ("other.txt", other)):
        (office / name).write_text(f"# made by a test\n{one}\n")
    done = run("backup", office / "b.age", "--recipient", ours.to_public())
    assert (done.exit_code, done.stderr) == (0, "")
    assert credit_code(1).encode() not in (office / "b.age").read_bytes()
    take_in(office, credit_code(2))
    for arguments in ((), ("--identity", office / "other.txt"), ("--identity", office / "none.txt")):
        assert run("restore", office / "b.age", "--force", *arguments).exit_code == 1
        assert objects(database(office)) == 2
    assert run("restore", office / "b.age", "--force", "--identity", office / "ours.txt").exit_code == 0
    assert objects(database(office)) == 1


def test_a_key_that_is_none_is_named_and_nothing_is_written(office: Path) -> None:
    done = run("backup", office / "b.age", "--recipient", "age1nonsense")
    assert (done.exit_code, "age1nonsense" in done.stderr) == (1, True)
    assert not (office / "b.age").exists()


def test_recipients_of_the_settings_seal_every_backup(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUICHA_BACKUP_RECIPIENTS", str(pyrage.x25519.Identity.generate().to_public()))
    run("backup", office / "b.age")
    assert (office / "b.age").read_bytes().startswith(b"age-encryption.org/v1")


def test_photos_are_named_when_left_out_and_come_back_when_taken_along(office: Path) -> None:
    photo = office / "data" / "photos" / "ab" / "abcd.jpg"
    photo.parent.mkdir(parents=True)
    photo.write_bytes(b"picture")
    assert "另有1个照片" in run("backup", office / "b.db").stdout
    assert "含1个照片" in run("backup", office / "b.tar", "--photos").stdout
    photo.unlink()
    assert run("restore", office / "b.tar", "--force").exit_code == 0
    assert photo.read_bytes() == b"picture"
    assert objects(database(office)) == 1


def test_a_backup_whose_journal_was_touched_replaces_nothing(office: Path) -> None:
    run("backup", office / "b.db")
    changed(office / "b.db", "UPDATE journal SET subject = 'import:9' WHERE position = 1")
    before = database(office).read_bytes()
    done = run("restore", office / "b.db", "--force")
    assert (done.exit_code, "第1条" in done.stderr) == (1, True)
    assert database(office).read_bytes() == before


async def _write_letter(state: str) -> None:
    async with opened(Settings()) as acts:
        rows = Rows(acts)
        person = await rows.person(await rows.unit("市场监管局"), "王某")
        await rows.add(Account(person_id=key(person), telegram_id=77, linked_at=MORNING))
        await rows.letter(person, state)


async def _next_letter() -> str | None:
    """The kind that a courier would carry now."""
    async with opened(Settings()) as acts, acts.bookkeeping() as session:
        leased = await delivery.lease(session, acts.clock(), acts.clock(), lambda _chat: True)
        found = leased.letter.kind if leased else None
        await session.rollback()
        return found


def test_an_hour_old_copy_sends_nothing_until_somebody_has_seen_what(office: Path) -> None:
    asyncio.run(_write_letter("pending"))
    run("backup", office / "b.db")
    changed(database(office), "UPDATE letter SET state = 'sent'")
    done = run("restore", office / "b.db", "--force")
    assert "检查任务和结果：1条" in done.stdout
    assert asyncio.run(_next_letter()) is None
    shown = run("sending", "show").stdout
    assert ("由备份恢复" in shown, "检查任务和结果：1条" in shown) == (True, True)
    assert "1条" in run("sending", "discard").stdout
    assert asyncio.run(_next_letter()) is None
    assert run("sending", "release").exit_code == 1
    assert run("journal", "verify").exit_code == 0


def test_what_waits_goes_out_on_the_word_for_it(office: Path) -> None:
    asyncio.run(_write_letter("pending"))
    run("backup", office / "b.db")
    run("restore", office / "b.db", "--force")
    assert run("sending", "release").exit_code == 0
    assert asyncio.run(_next_letter()) == "assigned"


def test_a_sound_journal_is_said_to_hold(office: Path) -> None:
    done = run("journal", "verify")
    assert (done.exit_code, done.stderr) == (0, "")
    found = json.loads(run("journal", "verify", "--json").stdout)
    assert (found["holds"], found["entries"]) == (True, 2)
    assert found["head"] in done.stdout


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE journal SET subject = 'import:9' WHERE position = 1", "第1条处校验不通过（内容被改动）"),
        ("DELETE FROM journal WHERE position = 1", "第1条处校验不通过（缺号）"),
        ("UPDATE journal SET previous = hash WHERE position = 2", "第2条处校验不通过（前后不衔接）"),
    ],
)
def test_a_journal_that_was_touched_is_said_to_be_broken(office: Path, statement: str, said: str) -> None:
    changed(database(office), statement)
    done = run("journal", "verify")
    assert (done.exit_code, done.stdout) == (1, "")
    assert said in done.stderr
    machine = run("journal", "verify", "--json")
    assert (machine.exit_code, json.loads(machine.stdout)["holds"]) == (1, False)


@pytest.mark.parametrize(
    "statements",
    [
        ["DROP TRIGGER journal_no_change"],
        [
            "DROP TRIGGER journal_no_change",
            "CREATE TRIGGER journal_no_change BEFORE UPDATE ON journal BEGIN SELECT 1; END",
        ],
    ],
)
def test_a_guard_that_was_taken_down_or_hollowed_out_is_said_and_put_back(statements: list[str]) -> None:
    async def change() -> None:
        async with opened(Settings()) as acts:
            await by_hand(engine_of(acts), *statements)

    asyncio.run(change())
    done = run("journal", "verify")
    assert (done.exit_code, "操作日志完整" in done.stdout) == (1, True)
    assert "journal_no_change" in done.stderr
    assert run("journal", "guard").exit_code == 0
    assert run("journal", "verify").exit_code == 0


async def _drawn(*records: dict[str, object]) -> None:
    async with opened(Settings()) as acts:
        rows = Rows(acts)
        task = await rows.task(await rows.unit("市场监管局"))
        for record in records:
            await rows.draw(task, record=record)


async def _recompute() -> None:
    """Whoever holds the database changes an act and makes every hash after it anew."""
    async with opened(Settings()) as acts, off_guard(engine_of(acts)), acts.noting() as work:
        previous = journal.GENESIS
        for entry in await work.session.exec(select(Entry).order_by(col(Entry.position))):
            entry.subject += "x" if entry.position == 1 else ""
            entry.previous = previous
            previous = entry.hash = journal.digest(entry)


def test_a_journal_recomputed_as_a_whole_contradicts_what_the_group_and_the_page_say(office: Path) -> None:
    found = json.loads(run("journal", "verify", "--json").stdout)
    posted = f"{found['entries']}:{found['head']}"
    page = office / "log.json"
    line = {"on": "2026-04-01", "kind": "anchor", "about": "2", "detail": found["head"], "page": ""}
    page.write_text(json.dumps({"log": [line]}))
    for arguments in (("--anchor", posted), ("--page", page)):
        assert run("journal", "verify", *arguments).exit_code == 0
    asyncio.run(_recompute())
    assert run("journal", "verify").exit_code == 0
    for arguments in (("--anchor", posted), ("--page", page)):
        done = run("journal", "verify", *arguments)
        assert (done.exit_code, "第2条处校验不通过（与已公布的摘要不符）" in done.stderr) == (1, True)


@pytest.mark.parametrize("arguments", [("--anchor", "2"), ("--anchor", "x:y"), ("--page", "none.json")])
def test_what_is_no_anchor_is_refused_in_words(office: Path, arguments: tuple[str, str]) -> None:
    done = run("journal", "verify", *arguments)
    assert (done.exit_code, arguments[1] in done.stderr) == (1, True)


def record_after(number: str, previous: str) -> dict[str, object]:
    return {"announcement": {"draw_no": number}, "journal": {"previous": previous}}


FIRST = record_after("XZ-2026-0001", "")
SECOND = record_after("XZ-2026-0002", record_sha256(FIRST))


def test_records_that_link_to_each_other_hold() -> None:
    asyncio.run(_drawn(FIRST, SECOND))
    assert run("journal", "verify").exit_code == 0


def test_a_record_that_was_edited_breaks_the_chain_of_records() -> None:
    asyncio.run(_drawn(FIRST | {"secret": "changed"}, SECOND))
    done = run("journal", "verify")
    assert (done.exit_code, "抽取 XZ-2026-0002 的记录与上一份记录不衔接" in done.stderr) == (1, True)
    assert json.loads(run("journal", "verify", "--json").stdout)["reason"] == "record"


def test_the_empty_journal_of_a_new_office_holds(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUICHA_DATA_DIR", str(office / "new"))
    assert json.loads(run("journal", "verify", "--json").stdout) == {
        "holds": True,
        "entries": 0,
        "head": "0" * 64,
        "anchors": 0,
        "unguarded": [],
    }
