"""Forms in chat: an inspector's own, the office's in bulk, the office's own template."""

import io
import zipfile
from pathlib import Path

from docx import Document
from docx.document import Document as WordFile
from sqlmodel import select

from bot.acts import Acts
from models import Draw
from playground import Message, User
from tests import visits
from tests.conftest import StandingClock
from tests.county import GROUP, STAFF
from tests.talk import Talk, talking


async def held(acts: Acts) -> None:
    """The draw of the two visits with a record of its own."""
    async with acts.noting() as work:
        (await work.session.exec(select(Draw))).one().record = {"form": "full", "key": "9f" * 32}


async def cast(talk: Talk, *numbers: str) -> list[User]:
    """People of the small office with its two drawn visits, enrolled."""
    await visits.found(talk.acts)
    await held(talk.acts)
    users = {one.roster_no: talk.play.add_user(1000 + n, one.name) for n, one in enumerate(STAFF)}
    for number in numbers:
        await talk.enrol(users[number], number)
    return [users[number] for number in numbers]


async def received(talk: Talk, user: User, name: str) -> bytes:
    """The newest file whose name holds some words."""

    def find() -> Message | None:
        for message in reversed(talk.play.messages(user)):
            if message.from_bot and name in message.content.get("document", {}).get("file_name", ""):
                return message
        return None

    found = await talk.play.wait_for(find, 45)
    assert found is not None
    return talk.play.file(found)


async def test_an_inspector_gets_record_and_notice_of_their_own_visit(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        (one,) = await cast(talk, "X-1")
        await talk.says(one, "表单")
        await talk.sees(one, "XZ-2026-0001-001", "示例商行2")
        await talk.presses(one, "XZ-2026-0001-001 记录表")
        word = Document(io.BytesIO(await received(talk, one, "抽查情况记录表.docx")))
        assert "消检1" in word.tables[3].rows[1].cells[0].text
        assert (await received(talk, one, "抽查情况记录表.pdf")).startswith(b"%PDF")
        await talk.presses(one, "通知书")
        notice = Document(io.BytesIO(await received(talk, one, "抽查通知书.docx")))
        assert "https://t.me/suicha_bot?start=v_visit1" in notice.paragraphs[-1].text
        await received(talk, one, "抽查通知书.pdf")
        await talk.says(one, "表单 XZ-2026-0001-002")
        await talk.sees(one, "不是您承担的检查")


async def test_the_office_gets_a_whole_task_in_one_archive(tmp_path: Path, clock: StandingClock) -> None:
    async with talking(tmp_path, clock) as talk:
        (chief,) = await cast(talk, "B-1")
        await talk.says(chief, "/forms")
        await talk.presses(chief, "打包下载 2026-01")
        await talk.sees(chief, "正在生成表单：6/6")
        archive = await received(talk, chief, "表单.zip")
    with zipfile.ZipFile(io.BytesIO(archive)) as package:
        names = package.namelist()
    assert len(names) == 12
    assert sum("记录表.docx" in name for name in names) == 3


async def test_a_form_is_not_shown_to_a_group(tmp_path: Path, clock: StandingClock) -> None:
    async with talking(tmp_path, clock) as talk:
        (chief,) = await cast(talk, "B-1")
        group = talk.play.add_group(GROUP, "办公室工作群", [chief])
        await talk.says(chief, "/forms XZ-2026-0001-001", group)
        await talk.sees(group, "单独会话")


async def test_the_platforms_table_and_the_overview_are_workbooks(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        (chief,) = await cast(talk, "B-1")
        await talk.says(chief, "/forms")
        await talk.presses(chief, "平台录入表 2026-01")
        table = await received(talk, chief, "平台录入表.xlsx")
        await talk.presses(chief, "年抽查情况汇总表")
        await received(talk, chief, "抽查情况汇总表.xlsx")
        await talk.says(chief, "录入回执")
        await talk.sees(chief, "请发送录入平台后的平台录入表")
        await talk.play.sends_document(chief, chief, table, "table.xlsx")
        await talk.sees(chief, "没有一行填有“结果编号”")


async def test_the_office_edits_a_template_and_its_mistakes_are_named(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        (chief,) = await cast(talk, "B-1")
        await talk.says(chief, "/forms")
        await talk.presses(chief, "表单模板")
        await talk.presses(chief, "抽查通知书")
        word = Document(io.BytesIO(await received(talk, chief, "抽查通知书.docx")))
        word.add_paragraph("本县补充：{{ 检查对像 }}")
        await talk.play.sends_document(chief, chief, saved(word), "notice.docx")
        await talk.sees(chief, "栏目“检查对像”不存在，是否为“检查对象”")
        word.paragraphs[-1].runs[0].text = "本县补充：{{ 检查对象 }}"
        await talk.play.sends_document(chief, chief, saved(word), "notice.docx")
        used = await talk.sees(chief, "新模板已启用", "当前使用本单位的模板")
        await talk.says(chief, "/forms")
        await talk.sees(chief, "XZ-2026-0001-002", after=used.id)
        await talk.presses(chief, "通知书")
        made = Document(io.BytesIO(await received(talk, chief, "0001-002 抽查通知书.docx")))
        assert made.paragraphs[-1].text == "本县补充：示例商行3"


def saved(word: WordFile) -> bytes:
    """A Word file as bytes."""
    raw = io.BytesIO()
    word.save(raw)
    return raw.getvalue()
