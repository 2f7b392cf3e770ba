"""导入 in the chat: a file, what it would change, the office's word, and back again."""

import io
from pathlib import Path
from threading import Event
from typing import Any

import openpyxl
import pytest
from sqlmodel import select

from handlers import reading
from handlers.registers import imports
from models import ImportBatch, InspectionObject, Task
from playground import User
from services.registers import import_words, importing
from services.registers.importing import File
from services.registers.sheets import Progress
from tests.conftest import StandingClock
from tests.county import MARKET, found
from tests.register_corpus import credit_code, xlsx
from tests.talk import PATIENCE, Talk, dies_behind, talking

HEAD = ("统一社会信用代码", "企业名称", "信用等级")


async def _chief(talk: Talk) -> User:
    await found(talk.acts, objects=0)
    user = talk.play.add_user(1001, "甲办")
    await talk.enrol(user, "B-1")
    return user


async def _sends(talk: Talk, user: User, *rows: tuple[object, ...]) -> None:
    await talk.play.sends_document(user, user, xlsx([HEAD, *rows]), "名录.xlsx")  # type: ignore[list-item]


async def _listed(talk: Talk) -> dict[str, str]:
    async with talk.acts.looking() as look:
        rows = await look.session.exec(select(InspectionObject).where(InspectionObject.active))
        return {row.name: row.grade for row in rows}


async def _states(talk: Talk) -> list[str]:
    async with talk.acts.looking() as look:
        return list(await look.session.exec(select(ImportBatch.state).order_by("id")))


async def test_a_file_is_shown_confirmed_and_undone(tmp_path: Path, clock: StandingClock) -> None:
    async with talking(tmp_path, clock) as talk:
        chief = await _chief(talk)
        await talk.says(chief, "导入")
        await talk.sees(chief, "请直接发送文件")
        await _sends(talk, chief, (credit_code(1), "甲店", "A"), (credit_code(2), "乙店", "B"))
        await talk.sees(chief, "已读取 名录.xlsx，共2行")
        await talk.sees(chief, "检查对象名录", "共2行", "新增2")
        assert await _listed(talk) == {}
        await talk.presses(chief, "确认导入")
        done = await talk.sees(chief, "已导入", "新增2条")
        assert await _listed(talk) == {"甲店": "A", "乙店": "B"}
        await _sends(talk, chief, (credit_code(1), "甲店", "D"))
        await talk.sees(chief, "变更1", "信用等级下降1家", "A → D", after=done.id)
        await talk.presses(chief, "确认导入")
        await talk.sees(chief, "已导入", "变更1条", after=done.id)
        assert await _listed(talk) == {"甲店": "D", "乙店": "B"}
        await talk.presses(chief, "撤销本次导入")
        await talk.sees(chief, "已撤销导入")
        assert await _listed(talk) == {"甲店": "A", "乙店": "B"}
        assert await _states(talk) == ["confirmed", "undone"]


def _slow(monkeypatch: pytest.MonkeyPatch) -> Event:
    """A reader that says how far it is and goes on when the event is set."""
    going_on, real = Event(), importing.read_file

    def read(name: str, content: bytes, kind: str, progress: Progress) -> File:
        progress("checking", 20_000, 50_000)
        assert going_on.wait(PATIENCE)
        return real(name, content, kind, progress)

    monkeypatch.setattr(importing, "read_file", read)
    monkeypatch.setattr(reading, "EVERY", 0.01)
    return going_on


