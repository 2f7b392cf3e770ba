"""Not what was expected at the door: each branch asks for what it must carry and tells the object library."""

import asyncio
from pathlib import Path

import pytest
from sqlmodel import select

from models import InspectionObject, Visit
from playground.cast import picture
from tests.conftest import StandingClock
from tests.doorstep import VISIT, Door, Phone, at_the_door

GONE = (
    ("注销", {"status": "deregistered"}),
    ("被吊销", {"status": "revoked"}),
    ("被撤销", {"status": "cancelled"}),
    ("迁出", {"status": "moved"}),
    ("已关闭停业", {"alive": False}),
)


async def _subject(door: Door) -> InspectionObject:
    async with door.talk.acts.looking() as look:
        visit = (await look.session.exec(select(Visit).where(Visit.number == VISIT))).one()
        return await look.session.get_one(InspectionObject, visit.object_id)


@pytest.mark.parametrize(("word", "after"), GONE)
async def test_an_object_gone_says_since_when_and_the_library_hears_of_it(
    tmp_path: Path, clock: StandingClock, word: str, after: dict[str, object]
) -> None:
    async with at_the_door(tmp_path, clock) as door:
        one = door["S-1"]
        await one.opens()
        await one.presses("进货查验记录")
        await one.presses(word)
        await one.shows(picture("门头"))
        await one.says("登记系统已查询，现场已人去楼空")
        await one.sees("从何时开始")
        await one.says("2026-04-30")
        await one.sees("在检查日期 2026-04-08 之后")
        await one.says("2026-02-01")
        await one.sees("请核对后提交", "自2026年2月1日起")
        await one.presses("确认提交")
        await one.sees("填报回执")
        await door["S-2"].presses("核对无误")
        await door["S-9"].presses("审核通过")
        await one.sees("审核通过")
        subject = await _subject(door)
        assert {name: getattr(subject, name) for name in after} == after
        assert {one["since"] for one in (await door.results())[0].findings} == {"2026-02-01"}


