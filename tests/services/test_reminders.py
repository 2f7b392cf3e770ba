"""Reminders: one digest a day, each stage once, nothing in silence, nothing after the file is in."""

import asyncio
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlmodel import col, delete, select

from bot.acts import Acts
from domain.deadlines import due_dates, stages
from domain.roles import HOUSE, Actor, Role
from models import Account, Chat, Duty, Letter, Reminder
from models.session import open_engine, sessions
from services import outbox, quiet
from services.journal import AlreadyDone
from services.profiles import load
from services.staff import deputies
from services.work import OFFICE_ZONE
from services.workdays import packaged
from services.year import duties, reminders
from tests.conftest import StandingClock
from tests.databases import empty_database
from tests.services.test_filings import add_person, add_unit, hand_in, ref_of


@pytest.fixture
async def liaison(acts: Acts) -> Actor:
    """The linked liaison of the only unit, with this year planned and an office group."""
    async with acts.noting() as work:
        actor = await add_person(work, await add_unit(work, "甲局"), "J-1", Role.LIAISON, 11)
        work.session.add(Chat(telegram_id=-100, purpose=outbox.OFFICE, bound_at=work.now))
    async with acts.working(HOUSE, "plan") as work:
        await duties.plan_year(work, 2026)
    return actor


async def tick(acts: Acts) -> int:
    """One pass over everybody there is to remind; answers how many acts it took."""
    async with acts.looking() as look:
        turns, today = await reminders.rounds(look), look.today
    for turn in turns:
        try:
            async with acts.working(HOUSE, f"tick:remind:{turn.unit_id}:{turn.receiver}:{today}") as work:
                await reminders.remind(work, turn)
        except AlreadyDone:
            continue
    return len(turns)


async def letters(acts: Acts, kind: str = "deadline_near") -> list[Letter]:
    """All letters of a kind, in the order they were written."""
    async with acts.looking() as look:
        rows = await look.session.exec(select(Letter).where(Letter.kind == kind).order_by(col(Letter.id)))
        return list(rows)


async def recorded(acts: Acts, deadline: str) -> dict[str, str]:
    """Stage → state of a deadline's reminders (one unit)."""
    async with acts.looking() as look:
        rows = await look.session.exec(
            select(Reminder.stage, Reminder.state)
            .join(Duty, col(Duty.id) == col(Reminder.duty_id))
            .where(Duty.deadline == deadline)
        )
        return {str(stage): str(state) for stage, state in rows}


async def test_a_reached_stage_is_sent_once_with_its_deadline_and_clause(
    acts: Acts, clock: StandingClock, liaison: Actor
) -> None:
    clock.go_to(2026, 4, 13)
    assert (await tick(acts), await tick(acts)) == (1, 0)
    (letter,) = await letters(acts)
    assert letter.person_id == liaison.person_id
    assert "还有2天" in letter.body
    assert "4月15日" in letter.body
    assert "三（四）" in letter.body
    assert letter.keyboard[0][0]["data"] == f"file:{await ref_of(acts, liaison, 'internal_plan')}"


async def test_stages_missed_in_a_downtime_merge_into_the_latest(
    acts: Acts, clock: StandingClock, liaison: Actor
) -> None:
    clock.go_to(2026, 4, 16)
    await tick(acts)
    await tick(acts)
    assert "已逾期1天" in (await letters(acts))[-1].body
    states = await recorded(acts, "internal_plan")
    assert (
        states
        == {
            "early": "passed_over",
            "near": "passed_over",
            "close": "passed_over",
            "last_day": "passed_over",
            "unit_head": "untold",
            "overdue": "sent",
            "escalated": "sent",
        }
        or states | {"unit_head": "raised"} == states
    )


async def test_two_deadlines_on_one_day_make_one_message(
    acts: Acts, clock: StandingClock, liaison: Actor
) -> None:
    clock.go_to(2026, 6, 26)
    await tick(acts)
    lines = (await letters(acts))[-1]
    assert "随机抽查事项清单" in lines.body
    assert "抽查工作细则和指引" in lines.body
    assert lines.keyboard[0] == [{"text": "查看全部事项", "data": "duties:all"}]


