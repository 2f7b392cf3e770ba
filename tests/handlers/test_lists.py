"""名录导出 in the chat: a workbook per list, templates, to each what they may have, nothing in groups."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlmodel import col, select

from models import Entry
from playground import User
from services.registers import exporting
from tests.conftest import StandingClock
from tests.county import GROUP, found
from tests.talk import Talk, talking


async def _comes(talk: Talk, number: int, roster_no: str) -> User:
    user = talk.play.add_user(number, roster_no)
    await talk.enrol(user, roster_no)
    return user


async def _file(talk: Talk, user: User, name: str) -> tuple[str, list[list[Any]]]:
    """Caption and cells of the first sheet of a document that came."""

    def sent() -> list[Any]:
        documents = [one for one in talk.play.messages(user) if "document" in one.content]
        return [one for one in documents if one.content["document"]["file_name"] == name]

    await talk.eventually(lambda: bool(sent()))
    content = talk.play.world.files.by_id[sent()[-1].content["document"]["file_id"]].data
    sheet: Any = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return sent()[-1].text, [list(row) for row in sheet.values]


async def _handed_out(talk: Talk) -> list[tuple[str, dict[str, Any]]]:
    async with talk.acts.looking() as look:
        query = select(Entry).where(Entry.act == "list.export").order_by(col(Entry.position))
        return [(one.subject, dict(one.facts)) for one in await look.session.exec(query)]


async def test_the_office_takes_a_list_and_a_template_and_the_journal_knows(
    tmp_path: Path, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with talking(tmp_path, clock) as talk:
        await found(talk.acts)
        chief = await _comes(talk, 1001, "B-1")
        await talk.says(chief, "名录导出")
        await talk.sees(chief, "名录导出", "截至今日的表格")
        await talk.presses(chief, "检查对象名录库")
        caption, cells = await _file(talk, chief, f"检查对象名录库_{clock.now.date()}.xlsx")
        assert caption.startswith("共12条。内有联系电话")
        assert len(cells) > 12
        assert await _handed_out(talk) == [("list:objects", {"rows": 12})]

        dying = iter([RuntimeError("killed behind the entry")])
        real = exporting.file_name

        def file_name(*given: Any) -> str:
            for death in dying:
                raise death
            return real(*given)

        monkeypatch.setattr(exporting, "file_name", file_name)
        await talk.presses(chief, "随机抽查事项清单")
        await _file(talk, chief, f"随机抽查事项清单_{clock.now.date()}.xlsx")
        assert [subject for subject, _ in await _handed_out(talk)] == ["list:objects", "list:items"]

        await talk.says(chief, "导入")
        await talk.sees(chief, "请直接发送文件")
        await talk.presses(chief, "计划模板")
        _, cells = await _file(talk, chief, "抽查计划_模板.xlsx")
        assert any("任务名称" in str(cell) for cell in cells[0])
        group = talk.play.add_group(GROUP, "办公室工作群", [chief])
        await talk.says(chief, "/lists", group)
        await talk.sees(group, "单独会话")


async def test_a_liaison_has_the_own_units_inspectors_and_every_template(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        await found(talk.acts)
        liaison = await _comes(talk, 1001, "S-0")
        await talk.says(liaison, "/lists")
        shown = await talk.sees(liaison, "市场监督管理局的执法检查人员名录")
        assert "检查对象名录库" not in shown.buttons
        assert "检查对象名录库空白模板" in shown.buttons
        await talk.presses(liaison, "执法检查人员名录库")
        _, cells = await _file(talk, liaison, f"执法检查人员名录库_{clock.now.date()}.xlsx")
        told = str(cells)
        assert "市检1" in told
        assert "消检1" not in told
