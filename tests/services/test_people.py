"""Enrolment, roles, the office group."""

from datetime import date

import pytest
from sqlmodel import select

from bot.acts import Acts
from domain.errors import DomainError
from domain.notices import Quarantined
from domain.roles import HOUSE, Actor, Place, Role
from models import Letter, Person, Unit
from services import outbox, people
from services.journal import AlreadyDone
from tests.conftest import StandingClock

OFFICE = Actor(person_id=None, roles=frozenset({Role.OFFICE}), place=Place.OTHER_GROUP)


async def _add_person(acts: Acts) -> int:
    async with acts.noting() as work:
        unit = Unit(name="市场监管局")
        work.session.add(unit)
        await work.session.flush()
        assert unit.id is not None
        person = Person(roster_no="SJ-001", name="林一", unit_id=unit.id)
        work.session.add(person)
        await work.session.flush()
        assert person.id is not None
        await people.grant(work, person.id, Role.INSPECTOR)
        return person.id


async def _invite(acts: Acts, cause: str = "a") -> str:
    async with acts.working(HOUSE, cause) as work:
        _, token = await people.invite(work, "SJ-001")
    return token


async def _refusal(acts: Acts, token: str, telegram_id: int) -> str:
    with pytest.raises(DomainError) as refused:
        async with acts.working(HOUSE, f"enrol:{token}:{telegram_id}") as work:
            await people.enrol(work, token, telegram_id)
    return refused.value.code


async def test_a_link_enrols_once_and_the_account_becomes_its_person(acts: Acts) -> None:
    await _add_person(acts)
    token = await _invite(acts)
    async with acts.working(HOUSE, "b") as work:
        await people.enrol(work, token, 700_000_000_001)
    async with acts.looking() as look:
        actor = await people.who(look, 700_000_000_001, Place.PRIVATE)
        stranger = await people.who(look, 2, Place.PRIVATE)
    assert (actor.name, actor.roles) == ("林一", frozenset({Role.INSPECTOR}))
    assert stranger.person_id is None
    assert await _refusal(acts, token, 3) == "invite.used"


async def test_a_link_ends_after_three_days(acts: Acts, clock: StandingClock) -> None:
    await _add_person(acts)
    token = await _invite(acts)
    clock.advance(hours=73)
    assert await _refusal(acts, token, 1) == "invite.expired"


async def test_a_new_link_ends_the_older_one(acts: Acts) -> None:
    await _add_person(acts)
    older, newer = await _invite(acts, "a"), await _invite(acts, "b")
    assert older != newer
    assert await _refusal(acts, older, 1) == "invite.used"


async def test_what_waited_for_a_person_goes_out_on_enrolment(acts: Acts) -> None:
    person_id = await _add_person(acts)
    async with acts.noting() as work:
        assert await outbox.tell(work, person_id, Quarantined(update_id=1), "k")
        assert not await outbox.tell(work, person_id, Quarantined(update_id=1), "k")
    async with acts.looking() as look:
        assert (await look.session.exec(select(Letter.state))).all() == ["unlinked"]
    token = await _invite(acts)
    async with acts.working(HOUSE, "b") as work:
        await people.enrol(work, token, 1)
    async with acts.looking() as look:
        assert (await look.session.exec(select(Letter.state))).all() == ["pending"]


async def test_a_person_who_left_is_a_stranger(acts: Acts) -> None:
    person_id = await _add_person(acts)
    token = await _invite(acts)
    async with acts.working(HOUSE, "b") as work:
        await people.enrol(work, token, 1)
        (await work.session.get_one(Person, person_id)).left_on = date(2026, 4, 1)
    async with acts.looking() as look:
        assert (await people.who(look, 1, Place.PRIVATE)).person_id is None


async def test_the_office_group_is_bound_once(acts: Acts) -> None:
    async with acts.noting() as work:
        first, second = await people.write_binding_code(work), await people.write_binding_code(work)
    async with acts.working(OFFICE, "a") as work:
        await people.bind(work, first, -100, "办公室")
    async with acts.looking() as look:
        assert await people.place_of(look.session, -100, private=False) is Place.OFFICE_GROUP
    with pytest.raises(DomainError, match=r"binding\.taken"):
        async with acts.working(OFFICE, "b") as work:
            await people.bind(work, second, -200, "冒名群")


async def test_the_same_cause_never_acts_twice(acts: Acts) -> None:
    await _add_person(acts)
    await _invite(acts, "update:7")
    with pytest.raises(AlreadyDone):
        await _invite(acts, "update:7")
