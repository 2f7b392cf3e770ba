"""Stock aiogram is one of two independent judges of what the playground answers."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot as Client
from aiogram import types
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramConflictError, TelegramUnauthorizedError

from playground import Chat, Playground, User

TOKEN = "123456:county-office"
KEYBOARD = types.InlineKeyboardMarkup(
    inline_keyboard=[
        [types.InlineKeyboardButton(text="收到", callback_data="seen:1")],
        [types.InlineKeyboardButton(text="打开", url="https://t.me/county_bot?start=abc")],
    ]
)


def same(markup: types.InlineKeyboardMarkup | None) -> bool:
    return markup is not None and markup.model_dump(exclude_none=True) == KEYBOARD.model_dump(
        exclude_none=True
    )


def connect(playground: Playground, token: str = TOKEN) -> Client:
    return Client(token, session=AiohttpSession(api=TelegramAPIServer.from_base(playground.url)))


@pytest.fixture
async def client(playground: Playground, lin: User) -> AsyncIterator[Client]:
    await playground.says(lin, None, "/start")
    bot = connect(playground)
    yield bot
    await bot.session.close()


async def test_the_bot_knows_itself(client: Client) -> None:
    me = await client.get_me()
    assert (me.is_bot, me.username, me.can_join_groups) == (True, "county_bot", True)
    assert me.can_read_all_group_messages is False
    assert me.supports_inline_queries is False


async def test_a_wrong_token_is_unauthorized(playground: Playground) -> None:
    stranger = connect(playground, "999:wrong")
    with pytest.raises(TelegramUnauthorizedError):
        await stranger.get_me()
    await stranger.session.close()


async def test_a_text_is_sent_with_its_entities_and_keyboard(
    client: Client, lin: User, playground: Playground
) -> None:
    text = "<b>𠮷县</b>抽取 <code>14</code> 号"
    sent = await client.send_message(lin.id, text, parse_mode="HTML", reply_markup=KEYBOARD)
    assert sent.text == "𠮷县抽取 14 号"
    assert [(e.type, e.offset, e.length) for e in sent.entities or []] == [("bold", 0, 3), ("code", 6, 2)]
    assert sent.html_text == text
    assert sent.from_user is not None
    assert sent.from_user.username == "county_bot"
    assert same(sent.reply_markup)
    assert playground.last(lin).buttons == ["收到", "打开"]


async def test_a_reply_keyboard_is_shown_to_people_and_not_returned(
    client: Client, lin: User, playground: Playground
) -> None:
    keyboard = types.ReplyKeyboardMarkup(
        keyboard=[[types.KeyboardButton(text="发送手机号", request_contact=True)]], resize_keyboard=True
    )
    sent = await client.send_message(lin.id, "请确认身份", reply_markup=keyboard)
    assert sent.reply_markup is None
    await playground.presses(lin, playground.last(lin), "发送手机号")
    update = (await client.get_updates())[-1]
    assert update.message is not None
    assert update.message.contact is not None
    assert update.message.contact.user_id == lin.id


async def test_keyboards_can_be_removed_and_replies_forced(client: Client, lin: User) -> None:
    gone = await client.send_message(lin.id, "好", reply_markup=types.ReplyKeyboardRemove())
    asked = await client.send_message(lin.id, "何处？", reply_markup=types.ForceReply())
    assert (gone.reply_markup, asked.reply_markup) == (None, None)


async def test_editing_returns_the_message(client: Client, lin: User) -> None:
    sent = await client.send_message(lin.id, "旧", reply_markup=KEYBOARD)
    edited = await client.edit_message_text("新", chat_id=lin.id, message_id=sent.message_id)
    assert isinstance(edited, types.Message)
    assert (edited.text, edited.reply_markup) == ("新", None)
    assert edited.edit_date
    again = await client.edit_message_reply_markup(
        chat_id=lin.id, message_id=sent.message_id, reply_markup=KEYBOARD
    )
    assert isinstance(again, types.Message)
    assert same(again.reply_markup)
    with pytest.raises(TelegramBadRequest, match="message is not modified: specified new message content"):
        await client.edit_message_text(
            "新", chat_id=lin.id, message_id=sent.message_id, reply_markup=KEYBOARD
        )


async def test_photos_documents_and_albums_go_both_ways(
    client: Client, lin: User, playground: Playground, picture: bytes
) -> None:
    photo = await client.send_photo(lin.id, types.BufferedInputFile(picture, "a.png"), caption="<i>门头</i>")
    assert photo.photo is not None
    assert (photo.photo[-1].width, photo.photo[-1].height) == (400, 300)
    again = await client.send_photo(lin.id, photo.photo[-1].file_id)
    assert again.photo is not None
    assert [size.file_id for size in again.photo] == [size.file_id for size in photo.photo]
    document = await client.send_document(lin.id, types.BufferedInputFile(b"a,b", "名单.csv"))
    assert document.document is not None
    assert document.document.file_name == "名单.csv"
    assert playground.file(playground.last(lin)) == b"a,b"
    items = [types.InputMediaPhoto(media=types.BufferedInputFile(picture, f"{n}.png")) for n in range(3)]
    album = await client.send_media_group(lin.id, [*items])
    assert len({message.media_group_id for message in album}) == 1
    assert len(album) == 3
    changed = await client.edit_message_media(
        types.InputMediaPhoto(media=types.BufferedInputFile(picture, "n.png"), caption="新图"),
        chat_id=lin.id,
        message_id=photo.message_id,
    )
    assert isinstance(changed, types.Message)
    assert changed.caption == "新图"
    renamed = await client.edit_message_caption(chat_id=lin.id, message_id=photo.message_id, caption="旧图")
    assert isinstance(renamed, types.Message)
    assert renamed.caption == "旧图"
    await playground.sends_document(lin, None, b"result", "结果.xlsx", caption="请收")
    incoming = (await client.get_updates())[-1].message
    assert incoming is not None
    assert incoming.document is not None
    target = io.BytesIO()
    await client.download(incoming.document, target)
    assert target.getvalue() == b"result"


async def test_a_press_arrives_and_is_answered(client: Client, lin: User, playground: Playground) -> None:
    await client.send_message(lin.id, "您被抽中", reply_markup=KEYBOARD)
    query = await playground.presses(lin, playground.last(lin), "收到")
    update = (await client.get_updates())[-1]
    assert update.callback_query is not None
    assert (update.callback_query.data, update.callback_query.from_user.id) == ("seen:1", lin.id)
    assert update.callback_query.chat_instance
    assert isinstance(update.callback_query.message, types.Message)
    assert same(update.callback_query.message.reply_markup)
    assert await client.answer_callback_query(update.callback_query.id, "已记录", show_alert=True) is True
    assert (getattr(query, "answer", None), getattr(query, "alert", None)) == ("已记录", True)


async def test_places_contacts_and_actions(client: Client, lin: User) -> None:
    place = await client.send_location(lin.id, 26.43, 106.67)
    assert place.location is not None
    assert place.location.latitude == 26.43
    contact = await client.send_contact(lin.id, "+8613900000000", "何川")
    assert contact.contact is not None
    assert await client.send_chat_action(lin.id, "typing") is True


async def test_messages_are_deleted_forwarded_copied_and_pinned(client: Client, lin: User) -> None:
    first = await client.send_message(lin.id, "一")
    second = await client.send_message(lin.id, "二")
    forwarded = await client.forward_message(lin.id, lin.id, first.message_id)
    assert isinstance(forwarded.forward_origin, types.MessageOriginUser)
    assert (await client.copy_message(lin.id, lin.id, first.message_id)).message_id > second.message_id
    assert await client.pin_chat_message(lin.id, first.message_id) is True
    assert (await client.get_chat(lin.id)).pinned_message is not None
    assert await client.unpin_chat_message(lin.id) is True
    assert await client.unpin_all_chat_messages(lin.id) is True
    assert await client.delete_message(lin.id, first.message_id) is True
    assert await client.delete_messages(lin.id, [second.message_id, 999]) is True
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await client.delete_message(lin.id, first.message_id)


async def test_chats_and_members_are_described(client: Client, lin: User, office: Chat) -> None:
    assert (await client.get_chat(lin.id)).first_name == "林晓"
    assert (await client.get_chat(office.id)).title == "联席办工作群"
    assert isinstance(await client.get_chat_member(office.id, lin.id), types.ChatMemberOwner)
    assert isinstance(await client.get_chat_member(office.id, client.id), types.ChatMemberMember)
    assert len(await client.get_chat_administrators(office.id)) == 1
    assert await client.get_chat_member_count(office.id) == 3
    assert await client.leave_chat(office.id) is True


async def test_an_administrator_is_described_with_every_right(
    client: Client, office: Chat, playground: Playground
) -> None:
    await playground.promotes(office, playground.bot)
    member = await client.get_chat_member(office.id, client.id)
    assert isinstance(member, types.ChatMemberAdministrator)
    assert member.can_pin_messages


async def test_commands_are_kept_by_scope(client: Client, lin: User) -> None:
    menu = [types.BotCommand(command="start", description="开始")]
    own = [types.BotCommand(command="draw", description="抽取")]
    scope = types.BotCommandScopeChat(chat_id=lin.id)
    assert await client.set_my_commands(menu) is True
    assert await client.set_my_commands(own, scope=scope) is True
    assert [c.command for c in await client.get_my_commands()] == ["start"]
    assert [c.command for c in await client.get_my_commands(scope=scope)] == ["draw"]
    assert await client.delete_my_commands(scope=scope) is True
    assert await client.get_my_commands(scope=scope) == []
    assert await client.set_chat_menu_button(menu_button=types.MenuButtonCommands()) is True
    assert isinstance(await client.get_chat_menu_button(), types.MenuButtonCommands)
    assert await client.set_my_description("县双随机办") is True
    assert (await client.get_my_description()).description == "县双随机办"
    assert await client.set_my_short_description("双随机") is True
    assert (await client.get_my_short_description()).short_description == "双随机"
    assert await client.set_my_name("随查") is True
    assert (await client.get_my_name()).name == "随查"
    assert await client.close() is True
    assert await client.log_out() is True


async def test_a_webhook_is_described_and_excludes_polling(client: Client) -> None:
    url = "http://127.0.0.1:9/hook"
    assert await client.set_webhook(url, secret_token="s3cret", allowed_updates=["message"]) is True
    info = await client.get_webhook_info()
    assert (info.url, info.allowed_updates) == (url, ["message"])
    with pytest.raises(TelegramConflictError, match="webhook is active"):
        await client.get_updates()
    assert await client.delete_webhook(drop_pending_updates=True) is True
    assert await client.get_updates() == []
