"""Running and recounting: what is refused at once, and what needs nothing but Python."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.claims import only_process
from tests.commands import run

ROOT = Path(__file__).parents[2]
VECTORS: dict[str, Any] = json.loads((ROOT / "tests" / "domain" / "draw-vectors.json").read_text("utf-8"))
BARE = """
import importlib.abc, runpy, sys

class Refuse(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"aiogram", "typer", "jinja2", "sqlmodel", "telegram", "pydantic"}:
            raise ImportError(f"{name} is not needed here")

sys.meta_path.insert(0, Refuse())
runpy.run_module("bot", run_name="__main__", alter_sys=True)
"""


def test_nothing_runs_without_a_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUICHA_BOT_TOKEN", "")
    done = run("run")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "SUICHA_BOT_TOKEN" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.sqlite
def test_a_second_service_on_a_file_is_refused_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUICHA_BOT_TOKEN", "4242:x")
    monkeypatch.setenv("SUICHA_DATA_DIR", str(tmp_path))
    with only_process(f"sqlite+aiosqlite:///{tmp_path / 'suicha.db'}"):
        done = run("run")
    assert (done.exit_code, "suicha.db" in done.stderr, "PostgreSQL" in done.stderr) == (1, True, True)
    with only_process(f"sqlite+aiosqlite:///{tmp_path / 'suicha.db'}"):
        pass  # the first one's end frees the file


def recounted(folder: Path, record: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    """``python -m bot recount`` on a machine that has Python and nothing else."""
    path = folder / "r.json"
    path.write_text(json.dumps(record, ensure_ascii=False), "utf-8")
    command = [sys.executable, "-c", BARE, "recount", str(path)]
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)


def test_a_recount_needs_nothing_but_python(tmp_path: Path) -> None:
    vector = VECTORS["joint"]
    (tmp_path / "r.json.pool.tsv").write_bytes(vector["pool"].encode())
    record = {name: value for name, value in vector.items() if name != "pool"}
    done = recounted(tmp_path, record)
    assert (done.returncode, done.stderr) == (0, "")
    forged = record | {"secret": "0" * 64}
    assert recounted(tmp_path, forged).returncode == 1
