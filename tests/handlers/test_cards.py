"""A card outlives the dialog that it opens."""

from pathlib import Path

from tests.conftest import StandingClock
from tests.handlers.test_draw_to_result import _cast, _draw
from tests.talk import talking


async def test_a_card_keeps_its_buttons_when_it_opens_a_report(tmp_path: Path, clock: StandingClock) -> None:
    async with talking(tmp_path, clock) as talk:
        users, group = await _cast(talk)
        await _draw(talk, users, group)
        card = await talk.sees(users["X-1"], "抽查任务通知")
        before = card.buttons
        for _ in range(2):
            newest = talk.play.last(users["X-1"]).id
            await talk.play.presses(users["X-1"], card, "填报结果")
            assert (await talk.sees(users["X-1"], "填报检查结果", after=newest)).buttons
        assert card.buttons == before
