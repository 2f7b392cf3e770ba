"""Methods about chats, their members and the command menu."""

from __future__ import annotations

import json
import re
from typing import Any

from playground.errors import bad_request
from playground.members import change_status, member_json
from playground.methods import Request, method
from playground.methods_send import post
from playground.state import Chat, Json
from playground.texts import read_caption

PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
)
COMMAND = re.compile(r"/?[a-z0-9_]+")
COMMAND_LIMIT, DESCRIPTION_LIMIT = 32, 256
GIFTS = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)


@method("getChat")
async def get_chat(request: Request) -> Any:
    chat = request.known_chat()
    full: Json = chat.to_json() | {
        "accent_color_id": chat.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(GIFTS, False),
    }
    if not chat.is_private:
        full["permissions"] = dict.fromkeys(PERMISSIONS, True)
    if chat.pinned:
        full["pinned_message"] = chat.messages[chat.pinned[-1]].to_json(nested=False)
    return full


@method("getChatMember")
async def get_chat_member(request: Request) -> Any:
    chat = request.chat()
    return member_json(chat, request.person())


@method("getChatAdministrators")
async def get_chat_administrators(request: Request) -> Any:
    chat = _group(request)
    leading = [user_id for user_id, status in chat.members.items() if status in {"creator", "administrator"}]
    users = [user for user in map(request.world.account, leading) if user]
    return [member_json(chat, user) for user in users if user is request.bot or not user.is_bot]


@method("getChatMemberCount")
async def get_chat_member_count(request: Request) -> Any:
    chat = request.chat()
    return sum(status not in {"left", "kicked"} for status in chat.members.values())


def _group(request: Request) -> Chat:
    chat = request.chat()
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    return chat


@method("leaveChat")
async def leave_chat(request: Request) -> Any:
    chat = request.chat()
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    change_status(request.world, chat, request.bot, request.bot, "left")
    request.world.post(chat, request.bot, {"left_chat_member": request.bot.to_json()})
    return True


@method("pinChatMessage")
async def pin(request: Request) -> Any:
    chat = request.chat()
    message = request.message(chat, "pin")
    if chat.kind == "supergroup" and chat.members[request.bot.id] != "administrator":
        raise bad_request("not enough rights to manage pinned messages in the chat")
    chat.pinned = [number for number in chat.pinned if number != message.id] + [message.id]
    request.world.publish({"type": "pinned", "chat": chat.key, "message_id": message.id})
    request.world.post(chat, request.bot, {"pinned_message": message.to_json(nested=False)})
    return True


@method("unpinChatMessage")
async def unpin(request: Request) -> Any:
    chat = request.chat()
    wanted = request.arguments.integer("message_id") or (chat.pinned or [0])[-1]
    if wanted not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(wanted)
    request.world.publish({"type": "pinned", "chat": chat.key, "message_id": (chat.pinned or [0])[-1]})
    return True


@method("unpinAllChatMessages")
async def unpin_all(request: Request) -> Any:
    chat = request.chat()
    chat.pinned.clear()
    request.world.publish({"type": "pinned", "chat": chat.key, "message_id": 0})
    return True


def _original(request: Request, purpose: str) -> Json:
    message = _source_chat(request).messages.get(request.arguments.integer("message_id"))
    if message is None or message.is_service:
        raise bad_request(f"message to {purpose} not found")
    origin = {"type": "user", "sender_user": message.sender.to_json(), "date": message.date}
    return message.content | ({"forward_origin": origin} if purpose == "forward" else {})


def _source_chat(request: Request) -> Chat:
    wanted = request.arguments.text("from_chat_id")
    chat = request.world.chats.get(f"{request.bot.id}_{wanted}") or request.world.chats.get(wanted)
    if chat is None or (not chat.is_private and not chat.has(request.bot)):
        raise bad_request("chat not found")
    return chat


@method("forwardMessage")
async def forward_message(request: Request) -> Any:
    chat = request.chat()
    return post(request, chat, _original(request, "forward")).to_json()


@method("copyMessage")
async def copy_message(request: Request) -> Any:
    chat = request.chat()
    content = _original(request, "copy")
    if request.arguments.values.get("caption") is not None and "text" not in content:
        plain = {name: value for name, value in content.items() if not name.startswith("caption")}
        content = plain | read_caption(request)
    return {"message_id": post(request, chat, content).id}


def _scope(request: Request) -> str:
    scope = request.arguments.structure("scope") or {"type": "default"}
    return json.dumps([scope, request.arguments.text("language_code")], sort_keys=True)


def _check_length(what: str, value: str, limit: int) -> None:
    if not value:
        raise bad_request(f"{what} must be non-empty")
    if len(value) > limit:
        raise bad_request(f"{what} length must not exceed {limit}")


@method("setMyCommands")
async def set_my_commands(request: Request) -> Any:
    commands = request.arguments.structure("commands") or []
    for command in commands:
        _check_length("command", str(command.get("command", "")).strip().removeprefix("/"), COMMAND_LIMIT)
        _check_length("command description", str(command.get("description", "")).strip(), DESCRIPTION_LIMIT)
        if not COMMAND.fullmatch(str(command["command"]).strip()):
            raise bad_request("BOT_COMMAND_INVALID")
    request.bot.commands[_scope(request)] = list(commands)
    request.world.publish({"type": "commands", "bot": request.bot.id})
    return True


@method("getMyCommands")
async def get_my_commands(request: Request) -> Any:
    return request.bot.commands.get(_scope(request), [])


@method("deleteMyCommands")
async def delete_my_commands(request: Request) -> Any:
    request.bot.commands.pop(_scope(request), None)
    request.world.publish({"type": "commands", "bot": request.bot.id})
    return True
