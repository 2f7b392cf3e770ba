"""人员库 in chat: looked up, one card, phones on demand, certificates that end, each in their own unit."""

from pathlib import Path

from scheduler import ticks
from tests.conftest import StandingClock
from tests.handlers.test_draw_to_result import _cast
from tests.services.test_certificates import renew
from tests.talk import talking


async def test_the_office_finds_a_person_and_sees_the_phone_only_on_demand(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        users, group = await _cast(talk)
        office = users["B-1"]
        await talk.says(office, "人员库")
        await talk.sees(office, "执法检查人员库", "在库12人", "执法检查人员5人")
        await talk.says(office, "市检")
        await talk.sees(office, "找到3人")
        await talk.presses(office, "市检2")
        card = await talk.sees(office, "工号S-2", "执法证：S-2", "本年度检查任务0件")
        assert "19900000000" not in card.text
        await talk.presses(office, "显示电话")
        await talk.eventually(
            lambda: any("19900000000" in str(one) for one in talk.play.calls("answerCallbackQuery"))
        )
        await talk.says(office, "x-1")
        await talk.sees(office, "消检1", "已绑定")
        await talk.says(office, "无此人")
        await talk.sees(office, "没有找到“无此人”")
        await talk.says(office, "/inspectors", group)
        await talk.sees(group, "不能在本会话中办理")


async def test_a_liaison_sees_the_own_unit_and_opens_the_list_from_a_warning(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        users, _ = await _cast(talk)
        liaison = users["S-0"]
        await talk.says(liaison, "人员库 消检1")
        await talk.sees(liaison, "没有找到“消检1”")
        await renew(talk.acts, "S-1", clock.now.date().replace(month=5))
        await ticks.expiring(talk.acts)
        await talk.sees(liaison, "执法证件到期提醒", "市检1", "还有30日")
        await talk.presses(liaison, "查看证件到期名单")
        await talk.sees(liaison, "执法证件到期情况", "市检1（S-1）：2026-05-01")
        await talk.sees(users["S-1"], "您本人：2026年5月1日到期")
        await talk.says(users["S-2"], "人员库")
        await talk.sees(users["S-2"], "没有此项权限")
