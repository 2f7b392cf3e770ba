"""内部转办: told once, reminded once before its day, not at all once done or taken back."""

from datetime import date

import pytest
from sqlmodel import col, select

from bot.acts import Acts
from domain.errors import DomainError
from models import Duty, Letter, Meeting, MeetingDecision
from scheduler.ticks import forwarded
from services.work import new_ref
from services.year import decisions, duties, filings, forwarding
from tests import county
from tests.conftest import StandingClock
from tests.county import actor
from tests.rows import key
from tests.services.test_departures import person
from tests.services.test_deputies import link
from tests.services.test_draws import cause

OWN_DAY = date(2026, 4, 13)


async def planned(acts: Acts) -> str:
    """The market's first filing, due on 15 April."""
    await county.found(acts)
    await link(acts, "S-0", "S-2", "S-3")
    async with acts.working(cause="plan") as work:
        await duties.plan_year(work, 2026)
    unit = (await person(acts, "S-0")).unit_id
    async with acts.looking() as look:
        found = await look.session.exec(
            select(Duty.ref).where(Duty.unit_id == unit).order_by(col(Duty.due_on), col(Duty.id))
        )
        return found.first() or ""


async def hand_on(acts: Acts, what: str, ref: str, who: str = "S-2", by: str = "S-0") -> None:
    colleague = await person(acts, who)
    async with acts.working(await actor(acts, by), cause()) as work:
        await forwarding.hand_on(work, what, ref, key(colleague), OWN_DAY)


async def told(acts: Acts) -> list[tuple[str, str]]:
    """State of every letter of it, and its heading."""
    async with acts.looking() as look:
        rows = await look.session.exec(
            select(Letter).where(Letter.kind == "handed_on").order_by(col(Letter.id))
        )
        return [(one.state, one.body.partition("</b>")[0].removeprefix("<b>")) for one in rows]


async def deliver(acts: Acts) -> None:
    """Everything that waits has gone out."""
    async with acts.noting() as work:
        for letter in await work.session.exec(select(Letter).where(Letter.state == "pending")):
            letter.state, letter.sent_at = "sent", work.now


async def test_a_colleague_is_told_once_and_reminded_once_before_the_units_own_day(
    acts: Acts, clock: StandingClock
) -> None:
    ref = await planned(acts)
    await hand_on(acts, "duty", ref)
    await deliver(acts)
    for day in (8, 9, 10, 10, 13, 14):
        clock.go_to(2026, 4, day)
        await forwarded(acts)
        await deliver(acts)
    assert await told(acts) == [("sent", "内部转办"), ("sent", "内部转办即将到期")]
    async with acts.looking(await actor(acts, "S-0")) as look:
        (line,) = await forwarding.of_unit(look)
    assert (line.name, line.due_on, line.days) == ("市检2", OWN_DAY, -1)


async def test_what_is_filed_is_reminded_of_no_more_and_what_is_taken_back_is_said(
    acts: Acts, clock: StandingClock
) -> None:
    ref = await planned(acts)
    await hand_on(acts, "duty", ref)
    await deliver(acts)
    await hand_on(acts, "duty", ref, "S-3")
    assert await told(acts) == [("sent", "内部转办"), ("pending", "内部转办收回"), ("pending", "内部转办")]
    await deliver(acts)
    clock.go_to(2026, 4, 10)
    await forwarded(acts)
    liaison = await actor(acts, "S-0")
    async with acts.working(liaison, cause()) as work:
        await filings.file(work, ref, file_id="f", file_name="f.docx")
    async with acts.looking(liaison) as look:
        assert await forwarding.of_unit(look) == []
    assert (await told(acts))[-1] == ("void", "内部转办即将到期")
    with pytest.raises(DomainError, match=r"forward\.closed"):
        await hand_on(acts, "duty", ref)


async def test_a_decision_is_handed_on_taken_back_and_ended_by_its_report(acts: Acts) -> None:
    await planned(acts)
    unit = (await person(acts, "S-0")).unit_id
    async with acts.noting() as work:
        meeting = Meeting(
            ref=new_ref(),
            number="M-1",
            year=2026,
            serial=1,
            kind="plenary",
            state="issued",
            prepared_at=work.now,
        )
        work.session.add(meeting)
        await work.session.flush()
        work.session.add(
            MeetingDecision(
                ref="decided",
                meeting_id=key(meeting),
                text="整改",
                unit_id=unit,
                due_on=OWN_DAY,
                state="open",
            )
        )
    liaison = await actor(acts, "S-0")
    await hand_on(acts, "decision", "decided")
    async with acts.working(liaison, cause()) as work:
        assert (await forwarding.take_back(work, "decision", "decided")).row is None
    assert await told(acts) == [("void", "内部转办")]
    with pytest.raises(DomainError, match=r"forward\.none"):
        async with acts.working(liaison, cause()) as work:
            await forwarding.take_back(work, "decision", "decided")
    await hand_on(acts, "decision", "decided")
    async with acts.working(liaison, cause()) as work:
        await decisions.report(work, "decided", "已整改")
    assert [state for state, _ in await told(acts)] == ["void", "void"]


async def test_only_the_units_own_matters_go_to_its_own_people_and_before_their_day(acts: Acts) -> None:
    ref = await planned(acts)
    for what, who, by, code in (("duty", "X-1", "S-0", "not_here"), ("duty", "X-1", "X-0", "unknown")):
        with pytest.raises(DomainError, match=rf"forward\.{code}"):
            await hand_on(acts, what, ref, who, by)
    for day in (date(2026, 3, 31), date(2026, 4, 16)):
        with pytest.raises(DomainError, match=r"forward\.day"):
            async with acts.working(await actor(acts, "S-0"), cause()) as work:
                await forwarding.hand_on(work, "duty", ref, key(await person(acts, "S-2")), day)
