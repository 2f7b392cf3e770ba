"""Unasked messages: never more a day than the place allows, never at night, and nothing of them is lost."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from bot.acts import Acts
from domain.notices_staff import CertificateLine, CertificateNear
from domain.roles import Role
from models import Letter
from models.session import open_engine, sessions
from services import delivery, outbox, quiet
from services.delivery import MESSAGE, Leased
from services.profiles import load
from services.work import OFFICE_ZONE
from services.workdays import packaged
from tests.conftest import StandingClock
from tests.databases import empty_database
from tests.services.test_filings import add_person, add_unit

NEAR = CertificateNear("J-1", date(2026, 6, 1), (CertificateLine("J-1", "陈", "甲局", date(2026, 7, 1), 30),))


@asynccontextmanager
async def office(folder: Path) -> AsyncIterator[tuple[Acts, StandingClock, int]]:
    """An office with one linked person."""
    engine, clock = open_engine(empty_database(folder)), StandingClock()
    acts = Acts(sessions(engine), sessions(engine, looking=True), load("xinzhou"), clock)
    async with acts.noting() as work:
        actor = await add_person(work, await add_unit(work, "甲局"), "J-1", Role.LIAISON, 11)
    yield acts, clock, actor.person_id or 0
    await engine.dispose()


async def tell(acts: Acts, person_id: int, key: str) -> None:
    """Something unasked, in its slot."""
    async with acts.noting() as work:
        await outbox.tell(work, person_id, NEAR, key, due_at=await quiet.slot(work, person_id))


async def carry(acts: Acts, numbers: Iterator[int]) -> list[Leased]:
    """The courier sends whatever may go now."""
    gone: list[Leased] = []
    while True:
        async with acts.bookkeeping() as session:
            opens = quiet.opening(acts.profile, acts.calendar, acts.clock())
            leased = await delivery.lease(session, acts.clock(), opens, lambda _: True)
            if leased is None:
                return gone
            number = next(numbers)
            for letter in leased.letters:
                await delivery.sent(session, letter.id or 0, number, acts.clock())
        gone.append(leased)


async def play(folder: Path, steps: list[tuple[int, int, bool]]) -> None:
    """Minutes pass, so many things come up, the courier runs or is away; at the end it catches up."""
    async with office(folder) as (acts, clock, person_id):
        await check(acts, clock, person_id, steps)


async def check(acts: Acts, clock: StandingClock, person_id: int, steps: list[tuple[int, int, bool]]) -> None:
    """No day with more messages than its number, none sent at night or on a day off, none lost."""
    clock.go_to(2026, 4, 28, 8)
    messages: Counter[date] = Counter()
    keys, numbers, carried = count(), count(1), 0
    for minutes, things, awake in [*steps, *[(20 * 60, 0, True)] * 24]:
        clock.advance(minutes=minutes)
        for _ in range(things):
            await tell(acts, person_id, f"key-{next(keys)}")
        sent = await carry(acts, numbers) if awake else []
        assert not sent or quiet.opening(acts.profile, packaged(), clock.now) == clock.now
        messages[clock.now.astimezone(OFFICE_ZONE).date()] += len(sent)
        carried += sum(len(one.letters) for one in sent)
    assert max(messages.values()) <= acts.profile.max_unsolicited_per_day
    async with acts.looking() as look:
        rows = (await look.session.exec(select(Letter))).all()
    for letter in rows:
        assert quiet.opening(acts.profile, packaged(), letter.due_at) == letter.due_at
    assert carried == len(rows) == next(keys)


@example(steps=[(0, 1, True), (60, 1, True), (5, 2, True), (60, 1, True)])
@example(steps=[(0, 1, False), (2000, 2, False), (300, 1, True)])
@settings(max_examples=20, deadline=None)
@given(
    steps=st.lists(st.tuples(st.integers(0, 1500), st.integers(0, 3), st.booleans()), min_size=1, max_size=10)
)
def test_however_things_come_up_a_day_has_its_number_of_messages_and_nothing_is_lost(
    steps: list[tuple[int, int, bool]],
) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(play(Path(folder), steps))


async def test_the_last_message_of_a_day_is_held_and_takes_along_what_comes_up(
    acts: Acts, clock: StandingClock
) -> None:
    async with acts.noting() as work:
        actor = await add_person(work, await add_unit(work, "甲局"), "J-1", Role.LIAISON, 11)
    person_id = actor.person_id or 0
    numbers = count(1)
    clock.go_to(2026, 4, 28, 10)
    await tell(acts, person_id, "first")
    assert len(await carry(acts, numbers)) == 1
    await tell(acts, person_id, "second")
    assert await carry(acts, numbers) == []
    await tell(acts, person_id, "third")
    clock.go_to(2026, 4, 28, 10, 31)
    (message,) = await carry(acts, numbers)
    assert message.body.count("执法证件到期提醒") == 2
    await tell(acts, person_id, "fourth")
    assert await carry(acts, numbers) == []
    clock.go_to(2026, 4, 29)
    assert len(await carry(acts, numbers)) == 1


def test_a_message_of_many_letters_fits_and_names_each_with_its_buttons() -> None:
    row = [{"text": "查看", "data": "x:1"}]
    at = datetime(2026, 4, 28, tzinfo=OFFICE_ZONE)
    letters = [
        Letter(
            dedupe_key=f"k{n}",
            kind=NEAR.kind,
            body=f"<b>第{n}件</b>\n{'字' * 1500}",
            keyboard=[row],
            due_at=at,
            created_at=at,
        )
        for n in range(6)
    ]
    message = Leased(letters[0], 1, None, tuple(letters[1:]))
    assert len(message.body) <= MESSAGE
    assert all(f"第{n}件" in message.body for n in range(6))
    assert message.keyboard == [row]
