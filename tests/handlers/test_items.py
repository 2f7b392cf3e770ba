"""事项清单 in the chat: looked up, changed with its grounds, filed, published, undone; and a new list."""

from datetime import date
from pathlib import Path

from sqlmodel import select

from models import Item, ItemRevision
from playground import User
from tests.conftest import StandingClock
from tests.county import found
from tests.register_corpus import xlsx
from tests.talk import Talk, talking

LAW = "某办法（2026年修订）"


async def _comes(talk: Talk, name: str, roster_no: str, number: int) -> User:
    user = talk.play.add_user(number, name)
    await talk.arrives(user, roster_no)
    return user


async def _chief(talk: Talk) -> User:
    await found(talk.acts, objects=0)
    return await _comes(talk, "甲办", "B-1", 1001)


async def _grounds(talk: Talk, user: User, day: str) -> None:
    await talk.presses(user, "改（法律法规规章修改）")
    await talk.sees(user, "请发送依据文件的名称和文号")
    await talk.says(user, LAW)
    await talk.sees(user, "请发送施行日期", LAW)
    if day:
        await talk.says(user, day)
    else:
        await talk.presses(user, "自今日起施行")


async def _items(talk: Talk) -> dict[str, str]:
    async with talk.acts.looking() as look:
        rows = await look.session.exec(select(Item).where(Item.active))
        return {item.code: item.name for item in rows}


async def _revisions(talk: Talk) -> list[tuple[str, str, date | None]]:
    async with talk.acts.looking() as look:
        rows = await look.session.exec(select(ItemRevision).order_by("number"))
        return [(one.state, one.document, one.effective_on) for one in rows]


