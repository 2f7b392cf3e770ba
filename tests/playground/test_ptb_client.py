"""Stock python-telegram-bot is the other judge of what the playground answers."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter

from playground import Chat, Playground, User

TOKEN = "123456:county-office"
KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("收到", callback_data="seen:1")]])


def connect(playground: Playground, token: str = TOKEN) -> telegram.Bot:
    url = playground.url
    return telegram.Bot(token, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot")


@pytest.fixture
async def client(playground: Playground, lin: User) -> AsyncIterator[telegram.Bot]:
    await playground.says(lin, None, "/start")
    async with connect(playground) as bot:
        yield bot


async def test_the_bot_knows_itself(client: telegram.Bot) -> None:
    me = await client.get_me()
    assert (me.is_bot, me.username, me.can_join_groups) == (True, "county_bot", True)
    assert me.can_read_all_group_messages is False


async def test_a_wrong_token_is_refused(playground: Playground) -> None:
    stranger = connect(playground, "999:wrong")
    with pytest.raises(InvalidToken):
        await stranger.get_me()


async def test_texts_are_sent_edited_and_deleted(client: telegram.Bot, lin: User) -> None:
    sent = await client.send_message(lin.id, "<b>抽取</b> 14 号", parse_mode="HTML", reply_markup=KEYBOARD)
    assert (sent.text, sent.text_html) == ("抽取 14 号", "<b>抽取</b> 14 号")
    assert sent.reply_markup == KEYBOARD
    edited = await client.edit_message_text("新", lin.id, sent.message_id)
    assert isinstance(edited, telegram.Message)
    assert edited.reply_markup is None
    marked = await client.edit_message_reply_markup(lin.id, sent.message_id, reply_markup=KEYBOARD)
    assert isinstance(marked, telegram.Message)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await client.edit_message_reply_markup(lin.id, sent.message_id, reply_markup=KEYBOARD)
    assert await client.delete_message(lin.id, sent.message_id) is True
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await client.edit_message_text("再", lin.id, sent.message_id)
    assert await client.delete_messages(lin.id, [sent.message_id]) is True


async def test_media_go_both_ways(
    client: telegram.Bot, lin: User, playground: Playground, picture: bytes
) -> None:
    photo = await client.send_photo(lin.id, picture, caption="门头")
    assert photo.photo[-1].width == 400
    assert (await client.send_photo(lin.id, photo.photo[-1])).photo == photo.photo
    document = await client.send_document(lin.id, b"a,b", filename="名单.csv")
    assert document.document is not None
    assert document.document.file_name == "名单.csv"
    assert (await client.send_document(lin.id, document.document)).document == document.document
    items = [telegram.InputMediaPhoto(picture, caption="一" if n == 0 else None) for n in range(2)]
    album = await client.send_media_group(lin.id, items)
    assert [message.caption for message in album] == ["一", None]
    changed = await client.edit_message_media(
        telegram.InputMediaPhoto(picture, caption="新"), lin.id, photo.message_id
    )
    assert isinstance(changed, telegram.Message)
    renamed = await client.edit_message_caption(lin.id, photo.message_id, caption="旧")
    assert isinstance(renamed, telegram.Message)
    assert renamed.caption == "旧"
    sent = await playground.sends_photo(lin, None, picture, caption="现场")
    incoming = (await client.get_updates())[-1].message
    assert incoming is not None
    assert incoming.caption == sent.text
    file = await incoming.photo[-1].get_file()
    assert bytes(await file.download_as_bytearray()) == picture


async def test_presses_arrive_and_are_answered(
    client: telegram.Bot, lin: User, playground: Playground
) -> None:
    await client.send_message(lin.id, "您被抽中", reply_markup=KEYBOARD)
    await playground.presses(lin, playground.last(lin), "seen:1")
    query = (await client.get_updates())[-1].callback_query
    assert query is not None
    assert (query.data, query.from_user.id) == ("seen:1", lin.id)
    assert await query.answer("好") is True


async def test_places_contacts_actions_and_keyboards(client: telegram.Bot, lin: User) -> None:
    assert (await client.send_location(lin.id, 26.43, 106.67)).location is not None
    assert (await client.send_contact(lin.id, "+861390000", "何川")).contact is not None
    assert await client.send_chat_action(lin.id, "typing") is True
    keyboard = telegram.ReplyKeyboardMarkup([["是", "否"]], resize_keyboard=True)
    for markup in (keyboard, telegram.ReplyKeyboardRemove(), telegram.ForceReply()):
        assert (await client.send_message(lin.id, "请选", reply_markup=markup)).reply_markup is None


async def test_messages_are_forwarded_copied_and_pinned(client: telegram.Bot, lin: User) -> None:
    first = await client.send_message(lin.id, "一")
    assert (await client.forward_message(lin.id, lin.id, first.message_id)).forward_origin is not None
    assert (await client.copy_message(lin.id, lin.id, first.message_id)).message_id
    assert await client.pin_chat_message(lin.id, first.message_id) is True
    assert (await client.get_chat(lin.id)).pinned_message is not None
    assert await client.unpin_chat_message(lin.id, first.message_id) is True
    assert await client.unpin_all_chat_messages(lin.id) is True


async def test_chats_members_and_commands(client: telegram.Bot, office: Chat, playground: Playground) -> None:
    await playground.promotes(office, playground.bot)
    assert (await client.get_chat(office.id)).title == office.title
    assert (await client.get_chat_member(office.id, client.id)).status == "administrator"
    assert len(await client.get_chat_administrators(office.id)) == 2
    assert await client.get_chat_member_count(office.id) == 3
    assert await client.set_my_commands([("start", "开始")]) is True
    assert [command.command for command in await client.get_my_commands()] == ["start"]
    assert await client.delete_my_commands() is True
    assert await client.set_chat_menu_button() is True
    assert (await client.get_chat_menu_button()).type == "commands"
    assert await client.set_my_description("县双随机办") is True
    assert (await client.get_my_description()).description == "县双随机办"
    assert await client.set_my_short_description("双随机") is True
    assert (await client.get_my_short_description()).short_description == "双随机"
    assert await client.set_my_name("随查") is True
    assert (await client.get_my_name()).name == "随查"
    assert await client.close() is True
    assert await client.log_out() is True
    assert await client.leave_chat(office.id) is True
    with pytest.raises(Forbidden, match="not a member of the supergroup chat"):
        await client.send_message(office.id, "还在吗")


async def test_the_webhook_is_set_described_and_removed(client: telegram.Bot) -> None:
    assert await client.set_webhook("http://127.0.0.1:9/hook", secret_token="s3cret") is True
    assert (await client.get_webhook_info()).url == "http://127.0.0.1:9/hook"
    assert await client.delete_webhook() is True


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
async def test_errors_have_the_types_that_the_library_gives_them(
    client: telegram.Bot, lin: User, he: User, playground: Playground
) -> None:
    playground.fail_next("sendMessage", retry_after=7)
    with pytest.raises(RetryAfter):
        await client.send_message(lin.id, "一")
    playground.fail_next("sendMessage")
    with pytest.raises(NetworkError):
        await client.send_message(lin.id, "二")
    old = playground.add_group(-55, "老群", [lin], kind="group")
    new = await playground.migrates(old)
    with pytest.raises(ChatMigrated) as moved:
        await client.send_message(old.id, "三")
    assert moved.value.new_chat_id == new.id
    await playground.blocks(lin)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await client.send_message(lin.id, "四")
    with pytest.raises(BadRequest, match="Chat not found"):
        await client.send_message(he.id, "五")
