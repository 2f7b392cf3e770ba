"""The team agrees the day in chat, is told, is reminded, and sees the way of the day."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import col, select

from models import Assignment, InspectionObject, Letter, Visit
from playground import User
from scheduler.ticks import visits_near
from services.visits import drafts, inspections
from tests import visits
from tests.conftest import StandingClock
from tests.county import actor
from tests.talk import Talk, talking

FIRST, SECOND = "XZ-2026-0001-001", "XZ-2026-0001-002"


@pytest.fixture
async def talk(tmp_path: Path, clock: StandingClock) -> AsyncIterator[Talk]:
    """Wednesday 8 April; S-1 leads a team of four and goes alone elsewhere."""
    async with talking(tmp_path, clock) as talk:
        await visits.found(talk.acts)
        async with talk.acts.noting() as work:
            lead = await work.session.exec(select(Assignment).where(Assignment.ref == "S-1@1"))
            lead.one().leads = True
        clock.go_to(2026, 4, 8)
        yield talk


async def team(talk: Talk, *roster_nos: str) -> list[User]:
    users = [talk.play.add_user(1000 + n, roster_no) for n, roster_no in enumerate(roster_nos)]
    for user, roster_no in zip(users, roster_nos, strict=True):
        await talk.enrol(user, roster_no)
    return users


async def opens_days(talk: Talk, user: User, visit: str) -> None:
    """By the card that answers now: one from before would be stale."""
    before = max((message.id for message in talk.play.messages(user)), default=0)
    await talk.says(user, visit)
    await talk.sees(user, "检查任务", visit, after=before)
    await talk.presses(user, "约定日期")


async def proposes(talk: Talk, user: User, visit: str, day: str) -> None:
    await opens_days(talk, user, visit)
    await talk.sees(user, "约定检查日期", visit)
    if day in {"2026-04-09", "2026-04-10"}:
        await talk.presses(user, day)
    else:
        await talk.says(user, day)


async def agreed_on(talk: Talk) -> dict[str, date | None]:
    async with talk.acts.looking() as look:
        return {visit.number: visit.agreed_on for visit in await look.session.exec(select(Visit))}


async def ring(talk: Talk) -> None:
    await visits_near(talk.acts)


async def reminders(talk: Talk) -> list[str]:
    async with talk.acts.looking() as look:
        return list(await look.session.exec(select(Letter.body).where(Letter.kind == "visits_near")))


async def test_the_day_stands_when_everybody_has_agreed_and_everybody_is_told(talk: Talk) -> None:
    one, two, three, four = await team(talk, *visits.TEAM)
    await proposes(talk, one, FIRST, "2026-04-10")
    await talk.sees(one, "提议日期：2026年4月10日", "待答复：市检2、消检1、消检2")
    for user in (two, three):
        asked = await talk.sees(user, "市检1提议于2026年4月10日检查")
        await talk.play.presses(user, asked, "同意该日期")
        await talk.eventually(lambda letter=asked: "同意该日期" not in letter.buttons)  # type: ignore[misc]
    await talk.presses(four, "任务卡片")
    await talk.sees(four, "检查任务", "提议日期", "待答复：消检2")
    assert (await agreed_on(talk))[FIRST] is None
    await talk.presses(four, "同意该日期")
    for user in (one, two, three, four):
        await talk.sees(user, "检查日期已确定", "检查日期：2026年4月10日")
    assert await agreed_on(talk) == {FIRST: date(2026, 4, 10), SECOND: None}
    await talk.says(one, "我的任务")
    await talk.sees(one, "我的任务", "本周", "约定2026年4月10日")


async def test_a_partner_proposes_another_day_and_the_first_falls(talk: Talk) -> None:
    one, two = await team(talk, "S-1", "S-2")
    await proposes(talk, one, FIRST, "2026-04-09")
    asked = await talk.sees(two, "提议于2026年4月9日")
    await talk.play.presses(two, asked, "改约日期")
    await talk.sees(two, "约定检查日期", "提议日期：2026年4月9日")
    await talk.says(two, "下周")
    await talk.sees(two, "“下周”不是日期")
    await talk.says(two, "6月1日")
    await talk.sees(two, "不在检查时间之内")
    await talk.says(two, "4月14日")
    await talk.sees(one, "市检2提议于2026年4月14日")
    late = await talk.play.presses(two, asked, "同意该日期")
    await talk.eventually(lambda: bool(getattr(late, "answered", True)))
    assert "已由新的提议代替" in (getattr(late, "answer", "") or "")
    assert (await agreed_on(talk))[FIRST] is None


async def test_the_leader_need_not_wait_and_a_change_is_told_with_the_old_day(talk: Talk) -> None:
    one, two = await team(talk, "S-1", "S-2")
    await proposes(talk, one, FIRST, "2026-04-09")
    await talk.sees(two, "提议于2026年4月9日")
    await opens_days(talk, two, FIRST)
    shown = await talk.sees(two, "约定检查日期", "提议日期")
    assert "不再等待，按此确定" not in shown.buttons
    await opens_days(talk, one, FIRST)
    await talk.presses(one, "不再等待")
    await talk.sees(two, "检查日期已确定", "尚未答复：市检2、消检1、消检2")
    await proposes(talk, one, FIRST, "2026-04-10")
    await talk.sees(two, "代替原约定的2026年4月9日")
    assert (await agreed_on(talk))[FIRST] == date(2026, 4, 9)
    await opens_days(talk, one, FIRST)
    await talk.presses(one, "不再等待")
    await talk.sees(two, "检查日期：2026年4月10日（原为2026年4月9日）")


async def test_one_reminder_on_the_working_day_before_with_everything_of_the_day(
    talk: Talk, clock: StandingClock
) -> None:
    one, two = await team(talk, "S-1", "S-2")
    await proposes(talk, one, SECOND, "4月13日")
    await talk.sees(one, "检查日期已确定", SECOND)
    await proposes(talk, one, FIRST, "4月12日")
    await opens_days(talk, one, FIRST)
    await talk.presses(one, "不再等待")
    await talk.sees(two, "检查日期已确定")
    await ring(talk)
    assert await reminders(talk) == []
    clock.go_to(2026, 4, 10, 7)
    await ring(talk)
    assert await reminders(talk) == []
    clock.go_to(2026, 4, 10, 9)
    await ring(talk)
    await ring(talk)
    told = await talk.sees(one, "检查提醒", "2026年4月12日　" + FIRST, "2026年4月13日　" + SECOND)
    await talk.sees(two, "检查提醒", FIRST)
    assert len(await reminders(talk)) == 2
    await talk.play.presses(one, told, "当日路线")
    await talk.sees(one, "2026年4月12日检查路线", "共1处", FIRST)


async def test_who_has_reported_is_not_reminded(talk: Talk, clock: StandingClock) -> None:
    (one,) = await team(talk, "S-1")
    await proposes(talk, one, SECOND, "2026-04-10")
    await talk.sees(one, "检查日期已确定")
    async with talk.acts.noting(await actor(talk.acts, "S-1")) as work:
        await drafts.all_fine(work, "S-1@2")
    async with talk.acts.working(await actor(talk.acts, "S-1"), "test:submit") as work:
        await inspections.submit(work, "S-1@2")
    clock.go_to(2026, 4, 9)
    await ring(talk)
    assert await reminders(talk) == []


async def test_a_full_day_of_letters_gets_no_reminder_that_would_come_too_late(
    talk: Talk, clock: StandingClock
) -> None:
    (one,) = await team(talk, "S-1")
    await proposes(talk, one, SECOND, "2026-04-10")
    await talk.sees(one, "检查日期已确定")
    clock.go_to(2026, 4, 9)
    async with talk.acts.noting(await actor(talk.acts, "S-1")) as work:
        for n in range(work.profile.max_unsolicited_per_day):
            work.session.add(
                Letter(
                    dedupe_key=f"full{n}",
                    kind="certificate_near",
                    person_id=work.actor.person_id,
                    body="x",
                    state="sent",
                    due_at=work.now,
                    created_at=work.now,
                )
            )
    await ring(talk)
    assert await reminders(talk) == []


async def test_the_way_of_the_day_goes_by_what_is_nearest(talk: Talk) -> None:
    (one,) = await team(talk, "S-1")
    async with talk.acts.noting() as work:
        rows = await work.session.exec(
            select(InspectionObject)
            .join(Visit, col(Visit.object_id) == col(InspectionObject.id))
            .order_by(col(Visit.number).desc())
        )
        for n, subject in enumerate(rows):
            subject.latitude, subject.longitude = 38.40 + n / 100, 112.7
            subject.area = "城关镇"
        for visit in await work.session.exec(select(Visit)):
            visit.agreed_on = date(2026, 4, 8)
    await talk.says(one, "我的任务")
    await talk.sees(one, "我的任务", "今日", FIRST, SECOND)
    await talk.presses(one, "4月8日路线")
    way = await talk.sees(one, "检查路线", "共2处", "距上一处直线约1.1公里")
    assert way.text.index(FIRST) < way.text.index(SECOND)
    await talk.play.presses(one, way, way.buttons[1])
    await talk.sees(one, "检查任务", SECOND)
