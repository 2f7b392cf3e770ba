"""人员库 in chat: looked up, one card, phones on demand, certificates that end, each in their own unit."""

from pathlib import Path

from models import Expert
from scheduler import ticks
from services.drawing import holding
from tests.conftest import StandingClock
from tests.county import actor
from tests.handlers.test_draw_to_result import _cast, _draw
from tests.register_corpus import xlsx
from tests.services.test_certificates import renew
from tests.services.test_departures import leave
from tests.services.test_draws import announce, cause, witness
from tests.talk import talking


async def test_the_office_finds_a_person_and_sees_the_phone_only_on_demand(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        users, group = await _cast(talk)
        office = users["B-1"]
        await talk.says(office, "人员库")
        await talk.sees(office, "执法检查人员库", "在库12人", "执法检查人员5人")
        await talk.says(office, "市检")
        await talk.sees(office, "找到3人")
        await talk.presses(office, "市检2")
        card = await talk.sees(office, "工号S-2", "执法证：S-2", "本年度检查任务0件")
        assert "19900000000" not in card.text
        await talk.presses(office, "显示电话")
        await talk.eventually(
            lambda: any("19900000000" in str(one) for one in talk.play.calls("answerCallbackQuery"))
        )
        await talk.says(office, "x-1")
        await talk.sees(office, "消检1", "已绑定")
        await talk.says(office, "无此人")
        await talk.sees(office, "没有找到“无此人”")
        await talk.says(office, "/inspectors", group)
        await talk.sees(group, "请在与本助手的单独会话中办理")


async def test_a_liaison_sees_the_own_unit_and_opens_the_list_from_a_warning(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        users, _ = await _cast(talk)
        liaison = users["S-0"]
        await talk.says(liaison, "人员库 消检1")
        await talk.sees(liaison, "没有找到“消检1”")
        await renew(talk.acts, "S-1", clock.now.date().replace(month=5))
        await ticks.expiring(talk.acts)
        await talk.sees(liaison, "执法证件到期提醒", "市检1", "还有30日")
        await talk.presses(liaison, "查看证件到期名单")
        await talk.sees(liaison, "执法证件到期情况", "市检1（S-1）：2026-05-01")
        await talk.sees(users["S-1"], "您本人：2026年5月1日到期")
        await talk.says(users["S-2"], "人员库")
        await talk.sees(users["S-2"], "没有此项权限")


async def test_a_liaison_corrects_a_certificate_and_is_told_what_does_not_fit(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        users, _ = await _cast(talk)
        liaison = users["S-0"]
        await talk.says(liaison, "人员库 市检1")
        await talk.sees(liaison, "工号S-1", "有效期至2027年12月31日")
        assert "调动或离开" not in (await talk.sees(liaison, "工号S-1")).buttons
        await talk.presses(liaison, "修改信息")
        await talk.presses(liaison, "执法证有效期")
        await talk.says(liaison, "明年")
        await talk.sees(liaison, "“明年”不能作为执法证有效期至")
        await talk.says(liaison, "2031.5.1")
        await talk.sees(liaison, "工号S-1", "有效期至2031年5月1日", "2026-04-01 修改信息 执法证有效期")


async def test_the_office_retires_somebody_and_the_account_ends(tmp_path: Path, clock: StandingClock) -> None:
    async with talking(tmp_path, clock) as talk:
        users, group = await _cast(talk)
        await _draw(talk, users, group)
        office = users["B-1"]
        await talk.says(office, "人员库 消检1")
        await talk.presses(office, "调动或离开")
        await talk.presses(office, "退休")
        await talk.says(office, "上月")
        await talk.sees(office, "“上月”不是日期")
        await talk.presses(office, "今日")
        await talk.says(office, "到龄，某人社〔2026〕5号")
        await talk.sees(office, "核对：消检1", "检查任务3件交回", "会话绑定解除")
        await talk.presses(office, "确认登记")
        await talk.sees(office, "已登记", "无人可以接替", "XZ-2026-0001-01")
        await talk.sees(users["X-1"], "离开岗位登记", "绑定已解除")
        await talk.sees(users["X-0"], "人员变动", "消检1", "无人可以接替")
        await talk.sees(group, "检查人员更换", "工号X-1退出")
        await talk.presses(office, "返回")
        await talk.sees(office, "2026年4月1日已离开", "退休：到龄")
        await talk.says(users["X-1"], "我的任务")
        await talk.sees(users["X-1"], "尚未绑定名录")


async def test_the_office_moves_somebody_to_another_unit(tmp_path: Path, clock: StandingClock) -> None:
    async with talking(tmp_path, clock) as talk:
        users, _ = await _cast(talk)
        office = users["B-1"]
        await talk.says(office, "人员库 丁联")
        await talk.presses(office, "调动或离开")
        await talk.presses(office, "本地调动")
        await talk.presses(office, "消防救援大队")
        await talk.says(office, "2026-03-30")
        await talk.says(office, "某调〔2026〕1号")
        await talk.sees(office, "市场监督管理局 → 消防救援大队", "将没有联络员")
        await talk.presses(office, "确认登记")
        await talk.sees(office, "请确定接任的联络员")
        await talk.sees(users["S-0"], "岗位调动登记", "由市场监督管理局转入消防救援大队")
        await talk.sees(users["S-9"], "已没有联络员")
        await talk.says(users["S-0"], "报送")
        await talk.sees(users["S-0"], "尚未绑定名录")


async def test_what_a_draw_gives_to_somebody_who_left_is_handed_back_from_the_list(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        users, _ = await _cast(talk)
        office = users["B-1"]
        draw = await announce(talk.acts)
        await leave(talk.acts, "S-1")
        for roster_no, value in (("J-1", "83920174"), ("S-0", "二〇二六")):
            await witness(talk.acts, draw.ref, roster_no, value)
        async with talk.acts.working(await actor(talk.acts, "B-2"), cause()) as work:
            await holding.hold_draw(work, draw.ref)
        await talk.says(office, "人员库")
        await talk.sees(office, "待交回任务")
        await talk.presses(office, "待交回任务")
        await talk.sees(office, "XZ-2026-0001-01 市检1")
        await talk.presses(office, "重新匹配：市检1")
        await talk.sees(office, "待交回任务", "没有。")
        await talk.sees(users["S-2"], "抽查任务通知", "XZ-2026-0001-01")


async def test_a_training_is_entered_for_a_group_and_the_card_shows_it(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock, "zhanjiang") as talk:
        users, group = await _cast(talk)
        office = users["B-1"]
        await talk.says(office, "/draw", group)
        await talk.presses(office, "食品销售联合抽查", group)
        await talk.sees(group, "可选派的检查人员中有5人2026年没有培训记录")
        await talk.says(office, "人员库")
        await talk.presses(office, "培训记录")
        await talk.sees(office, "尚无培训记录", "尚未参加培训的执法检查人员5人")
        await talk.presses(office, "通知或登记培训")
        await talk.says(office, "双随机业务培训\n2026-03-20\n8")
        await talk.sees(office, "应当是四行")
        await talk.says(office, "双随机业务培训\n2026-03-20\n8\n虚构县局")
        await talk.sees(office, "人员的工号或姓名")
        await talk.play.sends_document(office, office, xlsx([("姓名", "工号"), ("某某", "")]), "签到表.xlsx")
        await talk.sees(office, "名单中第2行（某某）不能确定", "尚未登记")
        signed = [("姓名", "工号"), ("市检1", ""), ("市检2", "S-2"), ("消检1", "X-1"), ("消检2", "")]
        await talk.play.sends_document(office, office, xlsx(signed), "签到表.xlsx")
        await talk.sees(office, "核对后登记", "学时：8", "市检1、市检2")
        await talk.presses(office, "确认登记")
        await talk.sees(office, "双随机业务培训，8学时", "尚未参加培训的执法检查人员1人")
        await talk.presses(office, "未培训人员")
        await talk.sees(office, "市检3（S-3）")
        await talk.says(office, "人员库 市检1")
        await talk.sees(office, "工号S-1", "2026-03-20 双随机业务培训，8学时")


async def test_a_training_is_announced_and_those_who_were_there_say_so(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock, "zhanjiang") as talk:
        users, _ = await _cast(talk)
        office, one = users["B-1"], users["S-1"]
        await talk.says(office, "人员库")
        await talk.presses(office, "培训记录")
        await talk.presses(office, "通知或登记培训")
        await talk.says(office, "双随机业务培训\n2026-04-03\n8\n虚构县局\n二楼会议室\n抽查流程")
        await talk.says(office, "市检1 市检2")
        await talk.sees(office, "核对后发出通知", "地点：二楼会议室", "通知所列人员，并告知其单位联络员")
        await talk.presses(office, "发出培训通知")
        await talk.sees(office, "通知2人，参加0人")
        await talk.sees(one, "业务培训通知", "2026年4月3日", "内容：抽查流程")
        await talk.sees(users["S-0"], "本单位应参加2人")
        clock.advance(days=2)
        await talk.presses(one, "已参加培训")
        await talk.eventually(lambda: "已登记参加培训" in str(talk.play.calls("answerCallbackQuery")))
        await talk.says(office, "人员库")
        await talk.presses(office, "培训记录")
        await talk.presses(office, "登记参训人员：2026-04-03")
        await talk.says(office, "市检2")
        await talk.sees(office, "核对后登记", "市检2")
        await talk.presses(office, "确认登记")
        await talk.sees(office, "通知2人，参加2人", "尚未参加培训的执法检查人员3人")


async def test_a_liaison_reports_the_headcount_and_the_office_sees_the_share(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock, "zhanjiang") as talk:
        users, _ = await _cast(talk)
        await talk.says(users["S-0"], "人员库")
        await talk.presses(users["S-0"], "持证人数")
        await talk.sees(users["S-0"], "市场监督管理局：在库3人，未报数")
        await talk.says(users["S-0"], "4")
        await talk.sees(users["S-0"], "在库3人，报数4人", "缺1人", "75%", "未达目标")
        await talk.says(users["B-1"], "人员库")
        await talk.presses(users["B-1"], "持证人数")
        await talk.says(users["B-1"], "消防救援大队 2")
        await talk.sees(users["B-1"], "83%", "在库5人／报数6人，目标100%")


async def test_leave_is_ended_and_a_declaration_taken_back_by_buttons(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        users, _ = await _cast(talk)
        one = users["S-1"]
        await talk.says(one, "请假 2026-04-01 2026-05-10")
        await talk.sees(one, "已登记请假")
        await talk.says(users["S-0"], "请假")
        await talk.sees(users["S-0"], "市检1（S-1）：2026-04-01 至 2026-05-10")
        await talk.presses(users["S-0"], "销假：市检1")
        await talk.eventually(lambda: "已销假" in str(talk.play.calls("answerCallbackQuery")))
        await talk.says(one, "请假")
        await talk.sees(one, "目前没有登记请假")
        await talk.says(one, "申报回避 919901240000000002")
        await talk.presses(one, "近亲属")
        await talk.eventually(lambda: "已申报回避" in str(talk.play.calls("answerCallbackQuery")))
        await talk.says(one, "申报回避")
        await talk.sees(one, "示例商行2：近亲属")
        await talk.presses(one, "撤回：示例商行2")
        await talk.presses(one, "回避情形已消失")
        await talk.says(one, "申报回避")
        await talk.sees(one, "目前没有申报")
        await talk.says(users["B-1"], "人员库 S-1")
        await talk.sees(users["B-1"], "工号S-1", "撤回回避申报（情形已消失）：示例商行2")


async def test_the_office_looks_experts_up_corrects_one_and_takes_it_off(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        users, _ = await _cast(talk)
        office = users["B-1"]
        async with talk.acts.noting() as work:
            work.session.add(Expert(name="赵某", organisation="检测院", fields=["特种设备"]))
        await talk.says(office, "人员库")
        await talk.presses(office, "专家库")
        await talk.sees(office, "特种设备：1人")
        await talk.says(office, "特种")
        await talk.sees(office, "赵某", "有效期：长期")
        await talk.presses(office, "修改信息")
        await talk.presses(office, "有效期至")
        await talk.says(office, "2027-12-31")
        await talk.sees(office, "赵某", "至2027年12月31日")
        await talk.presses(office, "移出专家库")
        await talk.says(office, "聘期届满")
        await talk.sees(office, "专家库", "尚无专家")
