"""回访: finished visits become the pool of an ordinary draw, and nobody goes to what they inspected."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from itertools import count

import pytest
from sqlmodel import col, select

from bot.acts import Acts
from domain.errors import DomainError
from domain.plan import Kind
from domain.recount import recount
from domain.revisit import Tally, due
from models import Assignment, Draw, Inspector, Person, Result, RevisitPool, Task, Visit
from services.drawing import draw_watch, draws, holding, once_list, revisits
from services.profiles import load
from tests.conftest import StandingClock
from tests.county import actor, found
from tests.rows import Rows, key
from tests.services.test_draws import SEALED, witness

_causes = count()


def cause() -> str:
    return f"revisit:{next(_causes)}"


@pytest.fixture
async def acts(acts: Acts, clock: StandingClock) -> Acts:
    """A place with a share of a half; three released visits of one unit, ``S-1`` and ``S-2`` were there."""
    acts = replace(acts, profile=replace(acts.profile, revisit_share=Fraction(1, 2)))
    await found(acts)
    rows = Rows(acts)
    async with acts.noting() as work:
        task = (await work.session.exec(select(Task))).one()
        task.partners, task.item_codes = [], ["SP-1", "SP-2"]
    draw = await rows.draw(task)
    for _ in range(3):
        visit = await rows.visit(draw)
        for one in await staff(acts, "S-1", "S-2"):
            await rows.sent(visit, one)
        await rows.result(visit, one)
    for roster_no in ("S-4", "S-5"):
        await colleague(acts, roster_no)
    clock.advance(days=30)
    return acts


async def staff(acts: Acts, *numbers: str) -> list[Person]:
    async with acts.looking() as look:
        return list(await look.session.exec(select(Person).where(col(Person.roster_no).in_(numbers))))


async def colleague(acts: Acts, roster_no: str) -> None:
    """Somebody more of the same unit, certified as the others are."""
    async with acts.noting() as work:
        like = (await work.session.exec(select(Person).where(Person.roster_no == "S-3"))).one()
        person = Person(roster_no=roster_no, name=roster_no, unit_id=like.unit_id)
        work.session.add(person)
        await work.session.flush()
        work.session.add(
            Inspector(
                person_id=key(person),
                certificate_no=roster_no,
                certificate_until=work.today + timedelta(days=900),
            )
        )


async def begun(acts: Acts) -> Task:
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        return await revisits.make_task(work, "task-one")


async def drawn(acts: Acts, task: Task) -> Draw:
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        draw = await draws.announce(work, [task.ref], SEALED)
    await witness(acts, draw.ref, "J-1", "83920174")
    await witness(acts, draw.ref, "S-0", "二〇二六")
    async with acts.working(await actor(acts, "B-2"), cause()) as work:
        return await holding.hold_draw(work, draw.ref)


def test_a_share_is_never_rounded_below_itself() -> None:
    assert [due(Fraction(1, 20), finished) for finished in (0, 1, 20, 21)] == [0, 1, 1, 2]


async def test_the_office_sees_what_waits_and_how_many_are_due(acts: Acts) -> None:
    async with acts.looking(await actor(acts, "B-1")) as look:
        (waiting,) = await revisits.ripe(look)
    assert (waiting.ref, waiting.finished, waiting.due) == ("task-one", 3, 2)


async def test_a_visit_that_waits_for_its_approver_is_not_finished(acts: Acts) -> None:
    async with acts.noting() as work:
        (await work.session.exec(select(Result).limit(1))).one().state = "confirmed"
    async with acts.looking(await actor(acts, "B-1")) as look:
        assert [one.finished for one in await revisits.ripe(look)] == [2]


async def test_a_share_of_the_visits_is_drawn_and_anybody_recounts_it(acts: Acts) -> None:
    draw = await drawn(acts, await begun(acts))
    async with acts.looking() as look:
        before = set(await look.session.exec(select(Visit.object_id).where(Visit.draw_id != draw.id)))
        again = (await look.session.exec(select(Visit).where(Visit.draw_id == draw.id))).all()
    assert len(again) == 2
    assert {one.object_id for one in again} <= before
    assert draw.record
    assert not [one for one in recount(draw.record, draw.pool.encode()) if one.outcome == "differs"]


async def test_nobody_goes_to_a_visit_of_their_own(acts: Acts) -> None:
    draw = await drawn(acts, await begun(acts))
    async with acts.looking() as look:
        rows = await look.session.exec(
            select(Person.roster_no)
            .join(Assignment, col(Assignment.person_id) == col(Person.id))
            .join(Visit, col(Assignment.visit_id) == col(Visit.id))
            .where(Visit.draw_id == draw.id)
        )
        went = set(rows)
    assert went
    assert went <= {"S-3", "S-4", "S-5"}


async def test_who_was_there_stays_away_also_when_others_came_after(acts: Acts) -> None:
    await begun(acts)
    (other,) = await staff(acts, "S-3")
    async with acts.noting() as work:
        first = (await work.session.exec(select(Visit).limit(1))).one()
        again = first.model_dump(exclude={"id", "ref", "number", "draw_id"})
        held = (await work.session.exec(select(Draw))).one()
        clue = held.model_dump(exclude={"id", "ref", "number", "serial"})
        work.session.add(Draw(**clue, ref="later", number="XZ-2026-X0001", serial=-1))
        await work.session.flush()
        draw = (await work.session.exec(select(Draw).where(Draw.ref == "later"))).one()
        work.session.add(Visit(**again, ref="again", number="XZ-2026-X0001-01", draw_id=key(draw)))
        await work.session.flush()
        visit = (await work.session.exec(select(Visit).where(Visit.ref == "again"))).one()
        work.session.add(
            Assignment(ref="other", visit_id=key(visit), person_id=key(other), unit_id=other.unit_id)
        )
    async with acts.looking(await actor(acts, "B-1")) as look:
        task = (await look.session.exec(select(Task).where(Task.kind == Kind.REVISIT))).one()
        frozen = (await draws.look_ahead(look, [task.ref])).inspectors["recused"]
    assert ["S-1", "S-2", "S-3"] in list(frozen.values())


async def test_a_finished_visit_is_in_one_pool_only(acts: Acts) -> None:
    task = await begun(acts)
    assert (task.no, task.name, task.kind) == ("2026-01-H1", "回访：食品销售联合抽查", Kind.REVISIT)
    with pytest.raises(DomainError, match=r"revisit\.nothing"):
        await begun(acts)
    async with acts.looking() as look:
        assert len((await look.session.exec(select(RevisitPool))).all()) == 3


async def test_a_place_without_a_share_has_no_revisits(acts: Acts) -> None:
    there = replace(acts, profile=load("xinzhou"))
    async with there.looking(await actor(acts, "B-1")) as look:
        assert await revisits.ripe(look) == []
    with pytest.raises(DomainError, match=r"revisit\.not_here"):
        await begun(there)


async def test_the_tally_counts_what_only_the_revisit_found(acts: Acts) -> None:
    draw = await drawn(acts, await begun(acts))
    rows = Rows(acts)
    async with acts.looking() as look:
        again = (await look.session.exec(select(Visit).where(Visit.draw_id == draw.id))).all()
    (person,) = await staff(acts, "S-3")
    for visit, outcome in zip(again, ("problem_pending", "no_problem"), strict=True):
        await rows.result(visit, person, outcome)
    async with acts.looking(await actor(acts, "B-1")) as look:
        assert await revisits.tally(look) == Tally(covered=3, drawn=2, reported=2, found=1)


async def test_a_revisit_is_not_revisited(acts: Acts) -> None:
    draw = await drawn(acts, await begun(acts))
    rows = Rows(acts)
    async with acts.looking() as look:
        again = (await look.session.exec(select(Visit).where(Visit.draw_id == draw.id))).all()
        seats = (await look.session.exec(select(Assignment.visit_id, Assignment.person_id))).all()
        people = {one.id: one for one in await look.session.exec(select(Person))}
    for visit in again:
        await rows.result(visit, next(people[who] for at, who in seats if at == visit.id))
    async with acts.looking(await actor(acts, "B-1")) as look:
        assert await revisits.ripe(look) == []


async def test_a_revisits_pool_is_no_measure_for_the_register(acts: Acts) -> None:
    again = await drawn(acts, await begun(acts))
    async with acts.looking(await actor(acts, "B-1")) as look:
        task = (await look.session.exec(select(Task).where(Task.ref == "task-one"))).one()
        revisit = await look.session.get_one(Task, again.task_id)
        pool = draws.pool_of_draw(again)
        changes = await draw_watch.since_last(look, [task], pool)
        assert changes
        assert changes.number != again.number
        assert await draw_watch.since_last(look, [revisit], pool) is None


async def test_a_revisit_of_a_listed_object_stays_in_its_own_task(acts: Acts) -> None:
    task = await begun(acts)
    async with acts.noting(await actor(acts, "B-1")) as work:
        of = await once_list.tasks_for(work, "1", [task.no], {task.no: task}, {"1"})
    assert [one.no for one in of] == [task.no]
