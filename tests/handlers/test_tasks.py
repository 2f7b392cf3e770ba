"""我的任务 at the doorstep: the lists, the card of a visit, and the ways to open the right one."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlmodel import select

from models import Assignment, Entry, InspectionObject, Item, Visit
from playground import Message, User
from playground.errors import PlayError
from services.visits import drafts, inspections
from tests import visits
from tests.conftest import StandingClock
from tests.county import FIRE, MARKET, actor
from tests.talk import Talk, talking

FIRST, SECOND = "XZ-2026-0001-001", "XZ-2026-0001-002"


@pytest.fixture
async def talk(tmp_path: Path, clock: StandingClock) -> AsyncIterator[Talk]:
    """Two visits, a week after the draw."""
    async with talking(tmp_path, clock) as talk:
        await visits.found(talk.acts)
        async with talk.acts.noting() as work:
            lead = await work.session.exec(select(Assignment).where(Assignment.ref == "S-1@1"))
            lead.one().leads = True
            item = (await work.session.exec(select(Item).where(Item.code == "SP-1"))).one()
            item.content, item.requirement = "查验供货者许可证和合格证明", "两名检查人员在场"
        clock.go_to(2026, 4, 8)
        yield talk


async def joins(talk: Talk, roster_no: str) -> User:
    user = talk.play.add_user(1000 + len(talk.play.world.users), roster_no)
    await talk.enrol(user, roster_no)
    return user


async def located(talk: Talk, visit: str, latitude: float, longitude: float) -> None:
    async with talk.acts.noting() as work:
        found = await work.session.exec(
            select(InspectionObject)
            .join(Visit, Visit.object_id == InspectionObject.id)  # type: ignore[arg-type]
            .where(Visit.number == visit)
        )
        subject = found.one()
        subject.latitude, subject.longitude = latitude, longitude


async def acts_of(talk: Talk, act: str) -> list[str]:
    async with talk.acts.looking() as look:
        return list(await look.session.exec(select(Entry.subject).where(Entry.act == act)))


def link_behind(card: Message, label: str) -> str:
    return next(str(b["url"]) for row in card.rows for b in row if b["text"] == label)


async def test_the_list_opens_the_card_with_everything_but_the_phone(talk: Talk) -> None:
    one = await joins(talk, "S-1")
    await talk.says(one, "我的任务")
    shown = await talk.sees(one, "我的任务", "全部待办", FIRST, SECOND, "剩余53天")
    await talk.presses(one, FIRST)
    card = await talk.sees(one, "检查任务", "示例街", "2026年4月1日至2026年5月31日", after=shown.id)
    for words in (
        "进货查验记录（示例条例第一条）",
        "查验供货者许可证",
        "应备材料：营业执照",
        f"市检1（{MARKET}）组长",
    ):
        assert words in card.text
    assert f"{MARKET}：未填报" in card.text
    assert f"{FIRE}：未填报" in card.text
    assert "消防设施" not in card.text
    assert "1990000" not in card.text
    assert card.buttons == [
        "填报结果",
        "约定日期",
        "工作指引",
        "打开地图",
        "联系方式",
        "通知书",
        "抽查记录表",
        "申请回避",
        "我的任务",
    ]


async def test_the_map_shows_the_point_or_looks_for_the_address(talk: Talk) -> None:
    await located(talk, SECOND, 38.4, 112.73)
    one = await joins(talk, "S-1")
    await talk.says(one, FIRST)
    link = link_behind(await talk.sees(one, "检查任务", FIRST), "打开地图")
    assert link.startswith("https://uri.amap.com/search?keyword=%E7%A4%BA%E4%BE%8B%E8%A1%97")
    await talk.says(one, SECOND)
    link = link_behind(await talk.sees(one, "检查任务", SECOND), "打开地图")
    assert "position=112.730000,38.400000&" in link


async def test_the_contact_is_shown_when_asked_for_noted_and_put_away(talk: Talk) -> None:
    one = await joins(talk, "S-1")
    await talk.says(one, FIRST)
    await talk.presses(one, "联系方式")
    shown = await talk.sees(one, "电话：19900001111")
    assert await acts_of(talk, "assignment.contact") == [f"visit:{FIRST}"]
    await talk.play.presses(one, shown, "收起")
    await talk.eventually(lambda: shown.deleted)


async def test_the_guide_is_turned_item_by_item_in_one_message(talk: Talk) -> None:
    one = await joins(talk, "S-1")
    await talk.says(one, FIRST)
    await talk.presses(one, "工作指引")
    guide = await talk.sees(one, "工作指引", "第1/2项", "工作要求：两名检查人员在场")
    await talk.play.presses(one, guide, "下一项")
    await talk.eventually(lambda: "第2/2项" in guide.text and "没有登记本项" in guide.text)
    assert guide.buttons == ["上一项"]


async def test_the_card_follows_the_report_to_the_publication_clock(talk: Talk, clock: StandingClock) -> None:
    one = await joins(talk, "S-1")
    async with talk.acts.noting(await actor(talk.acts, "S-1")) as work:
        await drafts.all_fine(work, "S-1@1")
    await talk.says(one, FIRST)
    await talk.sees(one, FIRST, f"{MARKET}：填报中", f"{FIRE}：未填报")
    async with talk.acts.working(await actor(talk.acts, "S-1"), "test:submit") as work:
        await inspections.submit(work, "S-1@1")
    await talk.says(one, "我的任务")
    await talk.sees(one, "我的任务", "已填报1项")
    await talk.presses(one, "已填报")
    listed = await talk.sees(one, "我的任务", "已填报", FIRST)
    await talk.play.presses(one, listed, next(b for b in listed.buttons if b.startswith(FIRST)))
    card = await talk.sees(one, "检查任务", f"{MARKET}：待同组确认", "公示期限", after=listed.id)
    assert "填报结果" not in card.buttons
    assert "申请回避" not in card.buttons


async def test_a_scanned_code_opens_the_card_and_several_hits_are_listed(talk: Talk) -> None:
    one = await joins(talk, "S-1")
    await talk.says(one, "示例商行")
    hits = await talk.sees(one, "对应您的多项任务", FIRST, SECOND)
    await talk.play.presses(one, hits, hits.buttons[1])
    await talk.sees(one, "检查任务", SECOND, after=hits.id)
    async with talk.acts.looking() as look:
        register_no = (await look.session.exec(select(InspectionObject.register_no))).all()[1]
    await talk.says(one, f"https://zzlz.example/{register_no}?s=1")
    await talk.sees(one, "检查任务", register_no)
    await talk.says(one, "无此商行")
    await talk.sees(one, "没有找到“无此商行”")


async def test_the_code_on_a_printed_notice_opens_the_card_of_whoever_is_in_the_team(talk: Talk) -> None:
    one, stranger = await joins(talk, "S-1"), talk.play.add_user(4711, "路人")
    await talk.play.opens(one, "v_visit1")
    await talk.sees(one, "检查任务", FIRST)
    await talk.play.opens(stranger, "v_visit1")
    said = await talk.sees(stranger, "尚未绑定名录")
    assert FIRST not in said.text
    other = await joins(talk, "S-3")
    await talk.play.opens(other, "v_visit1")
    await talk.sees(other, "在您的任务中没有找到")


async def test_a_text_that_a_dialog_waits_for_stays_with_the_dialog(talk: Talk) -> None:
    one = await joins(talk, "S-1")
    await talk.says(one, FIRST)
    await talk.presses(one, "申请回避")
    await talk.presses(one, "近亲属")
    asked = await talk.sees(one, "申请")
    await talk.says(one, SECOND)
    await talk.sees(one, "已提交申请", after=asked.id)
    await talk.says(one, SECOND)
    await talk.sees(one, "检查任务", SECOND)


async def test_nobody_finds_anything_in_a_group(talk: Talk) -> None:
    one = await joins(talk, "S-1")
    group = talk.play.add_group(-77, "别的群", [one])
    await talk.says(one, FIRST, group)
    await talk.says(one, "/tasks", group)
    await talk.sees(group, "请在与本助手的单独会话中办理")
    assert all("示例街" not in message.text for message in talk.play.messages(group))
    with pytest.raises(PlayError):
        await talk.play.presses(one, talk.play.messages(group)[-1], "联系方式")
