"""期限调整: the office moves a deadline in chat, the liaison hears of it, a slip is answered in words."""

from pathlib import Path

import pytest

from handlers import dispatcher, start
from handlers.year import deadlines, filings
from tests.conftest import StandingClock
from tests.handlers.test_filings import _enrolled
from tests.talk import talking


@pytest.fixture(autouse=True)
def only_these_conversations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Arriving, filing and moving deadlines are all that is needed here."""
    monkeypatch.setattr(dispatcher, "CONVERSATIONS", (start.router, filings.router, deadlines.router))


async def test_the_office_moves_a_deadline_and_the_liaison_sees_the_new_day(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        liaison, _, office = await _enrolled(talk)
        await talk.says(office, "/deadlines")
        await talk.sees(office, "期限调整", "上半年工作总结：2026年6月10日\n·")
        await talk.presses(office, "上半年工作总结")
        await talk.sees(office, "现行期限：2026年6月10日")
        await talk.says(office, "六月二十日")
        await talk.sees(office, "不是日期")
        await talk.says(office, "2026-03-01")
        await talk.sees(office, "已过")
        await talk.says(office, "2026-06-20")
        await talk.sees(office, "请输入作出调整的文件的文号")
        await talk.says(office, "虚双随机办〔2026〕8号")
        await talk.sees(office, "2026年6月10日 → 2026年6月20日", "按2026年6月18日提醒", "甲局", "〔2026〕8号")
        await talk.presses(office, "确认调整")
        await talk.sees(office, "期限已调整", "2026年6月20日截止")
        await talk.sees(liaison, "报送期限调整", "原期限：2026年6月10日", "现期限：2026年6月20日")
        await talk.says(liaison, "/duties")
        await talk.sees(liaison, "2026年6月20日　上半年工作总结截止")
