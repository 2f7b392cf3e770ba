"""调动、退休: one act ends account and roles and hands open visits back, by the draw's own re-match."""

from datetime import date

import pytest
from sqlmodel import col, select

from bot.acts import Acts
from domain.errors import DomainError
from domain.external_record import FORM
from domain.roles import Role
from models import (
    Account,
    Assignment,
    Draft,
    Draw,
    Inspector,
    Letter,
    Person,
    Replacement,
    Result,
    StaffChange,
    Unit,
    Visit,
)
from services import people
from services.drawing import holding, replacements
from services.staff import departures, handing_back
from services.staff.departures import Departure
from services.visits.assignments import case_of
from services.year import duties
from tests import county, visits
from tests.county import FIRE, actor
from tests.rows import Rows, key
from tests.services.test_draws import announce, cause, held, witness

TODAY = date(2026, 4, 1)


async def person(acts: Acts, roster_no: str) -> Person:
    """Somebody's row."""
    async with acts.looking() as look:
        return await people.person_by_roster_no(look.session, roster_no)


async def link(acts: Acts, *roster_nos: str) -> None:
    """Give accounts."""
    async with acts.noting() as work:
        for roster_no in roster_nos:
            row = await people.person_by_roster_no(work.session, roster_no)
            work.session.add(
                Account(telegram_id=7000 + (row.id or 0), person_id=key(row), linked_at=work.now)
            )


async def leave(acts: Acts, roster_no: str, kind: str = "retired") -> Departure:
    """The office lets somebody go."""
    who = key(await person(acts, roster_no))
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        return await departures.leave(work, who, kind, TODAY, "到龄退休")


async def move(acts: Acts, roster_no: str, unit: str = FIRE) -> Departure:
    """The office moves somebody."""
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        who = await people.person_by_roster_no(work.session, roster_no)
        into = (await work.session.exec(select(Unit).where(Unit.name == unit))).one()
        return await departures.move(work, key(who), key(into), TODAY, "某调〔2026〕1号")


async def seats(acts: Acts, unit_letter: str) -> dict[str, set[str]]:
    """Visit → who of a unit is going."""
    async with acts.looking() as look:
        rows = await look.session.exec(
            select(Visit.number, Person.roster_no)
            .join(Assignment, col(Assignment.visit_id) == col(Visit.id))
            .join(Person, col(Assignment.person_id) == col(Person.id))
            .where(Assignment.state == "active", col(Person.roster_no).startswith(unit_letter))
        )
        found: dict[str, set[str]] = {}
        for number, roster_no in rows:
            found.setdefault(number, set()).add(roster_no)
        return found


async def letters(acts: Acts, kind: str) -> dict[str, Letter]:
    """Roster number → the letter of a kind."""
    async with acts.looking() as look:
        rows = await look.session.exec(
            select(Person.roster_no, Letter)
            .join(Person, col(Letter.person_id) == col(Person.id))
            .where(Letter.kind == kind)
        )
        return dict(rows.all())


async def busiest(acts: Acts, unit_letter: str) -> str:
    """Somebody of a unit with a seat."""
    return min(next(iter((await seats(acts, unit_letter)).values())))


async def test_who_leaves_is_replaced_everywhere_by_the_recorded_rematch(acts: Acts) -> None:
    await county.found(acts)
    await held(acts)
    leaving = await busiest(acts, "S-")
    before = await seats(acts, "S-")
    done = await leave(acts, leaving)
    after = await seats(acts, "S-")
    others = {"S-1", "S-2", "S-3"} - {leaving}
    assert after == dict.fromkeys(before, others)
    assert sorted(number for number, _ in done.given.visits) == sorted(
        number for number, team in before.items() if leaving in team
    )
    async with acts.looking() as look:
        rows = (await look.session.exec(select(Replacement))).all()
        posted = (await look.session.exec(select(Letter).where(Letter.kind == "replaced"))).all()
    assert {(one.state, one.label, one.reason) for one in rows} == {("approved", "replace/1", "moved")}
    assert all(one.changes[0]["out"] == leaving for one in rows)
    assert len(posted) == 1


