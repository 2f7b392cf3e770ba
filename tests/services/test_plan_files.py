"""A liaison hands in the unit's plan as a table: good rows are filed, the others named with their cure."""

from dataclasses import replace

import pytest
from sqlmodel import select

from bot.acts import Acts
from domain.errors import DomainError
from domain.roles import Actor
from models import Duty, Filing, Item, Letter, Plan, PlanFiling, Task
from services.planning import plan_files, plan_filings
from services.planning.plan_view import own_plan
from services.profiles import load
from services.registers import importing, workbooks
from services.registers.ratio_answers import Unread
from services.year import duties
from tests import county
from tests.county import FIRE, MARKET

HEAD = ("任务编号", "任务名称", "牵头部门", "配合部门", "抽查事项", "抽查比例", "检查时间", "抽查类型")
SPAN = "2026年4月1日-2026年6月30日"


def row(no: str, name: str = "食品抽查", lead: str = MARKET, **other: str) -> tuple[str, ...]:
    """A good row of the market unit's plan, but for what is named."""
    cells = {"partner": "", "items": "进货查验记录", "ratio": "25%", "span": SPAN, "kind": ""} | other
    return (no, name, lead, *cells.values())


@pytest.fixture
async def liaison(acts: Acts) -> Actor:
    """The market unit's liaison, who owes the year's plan."""
    await county.found(acts)
    async with acts.noting() as work:
        await work.session.delete((await work.session.exec(select(Task))).one())
    async with acts.working(cause="year") as work:
        await duties.plan_year(work, 2026)
    return await county.actor(acts, "S-0")


async def plan_of(acts: Acts, liaison: Actor) -> str:
    """The draft's reference."""
    async with acts.noting(liaison) as work:
        return (await own_plan(work, 2026)).ref


async def sent(
    acts: Acts, liaison: Actor, *rows: tuple[str, ...], head: tuple[str, ...] = HEAD, cause: str = "send"
) -> PlanFiling:
    """The table handed in."""
    ref = await plan_of(acts, liaison)
    file = importing.read_file("计划.xlsx", workbooks.as_it_stands("计划", [head, *rows]), "plans")
    async with acts.working(liaison, cause) as work:
        return await plan_files.receive(work, ref, file, "file-1")


async def tasks(acts: Acts) -> list[tuple[str, str]]:
    """Name and kind of every task that stands."""
    async with acts.looking() as look:
        rows = await look.session.exec(select(Task).where(Task.state == "planned").order_by(Task.no))
        return [(task.name, task.kind) for task in rows]


async def test_a_good_table_is_taken_in_filed_and_closes_the_duty(acts: Acts, liaison: Actor) -> None:
    filing = await sent(acts, liaison, row("A-1"), row("A-2", "专项整治", partner=FIRE, kind="专项整治"))
    async with acts.looking() as look:
        plan = (await look.session.exec(select(Plan))).one()
        duty = (
            await look.session.exec(
                select(Duty).where(Duty.deadline == "internal_plan", Duty.unit_id == liaison.unit_id)
            )
        ).one()
        handed_in = (await look.session.exec(select(Filing))).one()
        receipt = (await look.session.exec(select(Letter).where(Letter.kind == "plan_received"))).one()
    assert (plan.state, duty.state) == ("filed", "fulfilled")
    assert (handed_in.file_id, handed_in.file_name) == ("file-1", "计划.xlsx")
    assert filing.report == {"read": 2, "taken": 2, "wrong": []}
    assert "读取2行，列入2行" in receipt.body
    assert await tasks(acts) == [("食品抽查", "regular"), ("专项整治", "campaign")]


async def test_what_is_wrong_is_named_row_by_row_and_the_rest_is_filed(acts: Acts, liaison: Actor) -> None:
    filing = await sent(
        acts,
        liaison,
        row("A-1"),
        row("A-2", items="没有的事项"),
        row("A-3", lead=FIRE),
        row("A-4", partner="没有的局"),
        row("A-5", span="择期"),
        row("A-6", span="2027年4月1日-2027年6月30日"),
    )
    wrong = filing.report["wrong"]
    assert isinstance(wrong, list)
    assert [place for place, _ in wrong] == ["计划 3", "计划 4", "计划 5", "计划 6", "计划 7"]
    for (_, fault), cure in zip(
        wrong, ("没有的事项", FIRE, "没有的局", "起止时间", "不在2026年内"), strict=True
    ):
        assert cure in fault
    assert await tasks(acts) == [("食品抽查", "regular")]


