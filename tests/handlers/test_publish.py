"""公示 and 汇总 in the office group, as the office sees them."""

from dataclasses import dataclass
from pathlib import Path

from domain.roles import Role
from models import Person, Result
from playground import Chat, User
from services import people
from tests.conftest import StandingClock
from tests.rows import Rows, key
from tests.talk import Talk, talking


@dataclass
class Group:
    """The office group with two of the office and an approver in it."""

    chat: Chat
    chief: User
    deputy: User
    result: Result


async def _office(talk: Talk) -> Group:
    rows = Rows(talk.acts)
    unit = await rows.unit("市场监管局")
    staff = [await rows.person(unit, name) for name in ("林一", "白二", "马三")]
    visit = await rows.visit(await rows.draw(await rows.task(unit)), "虚构加油站")
    await rows.sent(visit, staff[2])
    result = await rows.result(visit, staff[2], outcome="problem_pending")
    for person in staff[:2]:
        await _grant(talk, person)
    users = [talk.play.add_user(n, person.name) for n, person in enumerate(staff[:2], start=1)]
    for user, person in zip(users, staff[:2], strict=True):
        await talk.enrol(user, person.roster_no)
    group = talk.play.add_group(-100, "办公室工作群", users)
    async with talk.acts.noting() as work:
        code = await people.write_binding_code(work)
    await talk.says(users[0], f"/bind {code}", group)
    await talk.sees(group, "本群已绑定")
    return Group(group, users[0], users[1], result)


async def _grant(talk: Talk, person: Person) -> None:
    async with talk.acts.noting() as work:
        await people.grant(work, key(person), Role.OFFICE)


async def test_one_prepares_another_lets_out_and_the_pages_follow(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        office, queries = await _office(talk), talk.play.world.queries
        await talk.says(office.chief, "/publish", office.chat)
        await talk.sees(office.chat, "待公示结果", "虚构加油站", office.result.number)
        await talk.presses(office.chief, "提请公示", office.chat)
        await talk.sees(office.chat, "XZ-2026-G001 提请公示", "虚构加油站")
        await talk.presses(office.chief, "复核并公示", office.chat)
        await talk.eventually(lambda: any("须由另一人复核" in (one.answer or "") for one in queries.values()))
        await talk.presses(office.deputy, "复核并公示", office.chat)
        await talk.sees(office.chat, "XZ-2026-G001 已公示")
        page = tmp_path / "public" / "index.html"
        await talk.eventually(lambda: page.is_file() and "已公示结果 1 件" in page.read_text("utf-8"))


async def test_a_published_result_is_taken_down_by_two_people_and_the_page_says_so(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        office = await _office(talk)
        async with talk.acts.noting() as work:
            (await work.session.get_one(Result, key(office.result))).published_at = work.now
        await talk.says(office.chief, "撤下公示")
        await talk.sees(office.chief, "目前没有撤下的公示")
        await talk.presses(office.chief, "提请撤下公示")
        await talk.says(office.chief, office.result.number)
        await talk.presses(office.chief, "公示对象有误")
        await talk.says(office.chief, "某政发〔2026〕9号")
        await talk.sees(office.chief, "核对后提请", "公示对象有误", "某政发〔2026〕9号")
        await talk.presses(office.chief, "提请另一人决定")
        await talk.sees(office.chat, "提请撤下公示", office.result.number)
        await talk.presses(office.deputy, "同意撤下", office.chat)
        await talk.sees(office.chat, f"{office.result.number} 已撤下公示")
        page = tmp_path / "public" / "log.html"
        await talk.eventually(lambda: page.is_file() and office.result.number in page.read_text("utf-8"))
        await talk.says(office.chief, "撤下公示")
        await talk.sees(office.chief, f"{office.result.number} 虚构加油站：已撤下")


async def test_a_result_is_withheld_by_two_people_and_comes_back_with_a_reason(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        office = await _office(talk)
        await talk.says(office.chief, "不予公示")
        await talk.sees(office.chief, "目前没有不予公示的结果")
        await talk.presses(office.chief, "提请不予公示")
        await talk.presses(office.chief, office.result.number)
        await talk.presses(office.chief, "《政府信息公开条例》第十六条")
        await talk.says(office.chief, "某政发〔2026〕7号，案件未办结")
        await talk.sees(office.chief, "核对后提请", "第十六条", "某政发〔2026〕7号")
        await talk.presses(office.chief, "提请另一人决定")
        await talk.sees(office.chat, "提请不予公示", office.result.number)
        await talk.presses(office.deputy, "同意不予公示", office.chat)
        await talk.sees(office.chat, f"{office.result.number} 不予公示")
        await talk.says(office.chief, "/publish", office.chat)
        await talk.sees(office.chat, "暂不能公示 1 件", "依法不予公示")
        await talk.says(office.chief, "不予公示")
        await talk.presses(office.chief, "终止：")
        await talk.says(office.chief, "案件已办结")
        await talk.sees(office.chief, "已终止，该结果列入待公示")


async def test_the_summary_is_a_picture_with_the_same_in_words(tmp_path: Path, clock: StandingClock) -> None:
    async with talking(tmp_path, clock) as talk:
        office = await _office(talk)
        await talk.says(office.chief, "/summary", office.chat)
        seen = await talk.sees(office.chat, "忻州市双随机抽查工作进度", "检查完成率：100%（1/1）")
        assert "photo" in seen.content
