"""Two processes tick by any clock while circulars move a deadline: each stage once, none in silence."""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from bot.acts import Acts
from domain.deadlines import stages
from domain.roles import HOUSE, Role
from models import Chat, Duty, Reminder
from models.session import open_engine, sessions
from scheduler import ticks
from services import outbox, quiet
from services.profiles import load
from services.year import deadline_moves, duties
from tests.conftest import StandingClock
from tests.databases import empty_database
from tests.services.test_filings import OFFICE, add_person, add_unit
from tests.services.test_reminders import letters

REPORT = "half_year_report"
DAYS = (date(2026, 6, 5), date(2026, 6, 10), date(2026, 6, 12), date(2026, 7, 31))
Step = tuple[int, date | None]
"""So many hours later (or earlier) in the year; a new last day for the report, if any."""


async def play(folder: Path, steps: Sequence[Step]) -> None:
    """Both processes tick at every step; afterwards every row and letter is accounted for."""
    url, clock = empty_database(folder), StandingClock()
    engines = [open_engine(url) for _ in range(2)]
    one, other = (
        Acts(sessions(engine), sessions(engine, looking=True), load("xinzhou"), clock) for engine in engines
    )
    clock.go_to(2026, 1, 1)
    async with one.noting() as work:
        await add_person(work, await add_unit(work, "甲局"), "J-1", Role.LIAISON, 11)
        work.session.add(Chat(telegram_id=-100, purpose=outbox.OFFICE, bound_at=work.now))
    async with one.working(HOUSE, "plan") as work:
        await duties.plan_year(work, 2026)
    last = date(2026, 1, 1)
    for n, (hour, day) in enumerate(steps):
        clock.go_to(2026, 1, 1, 0)
        clock.advance(hours=hour)
        await move(other, n, day)
        await asyncio.gather(ticks.remind(one), ticks.remind(other))
        clock.advance(days=1)  # what one digest a day left over is in the next one
        await asyncio.gather(ticks.remind(one), ticks.remind(other))
        async with one.looking() as look:
            if quiet.opening(look.profile, look.calendar, look.now) <= look.now:
                last = max(last, look.today)
    await settle(one, clock, last)
    await account_for(one, last)
    for engine in engines:
        await engine.dispose()


async def move(acts: Acts, n: int, day: date | None) -> None:
    """The office's act, where it can be meant at this hour."""
    async with acts.looking(OFFICE) as look:
        now = await deadline_moves.choice(look, 2026, REPORT)
        meant = day is not None and day >= look.today and day != now.due_on
    if meant:
        async with acts.working(OFFICE, f"move {n}") as work:
            await deadline_moves.move(work, 2026, REPORT, day, f"虚办〔2026〕{n + 1}号")


async def settle(acts: Acts, clock: StandingClock, last: date) -> None:
    """One more tick on the next working day: that day's digest is out where the clock ran back."""
    next_day = acts.calendar.next_working_day(last + timedelta(days=1))
    clock.go_to(next_day.year, next_day.month, next_day.day)
    clock.advance(hours=1)
    await ticks.remind(acts)


async def account_for(acts: Acts, last: date) -> None:
    """Every stage of an open duty reached until ``last`` has a row; one passed over a later."""
    async with acts.looking() as look:
        rows = list((await look.session.exec(select(Reminder))).all())
        owed = {one.deadline: one for one in (await look.session.exec(select(Duty))).all()}
        dues = await duties.dues_of(look, 2026)
    for due in dues:
        mine = [row for row in rows if row.duty_id == owed[due.key].id]
        here = {row.stage: row.state for row in mine if row.deadline_on == due.due_on}
        planned = [one for one in stages(due, acts.profile, acts.calendar) if one.date <= last]
        assert {one.name for one in planned} <= here.keys()
        for n, stage in enumerate(planned):
            later = [one.name for one in planned[n:] if one.receiver == stage.receiver]
            assert any(here[name] != "passed_over" for name in later)
            if here[stage.name] == "carried_over":
                assert any(row.stage == stage.name and row.deadline_on != due.due_on for row in mine)
    told = await letters(acts, "deadline_moved")
    said = [*await letters(acts), *await letters(acts, "deadline_missed"), *told]
    assert len({letter.dedupe_key for letter in said}) == len(said)


@example(steps=[(3800, None), (3800, date(2026, 6, 12)), (3850, date(2026, 6, 10)), (3900, None)])
@example(steps=[(3830, date(2026, 7, 31)), (3000, None), (3830, None), (5200, None)])
@example(steps=[(5121, None), (3300, date(2026, 6, 5))])
@settings(max_examples=10, deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.integers(3300, 5200), st.one_of(st.none(), st.sampled_from(DAYS))),
        min_size=1,
        max_size=5,
    )
)
def test_two_processes_and_a_moving_deadline_lose_and_repeat_nothing(steps: list[Step]) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(play(Path(folder), steps))
