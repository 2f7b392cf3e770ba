"""对象库 in chat: looked up, one card, corrected and put back, how complete, what an import changed."""

from pathlib import Path

from domain.roles import HOUSE
from models import InspectionObject
from services.objects import object_changes
from services.registers import importing
from services.registers.importing import read_file
from tests.conftest import StandingClock
from tests.county import MARKET
from tests.handlers.test_draw_to_result import _cast
from tests.register_corpus import xlsx
from tests.talk import Talk, talking

NO = "919901240000000002"


async def _row(talk: Talk) -> InspectionObject:
    async with talk.acts.looking() as look:
        return await object_changes.object_of(look, NO)


async def test_the_office_looks_an_object_up_and_sees_phones_only_on_demand(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        users, group = await _cast(talk)
        office = users["B-1"]
        await talk.says(office, "对象库")
        await talk.sees(office, "在册12家，其中存续11家", "主体11", "食品销售11", "A级5、B级6", "重点对象0家")
        await talk.says(office, "示例商行")
        await talk.sees(office, "找到12家")
        await talk.presses(office, "示例商行2（")
        card = await talk.sees(office, f"编号：{NO}", "信用等级：B", "参加抽取", "重点对象：否")
        assert "19900001111" not in card.text
        await talk.presses(office, "显示联系人和电话")
        await talk.eventually(
            lambda: any("19900001111" in str(one) for one in talk.play.calls("answerCallbackQuery"))
        )
        await talk.says(office, "https://example.org/licence?code=919901240000000001")
        await talk.sees(office, "登记状态：注销", "不参加抽取，已注销、吊销、撤销或迁出")
        await talk.says(office, "没有的店")
        await talk.sees(office, "没有找到“没有的店”")
        await talk.says(office, "/objects", group)
        await talk.sees(group, "请在与本助手的单独会话中办理")
        await talk.says(users["S-1"], "对象库")
        await talk.sees(users["S-1"], "没有此项权限")


async def test_a_key_object_is_marked_with_its_document_and_the_mark_undone(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        users, _ = await _cast(talk)
        office = users["B-1"]
        await talk.says(office, f"对象库 {NO}")
        await talk.sees(office, "重点对象：否")
        await talk.presses(office, "标识为重点对象")
        await talk.sees(office, "请选择列为重点对象的情形")
        await talk.presses(office, "被立案查处")
        await talk.sees(office, "请发送依据文件的名称和文号")
        assert not (await _row(talk)).is_key
        await talk.says(office, "某罚字〔2026〕1号")
        await talk.sees(office, "已办理")
        await talk.presses(office, "返回对象卡片")
        await talk.sees(office, "重点对象：是，被立案查处，依据某罚字〔2026〕1号", "更正记录")
        await talk.presses(office, "撤销最近一次更正")
        await talk.sees(office, "重点对象：否", "已撤销")
        assert not (await _row(talk)).is_key


async def test_a_status_is_corrected_with_reason_and_document(tmp_path: Path, clock: StandingClock) -> None:
    async with talking(tmp_path, clock) as talk:
        users, _ = await _cast(talk)
        office = users["B-1"]
        await talk.says(office, f"对象库 {NO}")
        await talk.presses(office, "更正登记内容")
        await talk.presses(office, "存活标识")
        await talk.presses(office, "停业")
        await talk.sees(office, "存活标识更正为：停业", "请发送理由")
        await talk.says(office, "长期停业，未办理注销")
        await talk.sees(office, "请发送依据文件")
        await talk.says(office, "某核字〔2026〕3号")
        done = await talk.sees(office, "已办理")
        await talk.presses(office, "返回对象卡片")
        await talk.sees(office, "存活标识：停业", "不参加抽取", "长期停业，未办理注销（某核字〔2026〕3号）")
        await talk.presses(office, "更正登记内容")
        await talk.presses(office, "监管单位")
        await talk.sees(office, "请发送正确的内容")
        await talk.says(office, "城关市场监管所")
        await talk.sees(office, "监管单位更正为：城关市场监管所")
        await talk.says(office, "属地调整")
        await talk.sees(office, "请发送依据文件", after=done.id)
        await talk.says(office, "某文〔2026〕5号")
        await talk.sees(office, "已办理", after=done.id)
        assert (await _row(talk)).supervising_unit == "城关市场监管所"


async def test_falls_of_an_import_reach_liaison_and_group_and_stand_in_the_library(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        users, group = await _cast(talk)
        office = users["B-1"]
        head = ("统一社会信用代码", "企业名称", "信用等级", "监管单位")
        read = read_file("四月.xlsx", xlsx([head, (NO, "示例商行2", "D", MARKET)]))
        async with talk.acts.working(HOUSE, "test:receive") as work:
            ref = (await importing.receive(work, read)).batch.ref
        async with talk.acts.working(HOUSE, "test:confirm") as work:
            await importing.confirm(work, ref, read.rows)
        await talk.sees(users["S-0"], "信用风险预警", "示例商行2", "B → D")
        posted = await talk.sees(group, "信用风险预警", f"{MARKET}：1项")
        assert "示例商行2" not in posted.text
        await talk.says(office, "对象库")
        await talk.presses(office, "上次导入的变化")
        await talk.sees(office, "四月.xlsx", "等级下降1项", "B → D", "监管单位 空 → 市场监督管理局", "11家")
        await talk.presses(office, "返回对象库")
        await talk.presses(office, "完整率")
        await talk.sees(office, "信用等级　11/11（100%）", "属地监管单位　1/11（9%）", "食品销售　1/11")
