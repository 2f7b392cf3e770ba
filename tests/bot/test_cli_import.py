"""The command ``import``: lists in, a report out, nothing changed by a dry run, refusals on stderr."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.commands import run
from tests.databases import ask
from tests.register_corpus import CASES, credit_code, xlsx

HEAD = ("统一社会信用代码", "企业名称")
KEYS = {
    "kind",
    "rows",
    "accepted",
    "warned",
    "rejected",
    "errors",
    "dropped",
    "ignored",
    "skipped",
    "skipped_sheets",
    "new",
    "changed",
    "same",
    "gone",
    "ended",
    "alike",
}


@pytest.fixture(autouse=True)
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own; the working folder holds no settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUICHA_DATA_DIR", str(tmp_path / "data"))
    return tmp_path


def given(folder: Path, *rows: object, name: str = "名录.xlsx") -> Path:
    """A list of objects as a file."""
    path = folder / name
    path.write_bytes(xlsx([HEAD, *rows]))  # type: ignore[list-item]
    return path


def asked(folder: Path, query: str) -> list[Any]:
    """What stands in the database."""
    return ask(folder / "data", query)


def test_a_list_is_taken_in_and_counted(office: Path) -> None:
    path = given(office, [credit_code(1), "甲店"], [credit_code(2), "乙店"])
    done = run("import", "objects", path)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.strip() == "共2行，导入2行（有提示0行），未导入0行；新增2，变更0，相同0。"
    assert asked(office, "SELECT name FROM inspection_object ORDER BY id") == [("甲店",), ("乙店",)]
    assert asked(office, "SELECT act FROM journal ORDER BY position") == [
        ("import.receive",),
        ("import.confirm",),
    ]


def test_a_dry_run_changes_nothing(office: Path) -> None:
    run("import", "objects", given(office, [credit_code(1), "甲店"]))
    path = given(office, [credit_code(1), "新名"], [credit_code(2), "乙店"])
    done = run("import", "objects", path, "--dry-run", "--json")
    assert done.exit_code == 0
    report = json.loads(done.stdout)
    assert (report["new"], report["changed"]) == (1, 1)
    assert asked(office, "SELECT name FROM inspection_object") == [("甲店",)]
    assert asked(office, "SELECT count(*) FROM import_batch") == [(1,)]
    assert asked(office, "SELECT count(*) FROM journal") == [(2,)]
    assert "未作任何变更" in run("import", "objects", path, "--dry-run").stdout


def test_json_has_one_shape_and_stands_alone_on_stdout(office: Path) -> None:
    path = given(office, [credit_code(1), "甲店"], [None, "乙店"], ["9.199E+17", "丙店"])
    done = run("import", "objects", path, "--json")
    report = json.loads(done.stdout)
    assert set(report) == KEYS
    assert (report["rows"], report["accepted"], report["rejected"], report["new"]) == (3, 1, 2, 1)
    assert {(one["row"], one["code"], one["severity"]) for one in report["errors"]} == {
        (3, "missing", "error"),
        (4, "scientific", "error"),
    }
    assert all(one["message"] for one in report["errors"])


def test_faults_are_told_by_cell_on_stderr(office: Path) -> None:
    done = run("import", "objects", given(office, [credit_code(1), "甲店"], [None, "乙店"]))
    assert done.exit_code == 0
    assert "A3" in done.stderr
    assert "A3" not in done.stdout


def test_a_list_without_one_good_row_fails(office: Path) -> None:
    done = run("import", "objects", given(office, [None, "甲店"]))
    assert done.exit_code == 1
    assert "新增0" in done.stdout


def test_a_refusal_is_one_sentence_on_stderr(office: Path) -> None:
    (office / "图.xlsx").write_bytes(b"\x89PNG no workbook")
    done = run("import", "objects", office / "图.xlsx")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "表头" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_plans_row_of_an_unknown_unit_is_named_and_the_good_ones_are_taken_in(office: Path) -> None:
    people = [("单位工号", "姓名", "所在单位"), ("K-1", "张云", "云泉县市场监督管理局")]
    (office / "名录.xlsx").write_bytes(xlsx(people))
    (office / "清单.xlsx").write_bytes(xlsx([("事项编码", "抽查事项"), ("SP-1", "标签标识检查")]))
    run("import", "inspectors", office / "名录.xlsx")
    run("import", "items", office / "清单.xlsx")
    head = ("任务编号", "任务名称", "抽查事项", "发起部门", "开始日期", "结束日期")
    rows = [
        ("J-1", "抽查", "SP-1", "云泉县市场监督管理局", "2026-06-01", "2026-07-01"),
        ("J-2", "抽查", "标签标识的检查", "云泉县市场监管局", "2026-06-01", "2026-07-01"),
    ]
    (office / "计划.xlsx").write_bytes(xlsx([head, *rows]))
    dry = json.loads(run("import", "plans", office / "计划.xlsx", "--json", "--dry-run").stdout)
    done = run("import", "plans", office / "计划.xlsx", "--json")
    report = json.loads(done.stdout)
    assert dry["errors"] == report["errors"]
    assert (done.exit_code, report["accepted"], report["rejected"], report["new"]) == (0, 1, 1, 1)
    told = {(one["row"], one["cell"], one["column"], one["code"]): one["message"] for one in report["errors"]}
    assert "云泉县市场监督管理局" in told[3, "D3", "发起部门", "unit_unknown"]
    assert "“标签标识检查”" in told[3, "C3", "抽查事项", "item_unknown"]
    assert asked(office, "SELECT no FROM task") == [("J-1",)]


def test_a_plan_without_one_row_that_can_stand_fails(office: Path) -> None:
    case = next(one for one in CASES if one.kind == "plans" and one.counts[1])
    (office / case.file_name).write_bytes(case.content)
    done = run("import", "plans", office / case.file_name)
    assert done.exit_code == 1
    assert "云泉县市场监管局" in done.stderr
    assert asked(office, "SELECT count(*) FROM task") == [(0,)]


GROUNDS = ("--reason", "改", "--document", "某政发〔2026〕7号", "--effective", "2026-07-01")


def items(office: Path, name: str) -> Path:
    """A list of one item as a file."""
    path = office / "清单.xlsx"
    path.write_bytes(xlsx([("事项编码", "抽查事项"), ("SP-1", name)]))
    return path


def test_a_change_of_the_item_list_is_entered_with_its_grounds(office: Path) -> None:
    first = run("import", "items", items(office, "标签检查"))
    changed = run("import", "items", items(office, "标签标识检查"), *GROUNDS)
    assert (first.exit_code, changed.exit_code, changed.stderr) == (0, 0, "")
    query = "SELECT reason, document, effective_on, settled FROM item_revision ORDER BY number"
    assert [(*one[:2], str(one[2])) for one in asked(office, query)] == [
        ("initial", "", "None"),
        ("amended", "某政发〔2026〕7号", "2026-07-01"),
    ]


def test_a_whole_item_list_abolishes_what_it_leaves_out(office: Path) -> None:
    path = office / "清单.xlsx"
    path.write_bytes(xlsx([("事项编码", "抽查事项"), ("SP-1", "标签检查"), ("SP-2", "进货检查")]))
    run("import", "items", path)
    shorter = items(office, "标签检查")
    assert (
        "将废止1。未作任何变更"
        in run("import", "items", shorter, "--whole-list", *GROUNDS, "--dry-run").stdout
    )
    lacking = run("import", "items", shorter, "--whole-list")
    assert (lacking.exit_code, "--document" in lacking.stderr) == (1, True)
    done = run("import", "items", shorter, "--whole-list", *GROUNDS)
    assert (done.exit_code, "相同1，废止1。" in done.stdout) == (0, True)
    query = "SELECT code, change FROM item_version WHERE number = 2"
    assert asked(office, query) == [("SP-2", "abolished")]


def test_a_file_with_a_faulty_row_or_of_another_kind_is_no_whole_list(office: Path) -> None:
    run("import", "items", items(office, "标签检查"))
    path = office / "清单.xlsx"
    path.write_bytes(xlsx([("事项编码", "抽查事项"), *[("SP-2", "进货检查")] * 2]))
    faulty = run("import", "items", path, "--whole-list", *GROUNDS)
    other = run("import", "objects", given(office, [credit_code(1), "甲店"]), "--whole-list")
    assert (faulty.exit_code, other.exit_code) == (1, 1)
    assert "有1行不能导入，不能作为完整的清单" in faulty.stderr
    assert "只有事项清单" in other.stderr
    assert asked(office, "SELECT name, active FROM item") == [("标签检查", 1)]


@pytest.mark.parametrize(("place", "refused"), [("xinzhou", True), ("dingtao", False)])
def test_a_change_without_grounds_is_refused_where_the_place_has_its_list_filed(
    office: Path, monkeypatch: pytest.MonkeyPatch, place: str, *, refused: bool
) -> None:
    monkeypatch.setenv("SUICHA_PROFILE", place)
    run("import", "items", items(office, "标签检查"))
    changed = run("import", "items", items(office, "标签标识检查"))
    assert changed.exit_code == int(refused)
    assert all(
        (one in changed.stderr) is refused for one in ("备案", "--reason", "--document", "--effective")
    )
    assert asked(office, "SELECT name FROM item") == [("标签检查" if refused else "标签标识检查",)]
    assert asked(office, "SELECT count(*) FROM import_batch") == [(2 - refused,)]


def test_grounds_by_half_and_grounds_of_another_list_are_refused(office: Path) -> None:
    run("import", "items", items(office, "标签检查"))
    half = run("import", "items", items(office, "标签标识检查"), "--reason", "随便", *GROUNDS[4:])
    assert half.exit_code == 1
    assert "--reason" in half.stderr
    assert "--document" in half.stderr
    assert "--effective" not in half.stderr
    other = run("import", "objects", given(office, [credit_code(1), "甲店"]), *GROUNDS)
    assert (other.exit_code, asked(office, "SELECT count(*) FROM inspection_object")) == (1, [(0,)])
    assert "只有事项清单" in other.stderr


@pytest.mark.parametrize(("kind", "file"), [("objects", "missing.xlsx"), ("planets", "名录.xlsx")])
def test_a_file_or_a_kind_that_is_not_there_is_an_error_of_use(office: Path, kind: str, file: str) -> None:
    given(office, [credit_code(1), "甲店"])
    done = run("import", kind, office / file)
    assert done.exit_code != 0
    assert "Traceback" not in done.output
    assert not isinstance(done.exception, KeyError)


def test_it_works_as_a_process_of_its_own(office: Path) -> None:
    path = given(office, [credit_code(1), "甲店"], [None, "乙店"])
    command = [sys.executable, "-m", "bot", "import", "objects", str(path), "--json"]
    done = subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        env={"SUICHA_DATA_DIR": str(office / "data"), "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["new"] == 1
