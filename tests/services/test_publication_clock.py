"""公示期限: each stage once, told to whoever can still do something, moved when a holiday notice comes."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.acts import Acts
from domain.notices_publication import PublicationLine
from domain.roles import HOUSE
from models import Letter, Person, PublicationReminder, Result, Task
from scheduler import ticks
from services.profiles import load
from services.publication import publication_clock
from services.workdays import working_calendar
from tests.conftest import StandingClock
from tests.services.test_inspections import decide, submitted
from tests.visits import found

NOTICE_2027 = 'year = 2027\ndoc = "虚构通知"\ncomplete = true\noff = [2027-01-01, 2027-01-04]\non = []\n'
EARLY, LAST_DAY, AFTER = (4, 22), (5, 9), (5, 11)
"""Inspected on 8 April: 20 working days end on 9 May 2026, the tenth before that day is 22 April."""


@pytest.fixture(autouse=True)
async def before_the_door(acts: Acts, clock: StandingClock) -> None:
    await found(acts)
    clock.go_to(2026, 4, 8)


async def told(acts: Acts) -> list[tuple[str, str]]:
    """Who got a reminder of the clock (roster number, empty for the group), and its text."""
    async with acts.looking() as look:
        rows = await look.session.exec(
            select(Person.roster_no, Letter.body)
            .select_from(Letter)
            .join(Person, col(Letter.person_id) == col(Person.id), isouter=True)
            .where(Letter.kind == "publication_near")
            .order_by(col(Letter.id))
        )
        return [(roster_no or "", body) for roster_no, body in rows]


async def stages(acts: Acts) -> dict[str, str]:
    async with acts.looking() as look:
        rows = await look.session.exec(select(PublicationReminder.stage, PublicationReminder.state))
        return dict(rows.all())


async def test_the_unit_s_own_inspectors_hear_first_and_once(acts: Acts, clock: StandingClock) -> None:
    await submitted(acts, "S-1@1")
    clock.go_to(2026, *EARLY)
    await ticks.publication(acts)
    await ticks.publication(acts)
    assert [who for who, _ in await told(acts)] == ["S-1", "S-2"]
    assert "剩余10个工作日；待同组检查人员确认" in (await told(acts))[0][1]
    assert await stages(acts) == {"early": "sent"}


async def test_the_day_before_nobody_is_told(acts: Acts, clock: StandingClock) -> None:
    await submitted(acts, "S-1@1")
    clock.go_to(2026, 4, 21)
    await ticks.publication(acts)
    assert await told(acts) == []


async def test_after_the_release_only_the_office_can_do_something(acts: Acts, clock: StandingClock) -> None:
    result = await submitted(acts, "S-1@1")
    await decide(acts, "S-2", "confirm", result.ref)
    await decide(acts, "S-9", "release", result.ref)
    clock.go_to(2026, *LAST_DAY)
    await ticks.publication(acts)
    ((who, text),) = await told(acts)
    assert (who, "今日到期；待办公室公示" in text) == ("", True)
    assert "市检1" not in text


async def test_stages_missed_in_a_downtime_merge_into_the_latest_of_each_receiver(
    acts: Acts, clock: StandingClock
) -> None:
    await submitted(acts, "S-1@1")
    clock.go_to(2026, *AFTER)
    await ticks.publication(acts)
    assert await stages(acts) == {
        "early": "passed_over",
        "near": "sent",
        "close": "passed_over",
        "last_day": "sent",
        "escalated": "sent",
    }
    assert sorted(who for who, _ in await told(acts)) == ["", "S-0", "S-1", "S-2"]


async def test_what_is_public_is_never_reminded_of(acts: Acts, clock: StandingClock) -> None:
    result = await submitted(acts, "S-1@1")
    async with acts.noting() as work:
        (await work.session.get_one(Result, result.id)).published_at = work.now
    clock.go_to(2026, *AFTER)
    await ticks.publication(acts)
    assert await told(acts) == []


@pytest.mark.parametrize(("day", "hour"), [((5, 2), 10), ((5, 11), 22), ((5, 11), 6)])
async def test_nobody_is_told_at_night_or_on_a_day_off(
    acts: Acts, clock: StandingClock, day: tuple[int, int], hour: int
) -> None:
    await submitted(acts, "S-1@1")
    clock.go_to(2026, *day, hour)
    await ticks.publication(acts)
    assert await told(acts) == []


async def lines(acts: Acts) -> list[PublicationLine]:
    async with acts.looking() as look:
        return [publication_clock.line_of(look, one) for one in await publication_clock.running(look)]


async def test_a_day_that_no_notice_covers_is_given_with_its_range_and_moves_when_the_notice_comes(
    acts: Acts, clock: StandingClock, tmp_path: Path
) -> None:
    """花溪 counts 20 working days without a fixed day; 2027's notice is missing, then comes in."""
    async with acts.noting() as work:
        (await work.session.exec(select(Task))).one().window_to = date(2026, 12, 31)
    clock.now = datetime(2026, 12, 20, 2, tzinfo=UTC)
    there = Acts(acts.sessions, acts.looks, load("huaxi"), clock)
    result = await submitted(there, "S-1@2")
    await decide(there, "S-9", "release", result.ref)
    ((before,),) = (await lines(there),)
    assert before.between is not None
    assert before.between[0] <= before.due_on <= before.between[1]
    file = tmp_path / "2027.toml"
    file.write_text(NOTICE_2027, "utf-8")
    known = Acts(acts.sessions, acts.looks, load("huaxi"), clock, working_calendar([file]))
    await ticks.publication(known)
    await ticks.publication(known)
    (after,) = await lines(known)
    assert (after.between, after.due_on) == (None, before.due_on + timedelta(days=1))
    async with acts.looking(HOUSE) as look:
        assert (await look.session.get_one(Result, result.id)).publish_by == after.due_on
