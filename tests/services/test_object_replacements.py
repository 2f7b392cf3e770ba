"""Objects gone after the draw: the record alone says who comes instead; two persons stand behind it."""

import json
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import col, select

from bot.acts import Acts
from bot.publish import files_of as pages_of
from domain.errors import DomainError
from domain.matching_record import instance_of
from domain.pool import parse
from domain.recount import recount
from domain.replacement_file import swap_of
from domain.substitution import Successor, differing, drawn_by, instance_after, successors, swap_from
from models import (
    Assignment,
    Blob,
    Draft,
    Entry,
    InspectionObject,
    Letter,
    ObjectReplacement,
    Person,
    Recusal,
    Result,
    Visit,
)
from services import people
from services.drawing import object_replacements, replacements
from services.drawing.replacement_files import files_of
from services.publication import public_site
from services.visits import agenda, assignments
from tests.county import FIRE, MARKET, actor, found
from tests.services.test_draws import cause, held
from tests.services.test_joint_draws import _held as held_jointly
from tests.services.test_joint_draws import _second_task as second_task


async def _visits(acts: Acts) -> list[Visit]:
    async with acts.looking() as look:
        return list(await look.session.exec(select(Visit).order_by(col(Visit.position))))


async def _team(acts: Acts, visit: Visit) -> set[str]:
    async with acts.looking() as look:
        rows = await look.session.exec(
            select(Person.roster_no)
            .join(Assignment, col(Assignment.person_id) == col(Person.id))
            .where(Assignment.visit_id == visit.id, Assignment.state == "active")
        )
        return set(rows.all())


async def _ask(acts: Acts, visit: Visit, roster_no: str = "B-1") -> str:
    async with acts.working(await actor(acts, roster_no), cause()) as work:
        await object_replacements.ask(work, visit.ref, "not_found", "登记住所已拆除")
    async with acts.looking() as look:
        newest = select(ObjectReplacement.ref).order_by(col(ObjectReplacement.id).desc())
        return (await look.session.exec(newest)).first() or ""


async def _approve(acts: Acts, ref: str, roster_no: str = "B-2") -> ObjectReplacement:
    async with acts.working(await actor(acts, roster_no), cause()) as work:
        return await object_replacements.approve(work, ref)


async def _replaced(acts: Acts, visit: Visit) -> ObjectReplacement:
    return await _approve(acts, await _ask(acts, visit))


async def _bodies(acts: Acts, kind: str) -> list[str]:
    async with acts.looking() as look:
        return list(await look.session.exec(select(Letter.body).where(Letter.kind == kind)))


async def _number(acts: Acts, visit: Visit) -> str:
    async with acts.looking() as look:
        return (await look.session.get_one(InspectionObject, visit.object_id)).register_no


async def test_the_next_in_ticket_order_comes_instead_with_the_same_team(acts: Acts) -> None:
    await found(acts)
    draw = await held(acts)
    first, *_ = before = await _visits(acts)
    team = await _team(acts, first)
    await _replaced(acts, first)
    *same, new = await _visits(acts)
    assert [one.state for one in (*same, new)] == ["replaced", "open", "open", "open"]
    assert (new.number, new.position, new.step) == ("XZ-2026-0001-04", 4, first.step)
    assert await _team(acts, first) == set()
    assert await _team(acts, new) == team
    assert new.ticket > max(one.ticket for one in before)
    pool = parse(draw.pool.encode())
    assert draw.record is not None
    [come] = successors(draw.record, pool, (), await _number(acts, first))
    assert (come.id, come.ticket) == (await _number(acts, new), new.ticket)


async def test_both_sides_are_told_and_the_group_by_number_only(acts: Acts) -> None:
    await found(acts)
    await held(acts)
    first, *_ = await _visits(acts)
    gone = await _number(acts, first)
    await _replaced(acts, first)
    new = (await _visits(acts))[-1]
    ended = await _bodies(acts, "visit_ended")
    cards = [body for body in await _bodies(acts, "assigned") if new.number in body]
    [posted] = await _bodies(acts, "object_replaced")
    assert len(ended) == len(cards) == 4
    assert all(new.number in body for body in ended)
    assert first.number in posted
    assert new.number in posted
    assert gone not in posted
    assert "示例商行" not in posted
    assert "拆除" not in posted


