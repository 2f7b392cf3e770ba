"""What the server refuses, in which words, and how much it lets through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from playground import Chat, PlayError, Playground, User

if TYPE_CHECKING:
    from tests.playground.conftest import Hands, Raw


def inline(data: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "按", "callback_data": data}]]}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "message text is empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "字" * 4097}, "message is too long"),
        ({"text": "好", "parse_mode": "Fancy"}, "unsupported parse_mode"),
        ({"text": "好", "reply_markup": inline("")}, "BUTTON_DATA_INVALID"),
        ({"text": "好", "reply_markup": inline("汉" * 22)}, "BUTTON_DATA_INVALID"),
        ({"text": "好", "reply_markup": {"what": 1}}, "object expected as reply markup"),
        ({"text": "好", "reply_markup": "{"}, "can't parse reply_markup JSON object"),
        (
            {"text": "好", "reply_markup": {"inline_keyboard": [[{"text": "按"}]]}},
            "Text buttons are unallowed",
        ),
        ({"text": "好", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
        ({"text": "好", "chat_id": 77}, "chat not found"),
        ({"text": "好", "chat_id": "@somebody"}, "chat not found"),
        ({"text": "好", "chat_id": ""}, "chat_id is empty"),
    ],
)
async def test_a_bad_message_is_refused_in_telegrams_words(
    raw: Raw, started: User, values: dict[str, Any], words: str, playground: Playground
) -> None:
    before = len(playground.messages(started))
    refusal = await raw.refusal("sendMessage", **({"chat_id": started.id} | values))
    assert refusal.startswith("Bad Request: ")
    assert words in refusal
    assert len(playground.messages(started)) == before


async def test_the_longest_text_and_data_are_accepted(raw: Raw, started: User) -> None:
    text = "<b>" + "字" * 4096 + "</b>"
    sent = await raw.result(
        "sendMessage", chat_id=started.id, text=text, parse_mode="HTML", reply_markup=inline("汉" * 21)
    )
    assert len(sent["text"]) == 4096


async def test_a_caption_has_its_own_limit(raw: Raw, started: User, picture: bytes) -> None:
    form = aiohttp.FormData({"chat_id": str(started.id), "caption": "字" * 1025})
    form.add_field("photo", picture, filename="a.png")
    url = f"{raw.playground.url}/bot{raw.token}/sendPhoto"
    async with raw.session.post(url, data=form) as response:
        assert (await response.json())["description"] == "Bad Request: message caption is too long"


async def test_an_album_has_at_most_ten_items(raw: Raw, started: User) -> None:
    one = [{"type": "photo", "media": "x"}]
    for items, words in (([], "there are no messages to send"), (one * 11, "too many messages to send")):
        assert words in await raw.refusal("sendMediaGroup", chat_id=started.id, media=items)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ({"command": "", "description": "开始"}, "command must be non-empty"),
        ({"command": "a" * 33, "description": "开始"}, "command length must not exceed 32"),
        ({"command": "开始", "description": "开始"}, "BOT_COMMAND_INVALID"),
        ({"command": "start", "description": " "}, "command description must be non-empty"),
        ({"command": "start", "description": "长" * 257}, "command description length must not exceed 256"),
    ],
)
async def test_a_menu_with_a_bad_command_is_refused(raw: Raw, command: dict[str, str], words: str) -> None:
    assert await raw.refusal("setMyCommands", commands=[command]) == f"Bad Request: {words}"


async def test_a_contact_and_a_place_must_be_whole(raw: Raw, started: User) -> None:
    for call, words in (
        ("sendContact", 'parameter "phone_number" is required'),
        ("sendLocation", "latitude is empty"),
    ):
        assert await raw.refusal(call, chat_id=started.id) == f"Bad Request: {words}"


async def test_a_file_above_20_mb_cannot_be_downloaded(
    raw: Raw, playground: Playground, started: User
) -> None:
    await playground.sends_document(started, None, bytes((20 << 20) + 1), "大.bin")
    file_id = (await raw.updates())[-1]["message"]["document"]["file_id"]
    assert await raw.refusal("getFile", file_id=file_id) == "Bad Request: file is too big"


async def test_what_is_no_picture_is_no_photo(raw: Raw, started: User) -> None:
    form = aiohttp.FormData({"chat_id": str(started.id), "photo": "attach://p"})
    form.add_field("p", b"not a picture", filename="a.png")
    async with raw.session.post(f"{raw.playground.url}/bot{raw.token}/sendPhoto", data=form) as response:
        assert (await response.json())["description"] == "Bad Request: IMAGE_PROCESS_FAILED"


async def test_only_the_bots_own_messages_can_be_edited_and_only_while_they_stand(
    raw: Raw, playground: Playground, started: User
) -> None:
    theirs = playground.last(started)
    place = {"chat_id": started.id, "text": "新"}
    assert "can't be edited" in await raw.refusal("editMessageText", message_id=theirs.id, **place)
    assert "message to edit not found" in await raw.refusal("editMessageText", message_id=99, **place)
    sent = await raw.result("sendMessage", chat_id=started.id, text="新", reply_markup=inline("a"))
    again = place | {"message_id": sent["message_id"], "reply_markup": inline("a")}
    assert "message is not modified: specified new" in await raw.refusal("editMessageText", **again)
    changed = await raw.result("editMessageText", **(again | {"reply_markup": inline("b")}))
    assert changed["reply_markup"] == inline("b")


async def test_a_message_older_than_two_days_cannot_be_deleted(raw: Raw, started: User, hands: Hands) -> None:
    sent = await raw.result("sendMessage", chat_id=started.id, text="旧")
    hands.at += 48 * 3600
    where = {"chat_id": started.id, "message_id": sent["message_id"]}
    assert "can't be deleted" in await raw.refusal("deleteMessage", **where)


async def test_a_bot_cannot_speak_first(raw: Raw, he: User, lin: User, playground: Playground) -> None:
    assert await raw.refusal("sendMessage", chat_id=he.id, text="喂") == "Bad Request: chat not found"
    playground.add_group(-7, "群", [lin, he])
    expected = "Forbidden: bot can't initiate conversation with a user"
    assert await raw.refusal("sendMessage", chat_id=he.id, text="喂") == expected
    await playground.opens(he)
    await raw.result("sendMessage", chat_id=he.id, text="喂")


async def test_a_block_stops_messages_until_the_person_starts_again(
    raw: Raw, playground: Playground, started: User
) -> None:
    await playground.blocks(started)
    blocked = (await raw.updates())[-1]["my_chat_member"]
    assert blocked["new_chat_member"]["status"] == "kicked"
    expected = "Forbidden: bot was blocked by the user"
    assert await raw.refusal("sendMessage", chat_id=started.id, text="喂") == expected
    with pytest.raises(PlayError):
        await playground.says(started, None, "你好")
    await playground.says(started, None, "/start")
    back, start = (await raw.updates())[-2:]
    assert back["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert start["message"]["text"] == "/start"
    await raw.result("sendMessage", chat_id=started.id, text="喂")


async def test_a_deleted_account_is_unreachable(raw: Raw, playground: Playground, started: User) -> None:
    await playground.deactivates(started)
    refusal = await raw.refusal("sendMessage", chat_id=started.id, text="喂")
    assert refusal == "Forbidden: user is deactivated"


async def test_a_start_link_carries_its_parameter_wherever_it_is_pressed(
    raw: Raw, playground: Playground, started: User, office: Chat
) -> None:
    link = {"inline_keyboard": [[{"text": "私聊", "url": "https://t.me/county_bot?start=a-1_Z"}]]}
    await raw.result("sendMessage", chat_id=office.id, text="请", reply_markup=link)
    await playground.presses(started, playground.last(office), "私聊")
    assert (await raw.updates())[-1]["message"]["text"] == "/start a-1_Z"
    assert playground.last(started).text == "/start a-1_Z"


@pytest.fixture
async def strict(hands: Hands) -> Any:
    play = Playground(hands, limits=True, limits_clock=hands)
    play.add_bot("123456:county-office", "county_bot")
    await play.start()
    yield play
    await play.stop()


async def send(play: Playground, chat: int) -> int | None:
    """Retry-after in seconds, or None when the message went through."""
    url = f"{play.url}/bot{play.bot.token}/sendMessage"
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, json={"chat_id": chat, "text": "通知"}) as response,
    ):
        answer = await response.json()
        assert response.status == (200 if answer["ok"] else 429)
        if answer["ok"]:
            return None
        seconds = int(answer["parameters"]["retry_after"])
        assert answer["description"] == f"Too Many Requests: retry after {seconds}"
        return seconds


async def test_a_person_gets_about_one_message_a_second(strict: Playground, hands: Hands) -> None:
    person = strict.add_user(5, "林晓")
    await strict.opens(person)
    answers = [await send(strict, 5) for _ in range(4)]
    assert answers == [None, None, None, 1]
    hands.at += 1
    assert [await send(strict, 5), await send(strict, 5)] == [None, 1]


async def test_a_group_gets_twenty_messages_a_minute(strict: Playground, hands: Hands) -> None:
    group = strict.add_group(-5, "群", [strict.add_user(5, "林晓")])
    answers = [await send(strict, group.id) for _ in range(21)]
    assert answers == [None] * 20 + [3]
    hands.at += 60
    assert await send(strict, group.id) is None


async def test_everybody_together_gets_thirty_a_second(strict: Playground) -> None:
    for number in range(1, 32):
        await strict.opens(strict.add_user(number, str(number)))
    answers = [await send(strict, number) for number in range(1, 32)]
    assert answers == [None] * 30 + [1]
