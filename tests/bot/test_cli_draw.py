"""The commands ``draw`` and ``match``: files in, a record or a matching out, refusals in words."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from openpyxl import Workbook
from typer.testing import CliRunner, Result

from bot.cli_draw import register
from domain.matching import match, match_key
from domain.matching_record import instance_from, matching_record
from domain.recount import main as recount

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "domain" / "draw-vectors.json").read_text("utf-8")
)
SECRET = "5e" * 32


def run(*arguments: object) -> Result:
    """One command line."""
    app = typer.Typer()
    register(app)
    return CliRunner().invoke(app, [str(one) for one in arguments])


def given(folder: Path, vector: Any) -> list[object]:
    """The arguments that repeat a vector of the protocol."""
    (folder / "pool.tsv").write_bytes(vector["pool"].encode())
    (folder / "steps.json").write_text(
        json.dumps(vector["announcement"]["steps"], ensure_ascii=False), "utf-8"
    )
    spoken = [part for one in vector["contributions"] for part in ("--contribution", one)]
    number = ("--draw-no", vector["announcement"]["draw_no"], "--secret", vector["secret"])
    return ["draw", "--pool", folder / "pool.tsv", "--steps", folder / "steps.json", *number, *spoken]


@pytest.mark.parametrize("vector", VECTORS.values(), ids=list(VECTORS))
def test_a_bare_draw_repeats_the_protocols_vectors_and_recounts(vector: Any, tmp_path: Path) -> None:
    done = run(*given(tmp_path, vector), "--out", tmp_path / "r.json")
    assert done.exit_code == 0, done.output
    record = json.loads((tmp_path / "r.json").read_text("utf-8"))
    for name in ("announcement", "announcement_sha256", "secret", "contributions", "key", "result"):
        assert record[name] == vector[name]
    assert (tmp_path / "r.json.pool.tsv").read_bytes() == vector["pool"].encode()
    assert vector["announcement_sha256"] in done.output
    assert recount([str(tmp_path / "r.json")]) == 0


def test_the_command_works_as_a_process_of_its_own(tmp_path: Path) -> None:
    program = "import typer, bot.cli_draw as c; a = typer.Typer(); c.register(a); a()"
    arguments = [*given(tmp_path, VECTORS["joint"]), "--out", tmp_path / "r.json"]
    subprocess.run([sys.executable, "-c", program, *map(str, arguments)], check=True, capture_output=True)
    record = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert record["result"] == VECTORS["joint"]["result"]


def test_a_record_is_never_replaced(tmp_path: Path) -> None:
    arguments = [*given(tmp_path, VECTORS["joint"]), "--out", tmp_path / "r.json"]
    assert run(*arguments).exit_code == 0
    before = (tmp_path / "r.json").read_bytes()
    again = run(*arguments, "--contribution", "x:y:z")
    assert again.exit_code == 1
    assert "不得覆盖" in again.output
    assert (tmp_path / "r.json").read_bytes() == before


def test_a_secret_that_is_not_given_comes_from_the_operating_system(tmp_path: Path) -> None:
    arguments = given(tmp_path, VECTORS["joint"])
    at = arguments.index("--secret")
    del arguments[at : at + 2]
    secrets = set()
    for name in ("a.json", "b.json"):
        assert run(*arguments, "--out", tmp_path / name).exit_code == 0
        secrets.add(json.loads((tmp_path / name).read_text("utf-8"))["secret"])
        assert recount([str(tmp_path / name)]) == 0
    assert len(secrets) == 2


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"--secret": "abc"}, "密封随机数"),
        ({"--contribution": "无内容"}, "写法不对"),
        ({"--contribution": "纪检:王*:" + "9" * 65}, "最多 64 个"),
        ({"--steps": "[3]"}, "无法读取"),
        ({"--steps": "{"}, "无法读取"),
        ({"--steps": '[{"label": "a", "from": ["A"], "take": 1.5}]'}, "take"),
        ({"--pool": "#suicha-pool/1\n2\tA\t\n1\tA\t\n"}, "没有按编号排序"),
        ({"--pool": "编号,等级\n"}, "第一行应当是"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_words_and_nothing_is_written(
    change: dict[str, str], told: str, tmp_path: Path
) -> None:
    arguments = given(tmp_path, VECTORS["joint"])
    for option, value in change.items():
        if option in ("--steps", "--pool"):
            (tmp_path / "bad").write_text(value, "utf-8")
        arguments[arguments.index(option) + 1] = (
            tmp_path / "bad" if option in ("--steps", "--pool") else value
        )
    done = run(*arguments, "--out", tmp_path / "r.json")
    assert done.exit_code == 1
    assert told in done.output
    assert not list(tmp_path.glob("r.json*"))


def test_the_two_ways_to_ask_do_not_mix(tmp_path: Path) -> None:
    done = run(
        "draw", "--pool", tmp_path / "p", "--rules", tmp_path / "r", "--out", tmp_path / "x", "--lang", "en"
    )
    assert (done.exit_code, "neither half of a pair" in done.output) == (1, True)


HEADER = [
    "企业名称",
    "统一社会信用代码",
    "信用等级",
    "重点对象",
    "全覆盖",
    "已注销",
    "观察期至",
    "本年已查次数",
]
ROWS = [
    *([f"甲{n}", f"91520111MA{n:08}", "B", "是" if n < 10 else "", "", "", "", ""] for n in range(40)),
    ["乙", "91520111MB00000000", "A", "", "", "", "", ""],
    ["丙", "91520111MC00000000", "B", "", "是", "", "", ""],
    ["丁", "91520111MD00000000", "B", "", "", "是", "", ""],
    ["戊", "91520111ME00000000", "B", "", "", "", "2026-12-31", ""],
    ["己", "91520111MF00000000", "", "", "", "", "", "2"],
]
RULES = """
number = 11
key_share = 0.8
reserve = 1
exempt_grades = ["A"]
observation_period = true
yearly_cap_per_object = 2
on = 2026-04-15
"""


def as_csv(path: Path, encoding: str = "gb18030") -> Path:
    """The list as a county's spreadsheet program saves it."""
    path.write_text("\n".join(",".join(row) for row in [HEADER, *ROWS]) + "\n", encoding)
    return path