@pytest.mark.parametrize(("day", "hour"), [((4, 13), 7), ((4, 13), 22), ((4, 18), 10), ((5, 1), 10)], ids=str)
async def test_nobody_is_reminded_at_night_or_on_a_day_off(
    acts: Acts, clock: StandingClock, liaison: Actor, day: tuple[int, int], hour: int
) -> None:
    clock.go_to(2026, *day, hour)
    assert await tick(acts) == 0
    clock.go_to(2026, 5, 6)
    assert await tick(acts) > 0


async def test_what_is_filed_is_not_reminded_of(acts: Acts, clock: StandingClock, liaison: Actor) -> None:
    await hand_in(acts, liaison, "internal_plan", "f", file_id="d", file_name="d.docx")
    clock.go_to(2026, 4, 13)
    assert await tick(acts) == 0
    assert await letters(acts) == []


async def test_the_office_hears_of_late_units_once_a_day_and_of_no_person(
    acts: Acts, clock: StandingClock, liaison: Actor
) -> None:
    clock.go_to(2026, 4, 16)
    for _ in range(3):
        await tick(acts)
    (post,) = await letters(acts, "deadline_missed")
    assert post.chat_id == -100
    assert "甲局" in post.body
    assert "已逾期1天" in post.body
    assert "陈" not in post.body


async def test_a_unit_whose_liaison_cannot_be_reached_surfaces_at_the_office(
    acts: Acts, clock: StandingClock, liaison: Actor
) -> None:
    async with acts.noting() as work:
        (await work.session.exec(select(Account))).one().reachable = False
    clock.go_to(2026, 4, 13)
    await tick(acts)
    assert await recorded(acts, "internal_plan") == {
        "early": "passed_over",
        "near": "passed_over",
        "close": "untold",
    }
    await tick(acts)
    (post,) = await letters(acts, "deadline_missed")
    assert "甲局联络员" in post.body
    assert (await recorded(acts, "internal_plan"))["close"] == "raised"


async def test_the_head_of_unit_is_told_on_the_last_day_without_a_button(
    acts: Acts, clock: StandingClock, liaison: Actor
) -> None:
    async with acts.noting() as work:
        head = await add_person(work, liaison.unit_id or 0, "J-9", Role.APPROVER, 19)
    clock.go_to(2026, 4, 15)
    await tick(acts)
    (told,) = [letter for letter in await letters(acts) if letter.person_id == head.person_id]
    assert told.keyboard == []
    assert "联络员" in told.body


async def test_a_digest_still_waiting_is_taken_back_when_its_duty_is_filed(
    acts: Acts, clock: StandingClock, liaison: Actor
) -> None:
    async with acts.noting() as work:
        unit_id = liaison.unit_id or 0
        deputy = await add_person(work, unit_id, "J-2", Role.INSPECTOR)
        await deputies.name(work, unit_id, deputy.person_id or 0, date(2026, 6, 26), date(2026, 6, 30))
        await work.session.exec(delete(Letter))
    clock.go_to(2026, 6, 26)
    await tick(acts)
    async with acts.noting() as work:
        for letter in await work.session.exec(select(Letter).where(Letter.person_id == liaison.person_id)):
            letter.state = "sent"
    await hand_in(acts, liaison, "item_list", "f", file_id="d", file_name="d.docx")
    first, waiting, again = await letters(acts)
    assert (first.state, waiting.state, again.state) == ("sent", "void", "unlinked")
    assert "随机抽查事项清单" not in again.body
    assert "抽查工作细则和指引" in again.body


async def test_a_person_who_enrols_late_finds_one_digest_of_everything(
    acts: Acts, clock: StandingClock, liaison: Actor
) -> None:
    async with acts.noting() as work:
        account = (await work.session.exec(select(Account))).one()
        account.revoked_at = work.now
    for day in (13, 15, 16, 23, 28):
        clock.go_to(2026, 4, day)
        await tick(acts)
    waiting = [letter for letter in await letters(acts) if letter.state == "unlinked"]
    (digest,) = waiting
    assert "本部门内部抽查计划" in digest.body
    assert "年度抽查计划公示" in digest.body


