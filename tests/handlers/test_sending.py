"""暂停发送 in the office group: what would go out is shown, and one press of the office lets it go."""

from pathlib import Path

from domain.notices import Quarantined
from domain.roles import HOUSE
from services import outbox, sending_hold
from tests import county
from tests.conftest import StandingClock
from tests.county import GROUP
from tests.handlers.test_gate import enrolled, settled
from tests.talk import talking


async def test_nothing_goes_out_until_the_office_presses(tmp_path: Path, clock: StandingClock) -> None:
    async with talking(tmp_path, clock) as talk:
        await county.found(talk.acts)
        chief, auditor = await enrolled(talk, "B-1", "J-1")
        group = talk.play.add_group(GROUP, "办公室工作群", [chief, auditor])
        async with talk.acts.noting(HOUSE) as work:
            await outbox.post(work, Quarantined(7), "quarantined:7")
            await sending_hold.begin(work, "restored")
        card = await talk.sees(group, "消息已暂停发送", "系统事项：1条")
        await talk.play.presses(auditor, card, "全部发出")
        await settled(talk)
        assert not any("编号 7" in one.text for one in talk.play.messages(group))
        await talk.play.presses(chief, card, "全部发出")
        await talk.sees(group, "编号 7")
