"""Handing in: from a reminder, from the list, by file, by confirmation; what the office gets."""

import io
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as WordFile
from icalendar import Calendar
from sqlmodel import select

from domain.roles import HOUSE, Role
from handlers import dispatcher, start
from handlers.year import calendar_file, filing_progress, filings, free_filing
from models import Filing, Person, Unit
from playground import Message, User
from scheduler import ticks
from services import people
from services.year import duties
from tests.conftest import StandingClock
from tests.talk import Talk, talking


@pytest.fixture(autouse=True)
def only_these_conversations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Arriving and filing are all that is needed here."""
    needed = (start.router, filings.router, free_filing.router, calendar_file.router, filing_progress.router)
    monkeypatch.setattr(dispatcher, "CONVERSATIONS", needed)


async def _enrolled(talk: Talk) -> tuple[User, User, User]:
    """The liaisons of two units and somebody of the office, with this year planned."""
    names = (
        ("甲局", "J-1", Role.LIAISON),
        ("乙局", "Y-1", Role.LIAISON),
        ("市领导小组办公室", "B-1", Role.OFFICE),
    )
    async with talk.acts.noting() as work:
        for unit_name, roster_no, role in names:
            unit = Unit(name=unit_name)
            work.session.add(unit)
            await work.session.flush()
            assert unit.id is not None
            person = Person(roster_no=roster_no, name=f"陈{roster_no}", unit_id=unit.id)
            work.session.add(person)
            await work.session.flush()
            assert person.id is not None
            await people.grant(work, person.id, role)
    async with talk.acts.working(HOUSE, "plan") as work:
        await duties.plan_year(work, 2026)
    first, second, office = (talk.play.add_user(n, name) for n, (name, _, _) in enumerate(names, 1))
    for user, (_, roster_no, _) in zip((first, second, office), names, strict=True):
        await talk.enrol(user, roster_no)
    return first, second, office


async def _filed(talk: Talk) -> list[tuple[str, int, str, str]]:
    async with talk.acts.looking() as look:
        rows = await look.session.exec(select(Filing).order_by(Filing.number))
        return [(row.number, row.version, row.file_name, row.note) for row in rows]


async def test_a_liaison_is_reminded_again_tomorrow_until_the_last_day_comes_first(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        clock.go_to(2026, 6, 1)
        liaison, _, _ = await _enrolled(talk)
        clock.go_to(2026, 6, 8)
        await ticks.remind(talk.acts)
        await talk.sees(liaison, "报送提醒", "上半年工作总结", "还有2天")
        await talk.presses(liaison, "明日再提醒")
        await talk.eventually(
            lambda: any("6月9日再提醒" in str(one) for one in talk.play.calls("answerCallbackQuery"))
        )
        clock.go_to(2026, 6, 9)
        again = await talk.sees(liaison, "报送提醒", "上半年工作总结", "还有1天")
        assert "明日再提醒" not in again.buttons
        await talk.says(liaison, "报送")
        await talk.presses(liaison, "导出日历文件")
        file = Calendar.from_ical(await _sent(talk, liaison, "甲局报送期限.ics"))
        assert date(2026, 6, 10) in [one.start for one in file.events if one.summary == "上半年工作总结"]


async def test_a_reminder_leads_to_the_duty_and_a_file_to_a_receipt(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        clock.go_to(2026, 6, 1)
        liaison, _, _ = await _enrolled(talk)
        clock.go_to(2026, 6, 8)
        await ticks.remind(talk.acts)
        await talk.sees(liaison, "报送提醒", "上半年工作总结", "还有2天")
        await talk.presses(liaison, "办理报送")
        await talk.sees(liaison, "三（四）", "2. 存在不足和难点问题", "请直接发送文件")
        await talk.says(liaison, "稍后发送")
        await talk.sees(liaison, "随文件一并报送")
        await talk.play.sends_document(liaison, liaison, b"report", "总结.pdf")
        await talk.sees(liaison, "已收到", "XZ-2026-B0001", "总结.pdf")
        await talk.sees(liaison, "报送回执", "XZ-2026-B0001")
        await talk.play.sends_document(liaison, liaison, b"better", "总结2.pdf", caption="更正")
        await talk.sees(liaison, "已收到", "XZ-2026-B0002", "第2版")
        await talk.presses(liaison, "返回事项列表")
        await talk.sees(liaison, "上半年工作总结：已报送（XZ-2026-B0002）")
        assert await _filed(talk) == [
            ("XZ-2026-B0001", 1, "总结.pdf", "稍后发送"),
            ("XZ-2026-B0002", 2, "总结2.pdf", "更正"),
        ]


async def _sent(talk: Talk, user: User, name: str) -> bytes:
    """The newest file of the bot whose name holds some words."""

    def find() -> Message | None:
        for message in reversed(talk.play.messages(user)):
            if message.from_bot and name in message.content.get("document", {}).get("file_name", ""):
                return message
        return None

    found = await talk.play.wait_for(find, 45)
    assert found is not None
    return talk.play.file(found)


async def test_a_draft_is_completed_filed_returned_and_filed_again(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        clock.go_to(2026, 6, 8)
        liaison, _, office = await _enrolled(talk)
        await talk.says(liaison, "报送")
        await talk.presses(liaison, "上半年工作总结")
        await talk.presses(liaison, "生成初稿")
        word = Document(io.BytesIO(await _sent(talk, liaison, "上半年“双随机、一公开”监管工作总结.docx")))
        assert "二、存在不足和难点问题" in [one.text for one in word.paragraphs]
        await talk.play.sends_document(liaison, liaison, _without_last_part(word), "未完.docx")
        await talk.sees(liaison, "未找到以下标题", "下一步工作举措", "仍有3处标有“（请填写）”")
        await talk.play.sends_document(liaison, liaison, b"PK torn", "坏.docx")
        await talk.sees(liaison, "文件无法打开")
        assert await _filed(talk) == []
        await talk.play.sends_document(liaison, liaison, _edited(word), "总结.docx")
        await talk.sees(liaison, "已收到", "XZ-2026-B0001", "总结.docx")
        await talk.says(office, "报送进度")
        await talk.presses(office, "取回文件：上半年工作总结（1）")
        await talk.presses(office, "退回　甲局　XZ-2026-B0001")
        await talk.says(office, "请补充典型案例")
        await talk.sees(office, "已退回 XZ-2026-B0001")
        await talk.sees(liaison, "报送材料被退回", "请补充典型案例", "还有2天")
        await talk.presses(liaison, "办理报送")
        await talk.sees(liaison, "已退回（XZ-2026-B0001）：请补充典型案例")
        await talk.play.sends_document(liaison, liaison, _edited(word), "总结修改.docx")
        await talk.sees(liaison, "已收到", "XZ-2026-B0002", "第2版")


def _without_last_part(word: WordFile) -> bytes:
    """The draft as it came, but for the last heading and what follows it."""
    cut = Document(_bytes(word))
    lines = [one.text for one in cut.paragraphs]
    for paragraph in cut.paragraphs[lines.index("三、下一步工作举措") :]:
        paragraph.text = ""
    return _bytes(cut).getvalue()


def _bytes(word: WordFile) -> io.BytesIO:
    raw = io.BytesIO()
    word.save(raw)
    raw.seek(0)
    return raw


def _edited(word: WordFile) -> bytes:
    """The draft as its author completed it."""
    for paragraph in word.paragraphs:
        if "（请填写" in paragraph.text:
            paragraph.runs[0].text = "已开展业务培训两次。"
    return _bytes(word).getvalue()


async def test_a_publication_is_confirmed_with_its_address_only_by_the_button(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        liaison, _, _ = await _enrolled(talk)
        await talk.says(liaison, "报送")
        await talk.presses(liaison, "年度抽查计划公示")
        await talk.says(liaison, "https://example.invalid/plan")
        await talk.sees(liaison, "说明：https://example.invalid/plan", "请按“确认已完成”提交")
        assert await _filed(talk) == []
        await talk.presses(liaison, "确认已完成")
        await talk.sees(liaison, "已收到", "https://example.invalid/plan")
        assert await _filed(talk) == [("XZ-2026-B0001", 1, "", "https://example.invalid/plan")]


async def test_a_picture_or_a_huge_file_is_turned_away_with_the_way_out(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        liaison, _, _ = await _enrolled(talk)
        await talk.says(liaison, "报送")
        await talk.presses(liaison, "本部门内部抽查计划")
        await talk.sees(liaison, "请直接发送文件")
        await talk.play.sends_photo(liaison, liaison, b"\x89PNG")
        await talk.sees(liaison, "请以“文件”方式发送")
        await talk.play.sends_document(liaison, liaison, bytes(20 * 1024 * 1024 + 1), "大.zip")
        await talk.sees(liaison, "文件为 21 MB", "上限 20 MB")
        assert await _filed(talk) == []


async def test_a_button_of_another_unit_opens_nothing(tmp_path: Path, clock: StandingClock) -> None:
    async with talking(tmp_path, clock) as talk:
        liaison, other, _ = await _enrolled(talk)
        clock.go_to(2026, 4, 13)
        await ticks.remind(talk.acts)
        card = await talk.sees(liaison, "报送提醒")
        copy = card.to_json() | {"chat": talk.play.chat(other).to_json()}
        talk.play.injects(
            "callback_query",
            {
                "id": "1",
                "from": other.to_json(),
                "chat_instance": "1",
                "message": copy,
                "data": card.rows[0][0]["callback_data"],
            },
        )
        await talk.sees(other, "该事项属于其他单位")


async def test_the_office_sees_who_is_missing_and_gets_every_file(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        first, second, office = await _enrolled(talk)
        for user, name in ((first, "甲.docx"), (second, "乙.docx")):
            await talk.says(user, "报送")
            await talk.presses(user, "本部门内部抽查计划")
            await talk.sees(user, "请直接发送文件")
            await talk.play.sends_document(user, user, b"plan", name)
            await talk.sees(user, "已收到")
        await talk.says(office, "报送进度")
        await talk.sees(office, "本部门内部抽查计划", "已报2，未报0", "待报：乙局、甲局")
        await talk.presses(office, "取回文件：本部门内部抽查计划（2）")
        await talk.sees(office, "甲局", "第1版")
        await talk.sees(office, "乙局", "第1版")
        await talk.says(first, "报送进度")
        await talk.sees(first, "没有此项权限")


async def test_a_text_without_a_deadline_is_sent_returned_and_sent_again_as_a_file(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        liaison, _, office = await _enrolled(talk)
        await talk.says(liaison, "报送")
        await talk.presses(liaison, "自主报送")
        await talk.sees(liaison, "随时可报", "三（四）：及时报送")
        await talk.presses(liaison, "工作进展情况")
        await talk.says(liaison, "已完成培训")
        await talk.sees(liaison, "请按“按文字报送”提交")
        await talk.presses(liaison, "按文字报送")
        await talk.sees(liaison, "已收到", "XZ-2026-Z0001", "第1版")
        await talk.says(office, "报送进度")
        await talk.sees(office, "自主报送", "工作进展情况：已收1件（甲局）")
        await talk.presses(office, "取回自主报送：工作进展情况（1）")
        await talk.sees(office, "甲局　XZ-2026-Z0001：已完成培训")
        await talk.presses(office, "退回　甲局　XZ-2026-Z0001")
        await talk.says(office, "请写明人数")
        await talk.sees(office, "已退回 XZ-2026-Z0001")
        await talk.says(liaison, "报送")
        await talk.presses(liaison, "自主报送")
        await talk.sees(liaison, "已退回：请写明人数")
        await talk.presses(liaison, "更正　XZ-2026-Z0001")
        await talk.play.sends_document(liaison, liaison, b"progress", "进展.docx")
        await talk.sees(liaison, "已收到", "XZ-2026-Z0002", "第2版", "进展.docx")
