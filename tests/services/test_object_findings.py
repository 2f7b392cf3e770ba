"""What visits found of an object is read out of the results that stand, until the office has confirmed it."""

from dataclasses import dataclass
from datetime import date
from itertools import count

import pytest

from bot.acts import Acts
from domain.errors import DomainError
from models import InspectionObject, Person, Result, Takedown, Visit
from services.objects import object_cards, object_changes, object_findings
from services.objects.object_findings import Doubt
from services.registers import exporting, importing
from services.registers.importing import read_file
from tests.conftest import StandingClock
from tests.county import actor, found
from tests.rows import Rows, key

SPRING = date(2026, 3, 20)
_causes = count()


@dataclass
class Place:
    """A county whose task has drawn one object."""

    acts: Acts
    rows: Rows
    visit: Visit
    person: Person
    number: str

    async def doubts(self) -> tuple[Doubt, ...]:
        """As its card tells them."""
        async with self.acts.looking(await actor(self.acts, "B-1")) as look:
            return (await object_cards.card(look, self.number)).doubts

    async def open(self) -> list[str]:
        """Numbers of the objects that wait to be confirmed."""
        async with self.acts.looking(await actor(self.acts, "B-1")) as look:
            return [one.number for one in await object_findings.unconfirmed(look)]

    async def corrected(self, field: str, value: object) -> str:
        """Correct the object by the office; answers the reference."""
        async with self.acts.working(await actor(self.acts, "B-1"), f"doubt:{next(_causes)}") as work:
            paper = ("核查", "某核字〔2026〕3号")
            return (await object_changes.correct(work, self.number, field, value, paper)).ref


@pytest.fixture
async def place(acts: Acts, clock: StandingClock) -> Place:
    """One object, not yet visited."""
    await found(acts)
    clock.go_to(2026, 4, 8)
    rows = Rows(acts)
    unit = await rows.unit("虚构局")
    task = await rows.task(unit)
    visit = await rows.visit(await rows.draw(task))
    async with acts.looking() as look:
        number = (await look.session.get_one(InspectionObject, visit.object_id)).register_no
    return Place(acts, rows, visit, await rows.person(unit, "某甲"), number)


@pytest.mark.parametrize("outcome", object_findings.DOUBTFUL)
async def test_a_released_finding_stands_on_the_card_with_day_and_visit(place: Place, outcome: str) -> None:
    await place.rows.result(place.visit, place.person, outcome)
    assert await place.doubts() == (Doubt(outcome, SPRING, place.visit.number),)
    assert await place.open() == [place.number]


@pytest.mark.parametrize("state", ["submitted", "confirmed", "returned", "superseded"])
async def test_what_is_not_released_is_not_told(place: Place, state: str) -> None:
    await place.rows.result(place.visit, place.person, "no_business", state)
    assert (await place.doubts(), await place.open()) == ((), [])


async def test_a_corrected_version_takes_the_place_of_the_one_before(place: Place) -> None:
    await place.rows.result(place.visit, place.person, "no_business")
    await place.rows.result(place.visit, place.person, "no_problem", "submitted", version=2)
    assert len(await place.doubts()) == 1
    await place.rows.result(place.visit, place.person, "no_problem", version=3)
    assert (await place.doubts(), await place.open()) == ((), [])


async def test_what_was_taken_down_is_not_told(place: Place) -> None:
    result = await place.rows.result(place.visit, place.person, "refused")
    await place.rows.add(
        Takedown(
            ref="down",
            result_id=key(result),
            ground="error",
            document="某文",
            state="approved",
            asked_by=key(place.person),
            asked_at=result.submitted_at,
        )
    )
    assert (await place.doubts(), await place.open()) == ((), [])


async def test_what_is_cited_of_another_result_is_no_finding_of_the_visit(place: Place) -> None:
    result = await place.rows.result(place.visit, place.person, "no_business")
    async with place.acts.noting() as work:
        kept = await work.session.get_one(Result, key(result))
        kept.findings = [{**one, "cited": "XZ-2026-R0001"} for one in kept.findings]
        work.session.add(kept)
    assert await place.doubts() == ()


@pytest.mark.parametrize(("field", "value"), [("status", "suspended"), ("alive", False)])
async def test_the_office_confirms_by_a_correction_and_undoing_it_opens_it_again(
    place: Place, field: str, value: object
) -> None:
    await place.rows.result(place.visit, place.person, "unreachable_at_address")
    await place.corrected("risk", "高风险")
    assert await place.open() == [place.number]
    ref = await place.corrected(field, value)
    assert await place.open() == []
    assert len(await place.doubts()) == 1
    async with place.acts.working(await actor(place.acts, "B-1"), "doubt:undo") as work:
        await object_changes.undo(work, ref)
    assert await place.open() == [place.number]


async def test_only_a_later_day_that_found_otherwise_ends_it(
    place: Place,
) -> None:
    await place.rows.result(place.visit, place.person, "refused")
    other = await place.rows.person(await place.rows.unit("虚构二局"), "某乙")
    same = await place.rows.result(place.visit, other)
    assert await place.open() == [place.number]
    async with place.acts.noting() as work:
        (await work.session.get_one(Result, key(same))).inspected_on = date(2026, 3, 21)
    assert await place.open() == []
    assert len(await place.doubts()) == 1


async def test_a_finding_of_last_year_waits_no_more(place: Place, clock: StandingClock) -> None:
    await place.rows.result(place.visit, place.person, "refused")
    clock.go_to(2027, 1, 4)
    assert await place.open() == []
    assert len(await place.doubts()) == 1


async def test_only_who_may_look_at_objects_is_told(place: Place) -> None:
    async with place.acts.looking(await actor(place.acts, "S-1")) as look:
        with pytest.raises(DomainError, match="access"):
            await object_findings.unconfirmed(look)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_the_list_handed_out_tells_it_and_an_import_passes_it_over(place: Place, language: str) -> None:
    await place.rows.result(place.visit, place.person, "no_business")
    async with place.acts.looking() as look:
        listed = await exporting.listed(look, "objects")
    file = read_file("名录.xlsx", exporting.book(listed, language), "objects")
    assert listed.doubts == {place.number: (Doubt("no_business", SPRING, place.visit.number),)}
    assert len(file.reading.ignored) == 1
    async with place.acts.looking() as look:
        assert (await importing.compare(look, file)).is_empty
