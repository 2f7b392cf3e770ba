"""Around the draw, in chat: an object gone, exemptions by document, waiting for witnesses, a public value."""

from pathlib import Path

from scheduler import ticks
from tests.conftest import StandingClock
from tests.handlers.test_draw_to_result import _cast, _draw
from tests.services.test_draw_watch import SOURCE, VALUE
from tests.services.test_draws import announce, witness
from tests.talk import talking

ASKS_FOR_MORE = """
base = "xinzhou"
public_entropy = { value = true, clause = "本单位规定" }
"""


async def test_an_object_gone_is_replaced_on_two_words_and_the_team_goes_on(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        users, group = await _cast(talk)
        await _draw(talk, users, group)
        await talk.says(users["B-1"], "递补")
        await talk.presses(users["B-1"], "XZ-2026-0001-02")
        await talk.presses(users["B-1"], "查无此户")
        await talk.says(users["B-1"], "登记住所已拆除")
        await talk.sees(users["B-1"], "XZ-2026-0001-02", "须由另一人同意")
        await talk.sees(users["B-2"], "申请递补检查对象", "登记住所已拆除")
        await talk.presses(users["B-2"], "同意，按次序递补")
        posted = await talk.sees(group, "检查对象递补", "XZ-2026-0001-02 终止", "XZ-2026-0001-04")
        assert "示例商行" not in posted.text
        await talk.sees(users["X-1"], "检查任务终止", "XZ-2026-0001-02", "XZ-2026-0001-04")
        await talk.sees(users["X-1"], "抽查任务通知", "XZ-2026-0001-04")
        await talk.says(users["B-2"], "/substitute")
        listed = await talk.sees(users["B-2"], "请选择对象已经灭失的检查任务")
        assert not [label for label in listed.buttons if "XZ-2026-0001-02" in label]


async def test_a_visit_is_named_by_its_number_and_refused_with_the_way_out(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        users, group = await _cast(talk)
        await _draw(talk, users, group)
        await talk.says(users["B-1"], "递补")
        await talk.sees(users["B-1"], "请选择对象已经灭失的检查任务")
        await talk.says(users["B-1"], "XZ-2026-0001-99")
        await talk.sees(users["B-1"], "没有找到可以递补的检查任务", "XZ-2026-0001-99")
        await talk.says(users["B-1"], "xz-2026-0001-03")
        await talk.sees(users["B-1"], "XZ-2026-0001-03", "请选择理由")
        await talk.presses(users["B-1"], "已注销")
        await talk.presses(users["B-1"], "提交申请")
        await talk.presses(users["B-2"], "不同意")
        await talk.sees(users["B-1"], "未同意递补", "XZ-2026-0001-03")


async def test_an_exemption_is_entered_posted_drawn_around_and_revoked(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        users, group = await _cast(talk)
        one = users["B-1"]
        await talk.says(one, "免抽")
        await talk.sees(one, "目前没有免抽对象")
        await talk.presses(one, "新增免抽")
        await talk.says(one, "919901240000000002 919901240000000099")
        await talk.sees(one, "检查对象名录中没有 919901240000000099")
        await talk.says(one, "919901240000000002 919901240000000003")
        await talk.sees(one, "免抽对象2家", "示例商行2")
        await talk.says(one, "某政发〔2026〕7号")
        await talk.sees(one, "请发送免抽的最后一日")
        await talk.says(one, "年底")
        await talk.sees(one, "不是日期")
        await talk.says(one, "2026-12-31")
        await talk.sees(one, "核对后登记", "某政发〔2026〕7号")
        await talk.presses(one, "确认登记")
        await talk.sees(group, "登记免抽", "某政发〔2026〕7号", "2家")
        await talk.says(users["B-2"], "/exempt")
        await talk.presses(users["B-2"], "撤销：919901240000000002")
        await talk.says(users["B-2"], "文件已废止")
        await talk.sees(users["B-2"], "已撤销")
        await talk.sees(group, "撤销免抽", "文件已废止")
        await talk.says(users["B-2"], "/exempt")
        await talk.sees(users["B-2"], "919901240000000003 示例商行3")


async def test_a_draw_without_witnesses_is_offered_to_be_void(tmp_path: Path, clock: StandingClock) -> None:
    async with talking(tmp_path, clock) as talk:
        users, group = await _cast(talk)
        await announce(talk.acts)
        clock.advance(days=1)
        await ticks.witnesses(talk.acts)
        await talk.sees(group, "见证未到齐", "XZ-2026-0001", "见证不能略过")
        await talk.says(users["B-1"], "/void XZ-2026-0001 见证人外出", group)
        await talk.presses(users["B-2"], "同意作废", group)
        await talk.sees(group, "XZ-2026-0001", "见证人外出", "作废")


async def test_a_public_value_is_named_given_and_held_by_another(
    tmp_path: Path, clock: StandingClock
) -> None:
    profile = tmp_path / "more.toml"
    profile.write_text(ASKS_FOR_MORE, "utf-8")
    async with talking(tmp_path, clock, str(profile)) as talk:
        users, group = await _cast(talk)
        draw = await announce(talk.acts)
        await talk.says(users["B-1"], "/close", group)
        await talk.sees(group, "尚未产生")
        await talk.says(users["B-1"], f"/public XZ-2026-0001 {VALUE}", group)
        await talk.sees(group, "须先截止见证")
        await witness(talk.acts, draw.ref, "J-1", "83920174")
        await witness(talk.acts, draw.ref, "S-0", "二〇二六")
        await talk.says(users["B-1"], f"截止见证 XZ-2026-0001 {SOURCE}")
        await talk.sees(group, "见证截止", SOURCE)
        await talk.says(users["B-1"], "/public XZ-2026-0001 7", group)
        await talk.sees(group, "不足 2 的 64 次方")
        await talk.says(users["B-1"], f"/public XZ-2026-0001 {VALUE}", group)
        card = await talk.sees(group, "请各位核对", VALUE)
        await talk.play.presses(users["B-2"], card, "开始抽取")
        await talk.sees(group, "抽取完成", "XZ-2026-0001")
