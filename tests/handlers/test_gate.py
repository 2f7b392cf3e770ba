"""The gate: who asks and from where; what was refused is said, what is stale leads back to the menu."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlmodel import col, delete, select

from domain.roles import HOUSE
from models import Account, Letter, Memory, Person, Result, RoleGrant, Update
from playground import Chat, Message, Query, User
from services import people
from services.visits import drafts, inspections
from tests import visits
from tests.conftest import StandingClock
from tests.county import GROUP, actor
from tests.talk import Talk, talking


@pytest.fixture
async def talk(tmp_path: Path, clock: StandingClock) -> AsyncIterator[Talk]:
    """The office with its drawn visits, on the day of an inspection."""
    async with talking(tmp_path, clock) as talk:
        await visits.found(talk.acts)
        clock.go_to(2026, 4, 8)
        yield talk


async def enrolled(talk: Talk, *roster_nos: str) -> list[User]:
    users = [talk.play.add_user(1000 + n, roster_no) for n, roster_no in enumerate(roster_nos)]
    for user, roster_no in zip(users, roster_nos, strict=True):
        await talk.enrol(user, roster_no)
    return users


async def confirm_card(talk: Talk) -> Message:
    """S-1 submits by the service; S-2 (enrolled) gets the card with 核对无误."""
    async with talk.acts.noting(await actor(talk.acts, "S-1")) as work:
        await drafts.all_fine(work, "S-1@1")
    async with talk.acts.working(await actor(talk.acts, "S-1"), "test:submit") as work:
        await inspections.submit(work, "S-1@1")
    return await talk.sees(talk.play.person(1000), "核对")


async def result_state(talk: Talk) -> str:
    async with talk.acts.looking() as look:
        return (await look.session.exec(select(Result.state))).one()


async def answer_of(talk: Talk, pressed: Query | Message) -> str:
    """The words of a press's answer."""
    assert isinstance(pressed, Query)
    await talk.eventually(lambda: pressed.answered)
    return pressed.answer or ""


def copy_for(talk: Talk, user: User, card: Message, *, update_of: str = "1") -> None:
    """A press that no honest client could make: somebody else's card, as if it stood in one's own chat."""
    data = card.rows[0][0]["callback_data"]
    talk.play.injects(
        "callback_query",
        {
            "id": update_of,
            "from": user.to_json(),
            "chat_instance": "1",
            "message": card.to_json() | {"chat": talk.play.chat(user).to_json()},
            "data": data,
        },
    )


async def settled(talk: Talk) -> None:
    """Everything that was heard is worked off."""

    async def waiting() -> bool:
        async with talk.acts.looking() as look:
            return bool((await look.session.exec(select(Update).where(Update.state == "waiting"))).first())

    await talk.eventually(lambda: not talk.play.bot.queue.waiting)
    while await waiting():  # noqa: ASYNC110 - rows of another task
        await asyncio.sleep(0.02)


async def test_an_anonymous_administrator_is_nobody(talk: Talk) -> None:
    (chief,) = await enrolled(talk, "B-1")
    group = talk.play.add_group(GROUP, "办公室工作群", [chief])
    before = len(talk.play.messages(group))
    await talk.play.says(chief, group, "/summary", anonymous=True)
    await settled(talk)
    assert len(talk.play.messages(group)) == before + 1
    await talk.says(chief, "/help", group)
    await talk.eventually(lambda: len(talk.play.messages(group)) == before + 3)


async def test_somebody_elses_button_in_the_group_does_nothing(talk: Talk) -> None:
    chief, auditor = await enrolled(talk, "B-1", "J-1")
    group = talk.play.add_group(GROUP, "办公室工作群", [chief, auditor])
    await talk.says(chief, "/draw", group)
    card = await talk.sees(group, "抽取")
    text, button = card.text, card.buttons[0]
    await talk.play.presses(auditor, card, button)
    await settled(talk)
    newest = [one for one in talk.play.messages(group) if one.from_bot][-1]
    assert (newest.id, newest.text) == (card.id, text)
    await talk.play.presses(chief, card, button)
    await talk.eventually(lambda: talk.play.messages(group)[-1].text != text)


async def test_a_card_pressed_by_another_unit_is_refused_in_words(talk: Talk) -> None:
    partner, stranger = await enrolled(talk, "S-2", "X-1")
    card = await confirm_card(talk)
    copy_for(talk, stranger, card)
    await talk.sees(stranger, "不在 XZ-2026-0001-001-01-1 的检查组中")
    await settled(talk)
    assert await result_state(talk) == "submitted"
    assert await answer_of(talk, await talk.play.presses(partner, card, card.buttons[0]))
    await settled(talk)
    assert await result_state(talk) == "confirmed"


