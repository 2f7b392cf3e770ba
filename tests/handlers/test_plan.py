"""The year's plan in the chat: made and filed by a liaison, confirmed and published, adjusted by two."""

import re
from pathlib import Path

import pytest
from sqlmodel import select

from domain.roles import HOUSE
from handlers import dispatcher, start
from handlers.planning import plan, plan_file
from handlers.year import filings
from models import Plan, Task
from playground import Message, User
from services.registers import workbooks
from services.year import duties
from tests import county
from tests.conftest import StandingClock
from tests.talk import Talk, dies_behind, talking


@pytest.fixture(autouse=True)
def only_these_conversations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Arriving and planning are all that is needed here."""
    monkeypatch.setattr(dispatcher, "CONVERSATIONS", (start.router, plan.router))


async def _enrolled(talk: Talk, *roster_nos: str) -> list[User]:
    await county.found(talk.acts)
    async with talk.acts.noting() as work:
        await work.session.delete((await work.session.exec(select(Task))).one())
    users = [talk.play.add_user(n, f"用户{no}") for n, no in enumerate(roster_nos, 1)]
    for user, roster_no in zip(users, roster_nos, strict=True):
        await talk.arrives(user, roster_no)
    return users


async def _opens(talk: Talk, user: User, *fragments: str) -> None:
    """「计划」 and the fresh answer to it, so that no older card's button is pressed."""
    newest = talk.play.messages(user)[-1].id
    await talk.says(user, "计划")
    await talk.sees(user, *fragments, after=newest)


def _answers(talk: Talk, user: User) -> list[Message]:
    return [one for one in talk.play.messages(user) if one.from_bot]


async def _make_task(talk: Talk, liaison: User) -> None:
    """From 「计划」 to a saved joint task, answering every question."""
    await _opens(talk, liaison, "市场监督管理局2026年度抽查计划", "草稿", "还没有任务")
    await talk.presses(liaison, "新增任务")
    await talk.sees(liaison, "请发送任务的名称")
    await talk.says(liaison, "食品销售联合抽查")
    await talk.presses(liaison, "常规")
    await talk.sees(liaison, "配合部门")
    await talk.presses(liaison, "消防救援大队")
    await talk.sees(liaison, "已选1个")
    await talk.presses(liaison, "下一步")
    await talk.sees(liaison, "抽查事项", "清单之外不得设立检查")
    await talk.presses(liaison, "进货查验记录")
    await talk.sees(liaison, "已选1项")
    await talk.presses(liaison, "消防设施")
    await talk.sees(liaison, "已选2项")
    await talk.presses(liaison, "下一步")
    await talk.presses(liaison, "食品销售（12）")
    await talk.presses(liaison, "下一步")
    await talk.sees(liaison, "抽查比例或数量")
    await talk.says(liaison, "随便")
    await talk.sees(liaison, "“随便”读不出比例或数量", "A、B、C、D")
    await talk.says(liaison, "25%")
    await talk.sees(liaison, "基数12户，依规排除1户；抽取3户", "11 × 25 % = 2.75，向上取整为 3")
    await talk.presses(liaison, "下一步")
    await talk.presses(liaison, "第二季度")
    await talk.sees(liaison, "配合部门：消防救援大队", "2026年4月1日至2026年6月30日", "部门联合任务占比：1/1")


