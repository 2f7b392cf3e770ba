"""One list of everything a unit owes, by day, each line with the place where it is done."""

from datetime import date

from bot.acts import Acts
from services.year import duties
from services.year.unit_owes import Owing, owing
from tests.conftest import StandingClock
from tests.county import actor
from tests.services.test_certificates import renew
from tests.services.test_inspections import answer, fine, submit
from tests.services.test_ledger import only_case, released
from tests.visits import found


async def owed(acts: Acts, roster_no: str = "S-0") -> list[Owing]:
    """The list of a liaison's unit."""
    async with acts.looking(await actor(acts, roster_no)) as look:
        return await owing(look)


async def test_every_kind_stands_in_one_list_by_day_with_its_place(acts: Acts, clock: StandingClock) -> None:
    await found(acts)
    async with acts.working(cause="plan") as work:
        await duties.plan_year(work, 2026)
    await renew(acts, "S-2", date(2026, 6, 20))
    clock.go_to(2026, 4, 8)
    await released(acts)
    clock.go_to(2026, 6, 2)
    lines = await owed(acts)
    assert [one.due_on for one in lines] == sorted(one.due_on for one in lines)
    case = await only_case(acts)
    assert {(one.kind, one.go) for one in lines if one.kind != "filing"} == {
        ("case", f"problem:{case.ref}"),
        ("certificate", "expiring:all"),
        ("visit", "go:forms"),
        ("task", "go:plan"),
    }
    assert [(one.what, one.days) for one in lines if one.kind == "case"] == [(case.number, -40)]
    assert {one.go for one in lines if one.kind == "filing" and one.duty} >= {
        f"file:{one.duty.ref}" for one in lines if one.duty
    }
    assert "case" not in {one.kind for one in await owed(acts, "X-0")}


async def test_a_reported_visit_waits_for_its_publication_instead(acts: Acts, clock: StandingClock) -> None:
    await found(acts)
    clock.go_to(2026, 5, 28)
    await answer(acts, "S-1@1", "SP-1", "no_problem", "")
    await fine(acts, "S-1@1")
    await submit(acts, "S-1@1")
    assert [one.kind for one in await owed(acts, "X-0")] == []
    clock.go_to(2026, 12, 15)
    assert {one.kind for one in await owed(acts)} == {"task", "publication"}
    assert [one.kind for one in await owed(acts, "X-0")] == ["visit"]
