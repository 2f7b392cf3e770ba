"""What the clock sets off, run directly on a clock that a test moves."""

import pytest
from sqlmodel import col, select

from bot.acts import Acts
from domain.roles import HOUSE, Role
from models import Account, Beat, Duty, Entry, Letter
from scheduler import ticks
from scheduler.ticks import Transactions
from scheduler.timetable import run_once, start, timetable
from services import journal, rounds
from services.work import Work
from services.year import reminders
from tests.conftest import StandingClock
from tests.services.test_filings import add_person, add_unit


async def record_summary(acts: Transactions, cause: str) -> None:
    """A stand-in for the summary with its picture: only the act."""
    async with acts.working(HOUSE, cause) as work:
        await journal.record(work, "summary.post", "summary")


async def nothing_to_publish() -> None:
    """A stand-in for the pages."""


async def entries(acts: Acts) -> list[str]:
    """The causes of all acts, in order."""
    async with acts.looking() as look:
        return list(await look.session.exec(select(Entry.cause).order_by(col(Entry.position))))


async def add_liaisons(acts: Acts, *names: str) -> None:
    """Units with a linked liaison each."""
    async with acts.noting() as work:
        for n, name in enumerate(names):
            await add_person(work, await add_unit(work, name), f"L-{n}", Role.LIAISON, 100 + n)


async def test_duties_are_planned_when_units_appear_and_next_year_in_december(
    acts: Acts, clock: StandingClock
) -> None:
    await ticks.plan(acts)
    assert await entries(acts) == []
    await add_liaisons(acts, "甲局")
    await ticks.plan(acts)
    await ticks.plan(acts)
    clock.go_to(2026, 12, 5)
    await ticks.plan(acts)
    assert [cause.split(":")[2] for cause in await entries(acts)] == ["2026", "2027"]
    async with acts.looking() as look:
        assert set(await look.session.exec(select(Duty.year))) == {2026, 2027}


async def test_each_unit_is_reminded_in_an_act_of_its_own_and_the_office_last(
    acts: Acts, clock: StandingClock
) -> None:
    await add_liaisons(acts, "甲局", "乙局")
    await ticks.plan(acts)
    clock.go_to(2026, 4, 16)
    await ticks.remind(acts)
    await ticks.remind(acts)
    reminded = [cause for cause in await entries(acts) if cause.startswith("tick:remind")]
    assert reminded == [
        "tick:remind:2:unit_head:2026-04-16",
        "tick:remind:2:liaison:2026-04-16",
        "tick:remind:1:unit_head:2026-04-16",
        "tick:remind:1:liaison:2026-04-16",
        "tick:remind:0:office:2026-04-16",
    ]


async def test_a_reminder_that_fails_leaves_the_others_and_is_tried_again(
    acts: Acts, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await add_liaisons(acts, "甲局", "乙局")
    await ticks.plan(acts)
    clock.go_to(2026, 4, 13)
    remind = reminders.remind

    async def fail_for_the_second_unit(work: Work, turn: rounds.Round) -> None:
        await remind(work, turn)
        if turn.unit_id == 2:
            raise OSError

    with monkeypatch.context() as patched:
        patched.setattr(reminders, "remind", fail_for_the_second_unit)
        await ticks.remind(acts)
    assert await told(acts) == [1]
    await ticks.remind(acts)
    assert await told(acts) == [1, 2]


async def told(acts: Acts) -> list[int | None]:
    """Who has a digest."""
    async with acts.looking() as look:
        query = select(Letter.person_id).where(Letter.kind == "deadline_near").order_by(col(Letter.id))
        return list(await look.session.exec(query))


@pytest.mark.parametrize(
    ("moments", "posted"),
    [
        ([(4, 13, 17, 29)], 0),
        ([(4, 13, 17, 30), (4, 13, 17, 31), (4, 13, 20, 59)], 1),
        ([(4, 13, 18, 0), (4, 14, 18, 0), (4, 13, 19, 0)], 2),
        ([(4, 13, 21, 30), (4, 14, 8, 40)], 0),
        ([(4, 18, 18, 0)], 0),
    ],
    ids=["before", "once", "twice-over", "too-late", "saturday"],
)
async def test_the_summary_is_posted_once_a_working_day_from_its_hour_on(
    acts: Acts, clock: StandingClock, moments: list[tuple[int, int, int, int]], posted: int
) -> None:
    for moment in moments:
        clock.go_to(2026, *moment)
        await ticks.summary(acts, record_summary)
    assert len(await entries(acts)) == posted


async def test_one_round_of_everything_leaves_a_sign_of_life(acts: Acts, clock: StandingClock) -> None:
    await add_liaisons(acts, "甲局")
    clock.go_to(2026, 4, 13, 18)
    await run_once(acts, timetable(record_summary, nothing_to_publish))
    async with acts.looking() as look:
        beat = (await look.session.exec(select(Beat))).one()
        assert (beat.name, beat.at) == ("tick", look.now)
    assert [cause.split(":")[1] for cause in await entries(acts)] == ["plan", "remind", "summary", "anchor"]


async def test_a_person_without_an_account_is_not_forgotten_while_ticking(
    acts: Acts, clock: StandingClock
) -> None:
    await add_liaisons(acts, "甲局")
    async with acts.noting() as work:
        await work.session.delete((await work.session.exec(select(Account))).one())
    await ticks.plan(acts)
    clock.go_to(2026, 4, 13)
    await ticks.remind(acts)
    await ticks.remind(acts)
    async with acts.looking() as look:
        states = await look.session.exec(select(Letter.kind, Letter.state).order_by(col(Letter.id)))
        assert list(states) == [("deadline_near", "unlinked"), ("deadline_missed", "unlinked")]


async def test_the_scheduler_never_drops_a_late_ring_and_never_rings_twice_at_once(acts: Acts) -> None:
    table = timetable(record_summary, nothing_to_publish)
    scheduler = start(acts, table)
    try:
        jobs = {job.id: job for job in scheduler.get_jobs()}
        assert jobs.keys() == {tick.name for tick in table}
        for tick in table:
            job = jobs[tick.name]
            assert (job.misfire_grace_time, job.coalesce, job.max_instances) == (None, True, 1)
            assert job.trigger.interval == tick.every
    finally:
        scheduler.shutdown(wait=False)
