"""问题台账 in chat: from the released problem to its end, a transfer and its answer, the group's figures."""

from pathlib import Path

from domain.followup import CORRECTION
from models import Person, Problem, Result, Unit
from playground import Chat, User
from playground.cast import picture
from services.problems import ledger
from tests.conftest import StandingClock
from tests.county import actor
from tests.handlers.test_draw_to_result import _cast
from tests.handlers.test_forms import received
from tests.rows import Rows
from tests.services.test_ledger import cases
from tests.talk import Talk, talking


async def _problem(talk: Talk, measure: str = CORRECTION) -> tuple[dict[str, User], Chat, Problem]:
    """The office, with one problem that ``S-1`` found."""
    users, group = await _cast(talk)
    rows, inspector = Rows(talk.acts), await actor(talk.acts, "S-1")
    async with talk.acts.looking() as look:
        person = await look.session.get_one(Person, inspector.person_id)
        unit = await look.session.get_one(Unit, inspector.unit_id)
    visit = await rows.visit(await rows.draw(await rows.task(unit)), "虚构加油站")
    result = await rows.result(visit, person, "problem_pending", remark="无台账")
    async with talk.acts.noting() as work:
        stored = await work.session.get_one(Result, result.id)
        stored.findings = [dict(stored.findings[0], measure=measure, correct_by="2026-04-20")]
        await ledger.open_problems(work, stored)
    return users, group, (await cases(talk.acts))[0]


async def test_a_problem_goes_from_the_list_to_its_confirmed_end(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        users, group, case = await _problem(talk)
        one, approver = users["S-1"], users["S-9"]
        await talk.says(one, "问题台账")
        await talk.sees(one, "未办结", "共1件", "虚构加油站", "责令改正", "期限2026-04-20")
        await talk.presses(one, case.number)
        await talk.sees(one, "发现的问题：无台账", "列入台账")
        await talk.presses(one, "登记复查")
        await talk.presses(one, "已改正")
        await talk.play.sends_photo(one, one, picture("货架"))
        await talk.sees(one, "已收到材料")
        await talk.says(one, "台账已建立")
        await talk.sees(one, "待审核销号", "复查，已改正", "台账已建立【有材料")
        await talk.sees(approver, "申请销号", "台账已建立", "附有证明材料")
        await talk.presses(approver, "查看并办理")
        await talk.presses(approver, "查看证明材料")
        await talk.presses(approver, "退回")
        await talk.says(approver, "照片不清")
        await talk.sees(one, "退回继续处置", "照片不清")
        await talk.says(one, f"问题台账 {case.number}")
        await talk.presses(one, "登记复查")
        await talk.presses(one, "已改正")
        await talk.says(one, "台账已建立，原件已核对")
        await talk.sees(one, "待审核销号", "原件已核对")
        await talk.says(approver, f"/ledger {case.number}")
        await talk.sees(approver, "列入台账", "原件已核对")
        await talk.presses(approver, "审核销号")
        await talk.sees(approver, "已办结", "审核销号（戊审）")
        await talk.sees(one, "该问题已办结")
        told = await talk.sees(one, "该问题已办结")
        assert "公示" in told.text
        await talk.presses(one, "下载责令改正通知书")
        assert (await received(talk, one, f"{case.number} 责令改正通知书.pdf")).startswith(b"%PDF")
        await talk.says(users["B-1"], "/ledger", group)
        counts = await talk.sees(group, "已办结：1件", "问题处理率：100%（1/1")
        assert "虚构加油站" not in counts.text


async def test_a_transfer_is_given_back_and_goes_elsewhere(tmp_path: Path, clock: StandingClock) -> None:
    async with talking(tmp_path, clock) as talk:
        users, _, case = await _problem(talk)
        sender, other = users["S-0"], users["X-0"]
        await talk.says(sender, f"问题台账 {case.number}")
        await talk.presses(sender, "确定处置措施")
        await talk.presses(sender, "抄告、移送相关部门")
        await talk.says(sender, "消防通道被占用")
        await talk.presses(sender, "移送、抄告")
        await talk.presses(sender, "消防救援大队")
        await talk.says(sender, "某市监移〔2026〕3号")
        await talk.sees(sender, "已移送，待答复", "消防救援大队 某市监移〔2026〕3号")
        await talk.sees(other, "移送（抄告）问题", "某市监移〔2026〕3号", "无台账")
        await talk.presses(other, "查看并办理")
        await talk.presses(other, "不属本单位，退回")
        await talk.says(other, "属住建部门职责")
        await talk.sees(sender, "移送答复", "属住建部门职责")
        await talk.says(sender, "问题台账")
        await talk.presses(sender, case.number)
        await talk.presses(sender, "移送、抄告")
        await talk.says(sender, "某市住房和城乡建设局")
        await talk.says(sender, "某市监移〔2026〕4号")
        await talk.sees(sender, "已移交", "某市住房和城乡建设局 某市监移〔2026〕4号", "无期限")


async def test_the_list_is_exported_and_a_wrong_number_is_answered(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        users, _, case = await _problem(talk)
        office = users["B-1"]
        await talk.says(office, "/ledger")
        await talk.presses(office, "导出台账")
        await talk.eventually(lambda: bool(talk.play.calls("sendDocument")))
        await talk.says(office, "XZ-2026-W9999")
        await talk.sees(office, "没有找到这个问题")
        await talk.presses(office, "已逾期")
        await talk.sees(office, "已逾期", "共0件")
        await talk.says(office, case.number)
        await talk.sees(office, case.number, "发现的问题：无台账")
        await talk.says(users["J-1"], "问题台账")
        await talk.sees(users["J-1"], "没有此项权限")
