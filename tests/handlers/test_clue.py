"""A clue in the chat: asked by a liaison, approved by the unit, and the matched team gets its cards."""

from pathlib import Path

import pytest
from sqlmodel import select

from handlers import dispatcher, start
from handlers.drawing import clue
from models import Clue
from tests import county
from tests.conftest import StandingClock
from tests.talk import talking


@pytest.fixture(autouse=True)
def only_these_conversations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Arriving and clues are all that is needed here."""
    monkeypatch.setattr(dispatcher, "CONVERSATIONS", (start.router, clue.router))


async def test_a_liaison_asks_and_the_approver_sends_a_team_that_nobody_chose(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        await county.found(talk.acts)
        numbers = ("S-0", "S-9", "S-1", "S-2", "S-3")
        users = [talk.play.add_user(n, f"用户{no}") for n, no in enumerate(numbers, 1)]
        for user, roster_no in zip(users, numbers, strict=True):
            await talk.enrol(user, roster_no)
        liaison, approver, *inspectors = users
        await talk.says(liaison, "线索")
        await talk.sees(liaison, "不经抽取", "不得指定")
        await talk.says(liaison, "919901240000000003 919901240000000004")
        await talk.sees(liaison, "请只发送一个检查对象")
        await talk.says(liaison, "919901240000000003")
        await talk.presses(liaison, "投诉举报")
        await talk.says(liaison, "举报单〔2026〕12号")
        await talk.presses(liaison, "进货查验记录")
        await talk.sees(liaison, "已选1项")
        await talk.presses(liaison, "下一步")
        await talk.sees(liaison, "示例商行3（919901240000000003）", "来源：投诉举报", "请选择办理期限")
        await talk.presses(liaison, "7天内")
        await talk.sees(liaison, "办理期限：2026年4月8日")
        await talk.presses(liaison, "提请批准")
        await talk.sees(liaison, "已提请 XZ-2026-X0001")
        await talk.sees(approver, "提请案件线索检查", "示例商行3", "举报单〔2026〕12号", "承诺")
        await talk.presses(approver, "批准检查")
        await talk.sees(liaison, "案件线索检查已批准", "已匹配检查人员2人")

        def told() -> bool:
            cards = [one for one in inspectors if "抽查任务通知" in str(talk.play.messages(one))]
            return len(cards) == 2

        await talk.eventually(told)
        async with talk.acts.looking() as look:
            assert (await look.session.exec(select(Clue.state))).all() == ["approved"]


async def test_the_office_names_the_unit_and_an_inspector_may_not_ask(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        await county.found(talk.acts)
        office, inspector = (talk.play.add_user(n, no) for n, no in enumerate(("B-1", "S-1"), 1))
        await talk.enrol(office, "B-1")
        await talk.enrol(inspector, "S-1")
        await talk.says(office, "线索")
        await talk.says(office, "919901240000000003")
        await talk.presses(office, "消防救援大队")
        await talk.presses(office, "转办交办")
        await talk.says(office, "转办函〔2026〕3号")
        await talk.sees(office, "检查事项", "来自现行事项清单")
        await talk.presses(office, "消防设施")
        await talk.says(inspector, "线索")
        await talk.sees(inspector, "没有此项权限")
