"""Frequencies by class, from the place's file to the draw's preview and record (花溪 24, 忻州 二（六）)."""

from dataclasses import replace
from datetime import date

from sqlmodel import select

from bot.acts import Acts
from domain.plan import Kind
from domain.profile_grades import Frequency
from models import InspectionObject, Task
from services.drawing import draws, exclusions
from services.drawing.draws import Sealed
from services.objects import object_overview
from tests.county import actor, found
from tests.services.test_draws import announce, cause, held

CLAUSE = "二（六）"
FREQUENCIES = (
    Frequency(grade="A", at_most=1, clause=CLAUSE),
    Frequency(grade="B", at_least=1, clause=CLAUSE),
)


def strict(acts: Acts) -> Acts:
    return replace(acts, profile=replace(acts.profile, frequencies=FREQUENCIES, joint_spares="none"))


async def second_task(acts: Acts) -> None:
    """Another task over the same objects."""
    async with acts.noting() as work:
        first = (await work.session.exec(select(Task))).one()
        work.session.add(
            Task(
                ref="task-two",
                year=2026,
                no="2026-02",
                name="食品销售专项抽查",
                lead_unit_id=first.lead_unit_id,
                item_codes=["SP-1"],
                scope="食品销售",
                quota={"floor": "25%"},
                window_from=date(2026, 4, 1),
                window_to=date(2026, 5, 31),
            )
        )


async def grades_drawn(acts: Acts) -> list[str]:
    async with acts.looking() as look:
        year = await exclusions.of_year(look)
        rows = await look.session.exec(select(InspectionObject))
        return [one.grade for one in rows if year.visits.get(one.id or 0)]


async def test_who_had_the_years_times_is_left_out_and_who_lacks_them_is_told(acts: Acts) -> None:
    acts = strict(acts)
    await found(acts)
    await held(acts)
    await second_task(acts)
    drawn = await grades_drawn(acts)
    async with acts.looking(await actor(acts, "B-1")) as look:
        plan = await draws.look_ahead(look, ["task-two"])
        seen = await object_overview.overview(look)
    assert plan.exclusions.get("frequency", 0) == drawn.count("A")
    owed = {"grade": "B", "risk": "", "times": 1, "count": 6 - drawn.count("B"), "clause": CLAUSE}
    assert ("draw.frequency_owed", owed) in plan.explained
    assert [one.facts for one in seen.owed] == [owed]


async def test_the_announcement_keeps_the_reason_and_what_is_owed(acts: Acts) -> None:
    acts = strict(acts)
    await found(acts)
    await held(acts)
    await second_task(acts)
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        draw = await draws.announce(work, ["task-two"], Sealed(secret="cd" * 32, salt="ab" * 16))
    drawn = await grades_drawn(acts)
    assert draw.pool.count("\tfrequency\n") == drawn.count("A")
    assert "draw.frequency_owed" in str(draw.announcement)


async def test_a_place_without_frequencies_holds_nobody_back(acts: Acts) -> None:
    await found(acts)
    draw = await announce(acts)
    assert "frequency" not in draw.pool


async def test_a_revisit_is_not_held_back_by_the_times_of_its_object(acts: Acts) -> None:
    acts = strict(acts)
    await found(acts)
    await held(acts)
    async with acts.looking() as look:
        year = await exclusions.of_year(look)
        rows = (await look.session.exec(select(InspectionObject))).all()
        drawn = [one for one in rows if year.visits.get(one.id or 0)]
        task = (await look.session.exec(select(Task))).one()
        look.session.expunge(task)
        task.kind = Kind.REVISIT
        reasons = await exclusions.reasons(look, task, drawn, year)
    assert "frequency" not in reasons.values()
