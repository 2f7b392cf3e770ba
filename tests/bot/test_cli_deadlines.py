"""A circular typed at the command line: what stands, the move, the way back, refusals in words."""

from pathlib import Path

import pytest

from tests.commands import run

NUMBER = "虚双随机办〔2099〕8号"


@pytest.fixture(autouse=True)
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder of the test's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUICHA_DATA_DIR", str(tmp_path / "data"))


def report() -> str:
    listed = run("deadline", "list", "--year", "2099").stdout.splitlines()
    return next(line for line in listed if "half_year_report" in line)


def test_a_deadline_is_moved_listed_and_put_back() -> None:
    asked = ("deadline", "move", "half_year_report", "2099-06-20", "--year", "2099", "--document", NUMBER)
    assert "2099年6月20日" in run(*asked).stdout
    assert report().endswith(f"2099年6月20日　依据：{NUMBER}（原为2099年6月10日）")
    back = ("deadline", "restore", "half_year_report", "--year", "2099", "--document", NUMBER)
    assert "2099年6月10日" in run(*back).stdout
    assert NUMBER not in report()
    again = run(*back)
    assert (again.exit_code, "没有调整过" in again.stderr) == (1, True)


def test_the_calendar_of_the_rules_knows_of_no_circular() -> None:
    run("deadline", "move", "half_year_report", "2099-06-20", "--year", "2099", "--document", NUMBER)
    assert "2099-06-20" not in run("calendar", "--profile", "xinzhou", "--year", "2099", "--json").stdout
