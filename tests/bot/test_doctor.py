"""What the operator is told about the installation: each finding with its cure, a fault never as a crash."""

import asyncio
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import doctor
from playground import Playground
from tests.commands import run
from tests.databases import ON_POSTGRESQL, change
from tests.talk import TOKEN

CHECKS = [
    "profile",
    "folder",
    "disk",
    "database",
    "journal",
    "guard",
    "hold",
    "liaisons",
    "reached",
    "fonts",
    "calendar",
    "token",
]


@pytest.fixture(autouse=True)
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own; no token."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUICHA_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("SUICHA_BOT_TOKEN", "")
    return tmp_path


def findings() -> dict[str, bool]:
    """Check → whether it is well."""
    done = run("doctor", "--json")
    found = json.loads(done.stdout)
    assert done.exit_code == (0 if all(one["well"] for one in found) else 1)
    assert all(one["message"] for one in found)
    return {one["check"]: one["well"] for one in found}


def ill() -> list[str]:
    return [name for name, well in findings().items() if not well]


def test_a_new_installation_lacks_its_token_only() -> None:
    assert list(findings()) == CHECKS
    assert ill() == ["token"]


def test_findings_are_sentences_with_their_cure() -> None:
    done = run("doctor")
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert len(lines) == len(CHECKS)
    assert [line for line in lines if line.startswith("异常")] == [
        "异常　机器人令牌不可用。请设置 SUICHA_BOT_TOKEN，并检查网络。"
    ]


async def test_a_token_that_works_is_named_by_its_bot(monkeypatch: pytest.MonkeyPatch) -> None:
    play = Playground(limits=False)
    play.add_bot(TOKEN, "suicha_bot", "随查")
    monkeypatch.setenv("SUICHA_BOT_API_URL", await play.start())
    for token, well in ((TOKEN, True), ("4242:another", False), ("nonsense", False)):
        monkeypatch.setenv("SUICHA_BOT_TOKEN", token)
        done = await asyncio.to_thread(run, "doctor")
        assert ("@suicha_bot" in done.stdout, done.exit_code) == (well, 0 if well else 1)
    await play.stop()


def _another_profile(_office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUICHA_PROFILE", "atlantis")


def _no_server(_office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUICHA_DATABASE_URL", "sqlite+aiosqlite:////nowhere/at/all.db")


def _nonsense(_office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUICHA_DATABASE_URL", "nonsense")


def _no_driver(_office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUICHA_DATABASE_URL", "oracle+nothing://x")


def _newer_schema(office: Path, _monkeypatch: pytest.MonkeyPatch) -> None:
    change(office / "data", "UPDATE alembic_version SET version_num = 'from_the_future'")


def _touched_journal(office: Path, _monkeypatch: pytest.MonkeyPatch) -> None:
    change(
        office / "data",
        "INSERT INTO journal (position, cause, act, subject, at, facts, previous, hash)"
        " VALUES (1, 'c', 'a', 's', '2026-04-01 00:00:00+00:00', '{}', 'p', 'h')",
    )


def _unguarded(office: Path, _monkeypatch: pytest.MonkeyPatch) -> None:
    change(office / "data", "DROP TRIGGER journal_no_change" + (" ON journal" if ON_POSTGRESQL else ""))


def _full_disk(_office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "ROOM", 10**9)


def _on_hold(office: Path, _monkeypatch: pytest.MonkeyPatch) -> None:
    change(
        office / "data",
        "INSERT INTO sending_hold (ref, reason, since) VALUES ('r', 'restored', '2026-04-01 00:00:00+00:00')",
    )


def _no_fonts(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "FONTS", office / "fonts")


def _a_file_for_a_folder(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(office / "data")
    (office / "data").write_text("")


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        (_another_profile, {"profile"}),
        (_no_server, {"database"}),
        (_nonsense, {"database"}),
        (_no_driver, {"database"}),
        (_newer_schema, {"database"}),
        (_touched_journal, {"journal"}),
        (_unguarded, {"guard"}),
        (_full_disk, {"disk"}),
        (_on_hold, {"hold"}),
        (_no_fonts, {"fonts"}),
        (_a_file_for_a_folder, {"failed"}),
    ],
)
def test_a_fault_is_a_finding_and_the_other_checks_go_on(
    office: Path,
    monkeypatch: pytest.MonkeyPatch,
    harm: Callable[[Path, pytest.MonkeyPatch], None],
    found: set[str],
) -> None:
    findings()
    harm(office, monkeypatch)
    done = run("doctor", "--json")
    shown = json.loads(done.stdout)
    assert done.exit_code == 1
    assert len(shown) == len(CHECKS)
    assert found <= {one["check"] for one in shown if not one["well"]}
    assert "Traceback" not in done.output