async def test_an_inspector_no_longer_reports_on_the_object_gone(acts: Acts) -> None:
    await found(acts)
    await held(acts)
    first, *_ = await _visits(acts)
    async with acts.looking() as look:
        seat = (await look.session.exec(select(Assignment).where(Assignment.visit_id == first.id))).first()
        assert seat is not None
        roster_no = (await look.session.get_one(Person, seat.person_id)).roster_no
    await _replaced(acts, first)
    async with acts.looking(await actor(acts, roster_no)) as look:
        assert first.number not in [line.visit for line in await agenda.mine(look)]
        with pytest.raises(DomainError, match=r"assignment\.over"):
            await assignments.case_of(look, seat.ref)


async def test_whoever_asked_cannot_agree(acts: Acts) -> None:
    await found(acts)
    await held(acts)
    first, *_ = await _visits(acts)
    ref = await _ask(acts, first)
    with pytest.raises(DomainError, match=r"object_replacement\.second_person"):
        await _approve(acts, ref, "B-1")
    assert len(await _visits(acts)) == 3


async def test_only_the_others_are_asked_to_agree(acts: Acts) -> None:
    await found(acts)
    await held(acts)
    first, *_ = await _visits(acts)
    await _ask(acts, first)
    other = await actor(acts, "B-2")
    async with acts.looking() as look:
        asked = await look.session.exec(
            select(Letter.person_id).where(Letter.kind == "object_replacement_asked")
        )
        assert asked.all() == [other.person_id]


async def test_in_an_office_of_one_the_lead_units_approver_agrees(acts: Acts) -> None:
    await found(acts)
    await held(acts)
    async with acts.noting() as work:
        gone = await people.person_by_roster_no(work.session, "B-2")
        gone.left_on = work.today
    first, *_ = await _visits(acts)
    ref = await _ask(acts, first)
    async with acts.looking() as look:
        asked = await look.session.exec(
            select(Person.roster_no)
            .join(Letter, col(Letter.person_id) == col(Person.id))
            .where(Letter.kind == "object_replacement_asked")
        )
        assert asked.all() == ["S-9"]
    assert (await _approve(acts, ref, "S-9")).state == "approved"


async def test_a_refusal_leaves_the_visit_and_tells_whoever_asked(acts: Acts) -> None:
    await found(acts)
    await held(acts)
    first, *_ = await _visits(acts)
    ref = await _ask(acts, first)
    async with acts.working(await actor(acts, "B-2"), cause()) as work:
        await object_replacements.refuse(work, ref)
    assert [one.state for one in await _visits(acts)] == ["open"] * 3
    assert len(await _bodies(acts, "object_replacement_refused")) == 1
    with pytest.raises(DomainError, match=r"object_replacement\.decided"):
        await _approve(acts, ref)


async def test_a_visit_is_asked_for_once_and_not_after_a_report(acts: Acts) -> None:
    await found(acts)
    await held(acts)
    first, second, _ = await _visits(acts)
    ref = await _ask(acts, first)
    with pytest.raises(DomainError, match=r"object_replacement\.asked"):
        await _ask(acts, first)
    for visit in (first, second):
        await _report(acts, visit)
    with pytest.raises(DomainError, match=r"object_replacement\.reported"):
        await _approve(acts, ref)
    with pytest.raises(DomainError, match=r"object_replacement\.reported"):
        await _ask(acts, second)


async def _report(acts: Acts, visit: Visit) -> None:
    async with acts.noting() as work:
        draft = Draft(visit_id=visit.id or 0, unit_id=1)
        work.session.add(draft)
        await work.session.flush()
        work.session.add(
            Result(
                ref=visit.ref,
                number=f"{visit.number}-1",
                visit_id=visit.id or 0,
                unit_id=1,
                version=1,
                draft_id=draft.id or 0,
                inspected_on=work.today,
                findings=[],
                problem=False,
                submitted_by=1,
                submitted_at=work.now,
            )
        )


async def test_a_replaced_object_can_be_gone_too_and_the_record_recounts_both(acts: Acts) -> None:
    await found(acts)
    draw = await held(acts)
    first, *_ = await _visits(acts)
    one = await _replaced(acts, first)
    second = (await _visits(acts))[-1]
    two = await _replaced(acts, second)
    third = (await _visits(acts))[-1]
    assert (one.label, two.label, third.number) == ("object/1", "object/2", "XZ-2026-0001-05")
    swaps = [swap_from(one.swap), swap_from(two.swap)]
    pool, record = parse(draw.pool.encode()), draw.record
    assert record is not None
    assert differing(record, pool, swaps) == []
    forged = swap_from({**two.swap, "came": [{"id": "9199012400000000" + "01", "ticket": "00", "steps": []}]})
    assert differing(record, pool, [swaps[0], forged]) == [swaps[1].gone]
    assert drawn_by(record, swaps, await _number(acts, third)) == (first.step,)


