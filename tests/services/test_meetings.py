"""Meetings and what they decide: who calls and approves, who is told, what the office owes, what is late."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlmodel import col, select

from bot.acts import Acts
from domain.errors import DomainError
from domain.roles import HOUSE
from models import ConferenceMember, Duty, Letter, Meeting, Person
from services.papers import form_meetings
from services.profiles import load
from services.registers import sheets
from services.year import conference, decisions, duties, meeting_calls, meetings, summaries
from tests.conftest import StandingClock
from tests.county import FIRE, MARKET, actor, found
from tests.register_corpus import xlsx
from tests.services.test_draws import cause

LIST = f"虚政办〔2026〕5号\n总召集人：赵某　副县长\n副召集人：钱某　{MARKET}局长\n成员：孙某　{FIRE}副大队长"
NOTICE = "2026-04-20 15:00\n三楼会议室"


async def listed(acts: Acts, text: str = LIST) -> None:
    """A list of members in force."""
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        await conference.replace(work, text)


async def begun(acts: Acts, kind: str = "plenary", rank: str = "chief") -> str:
    """A meeting with one topic of the market's liaison, approved by somebody of a rank."""
    until = date(2026, 4, 10) if kind == "plenary" else None
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        ref = (await meetings.prepare(work, kind, until)).ref
    async with acts.working(await actor(acts, "S-0"), cause()) as work:
        topic = (await meetings.propose(work, ref, "研究移送衔接")).ref
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        await meetings.settle_topic(work, topic, await convener(acts, rank))
    return ref


async def convener(acts: Acts, rank: str) -> str:
    """The reference of the one of a rank."""
    async with acts.looking() as look:
        return next(one.ref for one in await conference.members(look) if one.rank == rank)


async def called(acts: Acts, ref: str, rank: str = "chief", text: str = NOTICE) -> None:
    """Call it."""
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        await meeting_calls.call(work, ref, await convener(acts, rank), text)


async def held(acts: Acts, clock: StandingClock, ref: str) -> None:
    """Hold it without the fire brigade, a day after the notice's."""
    clock.go_to(2026, 4, 21)
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        await meeting_calls.hold(work, ref, [FIRE])


async def issued(acts: Acts, ref: str) -> str:
    """Minutes with one decision for the market; answers its reference."""
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        decision = await decisions.enter(work, ref, f"制定办法\n{MARKET}\n2026年5月10日")
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        await decisions.issue(work, ref, "虚纪〔2026〕1号")
    return decision.ref


async def refused(acts: Acts, ref: str, rank: str, text: str = NOTICE) -> str:
    """Why a call is refused."""
    with pytest.raises(DomainError) as why:
        await called(acts, ref, rank, text)
    return why.value.code


async def letters(acts: Acts, kind: str) -> list[str]:
    """What was said in letters of a kind."""
    async with acts.looking() as look:
        rows = await look.session.exec(select(Letter).where(Letter.kind == kind).order_by(col(Letter.id)))
        return [row.body for row in rows]


async def test_a_new_list_replaces_the_old_one_which_stays_on_file(acts: Acts) -> None:
    await found(acts)
    await listed(acts)
    await listed(acts, LIST.replace("孙某", "李某").replace("5号", "9号"))
    async with acts.looking() as look:
        assert [one.name for one in await conference.members(look)] == ["赵某", "钱某", "李某"]
        assert await conference.member_units(look) == [MARKET, FIRE]
        gone = await look.session.exec(
            select(ConferenceMember.name).where(col(ConferenceMember.until).is_not(None))
        )
        assert sorted(gone) == ["孙某", "赵某", "钱某"]