async def test_account_and_roles_end_in_the_same_act_and_the_last_letter_still_goes_out(acts: Acts) -> None:
    await county.found(acts)
    await held(acts)
    leaving = await busiest(acts, "S-")
    await link(acts, leaving)
    who = await person(acts, leaving)
    await leave(acts, leaving)
    async with acts.looking() as look:
        account = (await look.session.exec(select(Account).where(Account.person_id == who.id))).one()
        assert account.revoked_at == look.now
        assert await people.roles_of(look.session, key(who)) == frozenset()
        assert (await look.session.get_one(Person, who.id)).left_on == TODAY
        waiting = await look.session.exec(
            select(Letter).where(Letter.person_id == who.id, Letter.state == "pending")
        )
        last = waiting.one()
    assert (last.kind, last.chat_id) == ("post_ended", account.telegram_id)
    assert "绑定已解除" in last.body
    assert "示例商行" in last.body
    told = await letters(acts, "staff_changed")
    assert "市检" in told["S-0"].body


async def test_drafts_stay_with_the_team_and_reported_visits_stay_as_they_were(acts: Acts) -> None:
    await county.found(acts)
    await held(acts)
    leaving = await busiest(acts, "S-")
    who = await person(acts, leaving)
    before = await seats(acts, "S-")
    reported, *rest = sorted(number for number, team in before.items() if leaving in team)
    async with acts.noting() as work:
        visit = (await work.session.exec(select(Visit).where(Visit.number == reported))).one()
        draft = Draft(visit_id=key(visit), unit_id=who.unit_id)
        work.session.add(draft)
        await work.session.flush()
        work.session.add(
            Result(
                ref="r",
                number="R-1",
                visit_id=key(visit),
                unit_id=who.unit_id,
                version=1,
                draft_id=key(draft),
                inspected_on=TODAY,
                findings=[],
                problem=False,
                submitted_by=key(who),
                submitted_at=work.now,
            )
        )
    done = await leave(acts, leaving)
    after = await seats(acts, "S-")
    assert after[reported] == before[reported]
    assert all(leaving not in after[number] for number in rest)
    assert [number for number, _ in done.given.visits] == rest
    async with acts.looking() as look:
        assert len((await look.session.exec(select(Draft))).all()) == 1


async def test_where_nobody_is_left_the_office_and_the_unit_are_told_which_visits(acts: Acts) -> None:
    await county.found(acts)
    await held(acts)
    done = await leave(acts, "X-1", "transferred")
    assert sorted(done.given.short) == sorted(await seats(acts, "X-2"))
    assert set(await letters(acts, "staff_changed")) == {"B-1", "B-2", "X-0", "X-9"}
    assert "无人可以接替" in (await letters(acts, "staff_changed"))["B-2"].body


async def test_a_later_rematch_never_brings_back_who_left(acts: Acts) -> None:
    await county.found(acts)
    await held(acts)
    idle = min({"S-1", "S-2", "S-3"} - next(iter((await seats(acts, "S-")).values())))
    await leave(acts, idle)
    async with acts.looking() as look:
        rows = await look.session.exec(
            select(Assignment.ref, Person.roster_no)
            .join(Person, col(Assignment.person_id) == col(Person.id))
            .where(Assignment.state == "active", col(Person.roster_no).startswith("S-"))
        )
        ref, roster_no = rows.all()[0]
    async with acts.working(await actor(acts, roster_no), cause()) as work:
        await replacements.ask(work, ref, "relative")
    async with acts.looking() as look:
        request = (await look.session.exec(select(Replacement.ref).where(Replacement.state == "asked"))).one()
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        await replacements.approve(work, request)
    assert all(idle not in team for team in (await seats(acts, "S-")).values())


async def test_a_platforms_seats_wait_for_its_new_list(acts: Acts) -> None:
    await visits.found(acts)
    async with acts.noting() as work:
        (await work.session.exec(select(Draw))).one().kind = FORM
    done = await leave(acts, "S-1")
    async with acts.looking() as look:
        rows = (await look.session.exec(select(Replacement))).all()
    assert done.given.elsewhere == ["XZ-2026-0001-001", "XZ-2026-0001-002"]
    assert {(one.state, one.label) for one in rows} == {("asked", "")}
    assert "须在平台重新匹配" in (await letters(acts, "staff_changed"))["B-2"].body


