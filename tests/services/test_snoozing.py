"""明日再提醒: again on the next working day, never past the last one, and not when it is done meanwhile."""

from datetime import datetime

import pytest

from bot.acts import Acts
from domain.errors import DomainError
from domain.roles import Actor
from services.work import OFFICE_ZONE, new_ref
from services.year import snoozing
from tests.conftest import StandingClock
from tests.services.test_filings import hand_in, ref_of
from tests.services.test_reminders import letters, liaison, tick

__all__ = ["liaison"]


async def snooze(acts: Acts, actor: Actor, deadline: str) -> None:
    """The liaison presses the button of one duty."""
    ref = await ref_of(acts, actor, deadline)
    async with acts.working(actor, f"snooze:{new_ref()}") as work:
        await snoozing.snooze(work, [ref])


async def test_a_snoozed_duty_is_told_again_on_the_next_working_day(
    acts: Acts, clock: StandingClock, liaison: Actor
) -> None:
    clock.go_to(2026, 6, 5)
    await snooze(acts, liaison, "half_year_report")
    (again,) = await letters(acts)
    assert again.due_at == datetime(2026, 6, 8, 8, 30, tzinfo=OFFICE_ZONE)
    assert "还有2天" in again.body


async def test_filing_takes_the_reminder_back_and_a_stage_meanwhile_is_the_same_message(
    acts: Acts, clock: StandingClock, liaison: Actor
) -> None:
    clock.go_to(2026, 6, 5)
    await snooze(acts, liaison, "half_year_report")
    clock.go_to(2026, 6, 8)
    await tick(acts)
    first, merged = await letters(acts)
    assert (first.state, merged.state, "上半年工作总结" in merged.body) == ("void", "pending", True)
    await hand_in(acts, liaison, "half_year_report", "f", file_id="d", file_name="d.docx")
    assert not [one for one in await letters(acts) if one.state != "void" and "上半年工作总结" in one.body]
    with pytest.raises(DomainError, match=r"reminder\.done"):
        await snooze(acts, liaison, "half_year_report")


async def test_nothing_is_put_off_to_the_last_day_or_behind_it(
    acts: Acts, clock: StandingClock, liaison: Actor
) -> None:
    clock.go_to(2026, 6, 9)
    with pytest.raises(DomainError, match=r"reminder\.last_day"):
        await snooze(acts, liaison, "half_year_report")
