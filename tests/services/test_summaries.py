"""Figures by unit, exceptions first; the office group hears them once a day."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from sqlmodel import select

from bot.acts import Acts
from bot.charts import progress_chart
from domain.indicators import Share, UnitFigures, shares
from domain.notices import Summary
from domain.roles import HOUSE
from domain.standing import Standing
from locales.texts import texts
from models import Blob, Entry, Letter
from services.journal import AlreadyDone
from services.work import Work
from services.year import summaries
from tests.conftest import StandingClock
from tests.rows import Rows

CAPTION = 1024


@pytest.fixture
def rows(acts: Acts) -> Rows:
    return Rows(acts)


async def _standing(acts: Acts) -> Standing:
    async with acts.looking() as look:
        return await summaries.gather(look)


async def test_every_unit_of_a_joint_visit_counts_its_own_part(acts: Acts, rows: Rows) -> None:
    market, fire = await rows.unit("市场监管局"), await rows.unit("消防救援支队")
    one, two, three = [
        await rows.person(u, n) for u, n in ((market, "林一"), (market, "白二"), (fire, "马三"))
    ]
    visit = await rows.visit(await rows.draw(await rows.task(market)))
    for person in (one, two, three):
        await rows.sent(visit, person)
    await rows.result(visit, one, outcome="problem_pending")
    standing = await _standing(acts)
    assert standing.units == (
        UnitFigures(unit="市场监管局", assigned=1, reported=1, released=1, problems=1),
        UnitFigures(unit="消防救援支队", assigned=1),
    )
    assert standing.shares == (
        Share("inspection_completion", 1, 2),
        Share("publication_rate", 0, 2, Fraction(1)),
    )


async def test_a_returned_result_is_owed_again_and_late_after_the_window(
    acts: Acts, rows: Rows, clock: StandingClock
) -> None:
    unit = await rows.unit("市场监管局")
    person = await rows.person(unit, "林一")
    visit = await rows.visit(await rows.draw(await rows.task(unit, window_to=date(2026, 4, 30))))
    await rows.sent(visit, person)
    await rows.result(visit, person, state="returned")
    clock.go_to(2026, 4, 30)
    assert (await _standing(acts)).units[0].overdue == 0
    clock.go_to(2026, 5, 1)
    late = (await _standing(acts)).units[0]
    assert (late.reported, late.overdue) == (0, 1)
    await rows.result(visit, person, state="submitted", version=2)
    again = (await _standing(acts)).units[0]
    assert (again.reported, again.overdue, again.released) == (1, 0, 0)


async def test_a_released_result_is_late_once_its_publication_day_has_passed(
    acts: Acts, rows: Rows, clock: StandingClock
) -> None:
    unit = await rows.unit("市场监管局")
    person = await rows.person(unit, "林一")
    visit = await rows.visit(await rows.draw(await rows.task(unit)))
    await rows.sent(visit, person)
    await rows.result(visit, person, publish_by=date(2026, 5, 1))
    clock.go_to(2026, 5, 1)
    assert (await _standing(acts)).units[0].unpublished_late == 0
    clock.go_to(2026, 5, 2)
    assert (await _standing(acts)).units[0].unpublished_late == 1


async def test_void_draws_replaced_people_and_other_years_are_not_counted(acts: Acts, rows: Rows) -> None:
    unit = await rows.unit("市场监管局")
    person = await rows.person(unit, "林一")
    task, older = await rows.task(unit), await rows.task(unit, date(2025, 6, 30), 2025)
    await rows.sent(await rows.visit(await rows.draw(task, state="void")), person)
    await rows.sent(await rows.visit(await rows.draw(older)), person)
    replaced = await rows.sent(await rows.visit(await rows.draw(task)), person)
    replaced.state = "replaced"
    await rows.add(replaced)
    assert (await _standing(acts)).units == ()


async def test_units_with_exceptions_come_first_and_owe_what_is_due_next(acts: Acts, rows: Rows) -> None:
    names = ("安一局", "白二局", "池三局", "邓四局")
    first, second, third, fourth = [await rows.unit(name) for name in names]
    await rows.duty(first, date(2026, 4, 15))
    await rows.duty(second, date(2026, 4, 15), state="filed")
    await rows.duty(third, date(2026, 3, 31))
    await rows.duty(third, date(2026, 6, 10))
    unlinked = await rows.person(fourth, "马三")
    await rows.letter(unlinked, "unlinked")
    await rows.letter(unlinked, "dead")
    await rows.letter(await rows.person(first, "林一"), "sent")
    standing = await _standing(acts)
    assert standing.next_filing == (date(2026, 4, 15), 1)
    assert standing.units == (
        UnitFigures(unit="池三局", filings_late=1),
        UnitFigures(unit="邓四局", untold=1),
        UnitFigures(unit="安一局", filings_due=1),
    )


async def _post(work: Work, picture_of: Callable[[Standing], bytes]) -> bool:
    standing = await summaries.gather(work)
    picture = summaries.picture_of_day(work, picture_of(standing))
    return await summaries.post_daily(work, standing, picture)


async def test_the_daily_summary_goes_to_the_office_once_with_its_picture(acts: Acts, rows: Rows) -> None:
    await rows.duty(await rows.unit("市场监管局"), date(2026, 3, 31))
    async with acts.working(HOUSE, "tick:summary:2026-04-01") as work:
        assert await _post(work, progress_chart)
    async with acts.noting() as work:
        assert not await _post(work, progress_chart)
    with pytest.raises(AlreadyDone):
        async with acts.working(HOUSE, "tick:summary:2026-04-01") as work:
            await _post(work, progress_chart)
    async with acts.looking() as look:
        letter = (await look.session.exec(select(Letter))).one()
        picture = await look.session.get_one(Blob, letter.blob_sha256)
        entry = (await look.session.exec(select(Entry))).one()
    assert picture.content.startswith(b"\x89PNG")
    assert (entry.act, entry.facts) == ("summary.post", {"units": 1, "troubled": 1})
    assert "报送逾期 1 项" in letter.body


async def test_the_next_day_has_a_summary_of_its_own(acts: Acts, clock: StandingClock) -> None:
    for day in ("a", "b"):
        async with acts.working(HOUSE, day) as work:
            assert await _post(work, lambda _view: b"")
        clock.advance(days=1)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_words_under_a_picture_fit_a_caption_whatever_goes_wrong(language: str) -> None:
    unit = UnitFigures(
        unit="市文化和旅游局（文化市场综合行政执法队、广播电视和文物保护监督管理科）" * 2,
        assigned=1000,
        overdue=1000,
        unpublished_late=1000,
        filings_late=1000,
        untold=1000,
    )
    standing = Standing(
        place="忻州市",
        at=datetime(2026, 4, 8, 9, 30, tzinfo=UTC),
        on=date(2026, 4, 8),
        units=(unit,) * 40,
        shares=shares((unit,) * 40, {"publication_rate": Fraction(1)}),
        next_filing=(date(2026, 4, 15), 40),
    )
    caption = texts(language).page("notices/summary", n=Summary(standing))
    assert "35" in caption
    assert len(caption) <= CAPTION


def test_99_and_a_half_percent_is_not_all() -> None:
    assert Share("x", 199, 200).percent == 99
    assert Share("x", 0, 0).percent is None
    assert not Share("x", 0, 0, Fraction(1)).short


async def test_what_will_be_late_at_this_pace_is_told_while_it_can_be_mended(
    acts: Acts, rows: Rows, clock: StandingClock
) -> None:
    unit = await rows.unit("市场监管局")
    person = await rows.person(unit, "林一")
    draw = await rows.draw(await rows.task(unit, window_to=date(2026, 12, 20)))
    for _ in range(3):
        visit = await rows.visit(draw)
        await rows.sent(visit, person)
        await rows.result(visit, person)
    early, near = date(2026, 9, 1), date(2026, 10, 9)
    found = {}
    for day in (early, near):
        clock.go_to(day.year, day.month, day.day)
        found[day] = await _standing(acts)
    told = [(one.key, one.lacking, one.by) for one in found[near].warnings]
    assert told == [("publication_rate", 3, date(2026, 12, 31))]
    assert found[early].warnings == ()
    said = texts("zh_CN").page("notices/summary", n=Summary(found[near]))
    assert "公示率还差3件，近28天没有进展" in said


async def test_open_filings_stand_on_one_line_of_days_the_late_ones_first(acts: Acts, rows: Rows) -> None:
    first, second = await rows.unit("安一局"), await rows.unit("白二局")
    late = await rows.duty(first, date(2026, 3, 31))
    same = await rows.duty(second, date(2026, 3, 31))
    same.deadline = late.deadline
    await rows.add(same)
    await rows.duty(second, date(2026, 6, 10))
    await rows.duty(second, date(2026, 2, 1), state="filed")
    found = [(one.due_on, one.units) for one in (await _standing(acts)).coming]
    assert found == [(date(2026, 3, 31), 2), (date(2026, 6, 10), 1)]
