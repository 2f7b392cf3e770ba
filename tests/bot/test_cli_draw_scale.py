"""``draw --objects`` for lists of any length: csv and parquet go by without standing in memory."""

import json
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest
import typer
from openpyxl import Workbook
from typer.testing import CliRunner, Result

from bot.cli_draw import register
from domain.recount import main as recount

RULES = """
ratio_rules = [{grade = "A", cap = "10%"}, {floor = 0.05}]
observation_period = true
on = 2026-04-15
[listed]
91520111MA00000007 = "文件〔2026〕1号"
"""
HEADER = ["统一社会信用代码", "信用等级", "重点对象", "观察期至", "本年已查次数"]
ROWS = [
    [f"91520111MA{n * 37 % 200:08}", "ABC"[n % 3], "" if n % 10 else "是", "2026-12-31" * (n % 40 == 1), ""]
    for n in range(200)
]


def draw(folder: Path, objects: Path, out: str, *further: str) -> Result:
    """One command line with a fixed secret."""
    app = typer.Typer()
    register(app)
    (folder / "rules.toml").write_text(RULES, "utf-8")
    given = ["--objects", str(objects), "--rules", str(folder / "rules.toml"), "--secret", "5e" * 32]
    return CliRunner().invoke(app, ["draw", *given, "--out", str(folder / out), *further])


def as_csv(path: Path, encoding: str, delimiter: str = ",") -> Path:
    path.write_text("\n".join(delimiter.join(row) for row in [HEADER, *ROWS]) + "\n", encoding)
    return path


def as_guarded(path: Path) -> Path:
    """A list whose exporter keeps spreadsheets from rounding the codes."""
    rows = [[f'"=""{row[0]}"""', *row[1:]] for row in ROWS]
    path.write_text("\n".join(",".join(row) for row in [HEADER, *rows]) + "\n", "utf-8")
    return path


def as_xlsx(path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [HEADER, *ROWS]:
        sheet.append(row)
    book.save(path)
    return path


def as_parquet(path: Path) -> Path:
    with duckdb.connect() as base:
        base.execute(
            'CREATE TABLE o ("统一社会信用代码" VARCHAR, "信用等级" VARCHAR, "重点对象" BOOLEAN, '
            '"观察期至" DATE, "本年已查次数" INTEGER)'
        )
        for row in ROWS:
            base.execute(
                "INSERT INTO o VALUES (?, ?, ?, ?, ?)", [*row[:2], row[2] == "是", row[3] or None, None]
            )
        base.execute(f"COPY o TO '{path}' (FORMAT parquet)")
    return path


DIGEST = "b62c98da496add764e0e814ca2ecce0994670567cc41dbe85007661485e3dddf"
WRITTEN = {
    "utf8": lambda folder: as_csv(folder / "o.csv", "utf-8"),
    "marked": lambda folder: as_csv(folder / "o.csv", "utf-8-sig"),
    "gb18030": lambda folder: as_csv(folder / "o.csv", "gb18030"),
    "utf16": lambda folder: as_csv(folder / "o.txt", "utf-16", "\t"),
    "semicolons": lambda folder: as_csv(folder / "o.csv", "utf-8", ";"),
    "guarded": lambda folder: as_guarded(folder / "o.csv"),
    "xlsx": lambda folder: as_xlsx(folder / "o.xlsx"),
    "parquet": lambda folder: as_parquet(folder / "o.parquet"),
}


@pytest.mark.parametrize("write", WRITTEN.values(), ids=list(WRITTEN))
def test_the_kind_of_file_does_not_change_the_draw(write: Any, tmp_path: Path) -> None:
    done = draw(tmp_path, write(tmp_path), "r.json")
    assert done.exit_code == 0, done.output
    record = json.loads((tmp_path / "r.json").read_text("utf-8"))
    announced = record["announcement"]
    assert (announced["pool_size"], announced["excluded"]) == (200, 6)
    assert announced["pool_sha256"] == DIGEST
    assert [(one["label"], one["take"]) for one in announced["steps"]] == [("class/1", 6), ("class/2", 7)]
    assert recount([str(tmp_path / "r.json")]) == 0
    assert sorted(one.name for one in tmp_path.iterdir() if "r.json" in one.name or one.name[0] == ".") == [
        "r.json",
        "r.json.pool.tsv",
    ]


def test_a_list_longer_than_any_workbook_is_drawn_and_its_ids_are_not_all_shown(tmp_path: Path) -> None:
    size = 210_000
    with (tmp_path / "o.csv").open("w") as file:
        file.write("id,grade\n")
        file.writelines(f"91520111{n * 7919 % size:010},B\n" for n in range(size))
    done = draw(tmp_path, tmp_path / "o.csv", "r.json")
    assert done.exit_code == 0, done.output
    record = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert len(record["result"][0]["drawn"]) == 10_500
    assert "抽取 10500 户" in done.output
    assert len(done.output) < 2000


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("o.csv", b"", "空的"),
        ("o.csv", b"id,grade\n1,\xff\xff\n", "文字编码"),
        ("o.csv", b"id\0,grade\n", "不是表格"),
        ("o.csv", "名称\n甲\n".encode(), "统一社会信用代码"),
        ("o.parquet", b"PAR1 and nothing that follows", "无法读取"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused_in_words_and_leaves_nothing(
    name: str, content: bytes, told: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    done = draw(tmp_path, tmp_path / name, "r.json")
    assert (done.exit_code, told in done.output) == (1, True), done.output
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted([name, "rules.toml"])


def test_parquet_without_its_reader_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    objects = as_parquet(tmp_path / "o.parquet")
    monkeypatch.setitem(sys.modules, "duckdb", None)
    done = draw(tmp_path, objects, "r.json", "--lang", "en")
    assert (done.exit_code, "pip install duckdb" in done.output) == (1, True), done.output


def test_a_record_that_exists_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "r.json").write_text("{}")
    done = draw(tmp_path, tmp_path / "no such list", "r.json")
    assert (done.exit_code, "不得覆盖" in done.output) == (1, True)


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    done = draw(tmp_path, as_csv(tmp_path / "o.csv", "utf-8"), "no/r.json")
    assert (done.exit_code, "无法写入" in done.output) == (1, True), done.output
