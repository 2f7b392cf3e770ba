"""Groups: who hears what, who comes and goes, and the move to a supergroup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from playground import Chat, PlayError, Playground, User

if TYPE_CHECKING:
    from tests.playground.conftest import Raw


async def heard(raw: Raw) -> list[Any]:
    updates = await raw.updates()
    await raw.updates(offset=raw.playground.bot.queue.next_id)
    return [update["message"].get("text") for update in updates if "message" in update]


async def test_privacy_hides_talk_that_is_not_for_the_bot(
    raw: Raw, playground: Playground, office: Chat, lin: User, he: User
) -> None:
    playground.add_bot("77:other", "other_bot")
    sent = await raw.result("sendMessage", chat_id=office.id, text="周报")
    await heard(raw)
    await playground.says(lin, office, "今天天气好")
    await playground.says(lin, office, "/progress")
    await playground.says(lin, office, "/progress@county_bot")
    await playground.says(lin, office, "/progress@other_bot")
    await playground.says(lin, office, "请 @county_bot 看一下")
    await playground.says(he, office, "回复", reply_to=office.messages[sent["message_id"]])
    assert await heard(raw) == ["/progress", "/progress@county_bot", "请 @county_bot 看一下", "回复"]


async def test_an_administrator_bot_hears_everything(
    raw: Raw, playground: Playground, office: Chat, lin: User
) -> None:
    await playground.promotes(office, playground.bot)
    await heard(raw)
    await playground.says(lin, office, "今天天气好")
    assert await heard(raw) == ["今天天气好"]


async def test_bots_do_not_hear_each_other(raw: Raw, playground: Playground, office: Chat, lin: User) -> None:
    other = playground.add_bot("77:other", "other_bot", privacy=False)
    await playground.adds(lin, office, other)
    await raw.result("sendMessage", chat_id=office.id, text="/progress")
    raw.token = other.token
    assert "/progress" not in await heard(raw)


async def test_joining_and_leaving_are_told_to_the_bot(
    raw: Raw, playground: Playground, lin: User, he: User
) -> None:
    group = playground.add_group(-9, "检查组", [lin], bots=[])
    await playground.adds(lin, group, playground.bot)
    joined, service = await raw.updates()
    assert joined["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert service["message"]["new_chat_members"][0]["id"] == playground.bot.id
    await playground.adds(lin, group, he)
    assert (await raw.updates())[-1]["message"]["new_chat_members"][0]["id"] == he.id
    await playground.removes(lin, group, playground.bot)
    assert (await raw.updates())[-1]["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    refusal = await raw.refusal("sendMessage", chat_id=group.id, text="喂")
    assert refusal == "Forbidden: bot was kicked from the supergroup chat"


async def test_anybody_in_the_group_can_press_anybodys_button(
    raw: Raw, playground: Playground, office: Chat, lin: User, he: User
) -> None:
    markup = {"inline_keyboard": [[{"text": "认领", "callback_data": "take:1"}]]}
    await raw.result("sendMessage", chat_id=office.id, text="给林晓", reply_markup=markup)
    for person in (lin, he):
        await playground.presses(person, playground.last(office), "take:1")
    presses = [update["callback_query"] for update in await raw.updates() if "callback_query" in update]
    assert [press["from"]["id"] for press in presses] == [lin.id, he.id]
    assert len({press["chat_instance"] for press in presses}) == 1
    with pytest.raises(PlayError):
        await playground.presses(playground.add_user(9, "外人"), playground.last(office), "take:1")


async def test_an_anonymous_administrator_speaks_as_the_group(
    raw: Raw, playground: Playground, office: Chat, lin: User
) -> None:
    await playground.says(lin, office, "/draw", anonymous=True)
    message = (await raw.updates())[-1]["message"]
    assert message["from"]["id"] == 1087968824
    assert message["sender_chat"]["id"] == office.id


async def test_a_migrated_group_answers_with_its_new_id(raw: Raw, playground: Playground, lin: User) -> None:
    old = playground.add_group(-44, "老群", [lin], kind="group")
    new = await playground.migrates(old)
    services = [update["message"] for update in await raw.updates() if "message" in update]
    assert services[-2]["migrate_to_chat_id"] == new.id
    assert services[-1]["migrate_from_chat_id"] == old.id
    answer = await raw.call("sendMessage", chat_id=old.id, text="喂")
    assert answer["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert answer["parameters"] == {"migrate_to_chat_id": new.id}
    sent = await raw.result("sendMessage", chat_id=new.id, text="喂")
    assert sent["chat"]["type"] == "supergroup"


async def test_contacts_and_places_are_asked_for_in_private_only(raw: Raw, office: Chat) -> None:
    keyboard = {"keyboard": [[{"text": "手机号", "request_contact": True}]]}
    refusal = await raw.refusal("sendMessage", chat_id=office.id, text="请", reply_markup=keyboard)
    assert refusal == "Bad Request: phone number can be requested in private chats only"


async def test_message_numbers_belong_to_their_chat(
    raw: Raw, playground: Playground, office: Chat, started: User
) -> None:
    in_group = await raw.result("sendMessage", chat_id=office.id, text="一")
    in_private = await raw.result("sendMessage", chat_id=started.id, text="一")
    assert in_group["message_id"] == len(office.messages)
    assert in_private["message_id"] == 2
