"""联络员交接: one act passes everything, a unit has one liaison, and handing back undoes it."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from bot.acts import Acts
from domain.errors import DomainError
from domain.notices_filing import DeadlineMoved
from domain.roles import Role
from models import Letter, LiaisonHandover, Problem, RoleGrant
from services import outbox, people
from services.staff import handovers, liaison_seats
from services.staff.handovers import Handed
from services.work import new_ref
from services.year import duties
from tests import county, visits
from tests.conftest import StandingClock
from tests.county import FIRE, MARKET, actor
from tests.rows import key
from tests.services.test_departures import leave, letters, person
from tests.services.test_draws import cause
from tests.services.test_ledger import only_case, released

MOVED = DeadlineMoved(
    "ref", MARKET, "minutes", "会议纪要", 2026, None, date(2026, 6, 1), "虚办〔2026〕8号", restored=False
)


async def hand_over(acts: Acts, by: str, successor: str) -> Handed:
    """Somebody hands over the seat of the successor's unit."""
    who = await person(acts, successor)
    async with acts.working(await actor(acts, by), f"handover:{new_ref()}") as work:
        return await handovers.hand_over(work, who.unit_id, key(who))


async def liaisons(acts: Acts, unit: str = MARKET) -> list[str]:
    """Roster numbers of a unit's liaisons."""
    async with acts.looking() as look:
        held = await people.holders(look.session, Role.LIAISON)
        found = [one.roster_no for one in held if one.roster_no.startswith("S" if unit == MARKET else "X")]
        return sorted(found)


async def test_one_act_passes_role_cases_and_waiting_letters_and_is_filed_with_the_office(
    acts: Acts,
) -> None:
    await county.found(acts)
    async with acts.working(cause="plan") as work:
        await duties.plan_year(work, 2026)
    former, successor = await person(acts, "S-0"), await person(acts, "S-2")
    async with acts.noting() as work:
        await outbox.tell(work, key(former), MOVED, "moved")
    done = await hand_over(acts, "S-0", "S-2")
    assert await liaisons(acts) == ["S-2"]
    assert (done.letters, bool(done.token), done.handover.on) == (1, True, date(2026, 4, 1))
    takes = (await letters(acts, "liaison_takes_over"))["S-2"]
    assert (takes.state, "接替丁联" in takes.body, "4月15日截止" in takes.body) == ("unlinked", True, True)
    async with acts.looking() as look:
        moved = (await look.session.exec(select(Letter).where(Letter.dedupe_key == "moved"))).one()
        posted = (await look.session.exec(select(Letter).where(Letter.kind == "liaison_filed"))).one()
        row = (await look.session.exec(select(LiaisonHandover))).one()
    assert moved.person_id == successor.id
    assert (row.former_id, row.successor_id, row.entered_by) == (former.id, successor.id, former.id)
    assert MARKET in posted.body
    assert not any(name in posted.body for name in (former.name, successor.name))


async def test_cases_the_liaison_followed_pass_on_and_an_inspectors_stay(
    acts: Acts, clock: StandingClock
) -> None:
    await visits.found(acts)
    clock.go_to(2026, 4, 8)
    await released(acts)
    former, successor = await person(acts, "S-0"), await person(acts, "S-2")
    async with acts.noting() as work:
        (await work.session.exec(select(Problem))).one().responsible_id = former.id
    assert (await hand_over(acts, "B-2", "S-2")).cases == 1
    assert (await only_case(acts)).responsible_id == successor.id
    assert (await hand_over(acts, "B-2", "S-0")).cases == 0


async def test_handing_back_undoes_a_handover(acts: Acts) -> None:
    await county.found(acts)
    done = await hand_over(acts, "S-0", "S-2")
    async with acts.working(await actor(acts, "S-2"), cause()) as work:
        await handovers.hand_back(work, done.handover.ref)
    assert await liaisons(acts) == ["S-0"]
    with pytest.raises(DomainError, match=r"handover\.not_returnable"):
        async with acts.working(await actor(acts, "B-1"), cause()) as work:
            await handovers.hand_back(work, done.handover.ref)


async def test_the_office_fills_a_seat_whose_liaison_has_left_and_nobody_can_hand_back(acts: Acts) -> None:
    await county.found(acts)
    await leave(acts, "S-0")
    async with acts.looking(await actor(acts, "B-1")) as look:
        assert MARKET in await liaison_seats.vacant(look)
    done = await hand_over(acts, "B-1", "S-1")
    left = await person(acts, "S-0")
    assert await liaisons(acts) == ["S-1"]
    assert done.handover.former_id == left.id
    async with acts.looking(await actor(acts, "B-1")) as look:
        assert (await liaison_seats.seat(look, left.unit_id)).last is None
        assert MARKET not in await liaison_seats.vacant(look)


async def test_a_second_liaison_is_refused_and_the_database_has_none(acts: Acts) -> None:
    await county.found(acts)
    second = await person(acts, "S-1")
    with pytest.raises(DomainError, match=r"person\.seat_taken"):
        async with acts.noting() as work:
            await people.grant(work, key(second), Role.LIAISON)
    for unit_id in (second.unit_id, None):
        with pytest.raises(IntegrityError, match=r"role_grant"):
            async with acts.noting() as work:
                work.session.add(
                    RoleGrant(person_id=key(second), role=Role.LIAISON, granted_at=work.now, unit_id=unit_id)
                )
    assert await liaisons(acts) == ["S-0"]


async def test_a_decision_on_what_the_former_liaison_asked_goes_to_the_successor(acts: Acts) -> None:
    await county.found(acts)
    await hand_over(acts, "S-0", "S-2")
    former, successor = await person(acts, "S-0"), await person(acts, "S-2")
    other = await person(acts, "X-1")
    async with acts.looking() as look:
        assert await liaison_seats.in_office(look.session, key(former)) == successor.id
        assert await liaison_seats.in_office(look.session, key(successor)) == successor.id
        assert await liaison_seats.in_office(look.session, key(other)) == other.id


async def test_another_units_seat_and_somebody_elsewhere_are_refused(acts: Acts) -> None:
    await county.found(acts)
    market = (await person(acts, "S-0")).unit_id
    with pytest.raises(DomainError, match=r"handover\.not_unit"):
        await hand_over(acts, "S-0", "X-1")
    who = await person(acts, "X-1")
    with pytest.raises(DomainError, match=r"handover\.not_here"):
        async with acts.working(await actor(acts, "B-1"), cause()) as work:
            await handovers.hand_over(work, market, key(who))
    with pytest.raises(DomainError, match=r"access\.role"):
        await hand_over(acts, "S-1", "S-2")
    assert (await liaisons(acts), await liaisons(acts, FIRE)) == (["S-0"], ["X-0"])
