"""Trainings for groups of people, the gate before a draw, and certified staff against the library."""

from dataclasses import replace
from datetime import date
from typing import Literal

import pytest
from sqlmodel import col, select

from bot.acts import Acts
from domain.errors import DomainError
from locales.texts import texts
from models import Inspector, Letter, Person
from services import people
from services.drawing import draws
from services.profiles import load
from services.registers import importing
from services.staff import headcounts, training_calls, training_lists, trainings
from services.staff.trainings import facts_of
from tests.conftest import StandingClock
from tests.county import FIRE, MARKET, actor, found
from tests.register_corpus import xlsx
from tests.rows import key
from tests.services.test_departures import leave, person
from tests.services.test_draws import cause

Gate = Literal["none", "warn", "block"]
GIVEN = "双随机业务培训\n2026年3月20日\n8学时\n虚构县局"
TODAY = date(2026, 4, 1)


async def train(acts: Acts, people: str, text: str = GIVEN, by: str = "B-1") -> str:
    """Enter a training; answers its reference."""
    async with acts.working(await actor(acts, by), cause()) as work:
        named = await trainings.people_named(work, people)
        return (await trainings.enter(work, facts_of(text, work.today), named)).ref


async def untrained(acts: Acts, year: int = 2026, by: str = "B-1") -> list[str]:
    """Who lacks one."""
    async with acts.looking(await actor(acts, by)) as look:
        return [one.roster_no for one in await trainings.untrained(look, year)]


async def told(acts: Acts, gate: Gate) -> tuple[dict[str, int], list[str], dict[str, int]]:
    """What a preview under a gate says of trainings, by code, and whom it could send."""
    own = replace(acts, profile=replace(acts.profile, training_gate=gate))
    async with own.looking(await actor(acts, "B-1")) as look:
        plan = await draws.look_ahead(look, ["task-one"])
    counted = {
        code: facts["count"] for code, facts in plan.warnings if code.startswith("draw_rules.training")
    }
    return counted, sorted(plan.inspectors["eligible"][MARKET]), plan.inspectors_by_unit


async def listed(acts: Acts, *rows: tuple[str, ...], by: str = "B-1") -> list[str]:
    """Who a signed list of names, numbers and units means."""
    content = xlsx([("序号", "姓名", "工号", "所在单位"), *[("1", *row) for row in rows]])
    read = importing.read_file("签到表.xlsx", content, training_lists.KIND)
    async with acts.looking(await actor(acts, by)) as look:
        return list((await training_lists.people_listed(look, read.reading)).values())


async def test_a_signed_list_names_people_by_number_or_by_name_and_unit(acts: Acts) -> None:
    await found(acts)
    async with acts.noting() as work:
        twin = await people.person_by_roster_no(work.session, "X-1")
        twin.name = "市检1"
        work.session.add(twin)
    rows = [("市检1", "", MARKET), ("市检1", "X-1", ""), ("写错的名", "S-2", ""), ("市检3", "", "")]
    assert await listed(acts, *rows) == ["市检1", "市检1", "市检2", "市检3"]


@pytest.mark.parametrize(
    ("rows", "by", "told"),
    [
        ([("市检1", "", ""), ("无此人", "", "")], "B-1", [(3, "无此人")]),
        ([("市检1", "", FIRE)], "B-1", [(2, "市检1")]),
        ([("市检1", "", ""), ("消检1", "", "")], "S-0", [(3, "消检1")]),
        ([("市检1", "", ""), ("", "S-2", MARKET)], "B-1", [(3, "")]),
    ],
    ids=["unknown", "another-unit", "out-of-sight", "no-name"],
)
async def test_a_signed_list_with_a_row_that_is_nobodys_is_refused_by_row(
    acts: Acts, rows: list[tuple[str, ...]], by: str, told: list[tuple[int, str]]
) -> None:
    await found(acts)
    with pytest.raises(DomainError) as refused:
        await listed(acts, *rows, by=by)
    assert (refused.value.code, refused.value.params["rows"]) == ("training.rows", told)


