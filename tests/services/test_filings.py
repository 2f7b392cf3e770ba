"""What units owe, taking it in, and the office's view of it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from bot.acts import Acts
from domain.errors import DomainError
from domain.filed_document import Checked
from domain.roles import HOUSE, Actor, Role
from models import Account, Duty, Entry, Filing, Letter, Person, Unit
from services import people
from services.work import Work
from services.year import duties, filing_overview, filing_returns, filings
from tests.conftest import StandingClock

OFFICE = Actor(roles=frozenset({Role.OFFICE}))


async def add_unit(work: Work, name: str) -> int:
    """A member unit."""
    unit = Unit(name=name)
    work.session.add(unit)
    await work.session.flush()
    assert unit.id is not None
    return unit.id


async def add_person(work: Work, unit_id: int, roster_no: str, role: Role, telegram_id: int = 0) -> Actor:
    """Somebody with a role, linked when a Telegram id is given."""
    unit = await work.session.get_one(Unit, unit_id)
    person = Person(roster_no=roster_no, name=f"陈{roster_no}", unit_id=unit_id)
    work.session.add(person)
    await work.session.flush()
    assert person.id is not None
    await people.grant(work, person.id, role)
    if telegram_id:
        work.session.add(Account(telegram_id=telegram_id, person_id=person.id, linked_at=work.now))
    return Actor(person.id, person.name, unit_id, unit.name, frozenset({role}))


@pytest.fixture
async def liaisons(acts: Acts) -> tuple[Actor, Actor]:
    """Liaisons of two units, with this year planned."""
    async with acts.noting() as work:
        first, second = await add_unit(work, "甲局"), await add_unit(work, "乙局")
        found = (
            await add_person(work, first, "J-1", Role.LIAISON, 11),
            await add_person(work, second, "Y-1", Role.LIAISON),
        )
    async with acts.working(HOUSE, "plan") as work:
        await duties.plan_year(work, 2026)
    return found


async def ref_of(acts: Acts, actor: Actor, deadline: str) -> str:
    """The reference of a unit's duty."""
    async with acts.looking() as look:
        query = select(Duty.ref).where(Duty.unit_id == actor.unit_id, Duty.deadline == deadline)
        return (await look.session.exec(query)).one()


async def hand_in(acts: Acts, actor: Actor, deadline: str, cause: str, **given: Any) -> Filing:
    """File a duty as a person would."""
    ref = await ref_of(acts, actor, deadline)
    async with acts.working(actor, cause) as work:
        return await filings.file(work, ref, **given)


async def test_every_active_unit_owes_every_deadline_of_the_place_once(
    acts: Acts, liaisons: tuple[Actor, Actor]
) -> None:
    async with acts.working(HOUSE, "again") as work:
        assert await duties.plan_year(work, 2026) == 0
    async with acts.looking() as look:
        owed = await filings.owed(look, liaisons[0].unit_id or 0)
        assert await duties.missing(look, 2026) == []
    assert [(one.due_on, one.kind) for one in owed] == [
        (date(2026, 4, 15), "internal_plan"),
        (date(2026, 4, 30), "plan_publication"),
        (date(2026, 6, 10), "half_year_report"),
        (date(2026, 6, 30), "item_list"),
        (date(2026, 6, 30), "working_rules"),
        (date(2026, 12, 10), "self_check_report"),
        (date(2026, 12, 31), "result_publication"),
    ]
    assert owed[2].parts == ("工作情况", "存在不足和难点问题", "下一步工作举措")
    assert owed[0].days == 14


async def test_what_was_past_before_the_first_planning_is_held_against_nobody(
    acts: Acts, clock: StandingClock
) -> None:
    clock.go_to(2026, 5, 1)
    async with acts.working(HOUSE, "plan") as work:
        unit_id = await add_unit(work, "新局")
        await duties.plan_year(work, 2026)
        assert min(one.due_on for one in await filings.owed(work, unit_id)) == date(2026, 6, 10)