async def test_nobody_found_at_the_address_needs_a_photo_and_waits_for_the_office(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with at_the_door(tmp_path, clock) as door:
        one = door["S-1"]
        await one.opens()
        await one.says("1")
        await one.says("无法联系")
        await one.says("登记地址为空地，电话停机")
        await one.sees("请核对后提交", "登记地址为空地")
        await one.says("确认提交")
        await one.sees("须附现场照片")
        await one.shows(picture("门头"))
        await one.sees("请核对后提交", "照片1张")
        await one.says("确认提交")
        await one.sees("填报回执")
        finding = (await door.results())[0].findings[0]
        assert (finding["outcome"], finding["measure"]) == ("unreachable_at_address", "back_to_daily")
        await door["S-2"].presses("核对无误")
        await door["S-9"].presses("审核通过")
        await one.sees("审核通过")
        office, subject = door["B-1"], await _subject(door)
        await door.talk.enrol(office.user, "B-1")
        await office.says("对象库")
        await office.sees("状态尚未核实的1家")
        await office.presses("待核实状态的对象")
        await office.sees("共1家", subject.name, "通过登记的住所（经营场所）无法联系")
        await office.presses(subject.register_no)
        await office.sees(
            "登记状态：存续", f"2026年4月8日检查，通过登记的住所（经营场所）无法联系（{VISIT}）"
        )


async def test_a_refusal_names_its_witness(tmp_path: Path, clock: StandingClock) -> None:
    async with at_the_door(tmp_path, clock) as door:
        one = door["S-1"]
        await one.opens()
        await one.presses("进货查验记录")
        await one.presses("不配合检查")
        await one.says("负责人拒不开门")
        await one.sees("见证人的姓名和单位")
        await one.says("返回")
        await one.says("完成，返回事项")
        await one.says("核对并提交")
        await one.says("确认提交")
        await one.sees("须写明见证人姓名和单位")
        await one.says("返回")
        await one.says("进货查验记录")
        await one.says("不配合检查")
        await one.says("见证人")
        await one.says("张某，幸福社区居委会")
        await one.sees("请核对后提交", "见证人：张某")
        await one.presses("确认提交")
        await one.sees("填报回执")
        await door["S-2"].sees("请核对检查结果", "见证人：张某，幸福社区居委会", "立案查处")


async def test_a_report_is_continued_days_later_after_a_restart_and_by_the_partner(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with at_the_door(tmp_path, clock) as door:
        one, other = door["S-1"], door["S-2"]
        await one.opens()
        await one.presses("标签标识")
        await one.presses("发现问题待后续处理")
        await one.sees("请直接发送文字")
        clock.advance(days=3)
        await door.talk.restarts()
        await one.says("三种商品无中文标签")
        await one.sees("填报检查结果", "三种商品无中文标签")
        await other.opens()
        await other.sees("三种商品无中文标签", "已填1/2项")
        await other.presses("其余全部未发现问题")
        await other.presses("确认提交")
        await other.sees("填报回执", "发现问题1项")


async def test_two_inspectors_at_once_overwrite_nothing_unseen(tmp_path: Path, clock: StandingClock) -> None:
    async with at_the_door(tmp_path, clock) as door:
        one, other = door["S-1"], door["S-2"]
        for phone in (one, other):
            await phone.opens()
            await phone.presses("标签标识")
            await phone.sees("请选择检查结果")
        await one.presses("发现问题待后续处理")
        await one.sees("请直接发送文字")
        await other.says("1")
        await other.sees("市检1刚才已将事项 SP-2 填为“发现问题待后续处理”，您的选择未保存")
        await other.says("返回")
        await other.presses("标签标识")
        await other.says("1")
        await other.sees("填报检查结果", "标签标识：未发现问题")
        await one.says("三种商品无中文标签")
        await one.sees("市检2刚才已将事项 SP-2 填为“未发现问题”")


async def test_a_double_tap_submits_once(tmp_path: Path, clock: StandingClock) -> None:
    async with at_the_door(tmp_path, clock) as door:
        one = door["S-1"]
        await one.opens()
        await one.presses("全部未发现问题")
        card = await one.sees("请核对后提交")
        await asyncio.gather(*(door.talk.play.presses(one.user, card, "确认提交") for _ in range(2)))
        await one.sees("填报回执")
        assert len(await door.results()) == 1


async def test_who_has_no_certificate_that_day_is_told_how_to_go_on(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with at_the_door(tmp_path, clock) as door:
        await door.certify("S-1", until="2026-04-07")
        one = door["S-1"]
        await one.opens()
        await one.says("全部未发现问题")
        await one.says("确认提交")
        await one.sees("您的执法证件有效期至 2026-04-07", "联络员")
        await door.certify("S-1", until="2026-04-08")
        await one.says("确认提交")
        await one.sees("填报回执")
        await door.certify("S-2", until="2026-04-07")
        card = await door["S-2"].sees("请核对检查结果")
        said = await door.talk.play.presses(door["S-2"].user, card, "核对无误，确认")
        await door.talk.eventually(lambda: bool(getattr(said, "answered", False)))
        assert (await door.results())[0].state == "submitted"


async def test_a_new_telephone_goes_on_where_the_old_one_was_and_the_old_one_is_dead(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with at_the_door(tmp_path, clock) as door:
        old = door["S-1"]
        await old.opens()
        await old.presses("标签标识")
        await old.presses("发现问题待后续处理")
        await old.sees("请直接发送文字")
        await old.says("三种商品无中文标签")
        await old.sees("三种商品无中文标签", "照片0张")
        new = Phone(door.talk, door.talk.play.add_user(2001, "市检1"))
        await door.talk.arrives(new.user, "S-1")
        await old.presses("其余全部未发现问题")
        answers = door.talk.play.calls
        await door.talk.eventually(lambda: "尚未绑定名录" in str(answers("answerCallbackQuery")))
        await new.opens()
        await new.sees("三种商品无中文标签")
        await new.presses("其余全部未发现问题")
        await new.presses("确认提交")
        await new.sees("填报回执", "发现问题1项")
        await old.says("我的任务")
        refused = await old.sees("尚未绑定名录")
        assert "XZ-2026-0001-001" not in refused.text
