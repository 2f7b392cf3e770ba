"""Warnings of certificates: who hears, once a stage, merged, by day, and no more once renewed."""

from collections import Counter
from datetime import date

import pytest
from sqlmodel import col, select

from bot.acts import Acts
from models import Account, CertificateWarning, Inspector, Letter, Person
from scheduler import ticks
from services import people
from services.staff import certificates
from tests import county
from tests.conftest import StandingClock

LINKED = ("S-1", "S-2", "X-1", "S-0", "B-1", "B-2")


@pytest.fixture
async def library(acts: Acts) -> None:
    """The small office; ``S-1`` and ``S-2`` have 30 and 7 days left, ``X-1`` 60; only ``X-0`` is unlinked."""
    await county.found(acts)
    for roster_no, until in (
        ("S-1", date(2026, 5, 1)),
        ("S-2", date(2026, 4, 8)),
        ("X-1", date(2026, 5, 31)),
    ):
        await renew(acts, roster_no, until)
    async with acts.noting() as work:
        for n, roster_no in enumerate(LINKED):
            person = await people.person_by_roster_no(work.session, roster_no)
            work.session.add(Account(telegram_id=900 + n, person_id=person.id or 0, linked_at=work.now))


async def renew(acts: Acts, roster_no: str, until: date) -> None:
    """Write a new last day, as an import would."""
    async with acts.noting() as work:
        person = await people.person_by_roster_no(work.session, roster_no)
        (await work.session.get_one(Inspector, person.id)).certificate_until = until


async def letters(acts: Acts) -> dict[str, str]:
    """Roster number → what the standing warning says."""
    async with acts.looking() as look:
        rows = await look.session.exec(
            select(Person.roster_no, Letter.body)
            .join(Letter, col(Letter.person_id) == col(Person.id))
            .where(Letter.kind == "certificate_near", Letter.state != "void")
            .order_by(col(Letter.id))
        )
        told: dict[str, str] = {}
        for roster_no, body in rows:
            assert roster_no not in told, "two letters to one person"
            told[roster_no] = body
        return told


async def test_inspector_and_liaison_hear_and_the_office_of_the_last_stage_or_an_unreachable_liaison(
    acts: Acts, library: None
) -> None:
    await ticks.expiring(acts)
    told = await letters(acts)
    assert set(told) == {"S-1", "S-2", "X-1", "S-0", "X-0", "B-1", "B-2"}
    assert "您本人：2026年5月1日到期，还有30日" in told["S-1"]
    assert ("市检1" in told["S-0"], "市检2" in told["S-0"], "消检1" in told["S-0"]) == (True, True, False)
    assert ("市检1" in told["B-1"], "市检2" in told["B-1"], "消检1" in told["B-1"]) == (False, True, True)


async def test_a_stage_is_told_once_and_the_next_one_again(
    acts: Acts, clock: StandingClock, library: None
) -> None:
    for _ in range(2):
        await ticks.expiring(acts)
    async with acts.noting() as work:
        for letter in await work.session.exec(select(Letter)):
            letter.state = "sent" if letter.state == "pending" else letter.state
    clock.advance(days=1)
    await ticks.expiring(acts)
    clock.go_to(2026, 4, 24)
    await ticks.expiring(acts)
    async with acts.looking() as look:
        warnings = (await look.session.exec(select(CertificateWarning))).all()
        rows = await look.session.exec(
            select(Person.roster_no)
            .join(Letter, col(Letter.person_id) == col(Person.id))
            .where(Letter.kind == "certificate_near")
        )
        told = Counter(rows.all())
    assert sorted((one.stage, one.until.isoformat()) for one in warnings) == [
        (7, "2026-04-08"),
        (7, "2026-05-01"),
        (30, "2026-05-01"),
        (60, "2026-05-31"),
    ]
    assert (told["S-1"], told["S-2"], told["X-1"], told["S-0"]) == (2, 1, 1, 2)


@pytest.mark.parametrize("moment", [(4, 1, 23), (4, 5, 10)], ids=["night", "sunday"])
async def test_nobody_is_warned_at_night_or_on_a_day_off(
    acts: Acts, clock: StandingClock, library: None, moment: tuple[int, int, int]
) -> None:
    clock.go_to(2026, *moment)
    await ticks.expiring(acts)
    assert await letters(acts) == {}


async def test_a_renewed_certificate_is_taken_out_of_what_still_waits(acts: Acts, library: None) -> None:
    await ticks.expiring(acts)
    await renew(acts, "S-1", date(2031, 5, 1))
    await ticks.expiring(acts)
    await ticks.expiring(acts)
    told = await letters(acts)
    assert "S-1" not in told
    assert ("市检1" in told["S-0"], "市检2" in told["S-0"]) == (False, True)


async def test_who_was_not_told_before_hears_of_everything_in_one_letter(
    acts: Acts, clock: StandingClock, library: None
) -> None:
    await ticks.expiring(acts)
    await renew(acts, "S-3", date(2026, 6, 1))
    clock.advance(days=1)
    await ticks.expiring(acts)
    told = await letters(acts)
    assert all(name in told["S-0"] for name in ("市检1", "市检2", "市检3"))


async def test_a_liaison_sees_the_list_of_the_own_unit_only(acts: Acts, library: None) -> None:
    async with acts.looking(await county.actor(acts, "S-0")) as look:
        own = await certificates.expiring(look)
    async with acts.looking(await county.actor(acts, "B-1")) as look:
        everybody = await certificates.expiring(look)
    assert [one.roster_no for one in own] == ["S-2", "S-1"]
    assert [one.roster_no for one in everybody] == ["S-2", "S-1", "X-1"]
