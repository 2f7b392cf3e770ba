"""回避 after the draw: asked with a reason, decided by the office, filled by a recorded re-match."""

import pytest
from sqlmodel import col, select

from bot.acts import Acts
from domain.errors import DomainError
from models import Assignment, Draw, Letter, Person, Recusal, Replacement
from services.drawing import replacements
from tests.county import actor, found
from tests.services.test_draws import cause, held


async def _market_seat(acts: Acts) -> tuple[Assignment, str]:
    async with acts.looking() as look:
        row = (
            await look.session.exec(
                select(Assignment, Person.roster_no)
                .join(Person, col(Assignment.person_id) == col(Person.id))
                .where(col(Person.roster_no).startswith("S-"))
                .order_by(col(Assignment.id))
            )
        ).first()
    assert row is not None
    return row


async def _team(acts: Acts, visit_id: int) -> set[str]:
    async with acts.looking() as look:
        rows = await look.session.exec(
            select(Person.roster_no)
            .join(Assignment, col(Assignment.person_id) == col(Person.id))
            .where(Assignment.visit_id == visit_id, Assignment.state == "active")
        )
        return set(rows.all())


async def _ask(acts: Acts, ref: str, roster_no: str, reason: str = "relative") -> str:
    async with acts.working(await actor(acts, roster_no), cause()) as work:
        await replacements.ask(work, ref, reason, "亲属任职")
    async with acts.looking() as look:
        return (
            await look.session.exec(select(Replacement.ref).order_by(col(Replacement.id).desc()))
        ).first() or ""


async def test_an_approved_recusal_brings_the_colleague_in_and_tells_both(acts: Acts) -> None:
    await found(acts)
    await held(acts)
    seat, roster_no = await _market_seat(acts)
    before = await _team(acts, seat.visit_id)
    request = await _ask(acts, seat.ref, roster_no)
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        done = await replacements.approve(work, request)
    after = await _team(acts, seat.visit_id)
    third = {"S-1", "S-2", "S-3"} - before
    assert after == (before - {roster_no}) | third
    assert done.label == "replace/1"
    async with acts.looking() as look:
        told = (
            await look.session.exec(select(Letter.kind, Letter.body).where(Letter.kind == "replaced"))
        ).all()
        left = (await look.session.exec(select(Letter).where(Letter.kind == "reassigned"))).all()
        declared = (await look.session.exec(select(Recusal))).all()
    assert len(told) == 1
    assert "亲属任职" not in told[0]
    assert [letter.person_id for letter in left] == [seat.person_id]
    assert [one.reason for one in declared] == ["relative"]


async def test_whoever_leads_hands_the_lead_on(acts: Acts) -> None:
    await found(acts)
    await held(acts)
    async with acts.looking() as look:
        lead = (await look.session.exec(select(Assignment).where(col(Assignment.leads).is_(True)))).first()
        assert lead is not None
        roster_no = (await look.session.get_one(Person, lead.person_id)).roster_no
    request = await _ask(acts, lead.ref, roster_no, "leave")
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        await replacements.approve(work, request)
    async with acts.looking() as look:
        leads = await look.session.exec(
            select(Assignment.person_id).where(
                Assignment.visit_id == lead.visit_id,
                Assignment.state == "active",
                col(Assignment.leads).is_(True),
            )
        )
        assert len(leads.all()) == 1


async def test_a_leave_is_no_interest_for_later_draws(acts: Acts) -> None:
    await found(acts)
    await held(acts)
    seat, roster_no = await _market_seat(acts)
    request = await _ask(acts, seat.ref, roster_no, "leave")
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        await replacements.approve(work, request)
    async with acts.looking() as look:
        assert (await look.session.exec(select(Recusal))).all() == []


async def test_when_nobody_is_left_the_office_is_told_what_is_missing(acts: Acts) -> None:
    await found(acts)
    await held(acts)
    async with acts.looking() as look:
        row = (
            await look.session.exec(
                select(Assignment, Person.roster_no)
                .join(Person, col(Assignment.person_id) == col(Person.id))
                .where(col(Person.roster_no).startswith("X-"))
            )
        ).first()
    assert row is not None
    request = await _ask(acts, row[0].ref, row[1])
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        await replacements.approve(work, request)
    async with acts.looking() as look:
        told = (await look.session.exec(select(Letter.body).where(Letter.kind == "replaced"))).one()
    assert "仍缺1人" in told


async def test_a_refused_request_leaves_the_team_as_it_was(acts: Acts) -> None:
    await found(acts)
    await held(acts)
    seat, roster_no = await _market_seat(acts)
    before = await _team(acts, seat.visit_id)
    request = await _ask(acts, seat.ref, roster_no)
    async with acts.working(await actor(acts, "B-2"), cause()) as work:
        await replacements.refuse(work, request)
    assert await _team(acts, seat.visit_id) == before
    with pytest.raises(DomainError, match=r"replacement\.decided"):
        async with acts.working(await actor(acts, "B-1"), cause()) as work:
            await replacements.approve(work, request)


async def test_a_request_waits_only_once_and_is_the_inspectors_own(acts: Acts) -> None:
    await found(acts)
    await held(acts)
    seat, roster_no = await _market_seat(acts)
    await _ask(acts, seat.ref, roster_no)
    with pytest.raises(DomainError, match=r"replacement\.asked"):
        await _ask(acts, seat.ref, roster_no)
    other = next(iter({"S-1", "S-2", "S-3"} - {roster_no}))
    with pytest.raises(DomainError, match=r"assignment\.not_yours"):
        await _ask(acts, seat.ref, other)


async def test_the_same_label_gives_the_same_rematch_from_the_record_alone(acts: Acts) -> None:
    await found(acts)
    draw = await held(acts)
    seat, roster_no = await _market_seat(acts)
    request = await _ask(acts, seat.ref, roster_no)
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        done = await replacements.approve(work, request)
    async with acts.looking() as look:
        stored = await look.session.get_one(Draw, draw.id)
        assert stored.record == draw.record
        assert (await look.session.exec(select(Replacement.changes))).one() == done.changes
