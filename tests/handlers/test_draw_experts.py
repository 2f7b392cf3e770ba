"""Experts in chat: the preview names them, the team's card and the office's letter say who."""

from pathlib import Path

from sqlmodel import select

from models import Expert, Task
from tests.conftest import StandingClock
from tests.handlers.test_draw_to_result import _cast, _draw
from tests.talk import talking


async def test_experts_stand_in_preview_card_and_invitation(tmp_path: Path, clock: StandingClock) -> None:
    async with talking(tmp_path, clock) as talk:
        users, group = await _cast(talk)
        async with talk.acts.noting() as work:
            (await work.session.exec(select(Task))).one().experts_text = "食品安全专家1名"
            work.session.add(Expert(name="张专", organisation="示例检测院", fields=["食品安全"]))
        await _draw(talk, users, group)
        await talk.sees(group, "抽取公告", "专家：每家另配食品安全领域1人，不计入检查人员数；可选派1人")
        await talk.sees(group, "抽取完成", "另配专家1人")
        await talk.sees(users["S-1"], "抽查任务通知", "张专（示例检测院）食品安全")
        await talk.sees(users["B-2"], "邀请专家", "XZ-2026-0001-03", "张专（示例检测院，食品安全）")
