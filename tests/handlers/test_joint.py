"""联合检查 from two units' phones: each reports its own items, the leader closes."""

from pathlib import Path

from sqlmodel import select

from models import Assignment
from tests.conftest import StandingClock
from tests.county import FIRE, MARKET
from tests.doorstep import VISIT, Door, Phone, at_the_door


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
