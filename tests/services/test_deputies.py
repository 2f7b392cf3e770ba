"""副联络员: who stands in hears, sees and files in the liaison's place, and no longer once it has ended."""

from datetime import date

import pytest
from sqlmodel import select

from bot.acts import Acts
from domain.errors import DomainError
from domain.notices_filing import DeadlineNear
from domain.roles import Role
from models import Account, Duty, Leave, Letter, LiaisonDeputy
from services import outbox
from services.staff import deputies, handovers
from services.staff.deputies import Named
from services.year import duties, filings, snoozing, unit_owes
from tests import county
from tests.conftest import StandingClock
from tests.county import MARKET, actor
from tests.rows import key
from tests.services.test_departures import letters, person
from tests.services.test_draws import cause

APRIL = (date(2026, 4, 10), date(2026, 4, 20))


async def name(acts: Acts, first: date, last: date | None, by: str = "S-0", who: str = "S-2") -> Named:
    """Somebody of the market's unit is named."""
    unit = (await person(acts, "S-0")).unit_id
    deputy = await person(acts, who)
    async with acts.working(await actor(acts, by), cause()) as work:
        return await deputies.name(work, unit, key(deputy), first, last)


async def hearing(acts: Acts) -> list[str]:
    """Roster numbers of whoever is told for the market's unit today."""
    unit = (await person(acts, "S-0")).unit_id
    async with acts.looking() as look:
        return [one.roster_no for one in await deputies.hearing(look, unit)]


async def link(acts: Acts, *roster_nos: str) -> None:
    """Accounts of their own."""
    for number, roster_no in enumerate(roster_nos, start=880):
        who = await person(acts, roster_no)
        async with acts.noting() as work:
            if await outbox.account_of(work.session, key(who)) is None:
                work.session.add(Account(telegram_id=number, person_id=key(who), linked_at=work.now))


async def test_a_deputy_hears_and_files_in_the_liaisons_place_on_the_days_of_a_period(
    acts: Acts, clock: StandingClock
) -> None:
    await county.found(acts)
    await link(acts, "S-0", "S-2")
    async with acts.working(cause="plan") as work:
        await duties.plan_year(work, 2026)
    await name(acts, *APRIL)
    assert await hearing(acts) == ["S-0"]
    assert Role.DEPUTY not in (await actor(acts, "S-2")).roles
    clock.go_to(2026, 4, 10)
    assert await hearing(acts) == ["S-2"]
    deputy = await actor(acts, "S-2")
    async with acts.looking(deputy) as look:
        owed = await unit_owes.owing(look)
        open_duty = (await look.session.exec(select(Duty).where(Duty.unit_id == deputy.unit_id))).first()
    assert owed
    assert open_duty is not None
    async with acts.working(deputy, cause()) as work:
        await snoozing.snooze(work, [one.duty.ref for one in owed if one.duty])
    async with acts.working(deputy, cause()) as work:
        filing = await filings.file(work, open_duty.ref, file_id="f", file_name="计划.docx")
    assert filing.submitted_by == deputy.person_id
    clock.go_to(2026, 4, 21)
    assert await hearing(acts) == ["S-0"]
    with pytest.raises(DomainError, match=r"access\."):
        async with acts.looking(await actor(acts, "S-2")) as look:
            await unit_owes.owing(look)


async def test_a_standing_deputy_hears_only_while_the_liaison_is_on_leave_or_out_of_reach(
    acts: Acts, clock: StandingClock
) -> None:
    await county.found(acts)
    await link(acts, "S-0", "S-2")
    await name(acts, date(2026, 4, 1), None)
    assert await hearing(acts) == ["S-0"]
    liaison = await person(acts, "S-0")
    async with acts.noting() as work:
        work.session.add(Leave(person_id=key(liaison), first=APRIL[0], last=APRIL[1], noted_at=work.now))
    clock.go_to(2026, 4, 20)
    assert await hearing(acts) == ["S-2"]
    clock.go_to(2026, 4, 21)
    assert await hearing(acts) == ["S-0"]
    async with acts.noting() as work:
        for row in await work.session.exec(select(Account).where(Account.person_id == liaison.id)):
            row.reachable = False
    assert await hearing(acts) == ["S-2"]
    async with acts.looking() as look:
        assert MARKET not in await deputies.unheard(look)
    async with acts.noting() as work:
        for row in await work.session.exec(select(Account)):
            row.reachable = False
    assert await hearing(acts) == ["S-0", "S-2"]
    async with acts.looking() as look:
        assert MARKET in await deputies.unheard(look)


async def test_both_are_told_and_ending_it_gives_waiting_reminders_back(acts: Acts) -> None:
    await county.found(acts)
    await link(acts, "S-0")
    done = await name(acts, date(2026, 4, 1), None, by="B-1")
    assert done.token
    assert set(await letters(acts, "deputy_named")) == {"S-0", "S-2"}
    async with acts.noting() as work:
        near = DeadlineNear(unit=MARKET, on=date(2026, 4, 1), lines=())
        await outbox.tell(work, done.row.person_id, near, "near", about="liaison AAAAAAAA")
    async with acts.working(await actor(acts, "S-0"), cause()) as work:
        await deputies.end(work, done.row.unit_id, done.row.ref)
    assert set(await letters(acts, "deputy_ended")) == {"S-0", "S-2"}
    liaison = await person(acts, "S-0")
    async with acts.looking() as look:
        moved = (await look.session.exec(select(Letter).where(Letter.dedupe_key == "near"))).one()
    assert (moved.person_id, moved.state) == (liaison.id, "pending")
    assert Role.DEPUTY not in (await actor(acts, "S-2")).roles
    with pytest.raises(DomainError, match=r"deputy\.none"):
        async with acts.working(await actor(acts, "B-1"), cause()) as work:
            await deputies.end(work, done.row.unit_id, done.row.ref)


async def test_naming_another_ends_the_first_and_a_deputy_who_takes_over_stands_in_no_more(
    acts: Acts,
) -> None:
    await county.found(acts)
    first = await name(acts, date(2026, 4, 1), None)
    second = await name(acts, date(2026, 4, 1), None, who="S-1")
    async with acts.looking() as look:
        rows = {row.ref: row.ended_at for row in await look.session.exec(select(LiaisonDeputy))}
    assert rows[first.row.ref] is not None
    assert rows[second.row.ref] is None
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        await handovers.hand_over(work, second.row.unit_id, second.row.person_id)
    roles = (await actor(acts, "S-1")).roles
    assert Role.LIAISON in roles
    assert Role.DEPUTY not in roles


async def test_days_that_end_before_they_begin_or_are_over_and_somebody_elsewhere_are_refused(
    acts: Acts,
) -> None:
    await county.found(acts)
    with pytest.raises(DomainError, match=r"deputy\.backwards"):
        await name(acts, APRIL[1], APRIL[0])
    with pytest.raises(DomainError, match=r"deputy\.over"):
        await name(acts, date(2026, 3, 1), date(2026, 3, 2))
    for who in ("X-1", "S-0"):
        with pytest.raises(DomainError, match=r"deputy\.not_here"):
            await name(acts, *APRIL, who=who)
    with pytest.raises(DomainError, match=r"access\.role"):
        await name(acts, *APRIL, by="S-1")
