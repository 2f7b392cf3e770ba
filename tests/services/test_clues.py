"""A clue is inspected without a draw: two persons, a document, a team nobody chose, and no draw's figures."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from bot.acts import Acts
from domain.draw import key
from domain.errors import DomainError
from domain.matching_record import differing
from domain.roles import Actor
from domain.witness import commitment
from models import Assignment, Clue, Draw, InspectionObject, Inspector, Letter, Person, Result, Task, Visit
from services.drawing import clues, draws
from services.drawing.exclusions import of_year
from services.publication.public_site import site
from services.year import summaries
from tests import county
from tests.rows import MORNING, Rows

SECRET = "ab" * 32
OBJECT = "919901240000000003"


@pytest.fixture
async def liaison(acts: Acts) -> Actor:
    """The small office; the market unit's liaison."""
    await county.found(acts)
    return await county.actor(acts, "S-0")


def request_of(liaison: Actor) -> clues.Request:
    """What the liaison asks for."""
    return clues.Request(
        unit_id=liaison.unit_id or 0,
        object_no=OBJECT,
        item_codes=["SP-1"],
        source="complaint",
        document="举报单〔2026〕12号",
        last_day=date(2026, 4, 8),
    )


async def asked(acts: Acts, liaison: Actor, secret: str = SECRET, cause: str = "ask") -> Clue:
    """A clue that waits."""
    async with acts.working(liaison, cause) as work:
        return await clues.ask(work, request_of(liaison), secret)


async def approved(acts: Acts, liaison: Actor, secret: str = SECRET) -> Draw:
    """A clue that the unit's approver let through."""
    clue = await asked(acts, liaison, secret)
    async with acts.working(await county.actor(acts, "S-9"), "approve") as work:
        return await clues.approve(work, clue.ref)


async def team(acts: Acts) -> set[str]:
    """Who was sent, by roster number."""
    async with acts.looking() as look:
        rows = await look.session.exec(
            select(Person.roster_no).join(Assignment, Assignment.person_id == Person.id)  # type: ignore[arg-type]
        )
        return set(rows)


async def test_the_request_goes_privately_to_those_who_may_approve(acts: Acts, liaison: Actor) -> None:
    clue = await asked(acts, liaison)
    async with acts.looking() as look:
        letters = (await look.session.exec(select(Letter))).all()
        people = {one.id: one.roster_no for one in await look.session.exec(select(Person))}
    assert clue.number == "XZ-2026-X0001"
    assert {people[one.person_id] for one in letters} == {"B-1", "B-2", "S-9"}
    assert all(one.chat_id is None and commitment(SECRET) in one.body for one in letters)
    assert all(SECRET not in one.body for one in letters)


async def test_who_asked_does_not_approve_and_a_strangers_unit_does_not_either(
    acts: Acts, liaison: Actor
) -> None:
    async with acts.working(await county.actor(acts, "B-1"), "ask") as work:
        clue = await clues.ask(work, request_of(liaison), SECRET)
    for roster_no, code in (("B-1", "clue.second_person"), ("X-9", "clue.other_unit")):
        async with acts.noting(await county.actor(acts, roster_no), roster_no) as work:
            with pytest.raises(DomainError) as refusal:
                await clues.approve(work, clue.ref)
        assert refusal.value.code == code


async def test_the_team_follows_from_the_lot_that_was_sealed_with_the_request(
    acts: Acts, liaison: Actor
) -> None:
    draw = await approved(acts, liaison)
    record = draw.record
    assert record is not None
    assert record["key"] == key("XZ-2026-X0001", SECRET, []).hex()
    assert record["commitment"] == commitment(SECRET)
    assert differing(record) == []
    sent = await team(acts)
    assert len(sent) == 2
    assert sent <= {"S-1", "S-2", "S-3"}


async def test_another_lot_may_send_others(acts: Acts, liaison: Actor) -> None:
    async with acts.noting(liaison) as work:
        teams = set()
        task = Task(
            ref="t",
            year=2026,
            no="XZ-2026-X0001",
            name="x",
            lead_unit_id=liaison.unit_id or 0,
            window_from=work.today,
            window_to=work.today,
        )
        work.session.add(task)
        await work.session.flush()
        subject = (
            await work.session.exec(select(InspectionObject).where(InspectionObject.register_no == OBJECT))
        ).one()
        for n in range(20):
            clue = Clue(
                ref=f"c{n}",
                number=f"n{n}",
                unit_id=liaison.unit_id or 0,
                object_id=subject.id or 0,
                source="other",
                document="x",
                last_day=work.today,
                secret=f"{n:02x}" * 32,
                asked_by=liaison.person_id or 0,
                asked_at=MORNING,
            )
            _, found = await clues._matched(work, clue, task, subject)
            teams.add(frozenset(next(iter(found.matching.assigned.values()))))
        work.session.expunge_all()
        await work.session.rollback()
    assert len(teams) == 3  # every pair of three


