"""The command line says what a place's rules mean and prints a year of reminders."""

import json
from pathlib import Path
from typing import Any, get_args

import pytest
import typer
from typer.testing import CliRunner

from bot.cli_profile import register
from domain.profile_codes import CategoryCode, FilingKind, Indicator, MeasureCode, Reminded
from locales.texts import LANGUAGES, texts
from services.profiles import load, shipped

GOLDEN = Path(__file__).parents[1] / "golden"
APP = typer.Typer()
register(APP)


def run(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(APP, arguments)
    assert result.exit_code == code, result.output
    return result.stdout if code == 0 else result.stderr


def reminders(place: str, year: int, *more: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(
        run("calendar", "--profile", place, "--year", str(year), "--json", *more)
    )
    return rows


@pytest.mark.parametrize(
    "golden", sorted(GOLDEN.glob("calendar-*.json")), ids=lambda path: path.stem.removeprefix("calendar-")
)
def test_a_year_of_reminders_is_the_one_that_was_read_over(golden: Path) -> None:
    _, place, year = golden.stem.split("-")
    assert reminders(place, int(year)) == json.loads(golden.read_text("utf-8"))


@pytest.mark.parametrize("place", shipped())
def test_every_place_has_its_golden_years(place: str) -> None:
    found = {path.stem.rpartition("-")[2] for path in GOLDEN.glob(f"calendar-{place}-*.json")}
    assert found == {"2024", "2026", "2027"}


@pytest.mark.parametrize("place", shipped())
def test_reminders_of_an_unpublished_year_are_sorted_and_marked_provisional(place: str) -> None:
    rows = reminders(place, 2027)
    assert [row["date"] for row in rows] == sorted(row["date"] for row in rows)
    assert all(row["provisional"] is True for row in rows)
    assert len({(row["deadline"], row["stage"]) for row in rows}) == len(rows)


def test_an_office_calendar_file_makes_the_dates_firm(tmp_path: Path) -> None:
    files = []
    for year in (2027, 2028):
        file = tmp_path / f"{year}.toml"
        file.write_text(
            f'year = {year}\ndoc = "虚构"\ncomplete = true\noff = [{year}-01-01]\non = []\n', "utf-8"
        )
        files += ["--override", str(file)]
    assert not any("provisional" in row for row in reminders("xinzhou", 2027, *files))


def test_the_readable_calendar_warns_of_provisional_dates() -> None:
    plain = run("calendar", "--profile", "pingluo", "--year", "2027")
    assert "2027年5月21日　联络员　半年“双随机”抽查工作情况" in plain
    assert "暂定" in plain
    assert "暂定" not in run("calendar", "--profile", "pingluo", "--year", "2026")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", [*shipped(), "national"])
def test_every_rule_of_every_place_can_be_said(place: str, language: str) -> None:
    said = run("profile", "check", place, "--lang", language)
    assert load(place).digest() in said
    assert "None" not in said


def test_a_check_gives_each_sentence_its_source() -> None:
    said = run("profile", "check", "huaxi").splitlines()
    assert (
        "重点对象占抽查任务数的比例原则上达到80%以上。（依据：17：重点对象随机抽查数原则上不低于任务数的80%）"
        in said
    )


def test_a_faulty_file_is_refused_in_words(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text('base = "national"\nmin_inspector = 2\n', "utf-8")
    said = run("profile", "check", str(file), code=1)
    assert "own.toml" in said
    assert "min_inspectors" in said


@pytest.mark.parametrize(
    ("text", "expected"),
    [("min_inspectors = ", "TOML"), ('base = "own"\n', "循环"), ('base = "nowhere"\n', "没有找到")],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(tmp_path: Path, text: str, expected: str) -> None:
    file = tmp_path / "own.toml"
    file.write_text(text, "utf-8")
    assert expected in run("profile", "check", str(file), code=1)


def test_an_office_file_may_build_on_a_shipped_place(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text('base = "xinzhou"\nmin_inspectors = { value = 3, clause = "本单位规定" }\n', "utf-8")
    said = run("profile", "diff", "xinzhou", str(file)).splitlines()
    assert [line for line in said if line.endswith("：") and not line.startswith("　")] == [
        "min_inspectors："
    ]
    assert any("不少于 3 名" in line for line in said)


def test_a_place_does_not_differ_from_itself() -> None:
    assert run("profile", "diff", "xinzhou", "xinzhou").strip() == "两份规则的内容相同。"


def test_what_only_one_place_regulates_is_shown_as_absent_in_the_other() -> None:
    said = run("profile", "diff", "dingtao", "xinzhou")
    assert "　dingtao：联席会议每年召开 1 至 2 次。\n　xinzhou：没有规定。" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_the_schema_has_a_word(language: str) -> None:
    lists = {
        "profile.category": CategoryCode,
        "profile.measure": MeasureCode,
        "profile.indicator": Indicator,
        "deadlines.kind": FilingKind,
        "deadlines.told": Reminded,
    }
    missing = [
        f"{area}.{code}"
        for area, codes in lists.items()
        for code in get_args(codes)
        if not texts(language).has(f"{area}.{code}")
    ]
    assert missing == []