async def test_whoever_must_stay_away_from_the_new_object_is_matched_anew(acts: Acts) -> None:
    await found(acts)
    draw = await held(acts)
    first, *_ = await _visits(acts)
    team = await _team(acts, first)
    away = min(no for no in team if no.startswith("S-"))
    assert draw.record is not None
    [come] = successors(draw.record, parse(draw.pool.encode()), (), await _number(acts, first))
    async with acts.noting() as work:
        person = await people.person_by_roster_no(work.session, away)
        work.session.add(
            Recusal(person_id=person.id or 0, object_no=come.id, reason="own", declared_at=work.now)
        )
    done = await _replaced(acts, first)
    new = (await _visits(acts))[-1]
    third = {"S-1", "S-2", "S-3"} - team
    assert await _team(acts, new) == (team - {away}) | third
    swap = swap_from(done.swap)
    [seat] = [seat for seat in swap.seats if seat.id == f"{come.id}/{MARKET}"]
    assert away not in seat.eligible
    async with acts.looking() as look:
        leads = await look.session.exec(
            select(Assignment).where(Assignment.visit_id == new.id, col(Assignment.leads).is_(True))
        )
        told = await look.session.exec(
            select(Letter).where(Letter.kind == "assigned", Letter.person_id == person.id)
        )
        assert len(leads.all()) == 1
        assert new.number not in "".join(letter.body for letter in told)


async def test_a_later_recusal_rematches_the_new_visit_and_not_the_one_gone(acts: Acts) -> None:
    await found(acts)
    await held(acts)
    first, *_ = await _visits(acts)
    await _replaced(acts, first)
    new = (await _visits(acts))[-1]
    before = await _team(acts, new)
    leaving = min(no for no in before if no.startswith("S-"))
    async with acts.looking() as look:
        person = await people.person_by_roster_no(look.session, leaving)
        seat = (
            await look.session.exec(
                select(Assignment).where(Assignment.visit_id == new.id, Assignment.person_id == person.id)
            )
        ).one()
    async with acts.working(await actor(acts, leaving), cause()) as work:
        await replacements.ask(work, seat.ref, "relative")
    async with acts.looking() as look:
        ref = (
            await look.session.exec(select(Letter.keyboard).where(Letter.kind == "replacement_asked"))
        ).first()
    assert ref
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        await replacements.approve(work, ref[0][0]["data"].partition(":")[2])
    assert await _team(acts, first) == set()
    assert await _team(acts, new) == (before - {leaving}) | ({"S-1", "S-2", "S-3"} - before)


async def test_a_request_of_the_old_team_lapses(acts: Acts) -> None:
    await found(acts)
    await held(acts)
    first, *_ = await _visits(acts)
    async with acts.looking() as look:
        row = await look.session.exec(
            select(Assignment, Person.roster_no)
            .join(Person, col(Assignment.person_id) == col(Person.id))
            .where(Assignment.visit_id == first.id)
        )
        seat, roster_no = row.first() or (None, "")
    assert seat is not None
    async with acts.working(await actor(acts, roster_no), cause()) as work:
        await replacements.ask(work, seat.ref, "leave")
    await _replaced(acts, first)
    async with acts.looking() as look:
        keys = await look.session.exec(select(Letter.keyboard).where(Letter.kind == "replacement_asked"))
        ref = (keys.first() or [])[0][0]["data"].partition(":")[2]
    with pytest.raises(DomainError, match=r"replacement\.decided"):
        async with acts.working(await actor(acts, "B-1"), cause()) as work:
            await replacements.approve(work, ref)


async def test_when_nothing_is_left_the_visit_stays(acts: Acts) -> None:
    await found(acts, objects=2)  # one of them deregistered: the other is all there is
    await held(acts)
    [only] = await _visits(acts)
    ref = await _ask(acts, only)
    with pytest.raises(DomainError, match=r"object_replacement\.nobody_left"):
        await _approve(acts, ref)
    assert [one.state for one in await _visits(acts)] == ["open"]


