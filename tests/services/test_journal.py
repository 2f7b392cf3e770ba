"""The journal: one entry an act, one act a cause, a chain that shows where it was touched."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, delete, select

from bot.acts import Acts, ForgottenEntryError
from bot.database import engine_of
from domain.roles import HOUSE
from models import Entry, Unit, journal_guard
from services import journal
from services.journal import GENESIS, AlreadyDone, broken, digest
from services.work import Work
from tests.databases import off_guard
from tests.rows import MORNING


async def act(acts: Acts, cause: str, **facts: object) -> None:
    async with acts.working(HOUSE, cause) as work:
        await journal.record(work, "test.act", f"subject:{cause}", **facts)


async def chain(acts: Acts) -> list[Entry]:
    async with acts.looking() as look:
        return list(await look.session.exec(select(Entry).order_by(col(Entry.position))))


def a_chain(length: int) -> list[Entry]:
    """A sound chain without a database."""
    entries: list[Entry] = []
    for position in range(1, length + 1):
        entry = Entry(
            position=position,
            cause=f"c{position}",
            act="test.act",
            subject=f"s{position}",
            at=MORNING + timedelta(minutes=position),
            facts={"n": position},
            previous=entries[-1].hash if entries else GENESIS,
            hash="",
        )
        entry.hash = digest(entry)
        entries.append(entry)
    return entries


async def test_entries_are_numbered_without_a_gap_and_carry_the_hash_before(acts: Acts) -> None:
    for n in range(3):
        await act(acts, f"c{n}", n=n)
    entries = await chain(acts)
    assert [one.position for one in entries] == [1, 2, 3]
    assert [one.previous for one in entries] == [GENESIS, entries[0].hash, entries[1].hash]
    assert broken(entries) is None


async def test_a_cause_acts_once_and_a_replay_learns_what_was_done(acts: Acts) -> None:
    await act(acts, "update:1", number=7)
    with pytest.raises(AlreadyDone) as replayed:
        await act(acts, "update:1", number=8)
    assert (replayed.value.entry.subject, replayed.value.entry.facts) == ("subject:update:1", {"number": 7})
    assert len(await chain(acts)) == 1


async def test_an_act_without_its_entry_leaves_nothing_behind(acts: Acts) -> None:
    with pytest.raises(ForgottenEntryError):
        async with acts.working(HOUSE, "forgotten") as work:
            work.session.add(Unit(name="甲局"))
    async with acts.looking() as look:
        assert (await look.session.exec(select(Unit))).all() == []


async def test_an_act_is_entered_once(acts: Acts) -> None:
    async def twice(work: Work) -> None:
        await journal.record(work, "test.act", "one")
        await journal.record(work, "test.act", "two")

    with pytest.raises(RuntimeError, match="recorded twice"):
        async with acts.working(HOUSE, "twice") as work:
            await twice(work)
    assert await chain(acts) == []


async def test_an_act_that_fails_leaves_no_entry(acts: Acts) -> None:
    async def fail(work: Work) -> None:
        await journal.record(work, "test.act", "one")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        async with acts.working(HOUSE, "fails") as work:
            await fail(work)
    await act(acts, "fails")
    assert [one.position for one in await chain(acts)] == [1]


@pytest.mark.parametrize(("field", "other"), [("act", "x"), ("subject", "x"), ("facts", {"x": 1})])
async def test_a_field_changed_in_the_database_is_found(acts: Acts, field: str, other: object) -> None:
    for n in range(3):
        await act(acts, f"c{n}")
    async with off_guard(engine_of(acts)), acts.noting() as work:
        setattr(await work.session.get_one(Entry, 2), field, other)
    assert broken(await chain(acts)) == {"position": 2, "reason": "content"}


async def test_an_entry_taken_out_of_the_database_leaves_a_gap(acts: Acts) -> None:
    for n in range(3):
        await act(acts, f"c{n}")
    async with off_guard(engine_of(acts)), acts.noting() as work:
        await work.session.exec(delete(Entry).where(col(Entry.position) == 2))
    assert broken(await chain(acts)) == {"position": 2, "reason": "gap"}


@pytest.mark.parametrize("by_mistake", [update(Entry).values(act="x"), delete(Entry)])
async def test_the_database_itself_refuses_to_change_or_remove_an_entry(acts: Acts, by_mistake: Any) -> None:
    await act(acts, "c1")
    with pytest.raises(DBAPIError, match="append-only"):
        async with acts.noting() as work:
            await work.session.exec(by_mistake)
    assert broken(await chain(acts)) is None
    assert len(await chain(acts)) == 1


async def test_the_guard_stands_on_the_newest_schema_and_what_is_gone_is_named(acts: Acts) -> None:
    async with acts.looking() as look:
        assert await journal_guard.missing(look.session) == []
    async with off_guard(engine_of(acts)), acts.looking() as look:
        assert await journal_guard.missing(look.session) == ["journal_no_change", "journal_no_removal"]


Touch = Callable[[Entry], None]
TOUCHES: dict[str, Touch] = {
    "cause": lambda entry: setattr(entry, "cause", entry.cause + "x"),
    "subject": lambda entry: setattr(entry, "subject", entry.subject + "x"),
    "actor": lambda entry: setattr(entry, "actor_id", 5),
    "hour": lambda entry: setattr(entry, "at", entry.at + timedelta(microseconds=1)),
    "facts": lambda entry: setattr(entry, "facts", {**entry.facts, "more": True}),
    "hash": lambda entry: setattr(entry, "hash", "f" * 64),
    "previous": lambda entry: setattr(entry, "previous", "e" * 64),
}


@given(length=st.integers(1, 8), at=st.integers(0, 7), touch=st.sampled_from(sorted(TOUCHES)))
def test_whatever_is_touched_is_found_where_it_was_touched(length: int, at: int, touch: str) -> None:
    entries = a_chain(length)
    touched = entries[at % length]
    TOUCHES[touch](touched)
    found = broken(entries)
    assert found is not None
    assert found["position"] == touched.position


@given(length=st.integers(1, 8), at=st.integers(0, 7))
def test_a_forged_entry_with_a_hash_of_its_own_breaks_the_link_after_it(length: int, at: int) -> None:
    entries = a_chain(length + 1)
    forged = entries[at % length]
    forged.facts = {"forged": True}
    forged.hash = digest(forged)
    assert broken(entries) == {"position": forged.position + 1, "reason": "link"}


def test_the_hour_is_the_same_moment_in_every_zone() -> None:
    entry = a_chain(1)[0]
    before = digest(entry)
    entry.at = entry.at.astimezone(tz=None)
    assert digest(entry) == before