async def test_liaisons_are_asked_for_topics_and_called_with_the_agenda_and_nobodys_name(
    acts: Acts, clock: StandingClock
) -> None:
    await found(acts)
    await listed(acts)
    ref = await begun(acts)
    assert len(await letters(acts, "topics_asked")) == 2
    await called(acts, ref)
    await called(acts, ref, text="2026-04-20 16:00\n四楼会议室\n县总工会\n会议室调整")
    first, _, third, _ = await letters(acts, "meeting_called")
    for said in ("研究移送衔接", "由总召集人召集"):
        assert said in first
    assert "赵某" not in first
    for said in ("通知变更", "2026-04-20 16:00", "变更原因：会议室调整"):
        assert said in third
    async with acts.looking(await actor(acts, "X-0")) as look:
        assert (await meetings.meeting_of(look, ref)).guests == ["县总工会"]


async def test_a_meeting_that_is_cancelled_is_told_to_whom_it_was_told_and_to_nobody_else(acts: Acts) -> None:
    await found(acts)
    await listed(acts)
    ref = await begun(acts)
    await called(acts, ref)
    async with acts.noting() as work:
        rows = await work.session.exec(select(Letter).join(Person).where(Person.roster_no == "S-0"))
        for letter in rows:
            letter.state = "sent"
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        await meeting_calls.cancel(work, ref, "与防汛会议冲突")
    (told,) = await letters(acts, "meeting_cancelled")
    assert "2026-04-20 15:00" in told
    assert "理由：与防汛会议冲突" in told
    assert await refused(acts, ref, "chief") == "meeting.not_callable"
    async with acts.looking() as look:
        waiting = await look.session.exec(
            select(Letter.kind).join(Person).where(Person.roster_no == "X-0", Letter.state != "void")
        )
        assert waiting.all() == []
    await begun(acts)


def test_a_list_of_members_in_a_table_reads_as_the_pasted_one() -> None:
    table = xlsx(
        [
            ("虚政办〔2026〕5号",),
            ("总召集人", "赵某", "副县长"),
            ("副召集人：", "钱某", f"{MARKET}局长"),
            ("成　　员", "孙某", f"{FIRE}副大队长"),
            (None, "李某", f"{FIRE}科长"),
        ]
    )
    written = conference.pasted(sheets.read("名单.xlsx", table))
    assert written.splitlines() == [
        "虚政办〔2026〕5号",
        "总召集人: 赵某 副县长",
        f"副召集人: 钱某 {MARKET}局长",
        f"成员: 孙某 {FIRE}副大队长",
        f"李某 {FIRE}科长",
    ]


async def test_a_plenary_meeting_is_not_a_deputys_to_call_a_session_of_some_units_is(acts: Acts) -> None:
    await found(acts)
    await listed(acts)
    assert await refused(acts, await begun(acts), "deputy") == "meeting.caller"
    some = await begun(acts, "temporary", "deputy")
    assert await refused(acts, some, "deputy", "2026-04-20 15:00\n三楼\n工会") == "meeting.no_unit"
    assert await refused(acts, some, "deputy") == "meeting.lines"
    await called(acts, some, "deputy", f"2026-04-20 15:00\n三楼\n{FIRE}\n县总工会")
    assert len(await letters(acts, "meeting_called")) == 1


async def test_nobody_is_called_while_a_topic_waits_or_there_is_none(acts: Acts) -> None:
    await found(acts)
    await listed(acts)
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        ref = (await meetings.prepare(work, "temporary")).ref
    assert await refused(acts, ref, "chief", f"{NOTICE}\n{FIRE}") == "meeting.agenda"
    async with acts.working(await actor(acts, "X-0"), cause()) as work:
        topic = (await meetings.propose(work, ref, "研究清单")).ref
    assert await refused(acts, ref, "chief", f"{NOTICE}\n{FIRE}") == "meeting.agenda"
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        await meetings.settle_topic(work, topic)
    assert await refused(acts, ref, "chief", f"{NOTICE}\n{FIRE}") == "meeting.agenda"


async def test_topics_of_units_end_with_their_day(acts: Acts, clock: StandingClock) -> None:
    await found(acts)
    await listed(acts)
    ref = await begun(acts)
    clock.go_to(2026, 4, 11)
    with pytest.raises(DomainError) as why:
        async with acts.working(await actor(acts, "X-0"), cause()) as work:
            await meetings.propose(work, ref, "研究清单")
    assert why.value.code == "meeting.topics_closed"
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        assert (await meetings.propose(work, ref, "研究清单")).state == "proposed"


