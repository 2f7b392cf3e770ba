"""The packaged calendar agrees with a second source, and an office file may correct or extend it."""

import json
from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest

from bot.database import opened
from bot.settings import Settings
from domain.errors import DomainError
from locales.texts import texts
from services.workdays import packaged, working_calendar

NOTICE = """
year = 2027
doc = "国办发明电〔2026〕9号（虚构）"
complete = true
off = [2027-01-01, 2027-02-08, "2027-02-09"]
on = [2027-02-14]
"""


@pytest.mark.parametrize("year", range(2016, 2027))
def test_two_independent_sources_agree_on_every_day(year: int) -> None:
    second = holidays.country_holidays("CN", years=year)
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)] + [date(year, 12, 31)]
    different = [day for day in days if packaged().is_working(day) != second.is_working_day(day)]
    assert different == []


async def test_what_is_in_the_data_folder_counts_for_every_act(tmp_path: Path) -> None:
    (tmp_path / "calendar").mkdir()
    (tmp_path / "calendar" / "2027.toml").write_text(NOTICE, "utf-8")
    (tmp_path / "calendar" / "说明.txt").write_text("不是放假安排", "utf-8")
    async with opened(Settings(data_dir=tmp_path, database_url="")) as acts, acts.looking() as look:
        assert look.calendar.is_working(date(2027, 2, 14))
        assert look.calendar.is_firm(date(2026, 12, 31))


async def test_a_faulty_file_in_the_data_folder_is_named_before_anything_runs(tmp_path: Path) -> None:
    (tmp_path / "calendar").mkdir()
    (tmp_path / "calendar" / "2027.toml").write_text("year = 2027", "utf-8")
    with pytest.raises(DomainError) as refused:
        async with opened(Settings(data_dir=tmp_path, database_url="")):
            pass
    assert "2027.toml" in texts().error(refused.value)


def test_a_complete_file_makes_its_year_firm(tmp_path: Path) -> None:
    file = tmp_path / "2027.toml"
    file.write_text(NOTICE, "utf-8")
    calendar = working_calendar([file])
    assert calendar.is_firm(date(2027, 3, 1))
    assert calendar.is_firm(date(2026, 12, 31))
    assert calendar.is_working(date(2027, 2, 14))
    assert not calendar.is_working(date(2027, 2, 9))


def test_an_amendment_changes_only_the_days_it_names(tmp_path: Path) -> None:
    file = tmp_path / "late.toml"
    file.write_text('year = 2026\ndoc = "延长"\ncomplete = false\noff = [2026-02-24]\non = []\n', "utf-8")
    calendar = working_calendar([file])
    assert packaged().is_working(date(2026, 2, 24))
    assert not calendar.is_working(date(2026, 2, 24))
    assert not calendar.is_working(date(2026, 2, 16))


def test_the_open_holiday_cn_form_is_read(tmp_path: Path) -> None:
    file = tmp_path / "2027.json"
    days = [
        {"name": "元旦", "date": "2027-01-01", "isOffDay": True},
        {"name": "元旦", "date": "2027-01-03", "isOffDay": False},
    ]
    file.write_text(json.dumps({"year": 2027, "papers": ["https://example.org"], "days": days}), "utf-8")
    calendar = working_calendar([file])
    assert calendar.is_working(date(2027, 1, 3))
    assert calendar.notices[2027].source == "https://example.org"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (json.dumps({"year": 2027, "papers": [], "days": []}), "no_notice"),
        (
            '{"year": 2027, "doc": "号", "complete": true, "off": ["2026-12-31"], "on": []}',
            "other_year",
        ),
        (
            '{"year": 2027, "doc": "号", "complete": true, "off": ["2027-01-01"], "on": ["2027-01-01"]}',
            "off_and_on",
        ),
        (
            '{"year": 2027, "doc": "号", "complete": false, "off": ["2027-01-01"], "on": []}',
            "nothing_to_amend",
        ),
        ('{"year": 2027, "doc": "号", "off": ["2027-01-01"], "on": []}', "unreadable"),
        ('{"year": 2027, "docs": "号"}', "unknown_key"),
        ("{", "unreadable"),
        ("[]", "unreadable"),
    ],
)
def test_a_file_that_proves_nothing_is_refused(tmp_path: Path, text: str, code: str) -> None:
    file = tmp_path / "2027.json"
    file.write_text(text, "utf-8")
    with pytest.raises(DomainError) as caught:
        working_calendar([file])
    assert caught.value.code == f"calendar.{code}"
    assert "2027.json" in texts().error(caught.value)
    assert "2027.json" in texts("en").error(caught.value)