async def test_an_item_is_found_changed_from_a_day_on_and_taken_back(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        chief = await _chief(talk)
        await talk.says(chief, "事项清单")
        await talk.sees(chief, "现行3项", "2个单位")
        await talk.says(chief, "标签")
        await talk.sees(chief, "标签标识", "检查依据：示例条例第一条", "登记以来没有调整")
        await talk.presses(chief, "修改")
        await talk.sees(chief, "请选择要修改的内容")
        await talk.presses(chief, "检查依据")
        await talk.sees(chief, "检查依据现为：示例条例第一条")
        await talk.says(chief, "示例条例第二条")
        await talk.sees(chief, "为什么调整清单")
        await _grounds(talk, chief, "2026-07-01")
        await talk.sees(chief, "示例条例第一条 → 示例条例第二条", LAW, "自2026年7月1日起施行")
        assert await _revisions(talk) == []
        await talk.presses(chief, "确认登记")
        await talk.sees(chief, "已登记", "清单第1版")
        assert await _revisions(talk) == [("draft", LAW, date(2026, 7, 1))]
        await talk.presses(chief, "撤销本次调整")
        await talk.sees(chief, "已撤销", "清单第1版")
        assert await _revisions(talk) == [("undone", LAW, date(2026, 7, 1))]
        await talk.presses(chief, "返回")
        await talk.sees(chief, "标签标识", "登记以来没有调整")


async def test_an_item_is_abolished_filed_and_published(tmp_path: Path, clock: StandingClock) -> None:
    async with talking(tmp_path, clock, profile="huaxi") as talk:
        chief = await _chief(talk)
        await talk.says(chief, "事项清单 消防")
        await talk.sees(chief, "消防设施")
        await talk.presses(chief, "废止")
        await talk.sees(chief, "为什么调整清单")
        await _grounds(talk, chief, "")
        await talk.sees(chief, "废止事项", "消防设施", "自2026年4月1日起施行")
        await talk.presses(chief, "确认登记")
        await talk.sees(chief, "已登记", "清单第1版")
        assert set(await _items(talk)) == {"SP-1", "SP-2"}
        await talk.says(chief, "/items")
        await talk.sees(chief, "第1版尚未公示完毕")
        await talk.presses(chief, "清单调整记录")
        await talk.presses(chief, "第1版")
        await talk.sees(chief, "已登记", "公示期限", "废止　消防设施")
        await talk.presses(chief, "登记备案")
        await talk.sees(chief, "请发送备案回执的文号")
        await talk.says(chief, "备案〔2026〕3号 2026-03-31")
        await talk.sees(chief, "2026年3月31日报区联席办，回执备案〔2026〕3号")
        await talk.presses(chief, "登记公示")
        await talk.sees(chief, "已公示", "公示：2026年4月1日")
        assert [state for state, *_ in await _revisions(talk)] == ["published"]


async def test_an_inspector_looks_and_changes_nothing(tmp_path: Path, clock: StandingClock) -> None:
    async with talking(tmp_path, clock) as talk:
        await found(talk.acts, objects=0)
        one = await _comes(talk, "市检1", "S-1", 1002)
        await talk.says(one, "事项清单")
        await talk.presses(one, "按单位查")
        await talk.presses(one, "市场监督管理局（2）")
        await talk.sees(one, "共2项")
        await talk.presses(one, "SP-1")
        shown = await talk.sees(one, "进货查验记录")
        assert not [label for label in shown.buttons if label in {"修改", "废止"}]


async def test_what_several_units_could_inspect_together_is_proposed(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        await found(talk.acts)
        async with talk.acts.noting() as work:
            for item in await work.session.exec(select(Item)):
                item.object_type = "食品销售"
        one = await _comes(talk, "丁联", "S-0", 1003)
        await talk.says(one, "事项清单")
        await talk.presses(one, "合并检查建议")
        await talk.sees(one, "食品销售：", "消防救援大队 消防设施", "共有对象11家，合并后预计少上门11次")


async def test_a_new_list_is_asked_for_its_grounds_and_abolishes_what_it_lacks_on_the_offices_word(
    tmp_path: Path, clock: StandingClock
) -> None:
    head = ("事项编号", "抽查事项", "检查主体")
    rows = (("SP-1", "进货查验（新）", "市场监督管理局"), ("SP-9", "冷链", "市场监督管理局"))
    async with talking(tmp_path, clock) as talk:
        chief = await _chief(talk)
        await talk.says(chief, "导入")
        await talk.sees(chief, "请直接发送文件")
        await talk.play.sends_document(chief, chief, xlsx([head, *rows]), "清单.xlsx")
        shown = await talk.sees(chief, "新增1", "变更1", "未列入文件的2条，请在下方选定")
        assert shown.buttons[:2] == ["导入，未列入的事项继续有效", "导入，未列入的事项予以废止"]
        await talk.presses(chief, "未列入的事项予以废止")
        await talk.sees(chief, "为什么调整清单")
        await _grounds(talk, chief, "")
        await talk.sees(chief, "已导入")
        assert await _items(talk) == {"SP-1": "进货查验（新）", "SP-9": "冷链"}
        assert await _revisions(talk) == [("draft", LAW, date(2026, 4, 1))]
        await talk.presses(chief, "撤销本次导入")
        await talk.sees(chief, "已撤销导入")
        assert set(await _items(talk)) == {"SP-1", "SP-2", "XF-1"}


async def test_without_grounds_the_file_waits(tmp_path: Path, clock: StandingClock) -> None:
    head = ("事项编号", "抽查事项")
    async with talking(tmp_path, clock) as talk:
        chief = await _chief(talk)
        await talk.says(chief, "导入")
        await talk.sees(chief, "请直接发送文件")
        await talk.play.sends_document(chief, chief, xlsx([head, ("SP-1", "新名")]), "清单.xlsx")
        await talk.sees(chief, "变更1")
        await talk.presses(chief, "未列入的事项继续有效")
        await talk.sees(chief, "为什么调整清单")
        await talk.presses(chief, "取消")
        await talk.sees(chief, "变更1")
        assert (await _items(talk))["SP-1"] == "进货查验记录"


async def test_a_shorter_list_abolishes_what_it_lacks_though_nothing_else_changes(
    tmp_path: Path, clock: StandingClock
) -> None:
    head = ("事项编号", "抽查事项")
    async with talking(tmp_path, clock) as talk:
        chief = await _chief(talk)
        await talk.says(chief, "导入")
        await talk.sees(chief, "请直接发送文件")
        await talk.play.sends_document(chief, chief, xlsx([head, ("SP-1", "进货查验记录")]), "清单.xlsx")
        await talk.sees(chief, "变更0", "未列入文件的2条，请在下方选定")
        await talk.presses(chief, "未列入的事项予以废止")
        await talk.sees(chief, "为什么调整清单")
        await _grounds(talk, chief, "")
        await talk.sees(chief, "已导入", "变更0条，废止2条")
        assert set(await _items(talk)) == {"SP-1"}
