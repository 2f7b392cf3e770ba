"""What units send without a deadline: receipts, versions, returns, the office's part."""

from dataclasses import replace

import pytest
from sqlmodel import col, select

from bot.acts import Acts
from domain.errors import DomainError
from domain.roles import HOUSE, Actor, Role
from models import Entry, Letter
from services.profiles import load, shipped
from services.year import free_filings, report_drafts
from services.year.free_filings import Sent
from tests.conftest import StandingClock
from tests.services.test_filings import OFFICE, add_person, add_unit


@pytest.fixture
def acts(acts: Acts, clock: StandingClock) -> Acts:
    """The house in 平罗; its office reports upwards as that of 定陶 does, so that one place shows both."""
    upwards = load("dingtao").report_deadlines
    return Acts(acts.sessions, acts.looks, replace(load("pingluo"), report_deadlines=upwards), clock)


@pytest.fixture
async def people(acts: Acts) -> tuple[Actor, Actor, Actor]:
    """Liaisons of two units, and somebody of the office."""
    async with acts.noting() as work:
        first, second = await add_unit(work, "食品科"), await add_unit(work, "药品科")
        office = await add_unit(work, acts.profile.place.office_unit)
        return (
            await add_person(work, first, "J-1", Role.LIAISON, 11),
            await add_person(work, second, "Y-1", Role.LIAISON, 12),
            await add_person(work, office, "B-1", Role.OFFICE, 13),
        )


async def send(acts: Acts, actor: Actor, cause: str, kind: str = "problem", **given: str) -> Sent:
    """Send something as a liaison would."""
    async with acts.working(actor, cause) as work:
        return await free_filings.file(work, kind, **given)


async def letters(acts: Acts, kind: str) -> list[tuple[int | None, str]]:
    """Receivers (none: the office group) and bodies."""
    async with acts.looking() as look:
        rows = await look.session.exec(select(Letter).where(Letter.kind == kind).order_by(col(Letter.id)))
        return [(one.person_id, one.body) for one in rows]


async def test_a_text_is_taken_in_with_a_receipt_and_word_to_the_office_group(
    acts: Acts, people: tuple[Actor, Actor, Actor]
) -> None:
    sent = await send(acts, people[0], "a", note=" 名录中的对象多有注销 ")
    assert (sent.number, sent.version, sent.note) == ("PL-2026-Z0001", 1, "名录中的对象多有注销")
    (receiver, receipt), (group, came) = await letters(acts, "free_filed")
    assert (receiver, group) == (people[0].person_id, None)
    assert "报送回执" in receipt
    assert "抽查工作中遇到的问题（第1版）" in receipt
    assert "收到自主报送" in came
    assert "食品科" in came
    async with acts.looking() as look:
        entry = (await look.session.exec(select(Entry).where(Entry.cause == "a"))).one()
    assert (entry.act, entry.subject) == ("filing.free", "free_filing:PL-2026-Z0001")


async def test_a_correction_is_a_version_of_the_same_matter_and_two_matters_stay_two(
    acts: Acts, people: tuple[Actor, Actor, Actor]
) -> None:
    first = await send(acts, people[0], "a", note="甲")
    await send(acts, people[0], "b", note="乙")
    again = await send(acts, people[0], "c", again=first.number, file_id="F", file_name="甲.docx")
    assert (again.number, again.version) == ("PL-2026-Z0003", 2)
    async with acts.looking(people[0]) as look:
        assert [one.number for one in await free_filings.own(look)] == ["PL-2026-Z0003", "PL-2026-Z0002"]
    async with acts.looking(OFFICE) as look:
        (tally,) = await free_filings.tallies(look)
        got = await free_filings.received(look, "problem")
    assert (tally.count, tally.units) == (2, ("食品科",))
    assert [(one.number, one.version, one.returnable) for one in got] == [
        ("PL-2026-Z0001", 1, False),
        ("PL-2026-Z0003", 2, True),
        ("PL-2026-Z0002", 1, True),
    ]


async def test_what_is_returned_is_told_with_the_reason_and_cannot_be_returned_twice(
    acts: Acts, people: tuple[Actor, Actor, Actor]
) -> None:
    sent = await send(acts, people[0], "a", note="甲")
    async with acts.working(people[2], "r") as work:
        await free_filings.give_back(work, sent.number, "请写明单位")
    ((receiver, said),) = await letters(acts, "free_returned")
    assert receiver == people[0].person_id
    assert "请写明单位" in said
    with pytest.raises(DomainError, match="not_newest"):
        async with acts.working(people[2], "r2") as work:
            await free_filings.give_back(work, sent.number, "再退")
    async with acts.looking(OFFICE) as look:
        (tally,) = await free_filings.tallies(look)
    assert tally.returned == ("食品科",)
    await send(acts, people[0], "b", again=sent.number, note="食品科：甲")
    async with acts.looking(OFFICE) as look:
        (tally,) = await free_filings.tallies(look)
    assert tally.returned == ()


async def test_another_units_number_an_unasked_kind_and_nothing_at_all_are_refused(
    acts: Acts, people: tuple[Actor, Actor, Actor]
) -> None:
    sent = await send(acts, people[0], "a", note="甲")
    refused = {
        "filing.not_yours": {"again": sent.number, "note": "乙"},
        "filing.unknown": {"again": "PL-2026-Z0099", "note": "乙"},
        "filing.free_empty": {"note": "  "},
        "filing.free_kind": {"kind": "working_rules", "note": "规则"},
    }
    for code, given in refused.items():
        with pytest.raises(DomainError, match=code):
            await send(acts, people[1], code, **given)


async def test_the_offices_report_passes_on_problems_and_good_practice_but_nothing_returned(
    acts: Acts, people: tuple[Actor, Actor, Actor]
) -> None:
    await send(acts, people[0], "a", note="名录不准\n更新不及时")
    await send(acts, people[1], "b", "good_practice", file_id="F", file_name="做法.docx")
    back = await send(acts, people[1], "c", note="不清楚")
    async with acts.working(people[2], "r") as work:
        await free_filings.give_back(work, back.number, "请写明")
    async with acts.looking(HOUSE) as look:
        report = await report_drafts.of_place(look, "report_to_government", 2026)
    work_part, problems, _ = report.sections
    assert "药品科：详见“做法.docx”" in work_part.paragraphs
    assert "食品科反馈：名录不准 更新不及时" in problems.paragraphs
    assert not any("不清楚" in line for part in report.sections for line in part.paragraphs)


def test_what_each_place_asks_for_without_a_day_stands_with_its_clause() -> None:
    found = {name: [rule.kind for rule in load(name).free_filings] for name in shipped()}
    assert found == {
        "dingtao": ["work_plan"],
        "huaxi": ["working_rules", "item_list", "good_practice"],
        "pingluo": ["problem", "good_practice"],
        "xinzhou": ["item_list", "scheme", "progress"],
        "zhanjiang": ["scheme"],
    }
    assert load("huaxi").free_filings[0].clause.startswith("30：")