async def test_a_table_without_one_good_row_files_nothing(acts: Acts, liaison: Actor) -> None:
    with pytest.raises(DomainError) as refusal:
        await sent(acts, liaison, row("A-1", lead=FIRE))
    assert (refusal.value.code, refusal.value.params["read"]) == ("plan.nothing_taken", 1)
    async with acts.looking() as look:
        assert (await look.session.exec(select(PlanFiling))).all() == []
    assert await tasks(acts) == []


async def test_a_table_without_a_lead_column_is_the_units_own(acts: Acts, liaison: Actor) -> None:
    head = tuple(one for one in HEAD if one != "牵头部门")
    cells = row("A-1")
    await sent(acts, liaison, (*cells[:2], *cells[3:]), head=head)
    async with acts.looking() as look:
        assert (await look.session.exec(select(Task.lead_unit_id))).one() == liaison.unit_id


async def test_another_units_task_is_not_rewritten_by_its_number(acts: Acts, liaison: Actor) -> None:
    await sent(acts, liaison, row("A-1"))
    stranger = await county.actor(acts, "X-0")
    with pytest.raises(DomainError) as refusal:
        await sent(acts, stranger, row("A-1", "抢占", lead=FIRE, items="消防设施"), cause="theirs")
    assert refusal.value.code == "plan.nothing_taken"
    assert await tasks(acts) == [("食品抽查", "regular")]


async def test_a_filed_plan_takes_no_second_table_until_it_is_returned(acts: Acts, liaison: Actor) -> None:
    await sent(acts, liaison, row("A-1"))
    with pytest.raises(DomainError) as refusal:
        await sent(acts, liaison, row("A-1", "改名"), cause="again")
    assert refusal.value.code == "plan.not_a_draft"
    ref = await plan_of(acts, liaison)
    async with acts.working(await county.actor(acts, "B-1"), "back") as work:
        await plan_filings.give_back(work, ref, "名称不规范")
    again = await sent(acts, liaison, row("A-1", "改名"), cause="third")
    assert (again.version, await tasks(acts)) == (2, [("改名", "regular")])


async def test_where_nothing_may_stand_outside_the_list_the_row_stays_out(acts: Acts, liaison: Actor) -> None:
    strict = replace(acts, profile=load("dingtao"))
    async with strict.noting() as work:
        for item in await work.session.exec(select(Item)):
            item.active = item.code != "SP-2"
    filing = await sent(strict, liaison, row("A-1"), row("A-2", items="标签标识"))
    wrong = filing.report["wrong"]
    assert isinstance(wrong, list)
    assert [place for place, _ in wrong] == ["计划 3"]


async def test_only_a_plans_own_duty_takes_a_table_as_the_plan(acts: Acts, liaison: Actor) -> None:
    async with acts.looking() as look:
        rows = await look.session.exec(select(Duty).where(Duty.unit_id == liaison.unit_id))
        refs = {duty.deadline: duty.ref for duty in rows}
    async with acts.noting(liaison) as work:
        assert await plan_files.draft_for(work, refs["half_year_report"]) is None
        assert (await plan_files.draft_for(work, refs["internal_plan"])) is not None
    await sent(acts, liaison, row("A-1"))
    async with acts.noting(liaison) as work:
        assert await plan_files.draft_for(work, refs["internal_plan"]) is None


async def test_wordings_without_a_number_are_asked_for_the_good_rows_and_the_answer_is_filed(
    acts: Acts, liaison: Actor
) -> None:
    ref = await plan_of(acts, liaison)
    rows = [
        row("A-1", ratio="视情况确定"),
        row("A-2", "标签抽查", ratio="视情况确定"),
        row("A-3", lead=FIRE, ratio="另行通知"),
        row("A-4"),
    ]
    file = importing.read_file("计划.xlsx", workbooks.as_it_stands("计划", [HEAD, *rows]), "plans")
    async with acts.looking(liaison) as look:
        assert await plan_files.unread(look, ref, file) == [Unread("视情况确定", ("食品抽查", "标签抽查"))]
    async with acts.working(liaison, "send") as work:
        filing = await plan_files.receive(work, ref, file, "file-1", {"视情况确定": "3家"})
    assert filing.report["ratios"] == {"视情况确定": "3家"}
    async with acts.looking(liaison) as look:
        stored = await look.session.exec(select(Task).order_by(Task.no))
        assert [(one.no, one.ratio_text, one.quota, one.sized.get("quantity")) for one in stored] == [
            ("A-1", "视情况确定", {"number": 3}, 3),
            ("A-2", "视情况确定", {"number": 3}, 3),
            ("A-4", "25%", {"floor": "1/4"}, 3),
        ]
        assert await plan_files.unread(look, ref, file) == []
