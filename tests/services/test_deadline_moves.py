"""A circular moves a deadline of one year: duties, reminders, letters, and the way back."""

from datetime import date

import pytest
from sqlmodel import col, select

from bot.acts import Acts
from domain.errors import DomainError
from domain.roles import HOUSE, Actor, Role
from models import Duty, Entry, Letter, Reminder
from services.year import deadline_moves, duties, filings
from services.year.deadline_moves import Preview
from tests.conftest import StandingClock
from tests.services.test_filings import OFFICE, add_person, add_unit, hand_in
from tests.services.test_reminders import letters, liaison, tick

__all__ = ["liaison"]
REPORT, DOCUMENT = "half_year_report", "虚双随机办〔2026〕8号"


async def moved(acts: Acts, day: date | None, document: str = DOCUMENT, key: str = REPORT) -> Preview:
    """The office's act."""
    async with acts.working(OFFICE, f"move {key} {day} {document} {acts.clock()}") as work:
        return await deadline_moves.move(work, 2026, key, day, document)


async def refusal(acts: Acts, day: date | None, document: str = DOCUMENT, key: str = REPORT) -> str:
    with pytest.raises(DomainError) as caught:
        await moved(acts, day, document, key)
    return caught.value.code


async def days(acts: Acts, key: str = REPORT) -> list[tuple[date, date]]:
    async with acts.looking() as look:
        rows = await look.session.exec(select(Duty).where(Duty.deadline == key).order_by(col(Duty.id)))
        return [(duty.due_on, duty.remind_on) for duty in rows]


async def stages(acts: Acts) -> list[tuple[str, str, str]]:
    """Deadline's day, stage and state of the report's reminders, in the order they were written."""
    async with acts.looking() as look:
        rows = await look.session.exec(
            select(Reminder)
            .join(Duty, col(Duty.id) == col(Reminder.duty_id))
            .where(Duty.deadline == REPORT)
            .order_by(col(Reminder.id))
        )
        return [(one.deadline_on.strftime("%m-%d"), one.stage, one.state) for one in rows]


async def test_a_circular_moves_open_duties_of_that_year_and_tells_each_liaison_once(
    acts: Acts, liaison: Actor
) -> None:
    seen = await moved(acts, date(2026, 6, 20))
    assert (seen.units, seen.unreached, seen.remind_on) == (("甲局",), (), date(2026, 6, 18))
    assert await days(acts) == [(date(2026, 6, 20), date(2026, 6, 18))]
    post, told = sorted(await letters(acts, "deadline_moved"), key=lambda one: one.person_id or 0)
    assert (post.chat_id, told.person_id) == (-100, liaison.person_id)
    for word in ("2026年6月10日", "2026年6月20日", DOCUMENT, "甲局"):
        assert word in told.body
    async with acts.looking() as look:
        entry = (await look.session.exec(select(Entry).where(Entry.act == "deadline.move"))).one()
        owed = {one.kind: one for one in await filings.owed(look, liaison.unit_id or 0)}
        assert await duties.missing(look, 2026) == []
        assert date(2027, 6, 10) in {due.due_on for due in await duties.dues_of(look, 2027)}
    assert [entry.facts[name] for name in ("before", "due_on", "moved")] == ["2026-06-10", "2026-06-20", 1]
    assert (owed[REPORT].due_on, owed[REPORT].clause[: len(DOCUMENT)]) == (date(2026, 6, 20), DOCUMENT)


async def test_what_was_told_of_the_old_day_is_not_told_again_and_what_is_to_come_comes(
    acts: Acts, clock: StandingClock, liaison: Actor
) -> None:
    clock.go_to(2026, 6, 9)
    await tick(acts)
    await moved(acts, date(2026, 6, 12))  # early and near lie behind both days
    assert await tick(acts) == 0
    assert [one for one in await stages(acts) if one[0] == "06-12"] == [
        ("06-12", "early", "carried_over"),
        ("06-12", "near", "carried_over"),
    ]
    clock.go_to(2026, 6, 10)
    await tick(acts)
    last = (await letters(acts))[-1]
    assert (last.state, "还有2天" in last.body, "2026年6月12日" in last.body) == ("pending", True, True)
    assert (await stages(acts))[-1] == ("06-12", "close", "sent")


async def test_a_digest_of_the_old_day_that_still_waits_is_not_sent(
    acts: Acts, clock: StandingClock, liaison: Actor
) -> None:
    clock.go_to(2026, 6, 26)
    await tick(acts)
    await moved(acts, date(2026, 7, 20), key="item_list")
    voided, said = (await letters(acts))[-2:]
    assert (voided.state, said.state) == ("void", "pending")
    assert "随机抽查事项清单" in voided.body
    assert "随机抽查事项清单" not in said.body