async def test_a_long_file_says_how_far_it_is_in_one_message(
    tmp_path: Path, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    going_on = _slow(monkeypatch)
    async with talking(tmp_path, clock) as talk:
        chief = await _chief(talk)
        await talk.says(chief, "导入")
        await talk.sees(chief, "请直接发送文件")
        await _sends(talk, chief, (credit_code(1), "甲店", "A"))
        told = await talk.sees(chief, "正在核对 名录.xlsx：已核对20000行，约50000行")
        going_on.set()
        shown = await talk.sees(chief, "新增1")
        assert (told.text, shown.id) == ("已读取 名录.xlsx，共1行。", told.id + 1)


async def test_when_telegram_asks_for_quiet_the_result_still_comes(
    tmp_path: Path, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    going_on = _slow(monkeypatch)
    async with talking(tmp_path, clock) as talk:
        chief = await _chief(talk)
        await talk.says(chief, "导入")
        await talk.sees(chief, "请直接发送文件")
        talk.play.fail_next("editMessageText", retry_after=31)
        await _sends(talk, chief, (credit_code(1), "甲店", "A"))
        await talk.eventually(lambda: bool(talk.play.calls("editMessageText")))
        going_on.set()
        await talk.sees(chief, "新增1")
        assert len(talk.play.calls("editMessageText")) == 3  # the refused one, comparing, the result


async def test_a_crash_behind_receipt_confirmation_or_undoing_is_answered_all_the_same(
    tmp_path: Path, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    dying, real = iter([RuntimeError("killed behind the act")]), import_words.told

    def told(*given: Any, **more: Any) -> dict[str, Any]:
        for death in dying:
            raise death
        return real(*given, **more)

    monkeypatch.setattr(import_words, "told", told)
    async with talking(tmp_path, clock) as talk:
        chief = await _chief(talk)
        await talk.says(chief, "导入")
        await talk.sees(chief, "请直接发送文件")
        await _sends(talk, chief, (credit_code(1), "甲店", "A"), (None, "乙店", "B"))
        await talk.sees(chief, "共2行", "新增1", "不能导入1行")
        assert await _states(talk) == ["waiting"]
        dies_behind(monkeypatch, imports, "entered")
        await talk.presses(chief, "确认导入")
        await talk.sees(chief, "已导入", "新增1条")
        assert await _listed(talk) == {"甲店": "A"}
        dies_behind(monkeypatch, imports, "entered")
        await talk.presses(chief, "撤销本次导入")
        await talk.sees(chief, "已撤销导入")
        assert (await _listed(talk), await _states(talk)) == ({}, ["undone"])


async def test_a_file_put_aside_changes_nothing(tmp_path: Path, clock: StandingClock) -> None:
    async with talking(tmp_path, clock) as talk:
        chief = await _chief(talk)
        await talk.says(chief, "/import")
        await talk.sees(chief, "请直接发送文件")
        await _sends(talk, chief, (credit_code(1), "甲店", "A"))
        shown = await talk.sees(chief, "新增1")
        await talk.presses(chief, "放弃")
        await talk.eventually(lambda: "请直接发送文件" in talk.play.messages(chief)[-1].text)
        assert (await _listed(talk), await _states(talk)) == ({}, ["discarded"])
        assert shown.id == talk.play.messages(chief)[-1].id


async def test_faults_are_shown_and_the_file_comes_back_marked(tmp_path: Path, clock: StandingClock) -> None:
    async with talking(tmp_path, clock) as talk:
        chief = await _chief(talk)
        await talk.says(chief, "导入")
        await talk.sees(chief, "请直接发送文件")
        await _sends(talk, chief, (credit_code(1), "甲店", "A"), (None, "乙店", "B"))
        await talk.sees(chief, "共2行", "可导入1行", "不能导入1行", "A3")
        marked = next(one for one in talk.play.messages(chief) if one.from_bot and "document" in one.content)
        document = marked.content["document"]
        assert document["file_name"] == "标注_名录.xlsx"
        content = talk.play.world.files.by_id[document["file_id"]].data
        cells = [cell for row in openpyxl.load_workbook(io.BytesIO(content)).active.values for cell in row]  # type: ignore[union-attr]
        assert "乙店" in cells


async def test_a_file_without_one_good_row_is_not_offered_to_be_confirmed(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        chief = await _chief(talk)
        await talk.says(chief, "导入")
        await talk.sees(chief, "请直接发送文件")
        await _sends(talk, chief, (None, "乙店", "B"))
        shown = await talk.sees(chief, "可导入0行", "没有可以导入的行。请改正后重新发送")
        assert shown.buttons == ["放弃"]


async def test_what_is_no_list_is_refused_and_the_next_file_taken(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        chief = await _chief(talk)
        await talk.says(chief, "导入")
        await talk.sees(chief, "请直接发送文件")
        await talk.play.sends_document(chief, chief, xlsx([["甲", "乙"], [1, 2]]), "表.xlsx")
        unknown = await talk.sees(chief, "无法判断“表.xlsx”")
        assert not any("正在读取 表.xlsx" in one.text for one in talk.play.messages(chief))
        assert unknown.id == talk.play.messages(chief)[-1].id
        await talk.play.sends_document(chief, chief, b"%PDF-1.4 no list", "文.pdf")
        refused = await talk.sees(chief, "文.pdf")
        assert refused.text
        await _sends(talk, chief, (credit_code(1), "甲店", "A"))
        await talk.sees(chief, "新增1")
        assert await _states(talk) == ["waiting"]


async def test_a_file_too_large_to_fetch_is_said_to_be(tmp_path: Path, clock: StandingClock) -> None:
    async with talking(tmp_path, clock) as talk:
        chief = await _chief(talk)
        await talk.says(chief, "导入")
        await talk.sees(chief, "请直接发送文件")
        await talk.play.sends_document(chief, chief, bytes(20 * 1024 * 1024 + 1), "大.xlsx")
        await talk.sees(chief, "“大.xlsx”超过20MB")


async def test_a_plans_rows_with_an_unknown_unit_are_named_and_the_others_taken_in(
    tmp_path: Path, clock: StandingClock
) -> None:
    head = ("任务编号", "任务名称", "抽查事项", "发起部门", "开始日期", "结束日期")
    days = ("2026-06-01", "2026-07-01")
    rows = ("J-1", "抽查", "标签标识", "市场监管管理局", *days), ("J-2", "抽查", "标签标识", MARKET, *days)
    async with talking(tmp_path, clock) as talk:
        chief = await _chief(talk)
        await talk.says(chief, "导入")
        await talk.sees(chief, "请直接发送文件")
        await talk.play.sends_document(chief, chief, xlsx([head, *rows]), "计划.xlsx")
        await talk.sees(
            chief, "抽查计划　", "不能导入1行", "D2", "“市场监管管理局”不在名录中", "市场监督管理局", "新增1"
        )
        await talk.presses(chief, "确认导入")
        await talk.sees(chief, "已导入", "新增1条")
        assert await _states(talk) == ["confirmed"]


async def test_a_wording_without_a_number_is_asked_for_once_and_the_answer_is_drawn_by(
    tmp_path: Path, clock: StandingClock
) -> None:
    head = ("任务编号", "任务名称", "抽查事项", "发起部门", "抽查比例", "开始日期", "结束日期")
    rows = [
        (no, f"抽查{no}", "标签标识", "市场监督管理局", ratio, "2026-06-01", "2026-07-01")
        for no, ratio in (("J-1", "视情况而定"), ("J-2", "另行通知"), ("J-3", "视情况而定"), ("J-4", "5%"))
    ]
    async with talking(tmp_path, clock) as talk:
        chief = await _chief(talk)
        await talk.says(chief, "导入")
        await talk.sees(chief, "请直接发送文件")
        await talk.play.sends_document(chief, chief, xlsx([head, *rows]), "计划.xlsx")
        await talk.sees(chief, "抽查计划　", "新增4")
        await talk.presses(chief, "确认导入")
        await talk.sees(chief, "第1项，共2项", "“视情况而定”没有写明数字，涉及2项任务：抽查J-1、抽查J-3")
        await talk.says(chief, "20")
        await talk.sees(chief, "“20”不能确定是比例还是数量")
        await talk.says(chief, "20家")
        await talk.sees(chief, "第2项，共2项", "“另行通知”")
        await talk.presses(chief, "保留原文")
        await talk.sees(chief, "已导入", "“视情况而定”按20家执行")
        async with talk.acts.looking() as look:
            tasks = await look.session.exec(select(Task).where(Task.no.startswith("J-")).order_by(Task.no))
            quotas = {task.no: (task.ratio_text, task.quota) for task in tasks}
            report = (await look.session.exec(select(ImportBatch.report))).one()
        assert quotas == {
            "J-1": ("视情况而定", {"number": 20}),
            "J-2": ("另行通知", {}),
            "J-3": ("视情况而定", {"number": 20}),
            "J-4": ("5%", {"floor": "1/20"}),
        }
        assert report["ratios"] == {"视情况而定": "20家"}
        assert await _states(talk) == ["confirmed"]


async def test_an_inspector_is_not_asked_for_files(tmp_path: Path, clock: StandingClock) -> None:
    async with talking(tmp_path, clock) as talk:
        await found(talk.acts, objects=0)
        one = talk.play.add_user(1001, "市检1")
        await talk.enrol(one, "S-1")
        await talk.says(one, "导入")
        await talk.sees(one, "没有此项权限")
        await _sends(talk, one, (credit_code(1), "甲店", "A"))
        assert await _states(talk) == []
