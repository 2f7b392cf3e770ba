"""通报 from the rows."""

from datetime import date

import pytest

from bot.acts import Acts
from domain.errors import DomainError
from domain.roles import Actor, Role
from services.papers import form_briefing
from tests.conftest import StandingClock
from tests.rows import Rows


async def test_units_with_something_late_come_first_beside_the_period_before(
    acts: Acts, clock: StandingClock
) -> None:
    rows = Rows(acts)
    for name, last in (("甲局", date(2026, 12, 1)), ("乙局", date(2026, 4, 20))):
        unit = await rows.unit(name)
        person = await rows.person(unit, "林一")
        draw = await rows.draw(await rows.task(unit, window_to=last))
        visits = [await rows.visit(draw) for _ in range(2)]
        for visit in visits:
            await rows.sent(visit, person)
        await rows.result(visits[0], person, outcome="problem_pending", publish_by=date(2026, 12, 1))
    clock.go_to(2026, 5, 6)
    async with acts.looking() as look:
        april, may = [await form_briefing.briefing(look, month) for month in ("2026-04", "2026-05")]
    assert [(one.member, one.problem) for one in april.matters] == [("乙局", "逾期未检查1件")]
    assert [(one.member, one.assigned, one.done, one.found) for one in april.members] == [
        ("乙局", "2", "1", "1"),
        ("甲局", "2", "1", "1"),
    ]
    assert [(one.now, one.before, one.change) for one in may.totals] == [
        ("0", "4", "-4"),
        ("0", "2", "-2"),
        ("0", "0", "+0"),
        ("0", "2", "-2"),
    ]
    assert ("公示率", "应当达到100%", "0%（0/4）", "未达到") in [
        (one.mark, one.asked, one.reached, one.state) for one in may.marks
    ]
    assert "林一" not in repr((april, may))


async def test_the_circular_of_another_year_says_nothing_of_todays_indicators(acts: Acts) -> None:
    async with acts.looking() as look:
        assert (await form_briefing.briefing(look, "2025")).marks == ()


async def test_only_the_office_writes_it(acts: Acts) -> None:
    async with acts.looking(Actor(person_id=1, roles=frozenset({Role.LIAISON}))) as look:
        with pytest.raises(DomainError, match=r"access\.role"):
            await form_briefing.briefing(look, "2026")