async def test_the_daily_number_of_unasked_messages_moves_the_next_to_the_next_working_day(
    acts: Acts, clock: StandingClock, liaison: Actor
) -> None:
    clock.go_to(2026, 4, 30)
    assert liaison.person_id is not None
    async with acts.noting() as work:
        for n in range(2):
            work.session.add(
                Letter(
                    dedupe_key=f"n{n}",
                    kind="deadline_near",
                    person_id=liaison.person_id,
                    body="",
                    state="sent",
                    due_at=work.now,
                    created_at=work.now,
                )
            )
    await tick(acts)
    due_at = (await letters(acts))[-1].due_at.astimezone(OFFICE_ZONE)
    assert due_at == datetime(2026, 5, 6, 8, 30, tzinfo=OFFICE_ZONE)
    assert "已逾期6天" in (await letters(acts))[-1].body


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ((4, 13, 8, 29), (4, 13, 8, 30)),
        ((4, 13, 8, 30), (4, 13, 8, 30)),
        ((4, 13, 20, 59), (4, 13, 20, 59)),
        ((4, 13, 21, 0), (4, 14, 8, 30)),
        ((4, 17, 23, 0), (4, 20, 8, 30)),
        ((4, 30, 21, 0), (5, 6, 8, 30)),
        ((5, 9, 10, 0), (5, 9, 10, 0)),
    ],
    ids=str,
)
def test_the_next_allowed_moment_is_on_a_working_day_outside_quiet_hours(
    now: tuple[int, int, int, int], opens: tuple[int, int, int, int]
) -> None:
    found = quiet.opening(load("xinzhou"), packaged(), datetime(2026, *now, tzinfo=OFFICE_ZONE))
    assert found == datetime(2026, *opens, tzinfo=OFFICE_ZONE)


async def play(folder: Path, hours: list[int], filed_at: int) -> None:
    """Tick at these hours of the year in the given order, file one duty on the way, and check the rows."""
    engine, clock = open_engine(empty_database(folder)), StandingClock()
    acts = Acts(sessions(engine), sessions(engine, looking=True), load("xinzhou"), clock)
    clock.go_to(2026, 1, 1)
    async with acts.noting() as work:
        actor = await add_person(work, await add_unit(work, "甲局"), "J-1", Role.LIAISON, 11)
    async with acts.working(HOUSE, "plan") as work:
        await duties.plan_year(work, 2026)
    awake: list[date] = []
    for n, hour in enumerate(hours):
        if n == filed_at:
            await hand_in(acts, actor, "half_year_report", "filed", file_id="d", file_name="d.docx")
        clock.go_to(2026, 1, 1, 0)
        clock.advance(hours=hour)
        async with acts.looking() as look:
            if quiet.opening(look.profile, look.calendar, look.now) <= look.now:
                awake.append(look.today)
        await tick(acts)
    await check_rows(acts, max(awake, default=date(2026, 1, 1)), filed=filed_at < len(hours))
    await engine.dispose()


async def check_rows(acts: Acts, last: date, *, filed: bool) -> None:
    """Every stage reached until ``last`` is in one row; one passed over has a later one that was not."""
    for due in due_dates(acts.profile, 2026, packaged()):
        if filed and due.key == "half_year_report":
            continue
        states = await recorded(acts, due.key)
        planned = [stage for stage in stages(due, acts.profile, packaged()) if stage.date <= last]
        assert states.keys() == {stage.name for stage in planned}
        for n, stage in enumerate(planned):
            if states[stage.name] == "passed_over":
                later = [one for one in planned[n + 1 :] if one.receiver == stage.receiver]
                assert any(states[one.name] != "passed_over" for one in later)
    found = await letters(acts)
    assert len({letter.dedupe_key for letter in found}) == len(found)
    # A filing voids a digest that still waits and says the rest anew on the same day.
    said = [letter for letter in found if letter.state != "void"]
    days = [letter.due_at.astimezone(OFFICE_ZONE).date() for letter in said]
    assert len(days) == len(set(days))


@example(hours=[3705, 0], filed_at=1)
@example(hours=[0, 0, 0, 5073, 0], filed_at=4)
@settings(max_examples=25, deadline=None)
@given(
    hours=st.lists(st.integers(min_value=0, max_value=365 * 24 - 1), min_size=1, max_size=12),
    filed_at=st.integers(min_value=0, max_value=14),
)
def test_however_the_clock_ticks_each_stage_comes_once_and_none_in_silence(
    hours: list[int], filed_at: int
) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(play(Path(folder), hours, filed_at))
