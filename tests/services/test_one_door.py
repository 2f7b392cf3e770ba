"""进一次门、查多项事: told once, joined on one day, nothing drawn changed."""

from datetime import date
from itertools import count

import pytest
from sqlmodel import col, select

from bot.acts import Acts
from domain.errors import DomainError
from models import Assignment, Entry, InspectionObject, Letter, OneDoor, Person, Task, Visit
from scheduler import ticks
from services.visits import door_visits, drafts, inspections, one_door, visit_cards, visit_days
from services.visits.door_visits import Door
from tests.conftest import StandingClock
from tests.county import FIRE, actor
from tests.visits import drawn_again, found

_causes = count()
DAY = date(2026, 4, 20)
FIRST, SECOND = "XZ-2026-0001-002", "XZ-2026-0099-01"


@pytest.fixture(autouse=True)
async def one_object_drawn_twice(acts: Acts, clock: StandingClock) -> None:
    """Two draws, one object."""
    await found(acts)
    clock.go_to(2026, 4, 8)
    await drawn_again(acts)


async def told(acts: Acts, kind: str) -> list[str]:
    async with acts.looking() as look:
        rows = await look.session.exec(
            select(Person.roster_no)
            .join(Letter, col(Letter.person_id) == col(Person.id))
            .where(Letter.kind == kind)
            .order_by(Person.roster_no)
        )
        return list(rows)


async def the_door(acts: Acts) -> str:
    async with acts.looking() as look:
        return (await look.session.exec(select(OneDoor.ref))).one()


async def join(acts: Acts, who: str, day: date = DAY) -> Door:
    ref = await the_door(acts)
    async with acts.working(await actor(acts, who), f"test:{next(_causes)}") as work:
        return await one_door.join(work, ref, day)


async def refused(acts: Acts, who: str, day: date = DAY) -> str:
    with pytest.raises(DomainError) as refusal:
        await join(acts, who, day)
    return refusal.value.code


async def test_liaisons_of_both_units_and_the_office_are_told_once(acts: Acts) -> None:
    await ticks.coincidences(acts)
    await ticks.coincidences(acts)
    assert await told(acts, "door_found") == ["B-1", "B-2", "S-0", "X-0"]
    async with acts.looking() as look:
        entries = await look.session.exec(select(Entry.facts).where(Entry.act == "door.notice"))
        assert entries.all() == [{"visits": [FIRST, SECOND]}]
        buttons = await look.session.exec(
            select(Letter.keyboard)
            .join(Person, col(Letter.person_id) == col(Person.id))
            .where(Letter.kind == "door_found", Person.roster_no == "X-0")
        )
        assert buttons.one() == []


async def test_a_third_draw_is_told_anew_at_the_same_door(acts: Acts) -> None:
    await ticks.coincidences(acts)
    await drawn_again(acts, "XZ-2026-0098-01")
    await ticks.coincidences(acts)
    assert len(await told(acts, "door_found")) == 8
    await the_door(acts)


@pytest.mark.parametrize("kind", ["clue", "revisit"])
async def test_a_clue_or_a_revisit_is_nobody_elses_business(acts: Acts, kind: str) -> None:
    async with acts.noting() as work:
        (await work.session.exec(select(Task).where(Task.no == SECOND))).one().kind = kind
    async with acts.looking() as look:
        assert await one_door.unnoticed(look) == []


async def test_days_that_never_meet_are_not_told(acts: Acts) -> None:
    async with acts.noting() as work:
        (await work.session.exec(select(Task).where(Task.no == SECOND))).one().window_from = date(2026, 6, 1)
    async with acts.looking() as look:
        assert await one_door.unnoticed(look) == []


async def test_joining_asks_both_teams_and_changes_nothing_that_was_drawn(acts: Acts) -> None:
    await ticks.coincidences(acts)
    async with acts.looking() as look:
        before = [row.model_dump() for row in await look.session.exec(select(Visit).order_by(col(Visit.id)))]
        seats = (await look.session.exec(select(Assignment.ref, Assignment.person_id))).all()
    await join(acts, "S-0")
    assert await told(acts, "day_proposed") == ["S-1", "X-1"]
    async with acts.looking() as look:
        rows = await look.session.exec(select(Visit).order_by(col(Visit.id)))
        assert [row.model_dump() for row in rows] == before
        assert (await look.session.exec(select(Assignment.ref, Assignment.person_id))).all() == seats
        entry = await look.session.exec(select(Entry.facts).where(Entry.act == "door.join"))
        assert entry.one() == {"visits": [FIRST, SECOND], "day": str(DAY)}
        letter = await look.session.exec(select(Letter.body).where(Letter.kind == "day_proposed"))
        assert f"同日联合上门：{FIRE}" in letter.first()  # type: ignore[operator]


async def test_the_card_of_each_names_the_other_and_what_its_team_agreed(acts: Acts) -> None:
    await ticks.coincidences(acts)
    await join(acts, "B-1")
    async with acts.working(await actor(acts, "X-1"), "test:agree") as work:
        seen = await visit_cards.card(work, f"X-1@{SECOND}")
        assert seen.proposal
        assert [(one.visit, one.day, one.agreed) for one in seen.beside] == [(FIRST, DAY, False)]
        await visit_days.agree(work, seen.proposal.ref)
    async with acts.looking(await actor(acts, "S-1")) as look:
        seen = await visit_cards.card(look, "S-1@2")
    assert [(one.units, one.day, one.agreed) for one in seen.beside] == [((FIRE,), DAY, True)]


async def test_only_the_office_and_the_unit_that_drew_first_join(acts: Acts) -> None:
    await ticks.coincidences(acts)
    assert await refused(acts, "X-0") == "door.not_convenor"
    assert await refused(acts, "S-1") == "access.role"
    assert await refused(acts, "S-0", date(2026, 4, 9)) == "visit_day.outside_window"
    await join(acts, "S-0")
    assert await refused(acts, "B-1") == "visit_day.same"


async def test_what_was_a_coincidence_when_told_is_looked_at_again_when_pressed(acts: Acts) -> None:
    await ticks.coincidences(acts)
    async with acts.working(await actor(acts, "S-1"), "test:report") as work:
        await drafts.all_fine(work, "S-1@2")
        await inspections.submit(work, "S-1@2")
    assert await refused(acts, "S-0") == "door.over"


async def test_the_office_sees_what_is_owed_and_late(acts: Acts, clock: StandingClock) -> None:
    await ticks.coincidences(acts)
    await join(acts, "B-1")
    clock.go_to(2026, 7, 1)
    async with acts.looking(await actor(acts, "B-1")) as look:
        (door,) = await door_visits.standing(look)
        subject = await look.session.exec(select(InspectionObject.name).where(InspectionObject.name != ""))
        assert door.object_name in subject.all()
    assert (door.day, door.window) == (DAY, None)
    assert door.late(date(2026, 7, 1)) == ("市场监督管理局", FIRE)