async def test_a_press_that_is_heard_twice_acts_once_and_answers_quietly(talk: Talk) -> None:
    (partner,) = await enrolled(talk, "S-2")
    card = await confirm_card(talk)
    pressed = await talk.play.presses(partner, card, card.buttons[0])
    await answer_of(talk, pressed)
    await settled(talk)
    async with talk.acts.noting() as work:  # as after a crash between the act and its mark
        updates = await work.session.exec(select(Update).where(col(Update.body).contains("confirm:")))
        updates.one().state = "waiting"
    before = len(talk.play.messages(partner))
    await settled(talk)
    assert await result_state(talk) == "confirmed"
    assert len(talk.play.messages(partner)) == before
    async with talk.acts.looking() as look:
        asked = (await look.session.exec(select(Letter).where(Letter.kind == "release_asked"))).all()
        states = (await look.session.exec(select(Update.state))).all()
    assert len(asked) == 1
    assert set(states) == {"done"}


async def test_a_card_pressed_again_later_says_that_it_is_decided(talk: Talk) -> None:
    (partner,) = await enrolled(talk, "S-2")
    card = await confirm_card(talk)
    copy_for(talk, partner, card, update_of="1")
    await settled(talk)
    copy_for(talk, partner, card, update_of="2")
    await talk.sees(partner, "无需重复操作", after=card.id)
    assert await result_state(talk) == "confirmed"


async def open_report(talk: Talk, user: User) -> Message:
    await talk.says(user, "我的任务")
    await talk.presses(user, "XZ-2026-0001-001")
    await talk.presses(user, "填报结果")
    return await talk.sees(user, "填报检查结果")


async def test_a_dialog_button_works_after_a_restart(talk: Talk) -> None:
    (one,) = await enrolled(talk, "S-1")
    card = await open_report(talk, one)
    await settled(talk)
    await talk.restarts()
    await answer_of(talk, await talk.play.presses(one, card, "全部未发现问题"))
    await talk.sees(one, "请核对后提交")


async def test_a_button_of_an_earlier_dialog_says_that_it_is_stale_and_shows_the_menu(talk: Talk) -> None:
    (one,) = await enrolled(talk, "S-1")
    old = await open_report(talk, one)
    await open_report(talk, one)
    said = await answer_of(talk, await talk.play.presses(one, old, "全部未发现问题"))
    assert "已失效" in said
    menu = await talk.sees(one, "已失效", after=old.id)
    assert "我的任务" in menu.buttons
    async with talk.acts.looking(await actor(talk.acts, "S-1")) as look:
        assert (await drafts.see_report(look, "S-1@1")).answered == 0


async def test_a_button_of_a_dialog_that_nobody_remembers_is_stale_too(talk: Talk) -> None:
    (one,) = await enrolled(talk, "S-1")
    card = await open_report(talk, one)
    await settled(talk)
    async with talk.acts.noting() as work:
        await work.session.exec(delete(Memory))
    assert "已失效" in await answer_of(talk, await talk.play.presses(one, card, "全部未发现问题"))


@pytest.mark.parametrize("how", ["left", "account", "role"])
async def test_who_lost_the_right_is_refused_on_the_next_press(talk: Talk, how: str) -> None:
    (one,) = await enrolled(talk, "S-1")
    card = await open_report(talk, one)
    async with talk.acts.noting() as work:
        person: Person = await people.person_by_roster_no(work.session, "S-1")
        if how == "left":
            person.left_on = work.today
        elif how == "account":
            (await work.session.exec(select(Account))).one().revoked_at = work.now
        else:
            grants = await work.session.exec(select(RoleGrant).where(RoleGrant.person_id == person.id))
            grants.one().revoked_at = work.now
    await answer_of(talk, await talk.play.presses(one, card, "全部未发现问题"))
    await talk.says(one, "我的任务")
    await talk.sees(one, "尚未绑定名录", after=card.id)
    async with talk.acts.looking(HOUSE) as look:
        assert (await look.session.exec(select(Result))).all() == []


async def test_a_typed_word_begins_another_thing_while_a_dialog_is_open(talk: Talk) -> None:
    one, chief = await enrolled(talk, "S-1", "B-1")
    card = await open_report(talk, one)
    await talk.presses(one, "SP-1" if any("SP-1" in b for b in card.buttons) else "进货查验记录")
    await talk.presses(one, "发现问题待后续处理")
    await talk.sees(one, "说明")
    await talk.says(one, "我的任务")
    await talk.sees(one, "我的任务", "XZ-2026-0001-001", after=card.id)
    async with talk.acts.looking(await actor(talk.acts, "S-1")) as look:
        findings = (await drafts.see_report(look, "S-1@1")).findings
    assert [(one.outcome, one.remark) for one in findings.values()] == [("problem_pending", "")]
    await talk.says(chief, "导入")
    await talk.sees(chief, "导入名录")
    await talk.says(chief, "邀请 S-2")
    await talk.sees(chief, "一次性绑定链接")


async def test_an_act_of_another_place_is_refused(talk: Talk) -> None:
    (one,) = await enrolled(talk, "S-1")
    group: Chat = talk.play.add_group(-77, "别的群", [one])
    await talk.says(one, "/tasks", group)
    await talk.sees(group, "请在与本助手的单独会话中办理")