def test_the_facts_of_a_training_are_four_lines() -> None:
    facts = facts_of(GIVEN, TODAY)
    assert (facts.topic, facts.held_on, facts.hours, facts.issuer) == (
        "双随机业务培训",
        date(2026, 3, 20),
        8,
        "虚构县局",
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("培训\n2026-03-20\n8", "training.lines"),
        ("培训\n上周\n8\n县局", "day.unread"),
        ("培训\n2026-04-02\n8\n县局", "training.future"),
        ("培训\n2026-03-20\n半天\n县局", "training.hours"),
        ("培训\n2026-03-20\n0\n县局", "training.hours"),
        ("培训\n2026-03-20\n8\n县局\n会议室\n流程", "training.over"),
    ],
)
def test_facts_that_do_not_fit_are_refused_by_line(text: str, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        facts_of(text, TODAY)
    assert refused.value.code == code


async def test_people_are_named_by_number_name_or_unit(acts: Acts) -> None:
    await found(acts)
    await train(acts, f"s-1、市检2 {FIRE}")
    assert await untrained(acts) == ["S-3"]
    assert await untrained(acts, 2025) == ["S-1", "S-2", "S-3", "X-1", "X-2"]


async def test_a_training_counts_for_its_year_until_it_is_withdrawn(acts: Acts) -> None:
    await found(acts)
    await train(acts, MARKET, GIVEN.replace("2026", "2025"))
    assert "S-1" in await untrained(acts)
    ref = await train(acts, MARKET)
    assert "S-1" not in await untrained(acts)
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        await trainings.withdraw(work, ref, "登记有误")
    assert "S-1" in await untrained(acts)
    with pytest.raises(DomainError, match=r"training\.unknown"):
        async with acts.working(await actor(acts, "B-1"), cause()) as work:
            await trainings.withdraw(work, ref, "登记有误")


AHEAD = "双随机业务培训\n2026-04-10\n8\n虚构县局\n二楼会议室\n抽查流程"


async def announce(acts: Acts, whom: str) -> str:
    """Announce a training to people; answers its reference."""
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        named = await trainings.people_named(work, whom)
        return (await training_calls.announce(work, facts_of(AHEAD, work.today), named)).ref


async def letters(acts: Acts, kind: str) -> dict[str, tuple[str, bool]]:
    """Roster number → the state of a letter of this kind and whether it has a button."""
    async with acts.looking() as look:
        rows = await look.session.exec(
            select(Person.roster_no, Letter)
            .join(Letter, col(Letter.person_id) == col(Person.id))
            .where(Letter.kind == kind)
        )
        return {number: (letter.state, bool(letter.keyboard)) for number, letter in rows}


async def attend(acts: Acts, ref: str, roster_no: str) -> None:
    """Press the button of the call."""
    async with acts.working(await actor(acts, roster_no), cause()) as work:
        await training_calls.attend(work, ref)


async def test_who_is_to_come_and_the_liaisons_of_their_units_are_told_and_of_its_end_too(acts: Acts) -> None:
    await found(acts)
    ref = await announce(acts, "S-1 S-2")
    told = {"S-1": ("unlinked", True), "S-2": ("unlinked", True), "S-0": ("unlinked", False)}
    assert await letters(acts, "training_called") == told
    async with acts.noting() as work:
        sent = (await work.session.exec(select(Letter).join(Person).where(Person.roster_no == "S-1"))).one()
        sent.state = "sent"
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        await trainings.withdraw(work, ref, "场地调整")
    assert (await letters(acts, "training_called"))["S-2"][0] == "void"
    assert list(await letters(acts, "training_called_off")) == ["S-1"]


async def test_who_was_called_notes_it_from_its_day_on_and_only_that_counts(
    acts: Acts, clock: StandingClock
) -> None:
    await found(acts)
    ref = await announce(acts, "全体检查人员")
    with pytest.raises(DomainError, match=r"training\.not_yet"):
        await attend(acts, ref, "S-1")
    clock.advance(days=9)
    assert "S-1" in await untrained(acts)
    await attend(acts, ref, "S-1")
    for roster_no, code in (("S-1", "noted"), ("S-0", "not_called")):
        with pytest.raises(DomainError, match=rf"training\.{code}"):
            await attend(acts, ref, roster_no)
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        await training_calls.take(work, ref, await trainings.people_named(work, "S-1 X-1 X-0"))
    assert await untrained(acts) == ["S-2", "S-3", "X-2"]
    async with acts.looking(await actor(acts, "B-1")) as look:
        (seen,) = await training_calls.turnouts(look, await trainings.newest(look))
    assert (seen.invited, seen.came, seen.others) == (5, 2, 1)


async def test_a_liaison_does_not_announce(acts: Acts) -> None:
    await found(acts)
    with pytest.raises(DomainError, match=r"access\.role"):
        async with acts.working(await actor(acts, "S-0"), cause()) as work:
            await training_calls.announce(work, facts_of(AHEAD, work.today), [1])


async def test_a_liaison_enters_and_sees_the_own_unit_only(acts: Acts) -> None:
    await found(acts)
    await train(acts, "S-1", by="S-0")
    assert await untrained(acts, by="S-0") == ["S-2", "S-3"]
    with pytest.raises(DomainError, match=r"training\.nobody"):
        await train(acts, "X-1", by="S-0")


async def test_the_gate_warns_by_count_or_keeps_out_or_is_silent(acts: Acts) -> None:
    await found(acts)
    await train(acts, "S-1 X-1")
    assert await told(acts, "none") == ({}, ["S-1", "S-2", "S-3"], {MARKET: 3, FIRE: 2})
    assert await told(acts, "warn") == (
        {"draw_rules.training.warn": 3},
        ["S-1", "S-2", "S-3"],
        {MARKET: 3, FIRE: 2},
    )
    assert await told(acts, "block") == ({"draw_rules.training.block": 3}, ["S-1"], {MARKET: 1, FIRE: 1})
    await train(acts, f"{MARKET} {FIRE}")
    assert (await told(acts, "warn"))[0] == (await told(acts, "block"))[0] == {}


async def test_the_warning_names_units_with_how_many_and_nobody(acts: Acts) -> None:
    await found(acts)
    await train(acts, "S-1 X-1")
    own = replace(acts, profile=load("zhanjiang"))
    async with own.looking(await actor(acts, "B-1")) as look:
        plan = await draws.look_ahead(look, ["task-one"])
    code, facts = next(one for one in plan.warnings if "training" in one[0])
    said = texts().say(code, **facts)
    assert f"（{MARKET} 2, {FIRE} 1）" in said
    assert all(isinstance(value, int | str) for value in facts.values()), "it goes into the record as it is"
    assert "市检" not in said
    before_units_were_kept = {"count": 3, "year": 2026}
    assert "3人" in texts().say(code, **before_units_were_kept)


def test_zhanjiang_warns_and_says_by_which_clause() -> None:
    profile = load("zhanjiang")
    assert profile.training_gate == "warn"
    assert "培训" in profile.clauses["training_gate"]


async def report(acts: Acts, text: str, by: str) -> None:
    """Report a headcount."""
    async with acts.working(await actor(acts, by), cause()) as work:
        await headcounts.enter(work, text)


async def test_headcounts_are_held_against_certificates_in_force_today(
    acts: Acts, clock: StandingClock
) -> None:
    await found(acts)
    await report(acts, "9", "S-0")
    await report(acts, "4", "S-0")
    await report(acts, f"{FIRE} 2", "B-1")
    await leave(acts, "S-3")
    async with acts.noting() as work:
        (await work.session.get_one(Inspector, key(await person(acts, "S-2")))).certificate_until = TODAY
    async with acts.looking(await actor(acts, "B-1")) as look:
        today = await headcounts.staffing(look)
    clock.advance(days=1)
    async with acts.looking(await actor(acts, "B-1")) as look:
        tomorrow = await headcounts.staffing(look)
    figures = {one.unit: (one.in_library, one.certified) for one in today.units}
    assert figures == {MARKET: (2, 4), FIRE: (2, 2), "双随机办公室": (0, None)}
    assert (today.share.done, today.share.total) == (4, 6)
    assert (tomorrow.share.done, tomorrow.share.total) == (3, 6)


@pytest.mark.parametrize(
    ("text", "code"),
    [("很多", "headcount.number"), ("-3", "headcount.number"), (f"{FIRE} 9", "headcount.unit")],
)
async def test_a_headcount_is_a_number_of_the_own_unit(acts: Acts, text: str, code: str) -> None:
    await found(acts)
    with pytest.raises(DomainError) as refused:
        await report(acts, text, "S-0")
    assert refused.value.code == code


async def test_zhanjiang_asks_for_everybody(acts: Acts) -> None:
    await found(acts)
    await report(acts, "4", "S-0")
    own = replace(acts, profile=load("zhanjiang"))
    async with own.looking(await actor(acts, "S-0")) as look:
        seen = await headcounts.staffing(look)
    assert ([one.unit for one in seen.units], seen.share.short) == ([MARKET], True)
