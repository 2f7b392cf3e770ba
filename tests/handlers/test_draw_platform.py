"""In chat: tasks that a higher platform draws are shown apart, with the way out, and cannot be chosen."""

from pathlib import Path

from sqlmodel import select

from models import Task
from tests.conftest import StandingClock
from tests.handlers.test_draw_to_result import _cast
from tests.services.test_joint_draws import _second_task
from tests.talk import Talk, talking


def _alerts(talk: Talk) -> list[str]:
    return [query.answer or "" for query in talk.play.world.queries.values() if query.alert]


async def test_a_task_of_the_platform_is_named_and_not_offered(tmp_path: Path, clock: StandingClock) -> None:
    async with talking(tmp_path, clock) as talk:
        users, _ = await _cast(talk)
        await _second_task(talk.acts, draw_mode="external")
        await talk.says(users["B-1"], "抽取")
        shown = await talk.sees(users["B-1"], "按规定在上级平台抽取", "/external", "2026-02 消防专项抽查")
        assert [label for label in shown.buttons if "消防专项抽查" in label] == []
        assert [label for label in shown.buttons if "食品销售联合抽查" in label]
        await talk.says(users["B-1"], "/external")
        await talk.presses(users["B-1"], "消防专项抽查")
        await talk.sees(users["B-1"], "抽取平台：山西省", "请直接发送")


async def test_a_button_from_before_the_order_is_refused_with_the_way_out(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        users, _ = await _cast(talk)
        await talk.says(users["B-1"], "抽取")
        await talk.sees(users["B-1"], "请选择任务")
        async with talk.acts.noting() as work:
            (await work.session.exec(select(Task))).one().draw_mode = "external"
        await talk.presses(users["B-1"], "食品销售联合抽查")
        await talk.eventually(lambda: bool(_alerts(talk)))
        assert "按规定在上级平台抽取，不能在本系统抽取" in _alerts(talk)[0]
        assert "/external" in _alerts(talk)[0]
        await talk.says(users["B-1"], "抽取")
        await talk.sees(users["B-1"], "没有可以在本系统抽取的任务")
