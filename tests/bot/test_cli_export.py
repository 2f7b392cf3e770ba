"""The command ``export``: a list or its template into a file, refusals on stderr, a summary as JSON."""

import json
from pathlib import Path

import pytest

from tests.commands import run
from tests.register_corpus import credit_code, xlsx


@pytest.fixture(autouse=True)
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own with two objects in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUICHA_DATA_DIR", str(tmp_path / "data"))
    rows = [("统一社会信用代码", "企业名称"), (credit_code(1), "甲店"), (credit_code(2), "乙店")]
    (tmp_path / "名录.xlsx").write_bytes(xlsx(rows))
    run("import", "objects", "名录.xlsx")
    return tmp_path


def test_a_list_is_written_and_imports_without_a_change() -> None:
    done = run("export", "objects", "出.xlsx", "--json")
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert (told["kind"], told["rows"], told["template"]) == ("objects", 2, False)
    assert told["bytes"] == Path("出.xlsx").stat().st_size
    again = json.loads(run("import", "objects", "出.xlsx", "--dry-run", "--json").stdout)
    counts = [again[name] for name in ("new", "changed", "gone", "same", "warned", "rejected")]
    assert counts == [0, 0, 0, 2, 0, 0]


def test_a_template_is_written_and_holds_no_row() -> None:
    assert "空白模板已写入 模.xlsx" in run("export", "plans", "模.xlsx", "--template").stdout
    again = run("import", "plans", "模.xlsx", "--dry-run", "--json")
    assert json.loads(again.stdout)["rows"] == 0


@pytest.mark.parametrize("option", [(), ("--template",)])
def test_a_kind_that_is_no_list_is_refused_and_nothing_written(option: tuple[str, ...]) -> None:
    done = run("export", "drawn", "出.xlsx", *option)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr
    assert not Path("出.xlsx").exists()
