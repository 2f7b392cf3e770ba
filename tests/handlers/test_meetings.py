"""联席会议: from the list of members to a decision that is done, as office and liaison live it."""

import io
from pathlib import Path

import pytest
from docx import Document

from handlers import dispatcher, start
from handlers.year import decisions, filings, meetings
from playground import User
from tests.conftest import StandingClock
from tests.handlers.test_filings import _enrolled
from tests.handlers.test_forms import received
from tests.register_corpus import xlsx
from tests.talk import Talk, talking

LIST = """虚政办〔2026〕5号
总召集人：赵某　副县长
副召集人：钱　某　市场局局长
成　　员：孙某　甲局副局长
李某　乙局副局长"""


@pytest.fixture(autouse=True)
def only_these_conversations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Arriving and the conference are all that is needed here."""
    monkeypatch.setattr(
        dispatcher, "CONVERSATIONS", (start.router, filings.router, meetings.router, decisions.router)
    )


async def _members(talk: Talk, office: User) -> None:
    await talk.says(office, "联席会议")
    await talk.sees(office, "联席会议", "尚无会议")
    await talk.presses(office, "成员名单")
    await talk.says(office, "虚政办〔2026〕5号\n甲局副局长孙某")
    await talk.sees(office, "看不懂这一行")
    table = xlsx([("虚政办〔2026〕5号",), ("成员", "孙某", "甲局副局长")])
    await talk.play.sends_document(office, office, table, "名单.xlsx")
    await talk.sees(office, "没有总召集人或者召集人")
    await talk.says(office, LIST)
    await talk.sees(office, "请核对名单", "共 4 人", "新任：赵某、钱某、孙某、李某")
    await talk.presses(office, "确认启用")
    await talk.sees(office, "总召集人　赵某　副县长", "依据：虚政办〔2026〕5号")
    await talk.presses(office, "返回联席会议")
    await talk.presses(office, "筹备全体会议")
    await talk.says(office, "2026-05-20")
    await talk.sees(office, "XZ-2026-H01", "筹备中", "议题征集截止：2026年5月20日")


async def _topic(talk: Talk, liaison: User, office: User) -> None:
    await talk.presses(liaison, "查看会议")
    await talk.presses(liaison, "提出议题")
    await talk.says(liaison, "研究问题移送衔接")
    await talk.sees(liaison, "研究问题移送衔接（甲局，待审定）")

    await talk.says(office, "/meeting")
    await talk.presses(office, "XZ-2026-H01")
    await talk.presses(office, "审定：研究问题移送衔接")
    await talk.presses(office, "总召集人　赵某")
    await talk.sees(office, "研究问题移送衔接（甲局，列入议程，总召集人审定）")


async def _notice(talk: Talk, office: User, other: User) -> None:
    await talk.presses(office, "发会议通知")
    await talk.presses(office, "总召集人　赵某")
    await talk.says(office, "2026-05-28 15:00\n三楼会议室\n县总工会")
    await talk.sees(office, "核对后发送", "参加单位（2）：甲局、乙局", "请另行通知：县总工会")
    await talk.presses(office, "确认发送")
    await talk.sees(office, "已通知", "时间：2026-05-28 15:00")
    await talk.sees(other, "联席会议通知", "由总召集人召集", "1. 研究问题移送衔接")
    await talk.presses(office, "变更会议通知")
    await talk.presses(office, "总召集人　赵某")
    await talk.sees(office, "最后一行写变更的原因")
    await talk.says(office, "2026-05-28 15:00\n四楼会议室\n县总工会\n会议室调整")
    await talk.presses(office, "确认发送")
    await talk.sees(other, "联席会议通知变更", "变更原因：会议室调整", "地点：四楼会议室")


async def _held(talk: Talk, office: User) -> None:
    await talk.says(office, "/meeting")
    await talk.presses(office, "XZ-2026-H01")
    await talk.presses(office, "登记到会")
    await talk.presses(office, "县总工会")
    await talk.sees(office, "缺席 1 个")
    await talk.presses(office, "确认已召开")
    await talk.sees(office, "到会 2 个，缺席：县总工会")


async def _minutes(talk: Talk, office: User) -> None:
    await talk.presses(office, "登记议定事项")
    await talk.says(office, "制定移送衔接办法\n甲局\n2026-06-30")
    await talk.sees(office, "1. 制定移送衔接办法（甲局，2026年6月30日前）")
    await talk.presses(office, "返回")
    await talk.presses(office, "生成纪要初稿")
    word = Document(io.BytesIO(await received(talk, office, "联席会议纪要.docx")))
    assert "总召集人赵某在四楼会议室主持召开" in "".join(one.text for one in word.paragraphs)
    await talk.presses(office, "印发纪要")
    await talk.says(office, "虚双随机办纪〔2026〕1号")
    await talk.sees(office, "已印发纪要：虚双随机办纪〔2026〕1号", "办理中")


async def _done(talk: Talk, liaison: User, office: User) -> None:
    await talk.sees(liaison, "联席会议纪要已印发", "本单位，2026年6月30日前")
    paper = Document(io.BytesIO(await received(talk, liaison, "联席会议纪要.docx")))
    assert "虚双随机办纪〔2026〕1号" in "".join(one.text for one in paper.paragraphs)
    await talk.presses(liaison, "查看议定事项")
    await talk.presses(liaison, "制定移送衔接办法")
    await talk.presses(liaison, "报告完成")
    await talk.says(liaison, "办法已会签印发")
    await talk.sees(liaison, "单位已报完成", "完成情况：办法已会签印发")
    await talk.says(office, "/meeting")
    await talk.sees(office, "未完成的议定事项：1")
    await talk.presses(office, "议定事项")
    await talk.presses(office, "制定移送衔接办法")
    await talk.presses(office, "确认完成")
    await talk.sees(office, "议定事项", "已完成")


async def test_a_meeting_goes_from_its_topics_to_a_decision_that_is_done(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        liaison, other, office = await _enrolled(talk)
        await _members(talk, office)
        await _topic(talk, liaison, office)
        await _notice(talk, office, other)
        clock.go_to(2026, 5, 29)
        await _held(talk, office)
        await _minutes(talk, office)
        await _done(talk, liaison, office)
