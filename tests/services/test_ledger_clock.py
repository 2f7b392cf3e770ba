"""问题台账: who hears of a case, when, and that nobody hears too much."""

from datetime import date

import pytest
from sqlmodel import col, select

from bot.acts import Acts
from models import Letter, Person, Problem, ProblemReminder, Visit
from scheduler import ticks
from services.problems import ledger_clock, ledger_steps, ledger_transfers
from tests.conftest import StandingClock
from tests.county import FIRE, actor
from tests.rows import Rows
from tests.services.test_inspections import letters
from tests.services.test_ledger import SEEN, cases, released, step
from tests.visits import found


@pytest.fixture(autouse=True)
async def a_problem(acts: Acts, clock: StandingClock) -> None:
    """One case of ``S-1``, to be put right by Thursday, 23 April."""
    await found(acts)
    clock.go_to(2026, 4, 8)
    await released(acts)


async def posts(acts: Acts) -> list[str]:
    async with acts.looking() as look:
        return list(await look.session.exec(select(Letter.body).where(Letter.kind == "problems_late")))


async def test_the_ladder_climbs_from_inspector_to_office(acts: Acts, clock: StandingClock) -> None:
    told = {}
    for day in (20, 21, 23, 24, 27, 28):
        clock.go_to(2026, 4, day)
        await ticks.ledger_due(acts)
        await ticks.ledger_due(acts)
        told[day] = (await letters(acts, "problems_due"), len(await posts(acts)))
    assert told == {
        20: ([], 0),
        21: (["S-1"], 0),
        23: (["S-1", "S-1"], 0),
        24: (["S-0", "S-1", "S-1"], 0),
        27: (["S-0", "S-1", "S-1"], 0),
        28: (["S-0", "S-1", "S-1"], 1),
    }
    (post,) = await posts(acts)
    assert "XZ-2026-W0001" in post
    assert "示例商行" not in post


async def test_nobody_is_told_on_days_off_and_in_the_quiet_hours(acts: Acts, clock: StandingClock) -> None:
    for day, hour in ((25, 10), (21, 22), (23, 7)):
        clock.go_to(2026, 4, day, hour)
        async with acts.looking() as look:
            assert await ledger_clock.rounds(look) == []


async def test_missed_stages_merge_into_the_latest_of_each_receiver(acts: Acts, clock: StandingClock) -> None:
    clock.go_to(2026, 5, 11)
    await ticks.ledger_due(acts)
    assert (await letters(acts, "problems_due"), len(await posts(acts))) == (["S-0", "S-1"], 1)
    async with acts.looking() as look:
        rows = (await look.session.exec(select(ProblemReminder.stage, ProblemReminder.state))).all()
    assert sorted(rows) == [
        ("close", "passed_over"),
        ("escalated", "sent"),
        ("last_day", "sent"),
        ("overdue", "sent"),
    ]


async def test_a_new_last_day_begins_the_ladder_anew_and_an_end_waits_for_the_approver(
    acts: Acts, clock: StandingClock
) -> None:
    clock.go_to(2026, 4, 23)
    await ticks.ledger_due(acts)
    await step(acts, "S-1", ledger_steps.recheck, SEEN, corrected=False, correct_by=date(2026, 5, 15))
    await ticks.ledger_due(acts)
    assert await letters(acts, "problems_due") == ["S-1"]
    clock.go_to(2026, 5, 13)
    await ticks.ledger_due(acts)
    assert await letters(acts, "problems_due") == ["S-1", "S-1"]
    await step(acts, "S-1", ledger_steps.recheck, SEEN, corrected=True)
    clock.go_to(2026, 5, 14)
    await ticks.ledger_due(acts)
    assert await letters(acts, "problems_due") == ["S-1", "S-1", "S-9"]


async def test_an_answer_that_is_owed_is_asked_of_the_other_unit(acts: Acts, clock: StandingClock) -> None:
    await step(acts, "S-0", ledger_steps.decide, "transfer_department", "消防设施")
    await step(acts, "S-0", ledger_transfers.send, FIRE, "3号")
    clock.go_to(2026, 4, 15)
    await ticks.ledger_due(acts)
    assert await letters(acts, "problems_due") == ["X-0"]


async def test_several_cases_are_one_letter(acts: Acts, clock: StandingClock) -> None:
    first = (await cases(acts))[0]
    async with acts.noting() as work:
        twin = Problem(**first.model_dump(exclude={"id"}) | {"ref": "twin", "item_code": "SP-2"})
        twin.number = "XZ-2026-W0002"
        work.session.add(twin)
    clock.go_to(2026, 4, 23)
    await ticks.ledger_due(acts)
    async with acts.looking() as look:
        (body,) = await look.session.exec(select(Letter.body).where(Letter.kind == "problems_due"))
    assert ("XZ-2026-W0001" in body, "XZ-2026-W0002" in body) == (True, True)


async def test_results_older_than_the_ledger_get_their_cases_once(acts: Acts) -> None:
    async with acts.looking() as look:
        visit = (await look.session.exec(select(Visit).order_by(col(Visit.id)))).first()
        person = await look.session.get_one(Person, (await actor(acts, "X-1")).person_id)
    assert visit is not None
    await Rows(acts).result(visit, person, "problem_pending")
    await ticks.ledger_due(acts)
    await ticks.ledger_due(acts)
    opened = [(one.state, one.measure) for one in (await cases(acts))[1:]]
    assert opened
    assert set(opened) == {("undecided", "")}