async def test_a_moved_deadline_moves_the_duties_that_are_open(
    acts: Acts, liaisons: tuple[Actor, Actor]
) -> None:
    ref = await ref_of(acts, liaisons[0], "half_year_report")
    async with acts.noting() as work:
        duty = (await work.session.exec(select(Duty).where(Duty.ref == ref))).one()
        duty.due_on = date(2026, 6, 20)
    async with acts.working(HOUSE, "again") as work:
        assert await duties.plan_year(work, 2026) == 1
    async with acts.looking() as look:
        assert (await filings.owed(look, liaisons[0].unit_id or 0))[2].due_on == date(2026, 6, 10)


async def test_a_unit_that_left_and_the_office_itself_owe_nothing_here(acts: Acts) -> None:
    async with acts.working(HOUSE, "plan") as work:
        gone = await add_unit(work, "撤销局")
        office = await add_unit(work, "市领导小组办公室")
        (await work.session.get_one(Unit, gone)).active = False
        await duties.plan_year(work, 2026)
        assert await filings.owed(work, gone) == await filings.owed(work, office) == []


async def test_a_file_fulfils_the_duty_and_is_receipted_in_one_act(
    acts: Acts, liaisons: tuple[Actor, Actor]
) -> None:
    filing = await hand_in(acts, liaisons[0], "internal_plan", "f", file_id="doc-1", file_name="计划.docx")
    assert (filing.number, filing.version) == ("XZ-2026-B0001", 1)
    async with acts.looking() as look:
        duty = (await look.session.exec(select(Duty).where(Duty.id == filing.duty_id))).one()
        entry = (await look.session.exec(select(Entry).where(Entry.cause == "f"))).one()
        letter = (await look.session.exec(select(Letter).where(Letter.kind == "filed"))).one()
    assert (duty.state, duty.fulfilled_at) == ("fulfilled", filing.submitted_at)
    assert (entry.act, entry.facts["number"]) == ("duty.file", "XZ-2026-B0001")
    assert letter.person_id == liaisons[0].person_id
    assert "XZ-2026-B0001" in letter.body
    assert "本部门内部抽查计划" in letter.body
    assert "计划.docx" in letter.body


async def test_a_later_file_is_a_new_version_and_keeps_the_first_day(
    acts: Acts, clock: StandingClock, liaisons: tuple[Actor, Actor]
) -> None:
    first = await hand_in(acts, liaisons[0], "internal_plan", "a", file_id="doc-1", file_name="a.docx")
    clock.go_to(2026, 4, 20)
    second = await hand_in(acts, liaisons[0], "internal_plan", "b", file_id="doc-2", file_name="b.docx")
    other = await hand_in(acts, liaisons[1], "internal_plan", "c", file_id="doc-3", file_name="c.docx")
    assert [one.version for one in (first, second, other)] == [1, 2, 1]
    assert [one.number[-4:] for one in (first, second, other)] == ["0001", "0002", "0003"]
    async with acts.looking(OFFICE) as look:
        overview = await filing_overview.overview(look)
        received = await filing_overview.received(look, "internal_plan", 2026)
    assert (overview.deadlines[0].filed, overview.deadlines[0].filed_late) == (("甲局",), ("乙局",))
    assert [(one.unit, one.file_id) for one in received] == [
        ("乙局", "doc-3"),
        ("甲局", "doc-1"),
        ("甲局", "doc-2"),
    ]


async def test_only_the_units_own_liaison_files(acts: Acts, liaisons: tuple[Actor, Actor]) -> None:
    ref = await ref_of(acts, liaisons[0], "internal_plan")
    inspector = Actor(liaisons[0].person_id, "", liaisons[0].unit_id, "甲局", frozenset({Role.INSPECTOR}))
    for actor, code in ((liaisons[1], "filing.not_yours"), (inspector, "access.role")):
        with pytest.raises(DomainError) as refused:
            async with acts.working(actor, f"x{code}") as work:
                await filings.file(work, ref, file_id="doc", file_name="x.docx")
        assert refused.value.code == code
    async with acts.looking() as look:
        assert (await look.session.exec(select(Filing))).all() == []


