"""Drafts of reports: the place's headings, the figures of the day, gaps where only people know."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from docx import Document

from bot.acts import Acts
from bot.report_docx import report_docx
from domain.errors import DomainError
from domain.report import Report
from domain.roles import HOUSE
from models import Plan, Problem, Result, Task, Unit
from services.profiles import load
from services.year import report_drafts, report_figures
from tests.conftest import StandingClock
from tests.rows import Rows, key

WINDOW = date(2026, 4, 30)


@pytest.fixture
def rows(acts: Acts) -> Rows:
    return Rows(acts)


async def _planned(rows: Rows, unit: Unit, plan: Plan, *partners: str, state: str = "drawn") -> Task:
    task = await rows.task(unit, WINDOW)
    task.plan_id, task.partners, task.state = key(plan), list(partners), state
    return await rows.add(task)


async def _case(rows: Rows, result: Result, state: str, due_on: date) -> None:
    await rows.add(
        Problem(
            ref=f"case-{result.id}",
            number=f"XZ-2026-W{result.id:04}",
            result_id=key(result),
            visit_id=result.visit_id,
            unit_id=result.unit_id,
            holder_id=result.unit_id,
            outcome="problem_pending",
            state=state,
            due_on=due_on,
            opened_at=datetime(2026, 4, 2, tzinfo=UTC),
        )
    )


@pytest.fixture
async def year(rows: Rows) -> Unit:
    """Two tasks of a unit, one joint and drawn, one not; four visits in every state, two cases."""
    unit, other = await rows.unit("市工信局"), await rows.unit("市应急局")
    plan = await rows.add(Plan(ref="plan", unit_id=key(unit), year=2026))
    task = await _planned(rows, unit, plan, "市应急局")
    await _planned(rows, unit, plan, state="planned")
    draw = await rows.draw(task)
    person, partner = await rows.person(unit, "林一"), await rows.person(other, "白二")
    visits = [await rows.visit(draw) for _ in range(4)]
    for visit in visits:
        await rows.sent(visit, person)
    await rows.sent(visits[0], partner)
    shown = await rows.result(visits[0], person)
    shown.published_at = datetime(2026, 4, 20, tzinfo=UTC)
    await rows.add(shown)
    found = await rows.result(visits[1], person, outcome="problem_pending", publish_by=date(2026, 5, 29))
    await _case(rows, found, "open", date(2026, 5, 20))
    closed = await rows.result(visits[2], person, outcome="problem_corrected", publish_by=date(2026, 6, 30))
    closed.submitted_at = datetime(2026, 5, 6, tzinfo=UTC)
    await rows.add(closed)
    await _case(rows, closed, "closed", date(2026, 5, 20))
    return unit


async def _draft(acts: Acts, unit: str, deadline: str, year: int = 2026) -> Report:
    async with acts.looking(HOUSE) as look:
        return await report_drafts.of_deadline(look, unit, deadline, year)


async def test_the_figures_are_those_of_the_summary_and_of_the_ledger(
    acts: Acts, year: Unit, clock: StandingClock
) -> None:
    clock.go_to(2026, 6, 8)
    async with acts.looking(HOUSE) as look:
        told = await report_figures.account(look, 2026, half=True, unit=year)
        whole = await report_figures.account(look, 2026, half=True)
    assert (told.plan.led, told.plan.joint, told.plan.undrawn, told.objects) == (2, 1, 1, 4)
    f = told.figures
    assert (f.assigned, f.reported, f.released, f.published, f.problems, f.overdue) == (4, 3, 3, 1, 2, 1)
    assert (f.unpublished_late, told.late_results) == (1, 1)
    assert (told.cases.total, told.cases.settled, told.cases.late) == (2, 1, 1)
    assert [(one.done, one.total) for one in told.shares] == [(3, 4), (1, 4), (1, 2)]
    assert (whole.figures.assigned, whole.objects, len(whole.units)) == (5, 4, 2)


async def test_the_draft_has_the_headings_the_place_orders_and_says_what_is_late(
    acts: Acts, year: Unit, clock: StandingClock
) -> None:
    clock.go_to(2026, 6, 8)
    report = await _draft(acts, year.name, "half_year_report")
    assert report.title == "市工信局2026年上半年“双随机、一公开”监管工作总结"
    assert (report.receiver, report.on) == ("市领导小组办公室", date(2026, 6, 8))
    assert [one.heading for one in report.sections] == ["工作情况", "存在不足和难点问题", "下一步工作举措"]
    work, problems, coming = (one.paragraphs for one in report.sections)
    assert "任务2项，其中本单位牵头2项" in work[0]
    assert "已报送检查结果3件，检查完成率75%（3/4）" in work[1]
    assert "已向社会公示1件；公示率25%（1/4）" in work[2]
    assert "问题台账2件，已办结或者移交1件，正在办理1件，问题处理率50%（1/2）" in work[3]
    assert "联合任务信用风险分类应用率0%（0/1），要求达到60%" in work[4]
    assert problems[:4] == (
        "有1件检查超过计划规定的检查期限，尚未报送结果。",
        "有1件检查结果在检查期限届满后报送。",
        "有1件检查结果超过公示期限，尚未公示。",
        "问题台账中有1件超过办理期限，尚未办结。",
    )
    assert problems[4].startswith("公示率25%（1/4），低于100%的要求")
    assert [one[-1].startswith("（请填写：") for one in (work, problems, coming)] == [True] * 3
    assert "尚未抽取的1项任务" in coming[0]


async def test_a_year_without_work_is_told_as_one(acts: Acts, rows: Rows) -> None:
    await rows.unit("新局")
    report = await _draft(acts, "新局", "self_check_report")
    assert report.title == "新局2026年“双随机、一公开”监管工作自查报告"
    said = "".join(line for section in report.sections for line in section.paragraphs)
    assert "没有涉及本单位的任务" in said
    assert "低于" not in said
    assert "（请填写：2027年工作安排）" in said


async def test_the_file_holds_every_sentence_as_a_paragraph_of_its_own(acts: Acts, year: Unit) -> None:
    report = await _draft(acts, year.name, "half_year_report")
    content = report_docx(report)
    assert content == report_docx(report)
    lines = [one.text for one in Document(io.BytesIO(content)).paragraphs]
    assert lines[:2] == [report.title, "市领导小组办公室："]
    assert "二、存在不足和难点问题" in lines
    assert all(line in lines for section in report.sections for line in section.paragraphs)
    assert lines[-2:] == ["市工信局", "2026年4月1日"]


async def test_the_office_reports_upwards_from_the_data_of_all_units(acts: Acts, year: Unit) -> None:
    dingtao = replace(acts, profile=load("dingtao"))
    async with dingtao.looking(HOUSE) as look:
        report = await report_drafts.of_place(look, "report_to_government", 2026)
    work = report.sections[0].paragraphs
    assert (report.title, report.unit) == (
        "菏泽市定陶区2026年“双随机、一公开”监管工作情况报告",
        "区联席会议办公室",
    )
    assert "应检查5件" in work[1]
    assert "检查完成率60%（3/5）" in work[1]
    assert "市工信局：应检查4件，已报送结果3件，已公示1件，发现问题的2件。" in work
    assert "市应急局：应检查1件，已报送结果0件，已公示0件，发现问题的0件。" in work
    async with acts.looking(HOUSE) as look:
        with pytest.raises(DomainError, match=r"filing\.no_draft"):
            await report_drafts.of_place(look, "half_year_report", 2026)


async def test_what_the_office_sums_up_in_july_tells_of_the_first_half(acts: Acts, year: Unit) -> None:
    async with replace(acts, profile=load("dingtao")).looking(HOUSE) as look:
        report = await report_drafts.of_place(look, "june_digest", 2026)
    assert report.title == "菏泽市定陶区2026年上半年“双随机、一公开”监管工作情况报告"


async def test_what_is_no_report_has_no_draft(acts: Acts, year: Unit) -> None:
    for unit, deadline, code in (
        (year.name, "internal_plan", "filing.no_draft"),
        (year.name, "none_such", "filing.unknown_deadline"),
        ("无此局", "half_year_report", "filing.unknown_unit"),
    ):
        with pytest.raises(DomainError) as refused:
            await _draft(acts, unit, deadline)
        assert refused.value.code == code
