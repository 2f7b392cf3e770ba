"""At the doorstep: few taps, typed as well as pressed, wherever it was left."""

from pathlib import Path

from sqlmodel import select

from models import Item
from playground.cast import picture
from services.visits import drafts, inspections
from tests.conftest import StandingClock
from tests.county import actor
from tests.doorstep import at_the_door
from tests.visits import drawn_again


async def test_six_items_without_a_problem_take_at_most_six_inputs(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with at_the_door(tmp_path, clock, items=6) as door:
        one = door["S-1"]
        await one.opens()
        await one.presses("全部未发现问题")
        await one.sees("请核对后提交", "检查事项SP-6")
        await one.presses("确认提交")
        await one.sees("填报回执", "检查事项6项", "发现问题0项")
        assert one.inputs <= 6


async def test_a_problem_with_two_photos_takes_at_most_twelve_inputs(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with at_the_door(tmp_path, clock, items=6) as door:
        one = door["S-1"]
        await one.opens()
        await one.presses("标签标识")
        await one.presses("发现问题待后续处理")
        await one.sees("请直接发送文字", "责令改正")
        await one.shows(picture("门头"), picture("货架"))
        await one.says("三种商品无中文标签")
        await one.sees("三种商品无中文标签", "照片2张")
        await one.presses("其余全部未发现问题")
        await one.presses("确认提交")
        await one.sees("填报回执", "检查事项6项", "发现问题1项", "照片2张")
        assert one.inputs <= 12


async def test_how_it_was_inspected_is_changed_by_one_press_and_the_approver_sees_it(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with at_the_door(tmp_path, clock) as door:
        one, partner, approver = door["S-1"], door["S-2"], door["S-9"]
        await one.opens()
        await one.presses("全部未发现问题")
        await one.sees("检查方式：现场检查")
        await one.presses("改为书面检查")
        await one.sees("检查方式：书面检查")
        await one.presses("补充信息")
        await one.sees("请发送该机构全称")
        await one.says("虚构检测中心")
        await one.says("虚检18")
        await one.sees("书面检查，受委托机构：虚构检测中心（文书虚检18）")
        await one.presses("确认提交")
        await one.sees("填报回执")
        await partner.presses("确认")
        await approver.sees("待审核检查结果", "检查方式：书面检查，受委托机构：虚构检测中心")


async def test_typing_the_words_or_the_number_does_what_the_button_does(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with at_the_door(tmp_path, clock, items=12) as door:
        one = door["S-1"]
        await one.opens()
        await one.says("12")
        await one.sees("检查事项SP-9")
        await one.says("返回")
        await one.says("标签标识")
        await one.sees("标签标识", "请选择检查结果")
        await one.says("3")
        await one.sees("检查结果：发现问题待后续处理")
        await one.says("处置措施")
        await one.sees("请选择后续处置措施")
        await one.says("移送司法机关")
        await one.says("县公安局")
        await one.sees("移送司法机关：县公安局")
        await one.says("完成，返回事项")
        await one.says("检查日期")
        await one.sees("请选择，或直接发送日期")
        await one.says("2")
        await one.sees("检查日期：2026年4月7日")
        await one.says("全部未发现问题")
        await one.says("确认提交")
        await one.sees("填报回执", "检查事项12项", "发现问题1项")


async def test_what_is_no_choice_is_said_to_be_none(tmp_path: Path, clock: StandingClock) -> None:
    async with at_the_door(tmp_path, clock) as door:
        one = door["S-1"]
        await one.opens()
        for text in ("7", "没有这一项"):
            await one.says(text)
            await one.sees(f"“{text}”不是当前可选的内容")


async def test_a_code_typed_into_a_report_opens_the_card_it_means(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with at_the_door(tmp_path, clock) as door:
        one = door["S-1"]
        await one.opens()
        await one.says("XZ-2026-0001-002")
        await one.sees("检查任务", "XZ-2026-0001-002")


async def test_another_units_result_is_cited_from_the_report(tmp_path: Path, clock: StandingClock) -> None:
    place = tmp_path / "place.toml"
    place.write_text('base = "xinzhou"\nrecognition_months = { value = 6, clause = "本系统默认" }\n', "utf-8")
    async with at_the_door(tmp_path, clock, profile=str(place)) as door:
        acts = door.talk.acts
        await drawn_again(acts)
        async with acts.noting() as work:
            item = (await work.session.exec(select(Item).where(Item.code == "SP-1"))).one()
            item.name = "消防设施"
        clock.go_to(2026, 4, 15)
        async with acts.working(await actor(acts, "X-1"), "test:report") as work:
            await drafts.all_fine(work, "X-1@XZ-2026-0099-01")
            result = await inspections.submit(work, "X-1@XZ-2026-0099-01")
        async with acts.working(await actor(acts, "X-9"), "test:release") as work:
            await inspections.release(work, result.ref)
        one = door["S-1"]
        await one.says("我的任务")
        await one.presses("XZ-2026-0001-002")
        await one.sees("可引用结果：消防设施", result.number)
        await one.presses("填报结果")
        await one.sees("填报检查结果")
        await one.presses("消防设施")
        await one.sees("消防救援大队已于2026年4月15日检查该事项：未发现问题")
        await one.presses("引用该结果")
        await one.sees("填报检查结果", "未发现问题（引用消防救援大队")
