"""After submission: returned to the very item, corrected with a reason, and never waiting for nobody."""

from pathlib import Path

from sqlmodel import select

from models import Result
from services import people
from tests.conftest import StandingClock
from tests.doorstep import Door, at_the_door


async def _submitted(door: Door) -> None:
    one = door["S-1"]
    await one.opens()
    await one.says("全部未发现问题")
    await one.says("确认提交")
    await one.sees("填报回执")
    await door["S-2"].presses("核对无误")


async def test_a_report_is_returned_to_the_item_that_is_meant(tmp_path: Path, clock: StandingClock) -> None:
    async with at_the_door(tmp_path, clock) as door:
        await _submitted(door)
        await door["S-9"].presses("退回修改")
        await door["S-9"].sees("退回", "只涉及一个事项的")
        await door["S-9"].presses("标签标识")
        await door["S-9"].sees("退回事项：标签标识")
        await door["S-9"].says("货架上有三种商品无中文标签")
        one = door["S-1"]
        await one.sees("退回修改", "退回事项：标签标识", "三种商品")
        await one.presses("填报结果")
        await one.sees("标签标识", "请选择检查结果")
        await one.says("发现问题待后续处理")
        await one.says("三种商品无中文标签")
        await one.sees("第2版", "三种商品无中文标签")
        await one.says("核对并提交")
        await one.says("确认提交")
        await one.sees("填报回执", "第2版")
        states = [(result.version, result.state) for result in await door.results()]
        assert states == [(1, "returned"), (2, "submitted")]


async def test_a_released_result_is_corrected_with_a_reason_and_the_old_one_stays(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with at_the_door(tmp_path, clock) as door:
        await _submitted(door)
        await door["S-9"].presses("审核通过")
        one = door["S-1"]
        await one.sees("审核通过", "公示")
        await one.presses("更正结果")
        await one.says("漏填标签问题")
        await one.sees("填报检查结果", "第2版")
        assert [result.state for result in await door.results()] == ["released"]
        await one.says("2")
        await one.says("发现问题待后续处理")
        await one.says("三种商品无中文标签")
        await one.says("核对并提交")
        await one.says("确认提交")
        await door["S-2"].sees("请核对检查结果", "更正理由：漏填标签问题")
        await door["S-2"].presses("核对无误")
        await door["S-9"].sees("更正理由：漏填标签问题")
        await door["S-9"].presses("审核通过")
        await one.sees("审核通过", "-001-01-2")
        first, second = await door.results()
        assert (first.state, second.state) == ("superseded", "released")
        assert (first.problem, second.problem) == (False, True)
        assert second.correction_reason == "漏填标签问题"


async def test_what_is_public_stays_until_the_correction_is(tmp_path: Path, clock: StandingClock) -> None:
    async with at_the_door(tmp_path, clock) as door:
        await _submitted(door)
        await door["S-9"].presses("审核通过")
        one = door["S-1"]
        await one.sees("审核通过", "公示")
        async with door.talk.acts.noting() as work:
            (await work.session.exec(select(Result))).one().published_at = clock()
        await one.presses("更正结果")
        await one.says("笔误")
        await one.sees("填报检查结果", "第2版")
        await one.says("核对并提交")
        await one.says("确认提交")
        await door["S-2"].sees("更正理由：笔误")
        await door["S-2"].presses("核对无误")
        await door["S-9"].sees("更正理由：笔误")
        await door["S-9"].presses("审核通过")
        await one.sees("审核通过", "-001-01-2")
        assert [result.state for result in await door.results()] == ["released", "released"]


async def test_a_unit_without_an_approver_makes_the_office_name_one(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with at_the_door(tmp_path, clock) as door:
        office = door["B-1"]
        await door.talk.enrol(office.user, "B-1")
        await door.talk.enrol(door["S-0"].user, "S-0")
        async with door.talk.acts.noting() as work:
            approver = await people.person_by_roster_no(work.session, "S-9")
            await people.end_roles(work, approver.id or 0)
        await _submitted(door)
        await office.sees("缺少审批人", "市场监督管理局")
        await office.presses("指定审批人")
        shown = await office.sees("指定审批人", "请选择该单位的一名人员")
        assert not [label for label in shown.buttons if "市检1" in label or "市检2" in label]
        await office.says("S-1")
        await office.sees("工号 S-1 不能审核该结果")
        await office.presses("丁联")
        await office.sees("已指定丁联为审批人")
        await door["S-0"].presses("审核通过")
        await door["S-1"].sees("审核通过", "公示")
