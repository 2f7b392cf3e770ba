"""回访 in chat: what is due, its task, and the ordinary draw of it."""

from pathlib import Path

from sqlmodel import select

from models import Task
from tests.conftest import StandingClock
from tests.county import found
from tests.rows import Rows
from tests.services.test_revisits import staff
from tests.talk import talking


async def test_the_office_makes_the_task_and_finds_it_among_the_draws(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock, profile="zhanjiang") as talk:
        await found(talk.acts)
        rows = Rows(talk.acts)
        async with talk.acts.noting() as work:
            task = (await work.session.exec(select(Task))).one()
            task.partners, task.item_codes = [], ["SP-1", "SP-2"]
        draw = await rows.draw(task)
        for _ in range(3):
            visit = await rows.visit(draw)
            (person,) = await staff(talk.acts, "S-1")
            await rows.sent(visit, person)
            await rows.result(visit, person)
        office = talk.play.add_user(1000, "甲办")
        await talk.enrol(office, "B-1")
        await talk.says(office, "回访")
        await talk.sees(office, "随机回访", "2026-01 食品销售联合抽查：已完成3次，应抽取1次")
        await talk.presses(office, "2026-01 抽取1次")
        await talk.sees(office, "已建立回访任务 2026-01-H1")
        await talk.presses(office, "抽取")
        await talk.presses(office, "回访：食品销售联合抽查")
        await talk.sees(office, "抽取预览", "参加抽取3家", "3 × 5 % = 0.15，向上取整为 1")