async def test_a_clue_has_a_visit_and_a_task_of_its_own_and_takes_no_draws_number(
    acts: Acts, liaison: Actor
) -> None:
    await approved(acts, liaison)
    async with acts.looking() as look:
        visit = (await look.session.exec(select(Visit))).one()
        task = (await look.session.exec(select(Task).where(Task.kind == "clue"))).one()
        cards = (await look.session.exec(select(Letter).where(Letter.kind == "assigned"))).all()
        told = (await look.session.exec(select(Letter).where(Letter.kind == "clue_decided"))).one()
        assert await draws.next_serial(look) == 1
        assert (await of_year(look)).visits == {}
    assert (visit.number, visit.task_id, task.plan_id) == ("XZ-2026-X0001-01", task.id, None)
    assert (len(cards), told.person_id) == (2, liaison.person_id)
    assert "已批准" in told.body


async def test_it_stands_among_the_results_and_in_no_share_of_draws(acts: Acts, liaison: Actor) -> None:
    await approved(acts, liaison)
    async with acts.looking() as look:
        standing = await summaries.gather(look)
    assert standing.total("assigned") == 1
    assert standing.kinds == (("clue", 1),)
    assert [one.total for one in standing.shares] == [0, 0]


async def test_nobody_hears_of_a_clue_before_its_result_is_public(acts: Acts, liaison: Actor) -> None:
    await approved(acts, liaison)
    async with acts.looking() as look:
        shown = await site(look)
        visit = (await look.session.exec(select(Visit))).one()
        person = (await look.session.exec(select(Person).where(Person.roster_no == "S-1"))).one()
    assert (shown.draws, [one.kind for one in shown.tasks]) == ((), ["regular"])
    result = await Rows(acts).result(visit, person)
    async with acts.noting() as work:
        (await work.session.get_one(Result, result.id)).published_at = MORNING
    async with acts.looking() as look:
        shown = await site(look)
    assert [(one.kind, one.document) for one in shown.tasks if one.no == "XZ-2026-X0001"] == [("clue", "")]
    assert [one.task_no for one in shown.results] == ["XZ-2026-X0001"]
    assert shown.draws == ()


async def test_without_enough_certified_people_nothing_happens(acts: Acts, liaison: Actor) -> None:
    async with acts.noting() as work:
        for one in await work.session.exec(select(Inspector)):
            one.valid = False
    clue = await asked(acts, liaison)
    async with acts.noting(await county.actor(acts, "B-1"), "x") as work:
        with pytest.raises(DomainError) as refusal:
            await clues.approve(work, clue.ref)
        await work.session.rollback()
    assert (refusal.value.code, refusal.value.params["missing"]) == ("clue.no_team", 2)


async def test_a_refused_clue_sends_nobody(acts: Acts, liaison: Actor) -> None:
    clue = await asked(acts, liaison)
    async with acts.working(await county.actor(acts, "B-1"), "no") as work:
        await clues.refuse(work, clue.ref)
    assert await team(acts) == set()
    async with acts.noting(await county.actor(acts, "B-2"), "late") as work:
        with pytest.raises(DomainError) as refusal:
            await clues.approve(work, clue.ref)
    assert refusal.value.code == "clue.over"


async def test_what_is_missing_from_a_request_is_named(acts: Acts, liaison: Actor) -> None:
    good = request_of(liaison)
    wrong = {
        "clue.document": replace(good, document=" "),
        "clue.items": replace(good, item_codes=[]),
        "clue.past": replace(good, last_day=date(2026, 3, 31)),
        "clue.no_object": replace(good, object_no="9199"),
        "clue.other_unit": replace(good, unit_id=99),
    }
    found = {}
    for code, request in wrong.items():
        async with acts.noting(liaison, code) as work:
            with pytest.raises(DomainError) as refusal:
                await clues.ask(work, request, SECRET)
        found[code] = refusal.value.code
    assert found == {code: code for code in wrong}
    await asked(acts, liaison)
    async with acts.noting(liaison, "twice") as work:
        with pytest.raises(DomainError) as refusal:
            await clues.ask(work, good, SECRET)
    assert refusal.value.code == "clue.waits"
