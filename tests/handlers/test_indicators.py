"""考核指标 in the chat: the card, what is behind a number, and nothing of it in the group."""

from pathlib import Path

from tests.conftest import StandingClock
from tests.county import FIRE, GROUP
from tests.doorstep import VISIT, at_the_door


async def test_the_office_opens_the_card_and_what_a_number_misses(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with at_the_door(tmp_path, clock) as door:
        for roster_no in ("B-1", "X-0"):
            await door.talk.enrol(door[roster_no].user, roster_no)
        office, liaison = door["B-1"], door["X-0"]
        await office.says("考核指标")
        await office.sees(
            "考核指标", "公示率：未达到，0%（0/3），应当达到100%", "信用风险应用率（联合）：暂无数据"
        )
        await office.presses("检查完成率")
        await office.sees("检查完成率：仅作统计", "分子：已填报且未被退回", VISIT, "示例商行", FIRE)
        await office.presses("返回考核指标")
        await office.presses("公示率（差3）")
        seen = await office.sees("依据：二（六）", "近28天没有进展，还差3件", "期限为")
        assert "市检" not in seen.text
        await liaison.says("考核指标")
        await liaison.sees(FIRE, "公示率：未达到，0%（0/1）")
        await liaison.presses("公示率（差1）")
        await liaison.sees("未达到的（1）", VISIT)
        group = door.talk.play.add_group(GROUP, "办公室工作群", [office.user])
        await door.talk.says(office.user, "/indicators", group)
        shown = await door.talk.sees(group, "考核指标", "公示率：未达到")
        assert not shown.buttons