async def test_going_back_is_a_further_act_and_repeats_nothing(
    acts: Acts, clock: StandingClock, liaison: Actor
) -> None:
    clock.go_to(2026, 6, 3)
    await tick(acts)
    await moved(acts, date(2026, 6, 25))
    clock.go_to(2026, 6, 4)
    seen = await moved(acts, None, "虚双随机办〔2026〕9号")
    assert seen.due_on == date(2026, 6, 10)
    assert await days(acts) == [(date(2026, 6, 10), date(2026, 6, 10))]
    assert await tick(acts) == 0
    assert len(await letters(acts, "deadline_moved")) == 4
    async with acts.looking() as look:
        assert await duties.moves_of(look, 2026) == {}
        (duty,) = (await look.session.exec(select(Duty).where(Duty.deadline == REPORT))).all()
    assert DOCUMENT not in duty.clause


async def test_a_head_that_was_told_of_the_old_day_is_told_of_the_new_one_and_no_other(
    acts: Acts, clock: StandingClock, liaison: Actor
) -> None:
    async with acts.noting() as work:
        head = await add_person(work, liaison.unit_id or 0, "J-9", Role.APPROVER, 12)
    await moved(acts, date(2026, 6, 12))
    assert head.person_id not in {one.person_id for one in await letters(acts, "deadline_moved")}
    clock.go_to(2026, 6, 12)
    await tick(acts)
    async with acts.noting() as work:
        for letter in await work.session.exec(select(Letter).where(Letter.person_id == head.person_id)):
            letter.state, letter.sent_at = "sent", work.now
    await moved(acts, date(2026, 6, 25), "虚双随机办〔2026〕9号")
    (told,) = [one for one in await letters(acts, "deadline_moved") if one.person_id == head.person_id]
    assert ("2026年6月12日" in told.body, "2026年6月25日" in told.body, told.keyboard) == (True, True, [])
    heard = [one.person_id for one in await letters(acts, "deadline_moved") if one.person_id]
    assert heard == [liaison.person_id, liaison.person_id, head.person_id]


async def test_a_change_that_nobody_has_read_is_overtaken_by_the_next(acts: Acts, liaison: Actor) -> None:
    await moved(acts, date(2026, 6, 20))
    await moved(acts, date(2026, 6, 25))
    states = [one.state for one in await letters(acts, "deadline_moved")]
    assert states == ["void", "void", "pending", "pending"]


async def test_who_has_filed_is_told_nothing_and_is_held_against_the_new_day(
    acts: Acts, clock: StandingClock, liaison: Actor
) -> None:
    clock.go_to(2026, 6, 11)
    await hand_in(acts, liaison, REPORT, "late", file_id="d", file_name="d.docx")
    seen = await moved(acts, date(2026, 6, 20))
    assert (seen.units, seen.done) == ((), 1)
    assert await days(acts) == [(date(2026, 6, 20), date(2026, 6, 18))]
    (post,) = await letters(acts, "deadline_moved")
    assert post.person_id is None


async def test_units_of_which_nobody_is_linked_are_named_to_the_office(acts: Acts, liaison: Actor) -> None:
    async with acts.noting() as work:
        await add_person(work, await add_unit(work, "乙局"), "Y-1", Role.LIAISON)
    async with acts.working(HOUSE, "again") as work:
        await duties.plan_year(work, 2026)
    seen = await moved(acts, date(2026, 6, 20))
    assert seen.unreached == ("乙局",)
    posts = [one for one in await letters(acts, "deadline_moved") if one.chat_id]
    assert "乙局" in posts[0].body


async def test_a_circular_before_the_year_is_planned_holds_when_it_is(acts: Acts) -> None:
    async with acts.working(OFFICE, "ahead") as work:
        await deadline_moves.move(work, 2027, REPORT, date(2027, 6, 30), DOCUMENT)
    async with acts.working(HOUSE, "plan") as work:
        await add_unit(work, "新局")
        await duties.plan_year(work, 2027)
    assert [day for day, _ in await days(acts)] == [date(2027, 6, 30)]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ((date(2026, 6, 20), " ", REPORT), "document"),
        ((date(2026, 6, 20), DOCUMENT, "no_such"), "unknown"),
        ((date(2026, 6, 20), DOCUMENT, "mechanism_2022"), "unknown"),
        ((date(2026, 3, 31), DOCUMENT, REPORT), "past"),
        ((date(2028, 6, 10), DOCUMENT, REPORT), "other_year"),
        ((date(2026, 6, 10), DOCUMENT, REPORT), "same_day"),
        ((None, DOCUMENT, REPORT), "not_moved"),
    ],
)
async def test_a_move_that_cannot_be_meant_is_refused(
    acts: Acts, liaison: Actor, asked: tuple[date | None, str, str], code: str
) -> None:
    assert await refusal(acts, *asked) == f"deadline.{code}"
    assert await letters(acts, "deadline_moved") == []


async def test_only_the_office_moves_deadlines(acts: Acts, liaison: Actor) -> None:
    with pytest.raises(DomainError, match="access"):
        async with acts.working(liaison, "not mine") as work:
            await deadline_moves.move(work, 2026, REPORT, date(2026, 6, 20), DOCUMENT)
