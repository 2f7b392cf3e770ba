"""The office's own report: drafted, kept by versions, owed until it went upwards."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from bot.acts import Acts
from domain.errors import DomainError
from domain.roles import HOUSE, Actor, Role
from models import Duty, Entry
from services.profiles import load
from services.year import duties, filing_overview, office_reports
from tests.conftest import StandingClock
from tests.services.test_filings import add_person, add_unit


@pytest.fixture
async def dingtao(acts: Acts, clock: StandingClock) -> Acts:
    """A place whose office reports to the government at the end of the year."""
    clock.go_to(2026, 6, 1)
    place = replace(acts, profile=load("dingtao"))
    async with place.noting() as work:
        await add_unit(work, "区联席会议办公室")
        await add_unit(work, "甲局")
    async with place.working(HOUSE, "plan") as work:
        await duties.plan_year(work, 2026)
    return place


@pytest.fixture
async def office(dingtao: Acts) -> Actor:
    async with dingtao.noting() as work:
        unit = await add_unit(work, "某股")
        return await add_person(work, unit, "B-1", Role.OFFICE)


async def _ref(acts: Acts, deadline: str) -> str:
    async with acts.looking() as look:
        return (await look.session.exec(select(Duty.ref).where(Duty.deadline == deadline))).first() or ""


async def _keep(acts: Acts, office: Actor, ref: str, name: str) -> None:
    async with acts.working(office, f"keep {name}") as work:
        await office_reports.keep(work, ref, file_id=f"id {name}", file_name=name, checked=None)


async def test_the_office_is_offered_what_it_owes_upwards_only(dingtao: Acts, office: Actor) -> None:
    async with dingtao.looking(office) as look:
        assert [one.kind for one in await office_reports.upwards(look)] == [
            "other",
            "report_to_government",
            "other",
        ]
        report = await office_reports.draft(look, await _ref(dingtao, "report_to_government"))
        assert report.title == "菏泽市定陶区2026年“双随机、一公开”监管工作情况报告"
        with pytest.raises(DomainError, match=r"filing\.unknown"):
            await office_reports.one(look, await _ref(dingtao, "plenary_meeting"))


async def test_a_report_stays_owed_until_its_newest_version_is_marked_as_sent(
    dingtao: Acts, office: Actor, clock: StandingClock
) -> None:
    ref = await _ref(dingtao, "report_to_government")
    await _keep(dingtao, office, ref, "一.docx")
    await _keep(dingtao, office, ref, "二.docx")
    async with dingtao.looking(office) as look:
        kept = await office_reports.one(look, ref)
    assert (kept.open, kept.sent, [one.file_name for one in kept.versions]) == (
        True,
        None,
        ["一.docx", "二.docx"],
    )
    clock.go_to(2026, 12, 28)
    for cause, number in (("sent", "定联办〔2026〕9号"), ("mended", "定联办〔2026〕10号")):
        async with dingtao.working(office, cause) as work:
            await office_reports.mark_sent(work, ref, date(2026, 12, 25), number)
    async with dingtao.looking(office) as look:
        kept = await office_reports.one(look, ref)
        entries = (await look.session.exec(select(Entry).where(Entry.act == "upward.send"))).all()
        received = await filing_overview.received(look, "report_to_government", 2026)
    assert kept.sent is not None
    assert (kept.open, kept.sent.version, kept.sent.sent_on) == (False, 2, date(2026, 12, 25))
    assert kept.sent.document_number == "定联办〔2026〕10号"
    assert [one.facts["document"] for one in entries] == ["定联办〔2026〕9号", "定联办〔2026〕10号"]
    assert not any(one.returnable for one in received)


async def test_nothing_is_marked_as_sent_without_a_version_a_number_and_a_day_that_was(
    dingtao: Acts, office: Actor
) -> None:
    ref = await _ref(dingtao, "report_to_government")
    for day, number, code in (
        (date(2026, 6, 1), "9号", "filing.nothing_kept"),
        (date(2026, 6, 2), "9号", "filing.sent_ahead"),
        (date(2026, 6, 1), " ", "filing.number_needed"),
    ):
        with pytest.raises(DomainError) as refused:
            async with dingtao.working(office, f"try {code}") as work:
                await office_reports.mark_sent(work, ref, day, number)
        assert refused.value.code == code
        if code == "filing.nothing_kept":
            await _keep(dingtao, office, ref, "一.docx")
