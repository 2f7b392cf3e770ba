"""The main job in chat: announce, witness, hold, be told, report, confirm, release."""

from pathlib import Path

from sqlmodel import select

from models import Result
from playground import Chat, User
from playground.cast import picture
from tests.conftest import StandingClock
from tests.county import GROUP, STAFF, found
from tests.talk import Talk, talking


async def _cast(talk: Talk) -> tuple[dict[str, User], Chat]:
    await found(talk.acts)
    users = {one.roster_no: talk.play.add_user(1000 + n, one.name) for n, one in enumerate(STAFF)}
    group = talk.play.add_group(GROUP, "办公室工作群", [users[no] for no in ("B-1", "B-2", "J-1", "S-0")])
    for roster_no, user in users.items():
        if roster_no != "S-3":
            await talk.enrol(user, roster_no)
    return users, group


async def _draw(talk: Talk, users: dict[str, User], group: Chat) -> None:
    await talk.says(users["B-1"], "/draw", group)
    await talk.presses(users["B-1"], "食品销售联合抽查", group)
    await talk.presses(users["B-1"], "公告", group)
    card = await talk.sees(group, "抽取公告", "XZ-2026-0001")
    await talk.play.says(users["J-1"], group, "83920174", reply_to=card)
    await talk.sees(group, "见证", "83920174", "1/2")
    await talk.says(users["S-0"], "见证 二〇二六")
    await talk.sees(group, "二〇二六", "2/2")
    await talk.play.presses(users["B-2"], card, "开始抽取")
    await talk.sees(group, "抽取完成", "XZ-2026-0001")


async def test_a_draw_is_announced_witnessed_and_held_in_the_office_group(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        users, group = await _cast(talk)
        await _draw(talk, users, group)
        for roster_no in ("S-1", "X-1"):
            await talk.sees(users[roster_no], "抽查任务通知", "示例街")
        await talk.presses(users["B-1"], "送达情况", group)
        await talk.sees(group, "通知送达情况", "工号S-3：未绑定")


async def test_a_report_goes_from_the_doorstep_to_the_approver(tmp_path: Path, clock: StandingClock) -> None:
    async with talking(tmp_path, clock) as talk:
        users, group = await _cast(talk)
        await _draw(talk, users, group)
        one, other = users["X-1"], users["X-2"]
        await talk.presses(one, "填报结果")
        await talk.sees(one, "填报检查结果")
        await talk.presses(one, "消防设施")
        await talk.presses(one, "发现问题待后续处理")
        await talk.says(one, "灭火器压力不足")
        await talk.sees(one, "灭火器压力不足", "已填1/1项")
        await talk.play.sends_album(one, one, [picture("门头"), picture("灭火器"), picture("货架")])
        await talk.sees(one, "照片3张")
        await talk.play.shares_location(one, one, 38.4, 112.7)
        await talk.sees(one, "位置：已记录")
        await talk.presses(one, "核对并提交")
        await talk.presses(one, "确认提交")
        await talk.sees(one, "填报回执", "照片3张", "发现问题1项")
        await talk.presses(other, "核对无误")
        await talk.sees(users["X-9"], "待审核", "两名检查人员均已确认")
        await talk.presses(users["X-9"], "退回修改")
        await talk.says(users["X-9"], "请写明数量")
        await talk.sees(one, "退回修改", "请写明数量")
        await talk.presses(one, "填报结果")
        await talk.sees(one, "第2版", "灭火器压力不足")
        await talk.presses(one, "核对并提交")
        await talk.presses(one, "确认提交")
        await talk.presses(other, "核对无误")
        await talk.sees(users["X-9"], "待审核", "-2")
        await talk.presses(users["X-9"], "审核通过")
        await talk.sees(one, "审核通过", "公示")
        async with talk.acts.looking() as look:
            states = (await look.session.exec(select(Result.version, Result.state))).all()
        assert sorted(states) == [(1, "returned"), (2, "released")]


async def test_an_inspector_asks_to_be_recused_and_chance_finds_another(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        users, group = await _cast(talk)
        await _draw(talk, users, group)
        card = await talk.sees(users["S-1"], "抽查任务通知")
        await talk.play.presses(users["S-1"], card, "申请回避")
        await talk.presses(users["S-1"], "近亲属")
        await talk.says(users["S-1"], "表兄为该商行股东")
        await talk.sees(users["S-1"], "已提交申请")
        await talk.sees(users["B-2"], "申请更换检查人员", "表兄为该商行股东")
        await talk.presses(users["B-2"], "同意，重新匹配")
        told = await talk.sees(group, "检查人员更换", "工号S-1退出")
        assert "表兄" not in told.text
        await talk.sees(users["S-1"], "任务调整")


async def test_what_follows_a_problem_is_changed_by_a_press(tmp_path: Path, clock: StandingClock) -> None:
    async with talking(tmp_path, clock) as talk:
        users, group = await _cast(talk)
        await _draw(talk, users, group)
        one = users["X-1"]
        await talk.presses(one, "填报结果")
        await talk.presses(one, "消防设施")
        await talk.presses(one, "发现问题待后续处理")
        await talk.sees(one, "后续处置：责令改正", "示例条例第一条")
        await talk.presses(one, "处置措施")
        await talk.presses(one, "抄告、移送相关部门")
        await talk.says(one, "县住建局")
        await talk.sees(one, "抄告、移送相关部门：县住建局")
        await talk.presses(one, "处置措施")
        await talk.presses(one, "责令改正")
        await talk.says(one, "2030-01-01")
        await talk.sees(one, "改正期限应当在检查日期")
        await talk.presses(one, f"{clock():%Y}-")
        await talk.presses(one, "检查依据")
        await talk.says(one, "某办法第七条")
        await talk.sees(one, "检查依据：某办法第七条")
        await talk.says(one, "灭火器压力不足")
        await talk.sees(one, "填报检查结果", "责令改正", "前改正")
        await talk.presses(one, "核对并提交")
        await talk.presses(one, "确认提交")
        await talk.sees(users["X-2"], "请核对检查结果", "责令改正")
