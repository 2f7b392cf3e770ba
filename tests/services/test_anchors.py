"""The journal's head outside the database: posted once a day, and every mutation of the chain is found."""

from collections.abc import Callable
from copy import deepcopy

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from bot.acts import Acts
from models import Entry, Letter
from scheduler import ticks
from services import anchors
from services.anchors import Anchor, contradicted
from services.journal import GENESIS, broken, digest
from tests.conftest import StandingClock
from tests.services.test_journal import a_chain, act, chain

Chain = list[Entry]


def _relinked(entries: Chain) -> Chain:
    """Positions, links and hashes made anew, as whoever holds the database can."""
    previous = GENESIS
    for position, entry in enumerate(entries, start=1):
        entry.position, entry.previous = position, previous
        previous = entry.hash = digest(entry)
    return entries


def _swapped(entries: Chain, at: int) -> Chain:
    other = (at + 1) % len(entries)
    entries[at].facts, entries[other].facts = entries[other].facts, entries[at].facts
    return entries


def _edited(entries: Chain, at: int) -> Chain:
    entries[at].facts = {"n": "forged"}
    return entries


def _deleted(entries: Chain, at: int) -> Chain:
    return entries[:at] + entries[at + 1 :]


def _inserted(entries: Chain, at: int) -> Chain:
    return [*entries[:at], a_chain(1)[0], *entries[at:]]


def _cut(entries: Chain, at: int) -> Chain:
    return entries[:at]


MUTATIONS: dict[str, Callable[[Chain, int], Chain]] = {
    "edit": _edited,
    "delete": _deleted,
    "insert": _inserted,
    "swap": _swapped,
    "truncate": _cut,
}


@settings(max_examples=1000)
@given(
    length=st.integers(2, 9),
    at=st.integers(0, 8),
    what=st.sampled_from(sorted(MUTATIONS)),
    anew=st.booleans(),
)
def test_every_mutation_is_found_recomputed_or_not(length: int, at: int, what: str, anew: bool) -> None:
    entries = a_chain(length)
    head = Anchor(length, entries[-1].hash)
    assert (broken(entries), contradicted(entries, [head])) == (None, None)
    mutated = MUTATIONS[what](deepcopy(entries), at % length)
    if anew:
        mutated = _relinked(mutated)
        assert broken(mutated) is None  # the chain alone cannot know
    assert broken(mutated) or contradicted(mutated, [head])


async def _posts(acts: Acts) -> list[str]:
    async with acts.looking() as look:
        bodies = select(Letter.body).where(Letter.kind == "journal_anchored").order_by(col(Letter.id))
        return list(await look.session.exec(bodies))


async def test_the_head_is_posted_once_on_a_day_on_which_something_was_done(
    acts: Acts, clock: StandingClock
) -> None:
    written: list[object] = []

    async def publish_site() -> None:
        written.append(clock())

    await act(acts, "one")
    head = (await chain(acts))[-1]
    for day, hour, posted in ((1, 17, 0), (1, 18, 1), (1, 19, 1), (2, 18, 1)):
        clock.go_to(2026, 4, day, hour)
        await ticks.anchor(acts, publish_site)
        assert (len(await _posts(acts)), len(written)) == (posted, posted)
    assert head.hash in (await _posts(acts))[0]
    async with acts.looking() as look:
        assert [(one.position, one.sha256) for one in await anchors.posted(look)] == [(1, head.hash)]


async def test_a_head_that_was_not_posted_is_missed_after_ten_minutes(
    acts: Acts, clock: StandingClock
) -> None:
    await act(acts, "one")
    for hour, minute, missed in ((17, 35, False), (17, 41, True)):
        clock.go_to(2026, 4, 1, hour, minute)
        async with acts.looking() as look:
            assert await anchors.overdue(look) is missed
