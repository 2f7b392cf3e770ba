"""The guide to a place's file: every key stands in it, and its example works as it is printed."""

import re
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import get_args, get_type_hints

from domain.deadlines import due_dates
from domain.profile import DateRule, Profile
from domain.profile_reader import COMPUTED
from services.profiles import load
from services.workdays import packaged

GUIDE = (Path(__file__).parents[2] / "docs" / "profiles.zh-CN.md").read_text("utf-8")


def rows(heading: str) -> list[str]:
    """The first cells of the table of a chapter."""
    chapter = GUIDE.partition(f"## {heading}")[2].partition("\n## ")[0]
    return re.findall(r"^\| `(\w+)` \|", chapter, re.MULTILINE)


def test_every_key_of_a_profile_stands_in_the_guide_once() -> None:
    assert sorted(rows("五")) == sorted(one.name for one in fields(Profile) if one.name not in COMPUTED)


def test_every_form_of_a_date_stands_in_the_guide() -> None:
    assert rows("三") == list(get_args(get_type_hints(DateRule)["type"]))


def test_the_example_of_the_guide_is_a_place(tmp_path: Path) -> None:
    found = re.search(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    assert found
    file = tmp_path / "county.toml"
    file.write_text(found[1], "utf-8")
    due = {one.key: one.due_on for one in due_dates(load(str(file)), 2026, packaged())}
    assert due == {"half_year_report": date(2026, 6, 30), "half_year_digest": date(2026, 7, 7)}
