"""The platform's table, and what comes back of it; the year's overview."""

import asyncio
from datetime import date

import pytest
from sqlmodel import select

from bot.acts import Acts
from domain.errors import DomainError
from domain.form_lines import class_of
from domain.forms import Overview
from domain.sheet import Cell, Sheet
from models import InspectionObject, PlatformEntry, Result
from services.papers import form_overview
from services.publication import platform_entries
from services.publication.platform_entries import Noted, Standing
from services.registers import sheets
from tests import county, visits
from tests.services.test_forms import reported

SYSTEM, WEBSITE = "国家企业信用信息公示系统（山西）", "政府相关网站"
AT: tuple[Cell, ...] = ("结果编号", f"录入日期（{SYSTEM}）", f"录入日期（{WEBSITE}）")
HOSTILE = '=HYPERLINK("https://example.org")'


async def released(acts: Acts) -> Result:
    """The first visit's report of one unit, let out; its object has a hostile name."""
    await visits.found(acts)
    result = await reported(acts)
    async with acts.noting() as work:
        (await work.session.get_one(Result, result.id)).state = "released"
        for subject in await work.session.exec(select(InspectionObject)):
            subject.name = HOSTILE
    return result


async def table(acts: Acts, who: str) -> tuple[Sheet, ...]:
    async with acts.looking(await county.actor(acts, who)) as look:
        content = await platform_entries.table(look, "task-one")
    return await asyncio.to_thread(sheets.read, "x.xlsx", content)


async def take_back(acts: Acts, who: str, *rows: tuple[Cell, ...], cause: str = "update:1") -> Noted:
    async with acts.working(await county.actor(acts, who), cause) as work:
        return await platform_entries.take_back(work, [Sheet("x", rows)])


async def test_the_table_has_a_row_for_each_item_and_no_formula(acts: Acts) -> None:
    result = await released(acts)
    (sheet,) = await table(acts, "B-1")
    head, first, second = sheet.rows[1:]
    assert head[0] == "序号"
    assert head[-4:] == (*AT, "录入人")
    shown = dict(zip(head, second, strict=False))
    assert (shown["抽查事项"], shown["检查结果"], shown["备注"]) == (
        "标签标识",
        "发现问题待后续处理",
        "无标签",
    )
    assert (shown["市场主体名称"], shown["结果编号"]) == (HOSTILE, result.number)
    assert dict(zip(head, first, strict=False))["检查结果"] == "未发现问题"


async def test_a_liaison_has_the_results_of_their_own_unit(acts: Acts) -> None:
    await released(acts)
    assert len((await table(acts, "S-0"))[0].rows) == 4
    assert len((await table(acts, "X-0"))[0].rows) == 2


async def test_the_table_sent_back_marks_its_results_once(acts: Acts) -> None:
    result = await released(acts)
    head: tuple[Cell, ...] = ("市场主体名称", "结果编号", "录入日期", "录入人")
    row: tuple[Cell, ...] = ("x", result.number, "2026-03-30", "某录入员")
    assert await take_back(acts, "S-0", head, row, row, ("y", "NO-SUCH")) == Noted(1, 0, ("NO-SUCH",))
    assert await take_back(acts, "B-1", head, row, cause="update:2") == Noted(0, 1, ())
    async with acts.looking() as look:
        (entry,) = await look.session.exec(select(PlatformEntry))
    assert (entry.entered_on, entry.entered_by) == (date(2026, 3, 30), "某录入员")
    assert "平台" in entry.platform


async def test_a_row_without_a_day_was_entered_today_by_whoever_sent_it(acts: Acts) -> None:
    result = await released(acts)
    await take_back(acts, "S-0", ("结果编号",), (result.number,))
    async with acts.looking() as look:
        (entry,) = await look.session.exec(select(PlatformEntry))
    assert (entry.entered_on, entry.entered_by) == (date(2026, 4, 1), "丁联")


async def test_another_units_result_is_not_marked(acts: Acts) -> None:
    result = await released(acts)
    assert (await take_back(acts, "X-0", ("结果编号",), (result.number,))).unknown == (result.number,)


