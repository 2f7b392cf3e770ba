"""联络员交接 in chat: to somebody not enrolled, whom the link brings in; the former one's menu ends."""

from pathlib import Path

from tests.conftest import StandingClock
from tests.handlers.test_draw_to_result import _cast
from tests.talk import talking


async def test_a_liaison_hands_over_to_somebody_not_enrolled_and_the_office_hears_of_the_unit(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        users, group = await _cast(talk)
        former = users["S-0"]
        await talk.says(former, "联络员交接")
        await talk.sees(former, "现任联络员：丁联")
        await talk.presses(former, "市检3")
        await talk.sees(former, "核对：市场监督管理局联络员由市检3接任", "丁联的联络员身份结束")
        await talk.presses(former, "确认交接")
        shown = await talk.sees(former, "交接完成", "联络员：市检3", "?start=")
        await talk.sees(former, "您的联络员身份结束")
        filed = await talk.sees(group, "联络员备案", "市场监督管理局", "继任者自然增补", "尚未绑定")
        assert "市检3" not in filed.text
        await talk.says(users["S-3"], "/start " + shown.text.partition("?start=")[2].split()[0])
        await talk.sees(users["S-3"], "绑定成功")
        await talk.sees(users["S-3"], "您担任市场监督管理局联络员，接替丁联")
        await talk.says(former, "报送")
        await talk.sees(former, "尚未绑定名录")
        await talk.says(users["S-3"], "联络员交接")
        await talk.presses(users["S-3"], "交还原联络员")
        await talk.sees(former, "由您继续担任（市检3交还）")


async def test_a_liaison_names_a_deputy_who_opens_what_the_unit_owes_and_ends_it(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        users, _ = await _cast(talk)
        liaison, deputy = users["S-0"], users["S-3"]
        await talk.says(liaison, "联络员交接")
        await talk.sees(liaison, "现任联络员：丁联")
        await talk.presses(liaison, "副联络员（代办）")
        await talk.sees(liaison, "请选择副联络员")
        await talk.presses(liaison, "市检3")
        await talk.sees(liaison, "副联络员：市检3")
        await talk.says(liaison, "2026-04-10")
        await talk.sees(liaison, "请填写两个日期")
        await talk.presses(liaison, "长期，直到结束")
        shown = await talk.sees(liaison, "已指定副联络员", "市检3", "?start=")
        await talk.says(deputy, "/start " + shown.text.partition("?start=")[2].split()[0])
        await talk.sees(deputy, "您担任市场监督管理局副联络员", "请假或不能收到通知时")
        await talk.says(deputy, "报送")
        await talk.sees(deputy, "市场监督管理局待办事项")
        await talk.presses(liaison, "结束代办")
        await talk.sees(liaison, "代办已结束")
        await talk.sees(deputy, "您不再担任市场监督管理局副联络员")
