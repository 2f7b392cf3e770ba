"""Draws that wait too long are offered to be void, never held without; the register's moves are shown."""

from dataclasses import replace

import pytest
from sqlmodel import col, select

from bot.acts import Acts
from domain.errors import DomainError
from domain.pool import Pool, entry, pool_of
from models import Draw, Entry, InspectionObject, Letter, Task
from scheduler import ticks
from services.drawing import draw_watch, holding, public_value, voiding
from services.drawing.draws import look_ahead
from tests.conftest import StandingClock
from tests.county import actor, found
from tests.services.test_draws import announce, cause, held, witness

SOURCE = "某彩票第2026043期和第2026042期"
VALUE = "03 11 15 22 28 31 07 05 09 18 23 33 02 11"


async def _offers(acts: Acts) -> list[str]:
    async with acts.looking() as look:
        return list(await look.session.exec(select(Letter.body).where(Letter.kind == "witnesses_lacking")))


async def test_after_a_day_without_witnesses_the_office_is_offered_to_void(
    acts: Acts, clock: StandingClock
) -> None:
    await found(acts)
    draw = await announce(acts)
    await witness(acts, draw.ref, "S-0", "1")
    clock.advance(hours=23, minutes=59)
    await ticks.witnesses(acts)
    assert await _offers(acts) == []
    clock.advance(minutes=1)
    await ticks.witnesses(acts)
    [offer] = await _offers(acts)
    assert "/void XZ-2026-0001" in offer
    assert "见证1/2" in offer
    assert "监督员" in offer
    assert "联络员" not in offer


async def test_the_offer_comes_once_a_day_and_not_at_night(acts: Acts, clock: StandingClock) -> None:
    await found(acts)
    await announce(acts)
    clock.go_to(2026, 4, 2, 11)
    for _ in range(2):
        await ticks.witnesses(acts)
    clock.advance(hours=2)
    await ticks.witnesses(acts)
    assert len(await _offers(acts)) == 1
    clock.go_to(2026, 4, 3, 2)
    await ticks.witnesses(acts)
    assert len(await _offers(acts)) == 1
    clock.go_to(2026, 4, 3, 9)
    await ticks.witnesses(acts)
    assert len(await _offers(acts)) == 2


async def test_a_draw_is_never_held_because_it_waited(acts: Acts, clock: StandingClock) -> None:
    await found(acts)
    draw = await announce(acts)
    clock.go_to(2026, 4, 3)
    await ticks.witnesses(acts)
    async with acts.looking() as look:
        assert (await look.session.get_one(Draw, draw.id)).state == "announced"
    with pytest.raises(DomainError, match=r"draw\.too_few_witnesses"):
        async with acts.working(await actor(acts, "B-2"), cause()) as work:
            await holding.hold_draw(work, draw.ref)


async def test_complete_and_void_draws_are_left_in_peace(acts: Acts, clock: StandingClock) -> None:
    await found(acts)
    draw = await announce(acts)
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        await voiding.ask_void(work, draw.number, "底册有误")
    async with acts.working(await actor(acts, "B-2"), cause()) as work:
        await voiding.agree_void(work, draw.ref)
    full = await announce(acts)
    await witness(acts, full.ref, "J-1", "1")
    await witness(acts, full.ref, "S-0", "2")
    clock.go_to(2026, 4, 7)
    await ticks.witnesses(acts)
    assert await _offers(acts) == []


async def test_objects_registered_before_the_freeze_are_shown_as_added(acts: Acts) -> None:
    await found(acts)
    await held(acts)
    async with acts.noting() as work:
        task = (await work.session.exec(select(Task))).one()
        task.state = "planned"
        work.session.add_all(
            InspectionObject(register_no=f"DUMMY{n}", name="新登记", sub_libraries=["食品销售"], grade="A")
            for n in range(3)
        )
        gone = (await work.session.exec(select(InspectionObject).order_by(col(InspectionObject.id)))).first()
        assert gone is not None
        gone.status = "active"
    async with acts.looking(await actor(acts, "B-2")) as look:
        plan = await look_ahead(look, ["task-one"])
        changes = await draw_watch.since_last(look, plan.tasks, plan.pool)
    assert changes == draw_watch.PoolChanges(
        "XZ-2026-0001", ("DUMMY0", "DUMMY1", "DUMMY2"), (), (gone.register_no,)
    )