async def test_who_stands_in_an_announced_draw_is_handed_back_after_it_is_held(acts: Acts) -> None:
    await county.found(acts)
    draw = await announce(acts)
    done = await leave(acts, "S-1")
    assert done.before.announced == (draw.number,)
    await witness(acts, draw.ref, "J-1", "83920174")
    await witness(acts, draw.ref, "S-0", "二〇二六")
    async with acts.working(await actor(acts, "B-2"), cause()) as work:
        await holding.hold_draw(work, draw.ref)
    office = await actor(acts, "B-1")
    async with acts.looking(office) as look:
        left_behind = await handing_back.stranded(look)
    assert {seat.person.roster_no for seat in left_behind} == {"S-1"}
    async with acts.working(office, cause()) as work:
        await handing_back.hand_back(work, left_behind[0].person.id or 0)
    assert all(team == {"S-2", "S-3"} for team in (await seats(acts, "S-")).values())
    with pytest.raises(DomainError, match=r"library\.nothing_open"):
        async with acts.working(office, cause()) as work:
            await handing_back.hand_back(work, left_behind[0].person.id or 0)


async def test_a_move_resets_roles_keeps_the_account_and_hands_the_old_units_visits_back(acts: Acts) -> None:
    await county.found(acts)
    await held(acts)
    moving = await busiest(acts, "S-")
    who = await person(acts, moving)
    await link(acts, moving)
    async with acts.noting() as work:
        await people.grant(work, key(who), Role.APPROVER)
        inspector = await work.session.get_one(Inspector, who.id)
        inspector.areas, inspector.fields, inspector.department = ["城关"], ["食品"], "一科"
    done = await move(acts, moving)
    async with acts.looking() as look:
        assert await people.roles_of(look.session, key(who)) == {Role.INSPECTOR}
        inspector = await look.session.get_one(Inspector, who.id)
        assert (inspector.areas, inspector.fields, inspector.department) == ([], ["食品"], "")
        account = (await look.session.exec(select(Account).where(Account.person_id == who.id))).one()
        assert account.revoked_at is None
        change = (await look.session.exec(select(StaffChange))).one()
        assert (change.kind, change.reason) == ("moved", "某调〔2026〕1号")
    assert all(moving not in team for team in (await seats(acts, "S-")).values())
    assert len(done.given.visits) > 0
    assert FIRE in (await letters(acts, "post_ended"))[moving].body
    assert {"S-0", "X-0"} <= set(await letters(acts, "staff_changed"))


async def test_a_liaisons_leaving_asks_for_a_successor_and_lists_what_is_open(acts: Acts) -> None:
    await county.found(acts)
    async with acts.working(cause="plan") as work:
        await duties.plan_year(work, 2026)
    done = await leave(acts, "S-0")
    told = (await letters(acts, "staff_changed"))["S-9"].body
    assert done.before.vacant == ("liaison",)
    assert len(done.before.duties) > 2
    assert "已没有联络员，请尽快确定接任人员" in told
    assert "4月15日截止" in told


@pytest.mark.parametrize(
    ("roster_no", "on", "reason", "code"),
    [
        ("B-1", TODAY, "退休", "library.yourself"),
        ("S-1", date(2026, 4, 2), "退休", "library.future"),
        ("S-1", TODAY, "  ", "library.reason"),
    ],
)
async def test_a_departure_is_refused_for_oneself_ahead_of_its_day_and_without_a_reason(
    acts: Acts, roster_no: str, on: date, reason: str, code: str
) -> None:
    await county.found(acts)
    who = key(await person(acts, roster_no))
    with pytest.raises(DomainError) as refused:
        async with acts.working(await actor(acts, "B-1"), cause()) as work:
            await departures.leave(work, who, "retired", on, reason)
    assert refused.value.code == code


async def test_nobody_leaves_twice_and_a_liaison_lets_nobody_go(acts: Acts) -> None:
    await county.found(acts)
    await leave(acts, "S-1")
    with pytest.raises(DomainError, match=r"library\.left"):
        await leave(acts, "S-1")
    who = key(await person(acts, "S-2"))
    with pytest.raises(DomainError, match=r"access\.role"):
        async with acts.working(await actor(acts, "S-0"), cause()) as work:
            await departures.leave(work, who, "retired", TODAY, "退休")
    with pytest.raises(DomainError, match=r"library\.same_unit"):
        await move(acts, "X-1")


async def test_a_visit_of_the_former_unit_cannot_be_reported_for_the_new_one(acts: Acts) -> None:
    await visits.found(acts)
    rows = Rows(acts)
    await rows.unit("第三局")
    async with acts.noting() as work:
        who = await people.person_by_roster_no(work.session, "S-1")
        who.unit_id = key((await work.session.exec(select(Unit).where(Unit.name == "第三局"))).one())
    with pytest.raises(DomainError, match=r"assignment\.other_unit"):
        async with acts.looking(await actor(acts, "S-1")) as look:
            await case_of(look, "S-1@1")
