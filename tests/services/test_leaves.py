"""请假 and 回避 as their owners see them: looked at, ended early, taken back."""

from datetime import date

import pytest
from sqlmodel import select

from bot.acts import Acts
from domain.errors import DomainError
from models import InspectionObject, Recusal, StaffChange
from services.drawing import draws
from services.staff import interests, leaves
from tests.conftest import StandingClock
from tests.county import MARKET, actor, found
from tests.rows import key
from tests.services.test_draws import cause


async def away(acts: Acts, first: date, last: date, by: str = "S-1", whose: str = "") -> int:
    """Note leave."""
    async with acts.working(await actor(acts, by), cause()) as work:
        leave = await leaves.note(work, first, last, whose)
        await work.session.flush()
        return leave.id or 0


async def shown(acts: Acts, by: str) -> list[tuple[str, date, date]]:
    """What somebody sees of leave."""
    async with acts.looking(await actor(acts, by)) as look:
        return [(one.roster_no, one.first, one.last) for one in await leaves.current(look)]


async def back(acts: Acts, leave_id: int, by: str = "S-1") -> None:
    """End leave."""
    async with acts.working(await actor(acts, by), cause()) as work:
        await leaves.end(work, leave_id)


async def drawable(acts: Acts) -> list[str]:
    """The market office's inspectors whom a draw could send."""
    async with acts.looking(await actor(acts, "B-1")) as look:
        plan = await draws.look_ahead(look, ["task-one"])
        return sorted(plan.inspectors["eligible"][MARKET])


async def test_who_comes_back_early_is_drawable_again(acts: Acts, clock: StandingClock) -> None:
    await found(acts)
    leave = await away(acts, date(2026, 4, 1), date(2026, 6, 30))
    assert await drawable(acts) == ["S-2", "S-3"]
    clock.advance(days=5)
    await back(acts, leave)
    assert await drawable(acts) == ["S-1", "S-2", "S-3"]
    assert await shown(acts, "S-1") == []
    with pytest.raises(DomainError, match=r"leave\.over"):
        await back(acts, leave)


async def test_a_liaison_sees_and_ends_the_leave_of_the_own_unit_only(acts: Acts) -> None:
    await found(acts)
    first, last = date(2026, 5, 1), date(2026, 5, 5)
    leave = await away(acts, first, last)
    assert await shown(acts, "S-0") == [("S-1", first, last)]
    assert await shown(acts, "S-2") == await shown(acts, "X-0") == []
    for stranger in ("S-2", "X-0"):
        with pytest.raises(DomainError, match=r"leave\.not_unit"):
            await back(acts, leave, stranger)
    await back(acts, leave, "S-0")
    assert await shown(acts, "S-0") == []


async def test_a_declaration_is_taken_back_by_its_owner_with_a_reason_and_stays_in_the_history(
    acts: Acts,
) -> None:
    await found(acts)
    inspector = await actor(acts, "S-1")
    async with acts.looking() as look:
        subject = (await look.session.exec(select(InspectionObject))).all()[1]
    async with acts.working(inspector, cause()) as work:
        await interests.declare(work, key(subject), "relative")
    async with acts.looking(inspector) as look:
        ((number, name, reason),) = await interests.mine(look)
    assert (name, reason) == (subject.name, "relative")
    for by, why, code in (("S-2", "ended", "interest.gone"), ("S-1", "bored", "interest.reason")):
        with pytest.raises(DomainError) as refused:
            async with acts.working(await actor(acts, by), cause()) as work:
                await interests.withdraw(work, number, why)
        assert refused.value.code == code
    async with acts.working(inspector, cause()) as work:
        await interests.withdraw(work, number, "ended")
    async with acts.looking() as look:
        assert (await look.session.exec(select(Recusal))).all() == []
        kept = (await look.session.exec(select(StaffChange))).one()
    assert (kept.kind, kept.reason) == ("withdrew_ended", subject.name)
