"""The self-check: each stage that stands still makes it red, and nothing else does."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from bot.acts import Acts
from domain.roles import HOUSE, Role
from models import Fault, Letter, Update
from scheduler import ticks
from services import sending_hold
from services.health import beat
from services.self_check import check, note
from tests.conftest import StandingClock
from tests.rows import Rows
from tests.services.test_filings import add_person, add_unit

Stop = Callable[[Acts, StandingClock], Awaitable[None]]


async def alive(acts: Acts, *parts: str) -> None:
    async with acts.noting() as work:
        for part in parts:
            await beat(work.session, part, work.now)


async def found(acts: Acts) -> dict[str, int]:
    """Code → how many."""
    async with acts.looking() as look:
        return {one.code: one.count for one in await check(look, polls=True)}


@pytest.fixture(autouse=True)
async def service(acts: Acts, clock: StandingClock) -> None:
    """A service that is well: an office with a liaison whose duties are planned."""
    async with acts.noting() as work:
        await add_person(work, await add_unit(work, "甲局"), "L-1", Role.LIAISON, 100)
    await ticks.plan(acts)
    await ticks.remind(acts)
    await _delivered(acts)
    await alive(acts, "poll", "tick")


async def _deaf(acts: Acts, clock: StandingClock) -> None:
    clock.advance(minutes=6)
    await alive(acts, "tick")


async def _clock_stopped(acts: Acts, clock: StandingClock) -> None:
    clock.advance(minutes=6)
    await alive(acts, "poll")


async def _workers_stopped(acts: Acts, clock: StandingClock) -> None:
    await Rows(acts).add(_update(1, clock, "waiting"))
    await _later(acts, clock, minutes=11)


async def _office_not_told(acts: Acts, clock: StandingClock) -> None:
    await Rows(acts).add(_update(1, clock, "quarantined"))
    await _later(acts, clock, minutes=6)


async def _sender_stopped(acts: Acts, clock: StandingClock) -> None:
    await _letter(acts, "pending")
    await _later(acts, clock, minutes=11)


async def _sender_died(acts: Acts, clock: StandingClock) -> None:
    letter = await _letter(acts, "sending")
    async with acts.noting() as work:
        row = await work.session.get_one(Letter, letter.id)
        row.lease_until = work.now
    await _later(acts, clock, minutes=6)


async def _refused(acts: Acts, _clock: StandingClock) -> None:
    await _letter(acts, "dead")


async def _never_reminded(acts: Acts, clock: StandingClock) -> None:
    clock.go_to(2026, 4, 13)
    await alive(acts, "poll", "tick")


async def _nobody_written_to(acts: Acts, _clock: StandingClock) -> None:
    rows = Rows(acts)
    unit = await rows.unit("乙局")
    visit = await rows.visit(await rows.draw(await rows.task(unit)))
    await rows.sent(visit, await rows.person(unit, "王某"))


async def _never_anchored(acts: Acts, clock: StandingClock) -> None:
    clock.go_to(2026, 4, 1, 18)
    await alive(acts, "poll", "tick")


async def _held(acts: Acts, clock: StandingClock) -> None:
    async with acts.noting() as work:
        await sending_hold.begin(work, "restored")
    await _delivered(acts)
    await _later(acts, clock, minutes=1)


def _update(number: int, clock: StandingClock, state: str) -> Update:
    return Update(update_id=number, lane="1", body="{}", received_at=clock(), state=state)


async def _letter(acts: Acts, state: str) -> Letter:
    rows = Rows(acts)
    return await rows.letter(await rows.person(await rows.unit("乙局"), "王某"), state)


async def _later(acts: Acts, clock: StandingClock, **by: float) -> None:
    """Time passes for a service whose other parts are well."""
    clock.advance(**by)
    await alive(acts, "poll", "tick")


STOPS: dict[str, Stop] = {
    "poll": _deaf,
    "tick": _clock_stopped,
    "inbox": _workers_stopped,
    "quarantine": _office_not_told,
    "outbox": _sender_stopped,
    "lease": _sender_died,
    "refused": _refused,
    "reminders": _never_reminded,
    "untold": _nobody_written_to,
    "anchor": _never_anchored,
    "hold": _held,
}


async def test_a_service_that_is_well_has_no_finding(acts: Acts) -> None:
    assert await found(acts) == {}


@pytest.mark.parametrize("stage", STOPS)
async def test_a_stage_that_stands_still_is_found_and_no_beat_goes_out(
    acts: Acts, clock: StandingClock, stage: str
) -> None:
    beats: list[str] = []

    async def beat_outside() -> None:
        beats.append(stage)

    await ticks.self_check(acts, polls=True, beat_outside=beat_outside)
    assert beats == [stage]
    await STOPS[stage](acts, clock)
    assert set(await found(acts)) == {stage}
    await ticks.self_check(acts, polls=True, beat_outside=beat_outside)
    assert beats == [stage]


async def test_a_service_with_a_webhook_is_not_asked_for_its_poll(acts: Acts, clock: StandingClock) -> None:
    await _deaf(acts, clock)
    async with acts.looking() as look:
        assert await check(look, polls=False) == ()


async def _told(acts: Acts) -> list[str]:
    async with acts.looking() as look:
        rows = select(Letter.body).where(Letter.kind == "self_checked").order_by(col(Letter.id))
        return list(await look.session.exec(rows))


async def _checked(acts: Acts) -> list[str]:
    """Check and note, as the tick does; everything the group was told so far."""
    async with acts.looking() as look:
        seen = await check(look, polls=True)
    async with acts.noting(HOUSE) as work:
        await note(work, seen)
    return await _told(acts)


async def test_a_finding_is_told_once_a_day_and_once_when_it_is_mended(
    acts: Acts, clock: StandingClock
) -> None:
    await _deaf(acts, clock)
    assert await _checked(acts) == []
    clock.advance(minutes=2)
    await alive(acts, "tick")
    said = await _checked(acts)
    assert len(said) == 1
    assert "已有8分钟未能从 Telegram 接收消息" in said[0]
    clock.advance(minutes=3)
    await alive(acts, "tick")
    assert await _checked(acts) == said
    clock.advance(days=1)
    await alive(acts, "tick")
    assert len([one for one in await _checked(acts) if "未能从 Telegram" in one]) == 2
    await _later(acts, clock, seconds=30)
    assert "已恢复正常</b>\n接收消息" in (await _checked(acts))[-1]
    async with acts.looking() as look:
        assert "poll" not in list(await look.session.exec(select(Fault.code)))


async def test_what_mends_itself_within_a_minute_is_never_told(acts: Acts, clock: StandingClock) -> None:
    await _deaf(acts, clock)
    await _checked(acts)
    await alive(acts, "poll")
    assert await _checked(acts) == []


async def test_thirty_ordinary_days_raise_no_alarm(acts: Acts, clock: StandingClock) -> None:
    day = date(2026, 4, 1)
    for _ in range(30):
        for hour in (7, 8, 10, 18, 22):
            clock.go_to(day.year, day.month, day.day, hour, 31)
            await ticks.plan(acts)
            await ticks.remind(acts)
            await ticks.anchor(acts, _nothing_to_publish)
            await _delivered(acts)
            await alive(acts, "poll", "tick")
            assert await found(acts) == {}, clock.now
        day += timedelta(days=1)


async def _nothing_to_publish() -> None:
    pass


async def _delivered(acts: Acts) -> None:
    async with acts.noting() as work:
        due = select(Letter).where(Letter.state == "pending", col(Letter.due_at) <= work.now)
        for letter in await work.session.exec(due):
            letter.state, letter.sent_at = "sent", work.now