async def _standing(acts: Acts, who: str) -> platform_entries.Standing:
    async with acts.looking(await county.actor(acts, who)) as look:
        return await platform_entries.standing(look)


async def test_a_result_is_entered_when_every_target_has_it(acts: Acts) -> None:
    result = await released(acts)
    assert await take_back(acts, "S-0", AT, (result.number, "2026-03-30", None)) == Noted(1, 0, ())
    assert await _standing(acts, "S-0") == Standing(1, 0, ((SYSTEM, 1), (WEBSITE, 0)))
    assert (await overview(acts)).lines[0].entered == 0
    both = (result.number, "2026-03-30", "是")
    assert await take_back(acts, "S-0", AT, both, cause="update:2") == Noted(1, 1, ())
    assert await _standing(acts, "B-1") == Standing(1, 1, ((SYSTEM, 1), (WEBSITE, 1)))
    assert (await _standing(acts, "X-0")).total == 0
    assert (await overview(acts)).lines[0].entered == 1


async def test_an_entry_from_before_the_targets_stands_on_the_first(acts: Acts) -> None:
    result = await released(acts)
    async with acts.noting() as work:
        old = PlatformEntry(
            result_id=result.id or 0, platform="平台", entered_on=date(2026, 3, 30), noted_at=work.now
        )
        work.session.add(old)
    assert (await _standing(acts, "B-1")).at == ((SYSTEM, 1), (WEBSITE, 0))
    row = (result.number, "2026-03-31", "2026-03-31")
    assert await take_back(acts, "B-1", AT, row) == Noted(1, 1, ())


async def test_a_table_with_no_day_in_it_marks_nothing(acts: Acts) -> None:
    result = await released(acts)
    assert await take_back(acts, "B-1", AT, (result.number, None, None)) == Noted(0, 0, ())


async def test_a_file_without_numbers_is_refused(acts: Acts) -> None:
    await released(acts)
    for rows in ((("企业名称",), ("某企业",)), (AT,), (AT, (None, "2026-03-30", None))):
        with pytest.raises(DomainError) as refused:
            await take_back(acts, "B-1", *rows)
        assert refused.value.code == "forms.no_numbers"


async def overview(acts: Acts) -> Overview:
    async with acts.looking(await county.actor(acts, "B-1")) as look:
        return await form_overview.overview(look, 2026)


async def test_the_overview_counts_objects_parts_classes_and_entries(acts: Acts) -> None:
    result = await released(acts)
    await take_back(acts, "B-1", AT, (result.number, "2026-03-30", "是"))
    line, total = (await overview(acts)).lines
    assert (line.drawn, line.owed, line.reported, line.completion) == (2, 3, 1, "33%")
    assert (line.pending, line.fine, line.entered, line.published, line.unpublished) == (1, 0, 1, 0, 1)
    assert (total.task_name, total.drawn, total.pending) == ("合计", 2, 1)


async def test_a_result_that_was_sent_back_is_not_counted_as_reported(acts: Acts) -> None:
    result = await released(acts)
    async with acts.noting() as work:
        (await work.session.get_one(Result, result.id)).state = "returned"
    assert (await overview(acts)).lines[0].reported == 0


async def test_the_overview_of_a_year_without_draws_is_its_sum(acts: Acts) -> None:
    await county.found(acts)
    assert [one.task_name for one in (await overview(acts)).lines] == ["合计"]


@pytest.mark.parametrize(
    ("outcomes", "column"),
    [
        (("no_problem", "problem_pending"), "pending"),
        (("no_problem", "no_business"), "fine"),
        (("moved_away",), "other"),
        (("problem_corrected", "problem_pending", "refused"), "refused"),
        (("problem_corrected", "no_problem"), "corrected"),
    ],
)
def test_a_result_is_counted_in_the_column_of_its_gravest_outcome(
    outcomes: tuple[str, ...], column: str
) -> None:
    assert class_of(outcomes) == column
