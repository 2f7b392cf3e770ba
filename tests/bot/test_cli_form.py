"""The command ``form``: the kinds, a form of a visit into files, refusals on stderr."""

import asyncio
import json
from pathlib import Path

import pytest

from bot.database import opened
from bot.settings import Settings
from tests import visits
from tests.commands import run


async def _visited() -> None:
    async with opened(Settings()) as acts:
        await visits.found(acts)


@pytest.fixture(autouse=True)
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder of the test's own with drawn visits."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUICHA_DATA_DIR", str(tmp_path / "data"))
    asyncio.run(_visited())


def test_without_a_kind_the_kinds_are_listed() -> None:
    kinds = json.loads(run("form", "--json").stdout)
    assert kinds["notice"] == "抽查通知书"
    assert "抽查情况记录表" in run("form").stdout


def test_a_form_of_a_visit_is_written_as_word_and_pdf() -> None:
    done = run("form", "notice", "XZ-2026-0001-001", "--folder", "出", "--json")
    assert done.exit_code == 0, done.output
    files = json.loads(done.stdout)["files"]
    assert [Path(one["file"]).suffix for one in files] == [".docx", ".pdf"]
    assert all(Path(one["file"]).stat().st_size == one["bytes"] for one in files)


@pytest.mark.parametrize(("kind", "about"), [("notice", "XZ-2026-9999-001"), ("poem", "XZ-2026-0001-001")])
def test_what_is_not_there_is_refused_and_nothing_written(kind: str, about: str) -> None:
    done = run("form", kind, about, "--folder", "出")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr
    assert not Path("出").exists()
