"""Attacks on a draw, each refused before it is held or told by the record: the message says which."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import col, delete, select

from bot.acts import Acts
from bot.database import engine_of
from domain.errors import DomainError
from domain.record import announcement_sha256
from domain.recount import DIFFERS, recount
from domain.witness import commitment
from locales.texts import texts
from models import Contribution, Draw, Entry
from services import journal
from services.drawing import draws, holding, public_value
from services.work import Work
from tests.county import actor, found
from tests.databases import off_guard
from tests.services.test_draw_watch import SOURCE, VALUE
from tests.services.test_draws import announce, cause, held, witness

OTHER = "cd" * 32


async def _ready(acts: Acts) -> Draw:
    await found(acts)
    draw = await announce(acts)
    await witness(acts, draw.ref, "J-1", "83920174")
    await witness(acts, draw.ref, "S-0", "二〇二六")
    return draw


async def _hold(acts: Acts, ref: str, roster_no: str = "B-2") -> Draw:
    async with acts.working(await actor(acts, roster_no), cause()) as work:
        return await holding.hold_draw(work, ref)


async def _refusal(acts: Acts, draw: Draw, roster_no: str = "B-2") -> str:
    with pytest.raises(DomainError) as refused:
        await _hold(acts, draw.ref, roster_no)
    assert draw.number in texts().error(refused.value)
    async with acts.looking() as look:
        assert (await look.session.get_one(Draw, draw.id)).state == "announced"
    return refused.value.code


async def _edit(acts: Acts, draw: Draw, change: Callable[[Draw], None]) -> None:
    async with acts.noting() as work:
        stored = await work.session.get_one(Draw, draw.id)
        stored.announcement = deepcopy(stored.announcement)
        change(stored)


async def test_an_honest_draw_is_held(acts: Acts) -> None:
    draw = await _ready(acts)
    assert (await _hold(acts, draw.ref)).state == "held"


async def test_a_second_hold_on_one_announcement_is_refused(acts: Acts) -> None:
    await found(acts)
    draw = await held(acts)
    with pytest.raises(DomainError, match=r"draw\.not_open"):
        async with acts.working(await actor(acts, "B-1"), cause()) as work:
            await holding.hold_draw(work, draw.ref)


async def test_a_pool_edited_after_the_announcement_is_refused(acts: Acts) -> None:
    draw = await _ready(acts)

    def free_an_object(stored: Draw) -> None:
        stored.pool = stored.pool.replace("\tclosed", "\t", 1)

    await _edit(acts, draw, free_an_object)
    assert await _refusal(acts, draw) == "draw.pool_changed"


def _take_more(stored: Draw) -> None:
    steps: Any = stored.announcement["steps"]
    steps[0]["take"] += 1


def _take_more_and_sign_anew(stored: Draw) -> None:
    _take_more(stored)
    stored.announcement_sha256 = announcement_sha256(stored.announcement)


def _swap_secret_and_commitment(stored: Draw) -> None:
    stored.secret = OTHER
    stored.announcement["commitment"] = commitment(OTHER)
    stored.announcement_sha256 = announcement_sha256(stored.announcement)


def _swap_pool_and_digest(stored: Draw) -> None:
    stored.pool = stored.pool.replace("\tclosed", "\t", 1)
    stored.announcement["pool_sha256"] = draws.pool_of_draw(stored).sha256
    stored.announcement_sha256 = announcement_sha256(stored.announcement)


@pytest.mark.parametrize(
    "change", [_take_more, _take_more_and_sign_anew, _swap_secret_and_commitment, _swap_pool_and_digest]
)
async def test_parameters_edited_after_the_announcement_are_refused(
    acts: Acts, change: Callable[[Draw], None]
) -> None:
    draw = await _ready(acts)
    await _edit(acts, draw, change)
    assert await _refusal(acts, draw) == "ceremony.announcement_changed"


async def test_a_swapped_secret_is_refused(acts: Acts) -> None:
    draw = await _ready(acts)

    def swap(stored: Draw) -> None:
        stored.secret = OTHER

    await _edit(acts, draw, swap)
    assert await _refusal(acts, draw) == "draw.secret_changed"


async def test_inspectors_edited_after_the_announcement_are_refused(acts: Acts) -> None:
    draw = await _ready(acts)

    def favour(stored: Draw) -> None:
        stored.inspectors = deepcopy(stored.inspectors)
        eligible: Any = stored.inspectors["eligible"]
        eligible[next(iter(eligible))].popitem()

    await _edit(acts, draw, favour)
    assert await _refusal(acts, draw) == "ceremony.inspectors_changed"


async def _first(work: Work, draw: Draw) -> Contribution:
    rows = await work.session.exec(
        select(Contribution).where(Contribution.draw_id == draw.id).order_by(col(Contribution.id))
    )
    return rows.all()[0]


async def test_a_contribution_dropped_before_the_hold_is_refused(acts: Acts) -> None:
    draw = await _ready(acts)
    await witness(acts, draw.ref, "X-0", "3")
    async with acts.noting() as work:
        await work.session.exec(delete(Contribution).where(col(Contribution.value) == "3"))
    assert await _refusal(acts, draw) == "ceremony.contribution_dropped"


@pytest.mark.parametrize(("field", "forged"), [("value", "83920175"), ("role", "approver")])
async def test_a_contribution_forged_before_the_hold_is_refused(acts: Acts, field: str, forged: str) -> None:
    draw = await _ready(acts)
    async with acts.noting() as work:
        setattr(await _first(work, draw), field, forged)
    assert await _refusal(acts, draw) == "ceremony.contribution_changed"


async def test_a_witness_renamed_before_the_hold_is_refused(acts: Acts) -> None:
    draw = await _ready(acts)
    async with acts.noting() as work:
        (await _first(work, draw)).who += "某"
    assert await _refusal(acts, draw) == "ceremony.contribution_changed"


async def test_a_contribution_that_no_witness_gave_is_refused(acts: Acts) -> None:
    draw = await _ready(acts)
    nobody = await actor(acts, "X-0")
    async with acts.noting() as work:
        work.session.add(
            Contribution(
                draw_id=draw.id or 0,
                person_id=nobody.person_id or 0,
                role="liaison",
                who="甲 乙*",
                value="7",
                given_at=work.now,
            )
        )
    assert await _refusal(acts, draw) == "ceremony.contribution_added"


async def test_a_journal_edited_to_fit_a_forged_contribution_is_refused(acts: Acts) -> None:
    draw = await _ready(acts)
    async with off_guard(engine_of(acts)), acts.noting() as work:
        one = await _first(work, draw)
        entry = (await work.session.exec(select(Entry).where(Entry.act == "draw.witness").limit(1))).one()
        one.value = "1"
        entry.facts = {**entry.facts, "value": "1"}
    assert await _refusal(acts, draw) == "ceremony.journal_changed"


async def test_an_announcement_forged_together_with_the_journal_differs_from_the_post(acts: Acts) -> None:
    """Whoever rewrites the whole database cannot rewrite what the group has seen."""
    await found(acts)
    draw = await held(acts)
    forged = deepcopy(draw.record)
    assert forged is not None
    announcement: Any = forged["announcement"]
    announcement["rules"] = []
    forged["announcement_sha256"] = announcement_sha256(announcement)
    assert _differing(forged, draw.pool, draw.announcement_sha256) == ["announced"]


def _differing(record: dict[str, Any], pool: str, posted: str) -> list[str]:
    return [one.what for one in recount(record, pool.encode(), posted) if one.outcome == DIFFERS]


def _another_object(record: dict[str, Any]) -> None:
    record["result"][0]["drawn"][0]["id"] = "919901240000000001"


def _one_object_fewer(record: dict[str, Any]) -> None:
    record["result"][0]["drawn"].pop()


def _another_value(record: dict[str, Any]) -> None:
    record["contributions"][0] += "0"


def _another_secret(record: dict[str, Any]) -> None:
    record["secret"] = OTHER


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (_another_object, {"tickets", "result"}),
        (_one_object_fewer, {"result"}),
        (_another_value, {"contribution", "key", "tickets", "result"}),
        (_another_secret, {"commitment", "key", "tickets", "result"}),
    ],
)
async def test_an_edited_record_is_told_and_says_where(
    acts: Acts, edit: Callable[[dict[str, Any]], None], told: set[str]
) -> None:
    await found(acts)
    draw = await held(acts)
    record = deepcopy(draw.record)
    assert record is not None
    assert _differing(record, draw.pool, draw.announcement_sha256) == []
    edit(record)
    assert told <= set(_differing(record, draw.pool, draw.announcement_sha256))


@pytest.fixture
def public(acts: Acts) -> Acts:
    """A place that asks for a public value, so that not even the last witness and the operator can choose."""
    return replace(acts, profile=replace(acts.profile, public_entropy=True))


async def _close(acts: Acts, draw: Draw) -> None:
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        await public_value.close(work, draw.number, SOURCE)


async def _give(acts: Acts, draw: Draw) -> None:
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        await public_value.give(work, draw.number, VALUE)


async def test_the_last_witness_cannot_choose_where_a_public_value_follows(public: Acts) -> None:
    draw = await _ready(public)
    assert await _refusal(public, draw) == "ceremony.not_closed"
    await _close(public, draw)
    assert await _refusal(public, draw) == "ceremony.public_missing"
    await _give(public, draw)
    assert await _refusal(public, draw, "B-1") == "ceremony.public_second_person"
    done = await _hold(public, draw.ref)
    record: Any = done.record
    assert f"public:{SOURCE}:{VALUE}" in record["contributions"]
    assert _differing(record, done.pool, done.announcement_sha256) == []


async def test_a_witness_after_the_close_is_refused(public: Acts) -> None:
    draw = await _ready(public)
    await _close(public, draw)
    with pytest.raises(DomainError, match=r"ceremony\.closed"):
        await witness(public, draw.ref, "X-0", "3")


async def test_a_contribution_slipped_in_after_the_close_is_refused(public: Acts) -> None:
    draw = await _ready(public)
    await _close(public, draw)
    await _give(public, draw)
    late = await actor(public, "X-0")
    async with public.working(late, cause()) as work:
        one = Contribution(
            draw_id=draw.id or 0,
            person_id=late.person_id or 0,
            role="liaison",
            who="甲 乙*",
            value="7",
            given_at=work.now,
        )
        work.session.add(one)
        facts = {"role": one.role, "who": one.who, "value": one.value}
        await journal.record(work, "draw.witness", f"draw:{draw.number}", **facts)
    assert await _refusal(public, draw) == "ceremony.after_close"


async def test_a_public_value_is_no_witness(public: Acts) -> None:
    draw = await _ready(public)
    await _close(public, draw)
    await _give(public, draw)
    async with off_guard(engine_of(public)), public.noting() as work:
        await work.session.exec(delete(Contribution).where(col(Contribution.role) == "auditor"))
        entries = await work.session.exec(select(Entry).where(Entry.act == "draw.witness"))
        await work.session.delete(entries.all()[0])
    with pytest.raises(DomainError, match=r"draw\.too_few_witnesses"):
        await _hold(public, draw.ref)
