"""登记平台抽取 in chat: the office chooses the task, sends the list, sees what it says, registers it."""

from pathlib import Path

import pytest
from sqlmodel import select

from handlers import dispatcher, start
from handlers.drawing import external
from handlers.visits import assignments
from models import Draw, Task
from playground import User
from tests.conftest import StandingClock
from tests.county import FIRE, GROUP, MARKET, STAFF, found
from tests.register_corpus import xlsx
from tests.services.test_external_draws import HEAD, TWO_OBJECTS, fire, row
from tests.services.test_joint_draws import _second_task as second_task
from tests.talk import Talk, dies_behind, talking


@pytest.fixture(autouse=True)
def only_these_conversations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Arriving, the registration and the cards are all that is needed here."""
    monkeypatch.setattr(dispatcher, "CONVERSATIONS", (start.router, external.router, assignments.router))
    monkeypatch.setattr(dispatcher, "DIALOGS", (external.dialog,))


async def _office(talk: Talk) -> dict[str, User]:
    await found(talk.acts)
    users = {one.roster_no: talk.play.add_user(1000 + n, one.name) for n, one in enumerate(STAFF)}
    talk.play.add_group(GROUP, "办公室工作群", [users["B-1"]])
    for roster_no in ("B-1", "S-1", "S-3", "X-1", "S-0"):
        await talk.enrol(users[roster_no], roster_no)
    return users


async def test_a_list_is_sent_looked_at_registered_and_its_inspectors_are_told(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        users = await _office(talk)
        office = users["B-1"]
        await talk.says(office, "登记抽取")
        await talk.presses(office, "食品销售联合抽查")
        await talk.sees(office, "抽取平台：山西省", "请直接发送")
        await talk.play.sends_document(office, office, xlsx([HEAD, *TWO_OBJECTS]), "名单.xlsx")
        await talk.sees(office, "检查对象2家", "执法检查人员5人", "2026-04-01 09:00")
        await talk.presses(office, "确认登记")
        await talk.sees(office, "已登记抽取 XZ-2026-0001")
        await talk.sees(users["S-1"], "抽查任务通知", "示例商行2")
        await talk.sees(users["X-1"], "抽查任务通知", "示例商行3")
        await talk.says(office, "登记抽取")
        await talk.presses(office, "食品销售联合抽查")
        better = [row(2, MARKET, "S-2，S-3", "S-2"), *TWO_OBJECTS[1:]]
        await talk.play.sends_document(office, office, xlsx([HEAD, *better]), "名单2.xlsx")
        await talk.sees(office, "更正抽取 XZ-2026-0001", "退出 S-1；参加 S-3")
        await talk.presses(office, "确认登记")
        await talk.sees(users["S-1"], "任务调整", "示例商行2")
        await talk.sees(users["S-3"], "抽查任务通知", "示例商行2")


async def test_a_crash_behind_receipt_or_registration_is_answered_all_the_same(
    tmp_path: Path, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with talking(tmp_path, clock) as talk:
        office = (await _office(talk))["B-1"]
        await talk.says(office, "登记抽取")
        await talk.presses(office, "食品销售联合抽查")
        dies_behind(monkeypatch, external, "once")
        await talk.play.sends_document(office, office, xlsx([HEAD, *TWO_OBJECTS]), "名单.xlsx")
        await talk.sees(office, "检查对象2家")
        dies_behind(monkeypatch, external, "entered")
        await talk.presses(office, "确认登记")
        await talk.sees(office, "已登记抽取 XZ-2026-0001")
        async with talk.acts.looking() as look:
            assert (await look.session.exec(select(Draw.number))).all() == ["XZ-2026-0001"]


async def test_a_list_with_problems_comes_back_marked_and_has_no_button_to_register(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        office = (await _office(talk))["B-1"]
        await talk.says(office, "/external")
        await talk.presses(office, "食品销售联合抽查")
        wrong = [row(99, MARKET, "S-1，S-2"), row(2, FIRE, "X-1，X-77")]
        await talk.play.sends_document(office, office, xlsx([HEAD, *wrong]), "名单.xlsx")
        shown = await talk.sees(office, "1家不在名录库中", "B2", "F3", "2处须改正后才能登记")
        assert shown.buttons == ["放弃"]
        await talk.presses(office, "放弃")
        await talk.sees(office, "请直接发送", after=shown.id - 1)
        async with talk.acts.looking() as look:
            assert (await look.session.exec(select(Draw))).all() == []


async def test_where_there_are_several_platforms_the_office_says_which(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock, "zhanjiang") as talk:
        office = (await _office(talk))["B-1"]
        await talk.says(office, "登记抽取")
        await talk.presses(office, "食品销售联合抽查")
        await talk.presses(office, "湛江市")
        await talk.sees(office, "抽取平台：湛江市", "二（四）")
        await talk.play.sends_document(office, office, xlsx([HEAD, *TWO_OBJECTS]), "名单.xlsx")
        await talk.sees(office, "抽取平台：湛江市", "与所选平台不同")


async def test_nobody_but_the_office_begins_a_registration(tmp_path: Path, clock: StandingClock) -> None:
    async with talking(tmp_path, clock) as talk:
        users = await _office(talk)
        await talk.says(users["S-0"], "登记抽取")
        await talk.sees(users["S-0"], "没有此项权限")
        async with talk.acts.looking() as look:
            assert (await look.session.exec(select(Task.state))).all() == ["planned"]


async def test_several_tasks_are_chosen_and_registered_from_one_list(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        users = await _office(talk)
        await second_task(talk.acts)
        office = users["B-1"]
        await talk.says(office, "登记抽取")
        await talk.presses(office, "食品销售联合抽查")
        await talk.presses(office, "再加一项任务")
        await talk.sees(office, "已选：食品销售联合抽查")
        await talk.presses(office, "消防专项抽查")
        await talk.sees(office, "食品销售联合抽查、消防专项抽查", f"联合登记，召集部门：{MARKET}")
        rows = [*TWO_OBJECTS, fire(3), fire(5)]
        await talk.play.sends_document(office, office, xlsx([HEAD, *rows]), "名单.xlsx")
        await talk.sees(office, "检查对象3家", "1家同时属于几项任务，各合并为一次检查")
        await talk.presses(office, "确认登记")
        await talk.sees(office, "已登记抽取 XZ-2026-0001")
        await talk.sees(users["X-1"], "消防专项抽查", "示例商行5")
        await talk.says(office, "登记抽取")
        await talk.presses(office, "消防专项抽查")
        await talk.sees(office, "食品销售联合抽查、消防专项抽查", "联合登记")