async def test_a_liaison_makes_files_and_the_office_publishes_a_plan(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        liaison, office = await _enrolled(talk, "S-0", "B-1")
        await _make_task(talk, liaison)
        await talk.presses(liaison, "保存到计划")
        await talk.sees(liaison, "食品销售联合抽查｜常规｜联合：消防救援大队｜25%｜基数12，抽取3")
        await talk.presses(liaison, "报备案")
        await talk.sees(
            liaison, "报备案前核对", "信用风险分类应用率：0/1＝0%", "还须有1项联合任务按信用风险等级"
        )
        await talk.presses(liaison, "确认报备案")
        await talk.sees(liaison, "计划备案回执", "XZ-2026-J0001", "市领导小组办公室", "等待办公室确认")
        await _opens(talk, office, "市场监督管理局：已报备案，任务1项，其中部门联合1项")
        await talk.presses(office, "市场监督管理局")
        await talk.sees(office, "备案编号：XZ-2026-J0001", "待确认")
        await talk.presses(office, "退回")
        await talk.says(office, "请按等级设置比例")
        await talk.sees(liaison, "计划被退回", "请按等级设置比例")
        await _opens(talk, liaison, "年度抽查计划")
        await talk.presses(liaison, "食品销售联合抽查")
        await talk.presses(liaison, "分期抽取")
        await talk.presses(liaison, "按季度")
        await talk.sees(liaison, "分期抽取：按季度")
        await talk.presses(liaison, "检查方式")
        await talk.says(liaison, "现场检查、书面检查")
        await talk.sees(liaison, "检查方式：现场检查、书面检查")
        await talk.presses(liaison, "比例或数量")
        await talk.says(liaison, "A 20%，B 50%，C 100%，D 100%")
        await talk.sees(liaison, "已写：A 20%", "A 级不低于：5 × 20 % = 1")
        await talk.presses(liaison, "下一步")
        await talk.sees(liaison, "信用风险分类应用率：1/1＝100%", "已达到")
        await talk.presses(liaison, "保存到计划")
        await talk.presses(liaison, "报备案")
        await talk.presses(liaison, "确认报备案")
        await talk.sees(liaison, "计划备案回执", "XZ-2026-J0002", "第2版")
        await _opens(talk, office, "年度抽查计划")
        await talk.presses(office, "市场监督管理局")
        await talk.presses(office, "确认备案")
        await talk.sees(liaison, "计划备案已确认", "XZ-2026-J0002")
        await talk.presses(office, "公布")
        await talk.sees(office, "已公布", "公布时间")
        async with talk.acts.looking() as look:
            assert (await look.session.exec(select(Plan.state))).all() == ["published"]


async def test_a_public_plan_changes_by_asking_and_a_second_persons_word(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        liaison, office, approver = await _enrolled(talk, "S-0", "B-1", "S-9")
        await _make_task(talk, liaison)
        await talk.presses(liaison, "保存到计划")
        await talk.sees(liaison, "食品销售联合抽查｜常规")
        await _opens(talk, office, "年度抽查计划")
        await talk.presses(office, "全部草稿一并备案并公布")
        await talk.sees(office, "市场监督管理局：已公布")
        await _opens(talk, liaison, "年度抽查计划")
        await talk.presses(liaison, "食品销售联合抽查")
        await talk.sees(liaison, "申请调整任务")
        await talk.presses(liaison, "时间")
        await talk.says(liaison, "4月1日—9月30日")
        await talk.presses(liaison, "提出调整")
        await talk.says(liaison, "专项行动延期")
        await talk.says(liaison, "某随办〔2026〕9号")
        await talk.sees(liaison, "已提交调整")
        await talk.sees(approver, "申请调整计划", "2026-06-30 → 2026-09-30", "专项行动延期", "二（五）")
        await talk.presses(approver, "同意调整")
        await talk.sees(liaison, "计划已调整", "结束日期：2026-06-30 → 2026-09-30", "重新备案 XZ-2026-J0002")
        await _opens(talk, liaison, "已调整", "调整记录", "某随办〔2026〕9号")


async def test_a_draft_task_is_edited_and_removed(tmp_path: Path, clock: StandingClock) -> None:
    async with talking(tmp_path, clock) as talk:
        (liaison,) = await _enrolled(talk, "S-0")
        await _make_task(talk, liaison)
        await talk.presses(liaison, "保存到计划")
        await talk.presses(liaison, "食品销售联合抽查")
        await talk.presses(liaison, "种类")
        await talk.presses(liaison, "定向")
        await talk.sees(liaison, "须写明依据文件")
        await talk.presses(liaison, "依据文件")
        await talk.says(liaison, "一季度投诉举报通报")
        await talk.presses(liaison, "投诉次数")
        await talk.says(liaison, "3")
        await talk.sees(liaison, "投诉举报不少于3次的对象", "名录中没有属于")
        await talk.presses(liaison, "移除任务")
        await talk.sees(liaison, "还没有任务")


async def test_an_inspector_has_no_plan_to_see(tmp_path: Path, clock: StandingClock) -> None:
    async with talking(tmp_path, clock) as talk:
        (inspector,) = await _enrolled(talk, "S-1")
        await talk.says(inspector, "计划")
        refusal = await talk.sees(inspector, "没有此项权限")
        assert not re.search("年度抽查计划", refusal.text)


HEAD = ("任务编号", "任务名称", "抽查事项", "抽查比例", "检查时间")
SPAN = "2026年4月1日-2026年6月30日"


async def test_a_table_sent_for_the_duty_is_read_filed_and_answered_row_by_row(
    tmp_path: Path, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatcher, "CONVERSATIONS", (start.router, plan.router, filings.router))
    async with talking(tmp_path, clock) as talk:
        (liaison,) = await _enrolled(talk, "S-0")
        async with talk.acts.working(HOUSE, "year") as work:
            await duties.plan_year(work, 2026)
        await talk.says(liaison, "报送")
        await talk.presses(liaison, "本部门内部抽查计划")
        await talk.sees(liaison, "请直接发送文件")
        rows = [
            HEAD,
            ("A-1", "食品抽查", "进货查验记录", "25%", SPAN),
            ("A-2", "标签抽查", "没有的事项", "25%", SPAN),
        ]
        await talk.play.sends_document(liaison, liaison, workbooks.as_it_stands("计划", rows), "计划.xlsx")
        await talk.sees(liaison, "计划备案回执", "读取2行，列入1行", "计划 3", "没有的事项", "B0001")
        await _opens(talk, liaison, "已报备案", "食品抽查｜常规｜25%｜基数12，抽取3")


async def test_a_crash_behind_the_filing_of_a_table_gives_the_marked_file_all_the_same(
    tmp_path: Path, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatcher, "CONVERSATIONS", (start.router, plan.router, filings.router))
    async with talking(tmp_path, clock) as talk:
        (liaison,) = await _enrolled(talk, "S-0")
        async with talk.acts.working(HOUSE, "year") as work:
            await duties.plan_year(work, 2026)
        await talk.says(liaison, "报送")
        await talk.presses(liaison, "本部门内部抽查计划")
        await talk.sees(liaison, "请直接发送文件")
        dies_behind(monkeypatch, plan_file, "entered")
        rows = [
            HEAD,
            ("A-1", "食品抽查", "进货查验记录", "25%", SPAN),
            ("A-2", "标签抽查", "", "25%", "择期"),
        ]
        await talk.play.sends_document(liaison, liaison, workbooks.as_it_stands("计划", rows), "计划.xlsx")
        await talk.eventually(lambda: any("document" in one.content for one in _answers(talk, liaison)))
        await talk.sees(liaison, "计划备案回执", "XZ-2026-J0001")
        assert not any("已办理" in one.text for one in _answers(talk, liaison))


async def test_a_table_with_a_wording_without_a_number_is_filed_once_it_is_answered(
    tmp_path: Path, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatcher, "CONVERSATIONS", (start.router, plan.router, filings.router))
    rows = [
        HEAD,
        ("A-1", "食品抽查", "进货查验记录", "视情况确定", SPAN),
        ("A-2", "标签", "没有的事项", "5%", SPAN),
    ]
    table = workbooks.as_it_stands("计划", rows)
    async with talking(tmp_path, clock) as talk:
        (liaison,) = await _enrolled(talk, "S-0")
        async with talk.acts.working(HOUSE, "year") as work:
            await duties.plan_year(work, 2026)
        await talk.says(liaison, "报送")
        await talk.presses(liaison, "本部门内部抽查计划")
        await talk.sees(liaison, "请直接发送文件")
        await talk.play.sends_document(liaison, liaison, table, "计划.xlsx")
        await talk.sees(liaison, "第1项，共1项", "“视情况确定”没有写明数字")
        await talk.presses(liaison, "返回，暂不导入")
        await _opens(talk, liaison, "草稿")
        await talk.play.sends_document(liaison, liaison, table, "计划.xlsx")
        await talk.sees(liaison, "“视情况确定”没有写明数字", after=talk.play.messages(liaison)[-2].id)
        dies_behind(monkeypatch, plan_file, "entered")
        await talk.says(liaison, "3家")
        await talk.sees(liaison, "计划备案回执", "读取2行，列入1行", "没有的事项")
        await talk.sees(liaison, "已报备案", "食品抽查｜常规｜视情况确定｜基数12，抽取3")


async def test_the_office_enters_a_number_ordered_from_above(tmp_path: Path, clock: StandingClock) -> None:
    async with talking(tmp_path, clock) as talk:
        office, liaison = await _enrolled(talk, "B-1", "S-0")
        await _opens(talk, office, "2026年度抽查计划")
        await talk.presses(office, "上级下达任务数")
        await talk.sees(office, "尚未登记")
        await talk.says(office, "市场监督管理局 120")
        await talk.sees(office, "不完整")
        await talk.says(office, "市场监督管理局 120 市监发〔2026〕3号")
        await talk.sees(office, "市场监督管理局：已抽取0/120，还差120（市监发〔2026〕3号）")
        await _opens(talk, liaison, "上级下达任务数", "已抽取0/120")
