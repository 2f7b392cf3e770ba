"""联合检查 from two units' phones: each reports its own items, the leader closes."""

from pathlib import Path

from sqlmodel import select

from models import Assignment
from scheduler import ticks
from tests.conftest import StandingClock
from tests.county import FIRE, MARKET
from tests.doorstep import VISIT, Door, Phone, at_the_door
from tests.visits import drawn_again


async def _reports(phone: Phone) -> None:
    await phone.opens()
    await phone.says("全部未发现问题")
    await phone.says("确认提交")
    await phone.sees("填报回执")


async def _card(phone: Phone) -> None:
    await phone.says("我的任务")
    await phone.presses("已填报")
    await phone.presses(VISIT)


def _alerts(door: Door) -> list[str]:
    return [query.answer or "" for query in door.talk.play.world.queries.values() if query.alert]


async def _everybody_else(door: Door) -> None:
    for roster_no in ("B-1", "X-0"):
        await door.talk.enrol(door[roster_no].user, roster_no)


async def test_two_units_report_and_the_leader_closes(tmp_path: Path, clock: StandingClock) -> None:
    async with at_the_door(tmp_path, clock) as door:
        async with door.talk.acts.noting() as work:
            seat = await work.session.exec(select(Assignment).where(Assignment.ref == "S-1@1"))
            seat.one().leads = True
        await _everybody_else(door)
        one, fire = door["S-1"], door["X-1"]
        await _reports(one)
        await _card(one)
        await one.sees("检查任务", f"{MARKET}：待同组确认（2/2项）", f"{FIRE}：未填报（0/1项）")
        await one.presses("办结联合检查")
        await door.talk.eventually(lambda: bool(_alerts(door)))
        assert f"尚不能办结，未填报的单位：{FIRE}（未填报，0/1项）。" in _alerts(door)[0]
        clock.go_to(2026, 6, 1)
        await _card(one)
        await one.sees(f"{FIRE}：未填报（0/1项），已逾期")
        await door["X-0"].says("报送")
        await door["X-0"].sees("联合检查", f"{FIRE}：参加1次，已填报0，逾期1（{VISIT}）")
        await door["B-1"].says("联合检查")
        shown = await door["B-1"].sees("联合检查进度", "逾期1")
        assert "示例商行" not in shown.text
        clock.go_to(2026, 5, 29)
        await _reports(fire)
        await one.sees("各单位均已填报", f"{FIRE}：1项")
        await one.presses("办结联合检查")
        await one.sees("检查任务", "联合检查已于", "办结（市检1）")
        await fire.says("我的任务")
        await fire.presses("已填报")
        await fire.presses(VISIT)
        await fire.sees("办结（市检1）")


async def test_the_office_joins_two_draws_at_one_door_and_the_card_says_so(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with at_the_door(tmp_path, clock) as door:
        await _everybody_else(door)
        await drawn_again(door.talk.acts)
        await ticks.coincidences(door.talk.acts)
        await door["X-0"].sees("同一对象，多部门抽中", f"由{MARKET}召集")
        office, fire = door["B-1"], door["X-1"]
        await office.sees("同一对象，多部门抽中")
        await office.says("联合检查")
        await office.sees("不同次抽取的同一对象", "尚未合并")
        await office.presses("合并上门 XZ")
        await office.sees("共同的检查时间：2026年4月10日至2026年5月31日", "编号和结果各自不变")
        await office.presses("2026-04-13")
        await fire.sees("约定检查日期", f"同日联合上门：{MARKET}")
        await fire.presses("同意该日期")
        await fire.sees("检查日期已确定")
        await door["S-1"].sees("约定检查日期", f"同日联合上门：{FIRE}")
        await door["S-1"].presses("任务卡片")
        await door["S-1"].sees("检查任务", f"同日联合上门：{FIRE}（XZ-2026-0099-01，约定2026年4月13日）")
