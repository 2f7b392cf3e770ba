"""In chat: objects of a joint inspection are counted out of a unit's own task, with the reason."""

from pathlib import Path

from tests.conftest import StandingClock
from tests.handlers.test_draw_to_result import _cast, _draw
from tests.services.test_joint_visits import single
from tests.talk import talking


async def test_the_preview_counts_what_a_joint_inspection_reached(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        users, group = await _cast(talk)
        await _draw(talk, users, group)
        await single(talk.acts)
        await talk.says(users["B-1"], "抽取")
        await talk.presses(users["B-1"], "单独抽查")
        await talk.sees(users["B-1"], "抽取预览", "参加抽取8家", "已列入联合抽查3家")