async def test_the_journal_and_the_file_for_the_archive_hold_the_swap(acts: Acts) -> None:
    await found(acts)
    await held(acts)
    first, *_ = await _visits(acts)
    done = await _replaced(acts, first)
    swap = swap_from(done.swap)
    async with acts.looking() as look:
        entry = (await look.session.exec(select(Entry).where(Entry.act == "substitution.approve"))).one()
        file = (
            await look.session.exec(select(Blob).where(Blob.file_name == "XZ-2026-0001.object-1.json"))
        ).one()
    kept = json.loads(file.content)
    assert (entry.facts["label"], entry.facts["gone"]) == ("object/1", swap.gone)
    assert entry.facts["came"] == done.swap["came"]
    assert swap_of(kept) == swap
    assert set(kept["teams"]["assigned"]) == {seat.id for seat in swap.seats}
    assert entry.facts["archive"] == kept["replacement_sha256"]
    [posted] = await _bodies(acts, "object_replaced")
    assert kept["replacement_sha256"] in posted


async def test_the_files_of_two_replacements_recount_with_the_record_and_stand_beside_it(acts: Acts) -> None:
    await found(acts)
    draw = await held(acts)
    first, *_ = await _visits(acts)
    await _replaced(acts, first)
    await _replaced(acts, (await _visits(acts))[-1])
    public = replace(acts, profile=replace(acts.profile, target_list_public=True))
    async with public.looking() as look:
        files = await files_of(look, draw)
        pages = pages_of(await public_site.site(look))
    checks = recount(draw.record, draw.pool.encode(), replacements=files)
    assert [one for one in checks if one.outcome == "differs"] == []
    assert [one.of for one in checks if one.what == "replacement_next"] == ["object/1", "object/2"]
    shown = [json.loads(pages[f"draws/{draw.number}.object-{n}.json"]) for n in (1, 2)]
    record = json.loads(pages[f"draws/{draw.number}.record.json"])
    assert not [one for one in recount(record, replacements=shown) if one.outcome == "differs"]
    assert "S-" not in str(shown)
    page = pages[f"draws/{draw.number}.html"].decode()
    assert all(one["replacement_sha256"] in page for one in files)
    async with acts.looking() as look:
        early = pages_of(await public_site.site(look))
    assert not [name for name in early if "object-" in name]


JOINT: dict[str, Any] = {
    "announcement": {
        "steps": [
            {"label": "a/all", "from": ["a/A"], "take": 1, "task": "a", "order": "visit/all"},
            {"label": "b/all", "from": ["b/A"], "take": 1, "task": "b", "order": "visit/all"},
        ]
    },
    "key": "5e" * 32,
    "matching": {"instance": {"tasks": [], "inspectors": []}},
}


def _joint(lines: str) -> tuple[dict[str, Any], list[Successor]]:
    """A joint draw of two tasks over a pool in ticket order, where both drew the first object."""
    pool = parse(f"#suicha-pool/1\n{lines}".encode())
    probe = {**JOINT, "result": [{"label": label, "drawn": [{"id": "0"}]} for label in ("a/all", "b/all")]}
    return probe, list(successors(probe, pool, (), "0"))


def test_an_object_that_is_next_for_both_tasks_is_visited_once() -> None:
    _, came = _joint("0\ta/A,b/A\t\n1\ta/A,b/A\t\n")
    assert [(one.id, one.steps) for one in came] == [("1", ("a/all", "b/all"))]


def test_tasks_that_go_on_differently_get_an_object_each() -> None:
    record, came = _joint("0\ta/A,b/A\t\n1\ta/A\t\n2\tb/A\t\n")
    assert [(one.id, one.steps) for one in came] == [("1", ("a/all",)), ("2", ("b/all",))]
    assert instance_of(*instance_after(record, ())) == {"tasks": [], "inspectors": []}


def test_a_used_up_step_has_no_successor_while_the_other_goes_on() -> None:
    _, came = _joint("0\ta/A,b/A\t\n1\tb/A\t\n2\ta/A\tclosed\n")
    assert [(one.id, one.steps) for one in came] == [("1", ("b/all",))]


async def test_an_object_drawn_jointly_is_replaced_for_each_of_its_tasks(acts: Acts) -> None:
    await found(acts)
    await second_task(acts)
    draw = await held_jointly(acts)
    both = next(one for one in await _visits(acts) if len(one.task_ids) == 2)
    before = len(await _visits(acts))
    done = await _replaced(acts, both)
    new = (await _visits(acts))[before:]
    swap = swap_from(done.swap)
    assert [one.steps for one in swap.came] == [("2026-01/all",), ("2026-02/all",)]
    assert [task for one in new for task in one.task_ids] == both.task_ids
    units = [
        {seat.id.partition("/")[2] for seat in swap.seats if seat.id.startswith(one.id)} for one in swap.came
    ]
    assert units == [{MARKET, FIRE}, {FIRE}]
    assert draw.record is not None
    assert differing(draw.record, parse(draw.pool.encode()), [swap]) == []
