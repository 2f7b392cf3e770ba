"""Every act of a person, as a POST to `/play/<act>` with JSON or a form."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from playground.arguments import Arguments
from playground.errors import PlayError
from playground.state import Chat, Json, Message
from playground.world import Query

if TYPE_CHECKING:
    from playground.server import Playground

Act = Callable[["Playground", Arguments], Awaitable[Any]]


def _place(playground: Playground, arguments: Arguments) -> Chat:
    """The chat named by `chat`, else the user's private chat with the first bot."""
    place = arguments.text("chat") or arguments.text("user")
    return playground.chat(place)


def _message(playground: Playground, arguments: Arguments, name: str = "message_id") -> Message:
    message = _place(playground, arguments).messages.get(arguments.integer(name))
    if message is None:
        raise PlayError("there is no such message")
    return message


def _reply(playground: Playground, arguments: Arguments) -> Message | None:
    return _message(playground, arguments, "reply_to") if arguments.has("reply_to") else None


def _shown(message: Message) -> Json:
    return {"chat": message.chat.key, "message": message.to_json(every_keyboard=True)}


async def says(playground: Playground, a: Arguments) -> Json:
    place, reply_to = _place(playground, a), _reply(playground, a)
    anonymous = a.flag("anonymous")
    return _shown(
        await playground.says(
            a.integer("user"), place, a.text("text"), reply_to=reply_to, anonymous=anonymous
        )
    )


async def presses(playground: Playground, a: Arguments) -> Json:
    result = await playground.presses(a.integer("user"), _message(playground, a), a.text("button"))
    return {"query": result.id} if isinstance(result, Query) else _shown(result)


async def photos(playground: Playground, a: Arguments) -> Json:
    pictures = [upload.data for uploads in a.uploads.values() for upload in uploads]
    user, place, caption = a.integer("user"), _place(playground, a), a.text("caption") or None
    if len(pictures) == 1:
        return _shown(await playground.sends_photo(user, place, pictures[0], caption=caption))
    sent = await playground.sends_album(user, place, pictures, caption=caption)
    return {"sent": [_shown(message) for message in sent]}


async def documents(playground: Playground, a: Arguments) -> Json:
    user, place, caption = a.integer("user"), _place(playground, a), a.text("caption") or None
    uploads = [upload for uploads in a.uploads.values() for upload in uploads]
    sent = [await playground.sends_document(user, place, u.data, u.name, caption=caption) for u in uploads]
    return {"sent": [_shown(message) for message in sent]}


async def contact(playground: Playground, a: Arguments) -> Json:
    of = playground.person(a.integer("of")) if a.has("of") else None
    return _shown(await playground.shares_contact(a.integer("user"), _place(playground, a), of=of))


async def location(playground: Playground, a: Arguments) -> Json:
    place = _place(playground, a)
    sent = await playground.shares_location(
        a.integer("user"), place, a.number("latitude"), a.number("longitude")
    )
    return _shown(sent)


async def edits(playground: Playground, a: Arguments) -> Json:
    return _shown(await playground.edits(a.integer("user"), _message(playground, a), a.text("text")))


async def opens(playground: Playground, a: Arguments) -> Json:
    bot = playground.world.bot_by_name(a.text("bot")) if a.has("bot") else None
    return _shown(await playground.opens(a.integer("user"), a.text("start"), bot=bot))


async def blocks(playground: Playground, a: Arguments) -> Json:
    await playground.blocks(a.integer("user"), bot=_place(playground, a).bot)
    return {}


async def unblocks(playground: Playground, a: Arguments) -> Json:
    await playground.unblocks(a.integer("user"), bot=_place(playground, a).bot)
    return {}


async def users(playground: Playground, a: Arguments) -> Json:
    username, phone, last_name = (a.text(name) or None for name in ("username", "phone", "last_name"))
    user = playground.add_user(a.integer("id"), a.text("first_name"), username, phone, last_name=last_name)
    user.about = a.text("about")
    return user.to_json()


async def groups(playground: Playground, a: Arguments) -> Json:
    members = [int(member) for member in a.structure("members") or []]
    return playground.add_group(a.integer("id"), a.text("title"), members).to_json()


async def migrates(playground: Playground, a: Arguments) -> Json:
    return (await playground.migrates(_place(playground, a))).to_json()


async def fails(playground: Playground, a: Arguments) -> Json:
    """Plan a fault; the fields are those of `fail_next`."""
    chat = a.integer("chat") if a.has("chat") else None
    retry_after = a.integer("retry_after") if a.has("retry_after") else None
    playground.fail_next(
        a.text("method") or None,
        chat,
        status=a.integer("status") if a.has("status") else 502,
        body=a.values.get("body"),
        retry_after=retry_after,
        description=a.text("description") or None,
        times=a.integer("times", 1),
        after_effect=a.flag("after_effect"),
        delay=a.number("delay", 0),
    )
    return {}


ACTS: dict[str, Act] = {
    act.__name__: act
    for act in (
        says, presses, photos, documents, contact, location, edits, opens, blocks, unblocks,
        users, groups, migrates, fails,
    )
}  # fmt: skip


def seen_by(playground: Playground, chat_name: str, user_id: int) -> list[Json]:
    """The commands of the narrowest scope that has any: person in a chat, chat, kind of chat, all."""
    chat = playground.chat(chat_name)
    bots = [chat.bot] if chat.bot else [bot for bot in playground.world.bots.values() if chat.has(bot)]
    return [
        {**command, "bot": bot.username}
        for bot in bots
        for command in _menu(bot.commands, _scopes(chat, user_id))
    ]


def _menu(commands: dict[str, list[Json]], scopes: list[Json]) -> list[Json]:
    named = [json.dumps([scope, language], sort_keys=True) for scope in scopes for language in ("zh", "")]
    return next((commands[name] for name in named if commands.get(name)), [])


def _scopes(chat: Chat, user_id: int) -> list[Json]:
    if chat.is_private:
        kinds: list[Json] = [{"type": "all_private_chats"}]
        return [{"type": "chat", "chat_id": chat.id}, *kinds, {"type": "default"}]
    admin = chat.members.get(user_id) in {"creator", "administrator"}
    admins: list[Json] = [
        {"type": "chat_administrators", "chat_id": chat.id},
        {"type": "all_chat_administrators"},
    ]
    return [
        {"type": "chat_member", "chat_id": chat.id, "user_id": user_id},
        *(admins[:1] if admin else []),
        {"type": "chat", "chat_id": chat.id},
        *(admins[1:] if admin else []),
        {"type": "all_group_chats"},
        {"type": "default"},
    ]