async def test_a_plenary_meeting_held_keeps_the_years_deadline_of_the_office(
    acts: Acts, clock: StandingClock
) -> None:
    acts = replace(acts, profile=load("dingtao"))
    await found(acts)
    await listed(acts)
    office = replace(acts.profile, place=replace(acts.profile.place, office_unit="双随机办公室"))
    acts = replace(acts, profile=office)
    async with acts.working(HOUSE, "plan") as work:
        await duties.plan_year(work, 2026)
    ref = await begun(acts)
    await called(acts, ref)
    with pytest.raises(DomainError, match="too_early"):
        async with acts.working(await actor(acts, "B-1"), cause()) as work:
            await meeting_calls.hold(work, ref, [])
    await held(acts, clock, ref)
    async with acts.looking() as look:
        count = await meetings.counted(look, 2026)
        assert (count.held, count.lacking, count.full) == (1, 0, False)
        duty = await look.session.exec(select(Duty.state).where(Duty.deadline == "plenary_meeting"))
        assert duty.all() == ["fulfilled"]
        meeting = (await look.session.exec(select(Meeting))).one()
        assert meeting.present == [MARKET]


async def test_a_session_of_some_units_is_not_one_of_the_years_meetings(
    acts: Acts, clock: StandingClock
) -> None:
    await found(acts)
    await listed(acts)
    ref = await begun(acts, "temporary")
    await called(acts, ref, text=f"{NOTICE}\n{MARKET}、{FIRE}")
    await held(acts, clock, ref)
    async with acts.looking() as look:
        assert (await meetings.counted(look, 2026)).held == 0


async def test_the_minutes_say_who_came_what_was_on_the_agenda_and_what_was_decided(
    acts: Acts, clock: StandingClock
) -> None:
    await found(acts)
    await listed(acts)
    ref = await begun(acts)
    await called(acts, ref)
    await held(acts, clock, ref)
    await issued(acts, ref)
    async with acts.looking(await actor(acts, "B-1")) as look:
        form = await form_meetings.minutes(look, ref)
    assert (form.number, form.chair, form.met_at) == (
        "虚纪〔2026〕1号",
        "总召集人赵某",
        datetime(2026, 4, 20, 7, tzinfo=UTC),
    )
    assert (form.came, form.absent) == ((MARKET,), (FIRE,))
    assert [one.topic for one in form.agenda] == ["研究移送衔接"]
    assert [(one.decided_text, one.charged, one.due_on) for one in form.decided] == [
        ("制定办法", MARKET, date(2026, 5, 10))
    ]
    assert len(await letters(acts, "minutes_issued")) == 2


async def test_a_decision_is_late_in_the_summary_until_reported_and_again_when_sent_back(
    acts: Acts, clock: StandingClock
) -> None:
    await found(acts)
    await listed(acts)
    ref = await begun(acts)
    await called(acts, ref)
    await held(acts, clock, ref)
    decision = await issued(acts, ref)

    async def late() -> int:
        async with acts.looking() as look:
            return (await summaries.gather(look)).total("decisions_late")

    assert await late() == 0
    clock.go_to(2026, 5, 11)
    assert await late() == 1
    with pytest.raises(DomainError, match="not_yours"):
        async with acts.working(await actor(acts, "X-0"), cause()) as work:
            await decisions.report(work, decision, "办结")
    async with acts.working(await actor(acts, "S-0"), cause()) as work:
        await decisions.report(work, decision, "办法已印发")
    assert await late() == 0
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        await decisions.send_back(work, decision, "请附文件")
    assert await late() == 1
    assert "请附文件" in (await letters(acts, "decision_returned"))[0]
    async with acts.working(await actor(acts, "S-0"), cause()) as work:
        await decisions.report(work, decision, "办法已印发，虚市监〔2026〕8号")
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        assert (await decisions.confirm(work, decision)).state == "done"
    assert await late() == 0
