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
