"""One field of one person: read as a list would be, kept in the history, warnings stop on renewal."""

from datetime import date

import pytest
from sqlmodel import select

from bot.acts import Acts
from domain.errors import DomainError
from domain.roles import Role
from models import Inspector, Letter
from scheduler import ticks
from services import people
from services.staff import staff_changes
from tests import county
from tests.county import actor
from tests.rows import key
from tests.services.test_certificates import renew
from tests.services.test_departures import leave, person
from tests.services.test_draws import cause


async def change(acts: Acts, roster_no: str, field: str, typed: str, by: str = "S-0") -> None:
    """Type a new value."""
    who = key(await person(acts, roster_no))
    async with acts.working(await actor(acts, by), cause()) as work:
        await staff_changes.change(work, who, field, typed)


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("certificate_until", "2030年5月1日", date(2030, 5, 1)),
        ("certificate_until", "长期", date.max),
        ("fields", "食品、特种设备", ["食品", "特种设备"]),
        ("areas", "/", []),
        ("valid", "失效", False),
        ("certificate_no", "１４-００９", "14-009"),
    ],
)
async def test_a_field_is_read_as_a_list_would_be(acts: Acts, field: str, typed: str, value: object) -> None:
    await county.found(acts)
    if field == "areas":
        await change(acts, "S-1", field, "城关")
    await change(acts, "S-1", field, typed)
    async with acts.looking() as look:
        assert getattr(await look.session.get_one(Inspector, (await person(acts, "S-1")).id), field) == value


async def test_renewing_in_chat_ends_the_warning_that_waits(acts: Acts) -> None:
    await county.found(acts)
    await renew(acts, "S-1", date(2026, 5, 1))
    await ticks.expiring(acts)
    await change(acts, "S-1", "certificate_until", "2031-05-01")
    async with acts.looking() as look:
        states = await look.session.exec(select(Letter.state).where(Letter.kind == "certificate_near"))
        assert set(states) == {"void"}


async def test_a_certificate_number_makes_an_inspector(acts: Acts) -> None:
    await county.found(acts)
    with pytest.raises(DomainError, match=r"library\.no_certificate"):
        await change(acts, "S-9", "fields", "食品")
    await change(acts, "S-9", "certificate_no", "14-777")
    who = key(await person(acts, "S-9"))
    async with acts.looking() as look:
        assert await people.roles_of(look.session, who) == {Role.APPROVER, Role.INSPECTOR}


@pytest.mark.parametrize(
    ("roster_no", "field", "typed", "code"),
    [
        ("S-1", "certificate_until", "过几年", "library.not_fitting"),
        ("S-1", "certificate_no", "110101199003074514", "library.not_fitting"),
        ("S-1", "certificate_no", "X-1", "library.certificate_taken"),
        ("S-1", "certificate_no", "S-1", "library.same"),
        ("X-1", "post", "队长", "library.not_unit"),
    ],
)
async def test_what_does_not_fit_is_refused(
    acts: Acts, roster_no: str, field: str, typed: str, code: str
) -> None:
    await county.found(acts)
    with pytest.raises(DomainError) as refused:
        await change(acts, roster_no, field, typed)
    assert refused.value.code == code


async def test_nothing_is_changed_of_who_has_left(acts: Acts) -> None:
    await county.found(acts)
    await leave(acts, "S-1")
    with pytest.raises(DomainError, match=r"library\.left"):
        await change(acts, "S-1", "post", "科长")


async def test_the_history_says_what_was_before_and_after_and_keeps_no_phone(acts: Acts) -> None:
    await county.found(acts)
    await change(acts, "S-1", "post", "科员")
    await change(acts, "S-1", "post", "科长")
    await change(acts, "S-1", "phone", "19911112222")
    who = key(await person(acts, "S-1"))
    async with acts.looking(await actor(acts, "B-1")) as look:
        history = await staff_changes.history(look, who)
    assert [one.facts for one in history] == [
        {"phone": []},
        {"post": ["科员", "科长"]},
        {"post": ["", "科员"]},
    ]