def as_xlsx(path: Path) -> Path:
    """The list as a workbook."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [["检查对象名单"], HEADER, *ROWS]:
        sheet.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_a_list_and_rules_become_strata_exclusions_and_two_stages(write: Any, tmp_path: Path) -> None:
    objects = write(tmp_path / f"名单.{write.__name__[3:]}")
    (tmp_path / "rules.toml").write_text(RULES, "utf-8")
    source = ("draw", "--objects", objects, "--rules", tmp_path / "rules.toml", "--draw-no", "HX-1")
    done = run(*source, "--secret", SECRET, "--out", tmp_path / "r.json")
    assert done.exit_code == 0, done.output
    record = json.loads((tmp_path / "r.json").read_text("utf-8"))
    announced = record["announcement"]
    assert (announced["pool_size"], announced["excluded"]) == (45, 4)
    assert [(one["label"], one["from"], one["take"]) for one in announced["steps"]] == [
        ("full", ["full"], "all"),
        ("key", ["B*"], 9),
        ("all", ["B", "B*"], 2),
    ]
    assert "11 × 80 % = 8.8，向上取整为 9" in done.output
    pool = (tmp_path / "r.json.pool.tsv").read_text("utf-8")
    reasons = sorted(line.split("\t")[2] for line in pool.splitlines()[1:] if line.split("\t")[2])
    assert reasons == ["closed", "low_risk", "observation", "yearly_cap"]
    assert recount([str(tmp_path / "r.json")]) == 0


def test_rules_may_be_json_and_go_by_grade(tmp_path: Path) -> None:
    rules = {"ratio_rules": [{"grade": "A", "cap": 0.05}, {"floor": "5%"}, {"grade": "D", "whole": True}]}
    (tmp_path / "rules.json").write_text(json.dumps(rules), "utf-8")
    lines = ["id,grade", *(f"9152{n:04},{'A' if n < 39 else 'C' if n < 60 else 'D'}" for n in range(63))]
    (tmp_path / "o.csv").write_text("\n".join(lines), "utf-8")
    done = run(
        "draw",
        "--objects",
        tmp_path / "o.csv",
        "--rules",
        tmp_path / "rules.json",
        "--out",
        tmp_path / "r.json",
    )
    assert done.exit_code == 0, done.output
    record = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert [len(one["drawn"]) for one in record["result"]] == [1, 2, 3]
    assert record["announcement"]["draw_no"] == "TRIAL"


@pytest.mark.parametrize(
    ("rules", "objects", "told"),
    [
        ("floor = 0.05\ncap = 0.05\n", "id\n1\n", "不能同时满足"),
        ("flor = 0.05\n", "id\n1\n", "flor"),
        ("number = 1\n", "name\nx\n", "统一社会信用代码"),
        ("number = 1\n", "id\n1\n1\n", "出现了两次"),
        ("number = \n", "id\n1\n", "无法读取"),
        ("number = 1\nobservation_period = true\n", "id,observed_until\n1,soon\n", "不是日期"),
    ],
)
def test_a_list_or_rule_that_does_not_hold_is_refused_in_words(
    rules: str, objects: str, told: str, tmp_path: Path
) -> None:
    (tmp_path / "rules.toml").write_text(rules, "utf-8")
    (tmp_path / "o.csv").write_text(objects, "utf-8")
    done = run(
        "draw", "--objects", tmp_path / "o.csv", "--rules", tmp_path / "rules.toml", "--out", tmp_path / "r"
    )
    assert (done.exit_code, told in done.output) == (1, True), done.output
    assert not list(tmp_path.glob("r*.tsv")) + list(tmp_path.glob("r"))


def instance(folder: Path, **change: Any) -> Path:
    """Two tasks, the second of which asks for the only specialist."""
    table = {
        "inspectors": [{"id": one, "cap": 1} for one in ("甲", "乙", "丙", "丁")],
        "tasks": [
            {"id": "V1", "need": 2, "eligible": ["甲", "乙", "丙", "丁"], "speciality": None},
            {"id": "V2", "need": 2, "eligible": ["甲", "乙", "丙"], "speciality": ["甲"]},
        ],
    }
    path = folder / "instance.json"
    path.write_text(json.dumps(table | change, ensure_ascii=False), "utf-8")
    return path


def test_a_matching_comes_out_as_json_and_always_the_same(tmp_path: Path) -> None:
    first, second = (run("match", instance(tmp_path), "--seed", "0aff", "--json").stdout for _ in range(2))
    assert first == second
    found = json.loads(first)
    assert found["unserved"] == []
    assert "甲" in found["assigned"]["V2"]
    assert sorted(found["assigned"]["V1"] + found["assigned"]["V2"]) == sorted("甲乙丙丁")


def test_what_is_missing_is_told_in_words(tmp_path: Path) -> None:
    path = instance(
        tmp_path, inspectors=[{"id": one, "cap": int(one != "甲")} for one in ("甲", "乙", "丙", "丁")]
    )
    (short, *_) = json.loads(run("match", path, "--seed", "00", "--json").stdout)["unserved"]
    assert (short["task"], short["missing"], short["proof"]["code"]) == ("V2", 1, "no_specialist")
    assert "专业资质" in short["because"]
    assert "V2 lacks 1. Task V2 needs" in run("match", path, "--seed", "00", "--lang", "en").stdout


@pytest.mark.parametrize("code", ["nobody", "too_few", "no_specialist", "capacity"])
def test_every_shortage_has_words(code: str, tmp_path: Path) -> None:
    tasks = {
        "nobody": [{"id": "T", "need": 1, "eligible": []}],
        "too_few": [{"id": "T", "need": 2, "eligible": ["甲"]}],
        "no_specialist": [{"id": "T", "need": 1, "eligible": ["甲"], "speciality": ["乙"]}],
        "capacity": [{"id": f"T{n}", "need": 1, "eligible": ["甲"]} for n in range(9)],
    }[code]
    for language in ("zh_CN", "en"):
        done = run("match", instance(tmp_path, tasks=tasks), "--seed", "00", "--json", "--lang", language)
        (short, *_) = json.loads(done.stdout)["unserved"]
        assert short["proof"]["code"] == code
        assert "T" in short["because"]


@pytest.mark.parametrize(
    ("change", "seed", "told"),
    [
        ({}, "xyz", "十六进制"),
        ({"tasks": [{"id": "V1"}]}, "00", "need"),
        ({"tasks": [{"id": "V1", "need": "2", "eligible": []}]}, "00", "写法不对"),
        ({"tasks": [{"id": "V1", "need": 1, "eligible": ["戊"]}]}, "00", "戊"),
    ],
)
def test_an_instance_that_is_not_well_formed_is_refused(
    change: dict[str, Any], seed: str, told: str, tmp_path: Path
) -> None:
    done = run("match", instance(tmp_path, **change), "--seed", seed, "--json")
    assert (done.exit_code, told in done.output) == (1, True), done.output


def test_the_matching_of_a_record_is_matched_again(tmp_path: Path) -> None:
    tasks, inspectors = instance_from(json.loads(instance(tmp_path).read_text("utf-8")))
    matching = matching_record(tasks, inspectors, match(tasks, inspectors, match_key("ab")), {})
    path = tmp_path / "r.json"
    path.write_text(json.dumps({"key": "ab", "matching": matching}), "utf-8")
    assert (run("match", path).exit_code, "匹配与记录一致" in run("match", path).output) == (0, True)
    matching["assigned"]["V1"] = []
    path.write_text(json.dumps({"key": "ab", "matching": matching}), "utf-8")
    assert (run("match", path).exit_code, "V1" in run("match", path).output) == (1, True)