async def test_a_report_needs_a_file_while_a_publication_may_be_confirmed(
    acts: Acts, liaisons: tuple[Actor, Actor]
) -> None:
    with pytest.raises(DomainError, match=r"filing\.file_needed"):
        await hand_in(acts, liaisons[0], "half_year_report", "a", note="已报")
    filing = await hand_in(acts, liaisons[0], "plan_publication", "b", note="https://example.invalid/plan")
    assert (filing.file_id, filing.note) == ("", "https://example.invalid/plan")


async def test_what_a_document_lacks_stands_with_it_and_refuses_it_only_where_the_place_says_so(
    acts: Acts, liaisons: tuple[Actor, Actor]
) -> None:
    lacking = Checked(missing=("下一步工作举措",))
    given = {"file_id": "doc-1", "file_name": "a.docx", "checked": lacking}
    filing = await hand_in(acts, liaisons[0], "half_year_report", "a", **given)
    assert Checked.from_json(filing.checked) == lacking
    rules = tuple(replace(rule, parts_required=bool(rule.parts)) for rule in acts.profile.report_deadlines)
    strict = replace(acts, profile=replace(acts.profile, report_deadlines=rules))
    for checked in (lacking, None):
        with pytest.raises(DomainError, match=r"filing\.parts"):
            await hand_in(strict, liaisons[1], "half_year_report", "b", file_id="doc-2", checked=checked)
    await hand_in(strict, liaisons[1], "half_year_report", "c", file_id="doc-3", checked=Checked())


async def test_a_returned_submission_is_owed_again_told_once_and_filed_anew(
    acts: Acts, clock: StandingClock, liaisons: tuple[Actor, Actor]
) -> None:
    filing = await hand_in(acts, liaisons[0], "internal_plan", "a", file_id="doc-1", file_name="a.docx")
    clock.go_to(2026, 4, 16)
    for number, reason, code in ((filing.number, " ", "reason"), ("XZ-2026-B0099", "缺表", "unknown")):
        with pytest.raises(DomainError, match=rf"filing\.{code}"):
            async with acts.working(OFFICE, f"no-{code}") as work:
                await filing_returns.give_back(work, number, reason)
    async with acts.working(OFFICE, "back") as work:
        await filing_returns.give_back(work, filing.number, "缺联合任务表")
    async with acts.looking(OFFICE) as look:
        seen = (await filing_overview.overview(look)).deadlines[0]
        owed = (await filings.owed(look, liaisons[0].unit_id or 0))[0]
        told = (await look.session.exec(select(Letter).where(Letter.kind == "filing_returned"))).all()
        (kept,) = await filing_overview.received(look, "internal_plan", 2026)
    assert (seen.late, seen.returned, seen.done) == (("乙局", "甲局"), ("甲局",), 0)
    assert (owed.open, owed.returned, owed.days) == (True, "缺联合任务表", -1)
    assert [(one.person_id, "缺联合任务表" in one.body) for one in told] == [(liaisons[0].person_id, True)]
    assert not kept.returnable
    with pytest.raises(DomainError, match=r"filing\.not_newest"):
        async with acts.working(OFFICE, "twice") as work:
            await filing_returns.give_back(work, filing.number, "缺联合任务表")
    again = await hand_in(acts, liaisons[0], "internal_plan", "b", file_id="doc-2", file_name="b.docx")
    async with acts.looking(OFFICE) as look:
        seen = (await filing_overview.overview(look)).deadlines[0]
    assert (again.version, seen.filed_late, seen.returned) == (2, ("甲局",), ())


async def test_the_overview_names_units_by_state_and_who_cannot_be_told(
    acts: Acts, clock: StandingClock, liaisons: tuple[Actor, Actor]
) -> None:
    await hand_in(acts, liaisons[0], "internal_plan", "a", file_id="doc-1", file_name="a.docx")
    clock.go_to(2026, 4, 16)
    async with acts.looking(OFFICE) as look:
        overview = await filing_overview.overview(look)
    first, second, third = overview.deadlines[:3]
    assert (first.filed, first.late, first.open) == (("甲局",), ("乙局",), ())
    assert (second.near, second.open) == (True, ("乙局", "甲局"))
    assert (third.near, third.missing) == (False, 2)
    assert overview.unreachable == ("乙局",)
