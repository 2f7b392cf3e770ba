"""A joint visit from the first answer to its closing, and what comes after."""

from itertools import count

import pytest
from sqlmodel import select

from bot.acts import Acts
from domain.errors import DomainError
from domain.joint_visit import UnitReport
from models import Assignment, Entry, Letter, Person, Result
from services.visits import corrections, drafts, inspections, joint_closing, joint_progress, visit_cards
from services.visits.visit_cards import VisitCard
from tests.conftest import StandingClock
from tests.county import FIRE, MARKET, actor
from tests.visits import found

_causes = count()
VISIT = "XZ-2026-0001-001"


@pytest.fixture(autouse=True)
async def before_the_door(acts: Acts, clock: StandingClock) -> None:
    """Two units at one door, led by ``S-1``."""
    await found(acts)
    clock.go_to(2026, 4, 8)
    async with acts.noting() as work:
        lead = await work.session.exec(select(Assignment).where(Assignment.ref == "S-1@1"))
        lead.one().leads = True


async def submitted(acts: Acts, who: str) -> Result:
    async with acts.working(await actor(acts, who), f"test:{next(_causes)}") as work:
        await drafts.all_fine(work, f"{who}@1")
        return await inspections.submit(work, f"{who}@1")


async def decided(acts: Acts, who: str, act: str, ref: str, *reason: str) -> None:
    async with acts.working(await actor(acts, who), f"test:{next(_causes)}") as work:
        await getattr(inspections, act)(work, ref, *reason)


async def close(acts: Acts, who: str) -> None:
    async with acts.working(await actor(acts, who), f"test:{next(_causes)}") as work:
        await joint_closing.close(work, f"{who}@1")


async def refused(acts: Acts, who: str) -> DomainError:
    with pytest.raises(DomainError) as refusal:
        await close(acts, who)
    return refusal.value


async def card(acts: Acts, who: str) -> VisitCard:
    async with acts.looking(await actor(acts, who)) as look:
        return await visit_cards.card(look, f"{who}@1")


async def told(acts: Acts) -> list[str]:
    async with acts.looking() as look:
        rows = await look.session.exec(
            select(Person.roster_no)
            .join(Letter, Letter.person_id == Person.id)  # type: ignore[arg-type]
            .where(Letter.kind == "all_reported")
        )
        return list(rows)


async def test_a_partner_sees_how_many_items_of_how_many_each_unit_has(acts: Acts) -> None:
    async with acts.noting(await actor(acts, "S-2")) as work:
        await drafts.answer(work, "S-2@1", "SP-1", "no_problem")
    seen = (await card(acts, "X-1")).units
    assert seen == (UnitReport(FIRE, "none", 0, 1), UnitReport(MARKET, "draft", 1, 2))
    await submitted(acts, "S-1")
    assert (await card(acts, "X-1")).units[1] == UnitReport(MARKET, "submitted", 2, 2)


async def test_only_the_leader_is_told_and_only_with_the_last_report(acts: Acts) -> None:
    await submitted(acts, "S-1")
    assert await told(acts) == []
    await submitted(acts, "X-1")
    assert await told(acts) == ["S-1"]


async def test_without_a_leader_the_convenors_team_is_told_and_may_close(acts: Acts) -> None:
    async with acts.noting() as work:
        seats = await work.session.exec(select(Assignment).where(Assignment.leads))
        for seat in seats.all():
            seat.leads = False
    await submitted(acts, "X-1")
    await submitted(acts, "S-1")
    assert sorted(await told(acts)) == ["S-1", "S-2"]
    await close(acts, "S-2")


async def test_closing_is_the_leaders_and_names_what_is_missing(acts: Acts) -> None:
    await submitted(acts, "S-1")
    assert (await refused(acts, "X-1")).code == "joint.not_leader"
    assert (await refused(acts, "S-2")).code == "joint.not_leader"
    refusal = await refused(acts, "S-1")
    assert refusal.code == "joint.lacking"
    assert refusal.params["units"] == (UnitReport(FIRE, "none", 0, 1),)


async def test_what_was_complete_when_told_is_looked_at_again_when_pressed(acts: Acts) -> None:
    await submitted(acts, "S-1")
    fire = await submitted(acts, "X-1")
    await decided(acts, "X-2", "confirm", fire.ref)
    await decided(acts, "X-9", "send_back", fire.ref, "照片不清")
    assert (await refused(acts, "S-1")).code == "joint.lacking"
    await submitted(acts, "X-1")
    assert await told(acts) == ["S-1", "S-1"]
    await close(acts, "S-1")


async def test_a_visit_is_closed_once_and_the_journal_says_so(acts: Acts) -> None:
    await submitted(acts, "S-1")
    await submitted(acts, "X-1")
    assert (await card(acts, "S-1")).may_close
    assert not (await card(acts, "X-1")).may_close
    await close(acts, "S-1")
    assert (await refused(acts, "S-1")).code == "joint.closed"
    seen = await card(acts, "X-1")
    assert seen.closed
    assert (seen.closed.by, seen.closed.since) == ("市检1", ())
    assert not (await card(acts, "S-1")).may_close
    async with acts.looking() as look:
        entries = await look.session.exec(select(Entry.subject).where(Entry.act == "visit.close"))
        assert entries.all() == [f"visit:{VISIT}"]


async def test_a_later_correction_reopens_nothing_but_shows(acts: Acts, clock: StandingClock) -> None:
    await submitted(acts, "S-1")
    fire = await submitted(acts, "X-1")
    await decided(acts, "X-2", "confirm", fire.ref)
    await decided(acts, "X-9", "release", fire.ref)
    await close(acts, "S-1")
    clock.go_to(2026, 4, 10)
    async with acts.working(await actor(acts, "X-1"), f"test:{next(_causes)}") as work:
        await corrections.open_version(work, "X-1@1", "笔误")
    assert (await card(acts, "S-1")).closed is not None
    await submitted(acts, "X-1")
    seen = await card(acts, "S-1")
    assert seen.closed
    assert seen.closed.since == (FIRE,)
    assert await told(acts) == ["S-1"]


async def test_no_publication_clock_waits_for_the_closing(acts: Acts) -> None:
    market = await submitted(acts, "S-1")
    await decided(acts, "S-2", "confirm", market.ref)
    await decided(acts, "S-9", "release", market.ref)
    async with acts.looking() as look:
        result = (await look.session.exec(select(Result))).one()
    assert (result.state, result.publish_by is not None) == ("released", True)


async def test_who_is_late_is_for_the_leader_the_own_unit_and_the_office(
    acts: Acts, clock: StandingClock
) -> None:
    await submitted(acts, "S-1")
    clock.go_to(2026, 6, 1)
    assert (await card(acts, "S-1")).late == (FIRE,)
    assert (await card(acts, "X-1")).late == (FIRE,)
    assert (await card(acts, "S-2")).late == ()
    async with acts.looking(await actor(acts, "B-1")) as look:
        standing = {one.unit: one for one in await joint_progress.standing(look)}
    assert (standing[FIRE].late, standing[FIRE].parts) == ((VISIT,), 1)
    assert (standing[MARKET].late, standing[MARKET].reported) == ((), 1)


async def test_a_liaison_sees_the_own_unit_and_nothing_else(acts: Acts, clock: StandingClock) -> None:
    clock.go_to(2026, 6, 1)
    async with acts.looking(await actor(acts, "X-0")) as look:
        own = await joint_progress.own(look)
        with pytest.raises(DomainError, match="access"):
            await joint_progress.standing(look)
    assert own
    assert (own.unit, own.late) == (FIRE, (VISIT,))
