"""A whole year of a place, played over HTTP and checked by itself."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.acts import Acts
from bot.demo.year_checks import findings
from bot.demo.year_lines import HAPPENINGS
from domain.deadlines import year_plan
from locales.texts import day, texts
from services.profiles import load
from services.workdays import packaged

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_a_year_is_played_and_every_stage_is_told_or_not_needed(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "demo", "--play", "--year", "--profile", "huaxi", "--json"],
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    checks = {line["check"]: line["holds"] for line in lines if "check" in line}
    assert checks == {"stages": True, "limit": True, "hours": True, "journal": True}
    done_by_hand = [line["name"] for line in lines if line.get("what") == "act"]
    words = texts()
    for act in HAPPENINGS:
        assert words.say(f"year.act.{act}") in done_by_hand
    (escalated,) = [line for line in lines if line.get("stage") == "escalated"]
    assert (escalated["at"][:10], escalated["receiver"]) == ("2026-12-16", "office")
    assert escalated["units"] == ["人力资源和社会保障局", "卫生健康局"]
    own = [line for line in lines if line.get("receiver") == "office" and "区联席办" in line.get("name", "")]
    assert {line.get("stage") for line in own} >= {"early", "near", "close", "last_day"}
    assert any(line.get("outcome") == "raised" for line in lines)
    assert [line["units"] for line in lines if line.get("outcome") == "late"] == [escalated["units"]]


async def test_a_year_that_nobody_was_reminded_of_fails_its_check(acts: Acts) -> None:
    async with acts.looking() as look:
        stages, *rest = await findings(look, 2026, {"holds": False, "entries": 0})
    assert not stages.holds
    assert "2026-04-15 internal_plan last_day" in str(stages.facts["missing"])
    assert [one.holds for one in rest] == [True, True, False]


def test_the_page_of_a_year_shows_every_stage_of_the_calendar_on_its_day() -> None:
    lines = (ROOT / "docs" / "year.zh-CN.md").read_text("utf-8").splitlines()
    words = texts("zh_CN")
    for due, stage in year_plan(load("xinzhou"), 2026, packaged()):
        told = words.say(f"deadlines.stage.{stage.name}")
        name = due.title or words.say(f"deadlines.kind.{due.kind}")
        assert any(
            line.startswith(day(stage.date)) and f"{name}（" in line and f"　{told}　" in line
            for line in lines
        ), (stage, due.key)