async def test_a_first_draw_and_another_kind_of_objects_have_nothing_to_compare(acts: Acts) -> None:
    await found(acts)
    async with acts.looking() as look:
        task = (await look.session.exec(select(Task))).one()
        assert await draw_watch.since_last(look, [task], Pool(())) is None
    await held(acts)
    async with acts.looking() as look:
        other = task.model_copy(update={"scope": "特种设备"})
        assert await draw_watch.since_last(look, [other], Pool(())) is None


async def test_the_number_of_a_joint_task_is_no_change_of_stratum(acts: Acts) -> None:
    await found(acts)
    draw = await held(acts)
    async with acts.noting() as work:
        stored = await work.session.get_one(Draw, draw.id)
        stored.pool = pool_of([entry("1", ["2026-01/A"])]).data.decode()
    async with acts.looking() as look:
        task = (await look.session.exec(select(Task))).one()
        same = task.model_copy(update={"no": "2027-05"})
        changes = await draw_watch.since_last(look, [same], pool_of([entry("1", ["2027-05/A"])]))
    assert changes == draw_watch.PoolChanges("XZ-2026-0001", (), (), ())


@pytest.fixture
def public(acts: Acts) -> Acts:
    """A place that asks for a public value."""
    return replace(acts, profile=replace(acts.profile, public_entropy=True))


async def _complete(acts: Acts) -> Draw:
    await found(acts)
    draw = await announce(acts)
    await witness(acts, draw.ref, "J-1", "83920174")
    await witness(acts, draw.ref, "S-0", "二〇二六")
    return draw


async def _close(acts: Acts, number: str, source: str = SOURCE) -> None:
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        await public_value.close(work, number, source)


async def _give(acts: Acts, number: str, value: str = VALUE, roster_no: str = "B-1") -> None:
    async with acts.working(await actor(acts, roster_no), cause()) as work:
        await public_value.give(work, number, value)


async def test_the_public_value_comes_after_the_close_and_is_posted(public: Acts) -> None:
    draw = await _complete(public)
    with pytest.raises(DomainError, match=r"ceremony\.not_closed"):
        await _give(public, draw.number)
    await _close(public, draw.number)
    await _give(public, draw.number)
    async with public.looking() as look:
        kinds = ("witnesses_closed", "public_value_given")
        posted = await look.session.exec(
            select(Letter.body).where(col(Letter.kind).in_(kinds)).order_by(col(Letter.id))
        )
        closed, given = posted.all()
        acted = await look.session.exec(select(Entry.act).where(Entry.subject == f"draw:{draw.number}"))
    assert SOURCE in closed
    assert VALUE not in closed
    assert SOURCE in given
    assert VALUE in given
    assert acted.all()[-2:] == ["draw.close", "draw.public"]


async def test_witnesses_are_closed_only_when_they_are_complete(public: Acts) -> None:
    await found(public)
    draw = await announce(public)
    await witness(public, draw.ref, "S-0", "1")
    with pytest.raises(DomainError, match=r"draw\.too_few_witnesses"):
        await _close(public, draw.number)
    await witness(public, draw.ref, "X-0", "2")
    with pytest.raises(DomainError, match=r"draw\.role_missing"):
        await _close(public, draw.number)


async def test_the_source_is_named_once_and_the_value_given_once(public: Acts) -> None:
    draw = await _complete(public)
    with pytest.raises(DomainError, match=r"ceremony\.source"):
        await _close(public, draw.number, " ")
    await _close(public, draw.number)
    with pytest.raises(DomainError, match=r"ceremony\.closed"):
        await _close(public, draw.number, "另一来源")
    await _give(public, draw.number)
    with pytest.raises(DomainError, match=r"ceremony\.public_given"):
        await _give(public, draw.number, "1" * 64, "B-2")


async def test_a_value_that_could_be_tried_out_is_refused(public: Acts) -> None:
    draw = await _complete(public)
    await _close(public, draw.number)
    with pytest.raises(DomainError, match=r"draw\.public_short"):
        await _give(public, draw.number, "03 11 15 22 28 31 07")


async def test_a_place_without_public_values_takes_none(acts: Acts) -> None:
    draw = await _complete(acts)
    with pytest.raises(DomainError, match=r"ceremony\.no_public"):
        await _close(acts, draw.number)
