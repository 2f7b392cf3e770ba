"""责任情形 in the chat."""

from pathlib import Path

from services.visits import drafts, inspections
from tests.conftest import StandingClock
from tests.county import actor
from tests.doorstep import at_the_door


async def test_an_approver_notes_a_situation_of_the_own_units_result(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with at_the_door(tmp_path, clock) as door:
        acts = door.talk.acts
        async with acts.working(await actor(acts, "S-1"), "test:report") as work:
            await drafts.all_fine(work, "S-1@2")
            result = await inspections.submit(work, "S-1@2")
        approver = door["S-9"]
        await approver.says("责任情形")
        await approver.sees("本年尚无登记", "不是责任认定")
        await approver.presses("登记责任情形")
        await approver.sees("请发送检查结果编号")
        await approver.says(result.number)
        await approver.sees("请选择情形")
        await approver.presses("专业技术手段限制")
        await approver.sees("请用文字说明事实")
        await approver.says("现有设备不能检出该项指标")
        await approver.sees(
            "责任情形登记", f"{result.number} 免责：专业技术手段限制不能发现：现有设备不能检出"
        )
