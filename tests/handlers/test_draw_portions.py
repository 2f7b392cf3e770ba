"""A task drawn by quarters, in chat: the preview says which portion, the task comes back for the next."""

from datetime import date
from pathlib import Path

from sqlmodel import select

from models import Task
from tests.conftest import StandingClock
from tests.handlers.test_draw_to_result import _cast, _draw
from tests.talk import talking


async def test_a_task_comes_back_for_its_next_quarter(tmp_path: Path, clock: StandingClock) -> None:
    async with talking(tmp_path, clock) as talk:
        users, group = await _cast(talk)
        async with talk.acts.noting() as work:
            task = (await work.session.exec(select(Task))).one()
            task.portion, task.quota, task.window_to = "quarter", {"number": 5}, date(2026, 9, 30)
        await _draw(talk, users, group)
        await talk.sees(group, "抽取公告", "第二季度，2期中的第1期", "全年 5 户，到本期累计应抽 3 户")
        await talk.sees(users["S-1"], "抽查任务通知", "检查时间：2026年4月1日至2026年6月30日")
        clock.go_to(2026, 7, 6)
        await talk.says(users["B-1"], "抽取")
        await talk.presses(users["B-1"], "食品销售联合抽查")
        await talk.sees(users["B-1"], "抽取预览", "本任务前期已抽中3家", "最后一期，抽取余下的 2 户")
