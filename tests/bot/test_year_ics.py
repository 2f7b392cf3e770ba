"""The calendar file, read back: what a calendar program finds in it, and what a moved deadline changes."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import typer
from icalendar import Alarm, Calendar, Event
from sqlmodel import select
from typer.testing import CliRunner

from bot.acts import Acts
from bot.cli_profile import register
from bot.year_ics import year_ics
from domain.errors import DomainError
from domain.roles import Actor
from locales.texts import texts
from models import Duty
from services.profiles import load, shipped
from services.work import OFFICE_ZONE
from services.year import year_calendar
from tests.services.test_deadline_moves import REPORT, moved
from tests.services.test_filings import hand_in
from tests.services.test_reminders import liaison

__all__ = ["liaison"]
APP = typer.Typer()
register(APP)


def written(place: str, file: Path, *more: str) -> tuple[Calendar, list[dict[str, str]]]:
    """The file read back, and the rows that the command printed beside it."""
    asked = ["calendar", "--profile", place, "--year", "2026", "--json", "--ics", str(file), *more]
    result = CliRunner().invoke(APP, asked)
    assert result.exit_code == 0, result.output
    assert str(file) in result.stderr
    return Calendar.from_ical(file.read_bytes()), json.loads(result.stdout)


def rung(event: Event) -> list[datetime]:
    """When an event's alarms ring."""
    found = [alarm.TRIGGER for alarm in event.walk("VALARM") if isinstance(alarm, Alarm)]
    return [at for at in found if isinstance(at, datetime)]


@pytest.mark.parametrize("place", shipped())
def test_every_stage_up_to_its_day_has_its_alarm(place: str, tmp_path: Path) -> None:
    file, rows = written(place, tmp_path / "year.ics")
    planned: dict[tuple[str, str], list[date]] = {}
    for row in rows:
        days = planned.setdefault((row["due_on"], f"依据：{row['clause']}"), [])
        if row["date"] <= row["due_on"]:
            days.append(date.fromisoformat(row["date"]))
    found: dict[tuple[str, str], list[date]] = {}
    for event in file.events:
        key = (event.start.isoformat(), str(event.description).partition("（日期暂定")[0])
        found.setdefault(key, []).extend(at.astimezone(OFFICE_ZONE).date() for at in rung(event))
    assert {key: sorted(days) for key, days in found.items()} == {k: sorted(v) for k, v in planned.items()}


def test_an_entry_is_a_whole_day_with_title_and_clause_and_rings_when_the_quiet_hours_end(
    tmp_path: Path,
) -> None:
    file, _ = written("xinzhou", tmp_path / "year.ics")
    event = next(one for one in file.events if one.summary == "上半年工作总结")
    assert type(event.start) is date
    assert "三（四）" in str(event.description)
    assert (str(file["prodid"]), event.sequence) == ("-//SuiCha//Deadlines//ZH", 0)
    times = {at.astimezone(OFFICE_ZONE).time() for at in rung(event)}
    assert times == {load("xinzhou").quiet_hours.end}
    assert {at.utcoffset() for at in rung(event)} == {timedelta()}


def test_another_language_keeps_the_identity_of_every_entry(tmp_path: Path) -> None:
    chinese, _ = written("huaxi", tmp_path / "zh.ics")
    english, _ = written("huaxi", tmp_path / "en.ics", "--lang", "en")
    assert [one.uid for one in chinese.events] == [one.uid for one in english.events]
    assert len({one.uid for one in chinese.events}) == len(chinese.events)
    assert [one.summary for one in chinese.events] != [one.summary for one in english.events]


async def of_unit(acts: Acts, liaison: Actor) -> dict[str, Event]:
    async with acts.looking(liaison) as look:
        file = Calendar.from_ical(year_ics(await year_calendar.of_unit(look)))
    return {str(one.summary): one for one in file.events}


async def test_a_moved_deadline_keeps_its_uid_and_raises_its_sequence(acts: Acts, liaison: Actor) -> None:
    title = texts().say(f"deadlines.kind.{REPORT}")
    before = await of_unit(acts, liaison)
    await moved(acts, date(2026, 6, 20))
    after = await of_unit(acts, liaison)
    assert after[title].uid == before[title].uid
    assert [one[title].start.day for one in (before, after)] == [10, 20]
    assert [one[title].sequence for one in (before, after)] == [0, 1]
    assert {one.sequence for name, one in after.items() if name != title} == {0}
    await moved(acts, None)
    back = (await of_unit(acts, liaison))[title]
    assert (back.start, back.sequence) == (date(2026, 6, 10), 2)


async def test_what_is_filed_leaves_the_file_and_nothing_open_is_said(acts: Acts, liaison: Actor) -> None:
    before = await of_unit(acts, liaison)
    await hand_in(acts, liaison, REPORT, "file", file_id="f", file_name="总结.pdf")
    assert set(before) - set(await of_unit(acts, liaison)) == {texts().say(f"deadlines.kind.{REPORT}")}
    async with acts.noting() as work:
        for duty in await work.session.exec(select(Duty)):
            duty.state = "fulfilled"
    with pytest.raises(DomainError) as caught:
        await of_unit(acts, liaison)
    assert caught.value.code == "filing.nothing_open"
