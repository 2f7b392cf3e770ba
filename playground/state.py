"""Who and what exists: people, bots, chats and the messages in them."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import Any

from playground.updates import UpdateQueue

Json = dict[str, Any]


@dataclass(eq=False, kw_only=True)
class User:
    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    phone: str | None = None
    language_code: str | None = "zh-hans"
    is_bot: bool = False
    about: str = ""
    deactivated: bool = False

    def to_json(self) -> Json:
        fields = {
            "id": self.id,
            "is_bot": self.is_bot,
            "first_name": self.first_name,
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
        }
        return {name: value for name, value in fields.items() if value is not None}


@dataclass(eq=False, kw_only=True)
class Bot(User):
    """A bot account; `privacy` hides group talk that is not meant for it."""

    token: str
    queue: UpdateQueue
    privacy: bool = True
    is_bot: bool = True
    language_code: str | None = None
    commands: dict[str, list[Json]] = field(default_factory=dict)
    profile: dict[str, str] = field(default_factory=dict)

    def about_itself(self) -> Json:
        return self.to_json() | {
            "can_join_groups": True,
            "can_read_all_group_messages": not self.privacy,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }


@dataclass(eq=False, kw_only=True)
class Chat:
    """A private chat of one person with one bot, or a group. `members` maps user ids to their status."""

    id: int
    kind: str
    title: str | None = None
    user: User | None = None
    bot: Bot | None = None
    members: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    last_id: int = 0
    started: bool = False
    blocked: bool = False
    migrated_to: int | None = None
    deleted: bool = False
    pinned: list[int] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Names the chat across bots: two bots talk to one person in two chats with one id."""
        return f"{self.bot.id}_{self.id}" if self.bot else str(self.id)

    @property
    def instance(self) -> str:
        return str(zlib.crc32(self.key.encode()) * 4_294_967_311)

    @property
    def is_private(self) -> bool:
        return self.kind == "private"

    def to_json(self) -> Json:
        if self.user is None:
            return {"id": self.id, "type": self.kind, "title": self.title} | (
                {"all_members_are_administrators": False} if self.kind == "group" else {}
            )
        person = self.user.to_json()
        names = {name: person[name] for name in ("first_name", "last_name", "username") if name in person}
        return {"id": self.id, "type": self.kind} | names

    def has(self, user: User) -> bool:
        return self.members.get(user.id, "left") not in {"left", "kicked"}


@dataclass(eq=False, kw_only=True)
class Message:
    """`content` holds the other fields of the Bot API's Message, `markup` any kind of keyboard."""

    id: int
    chat: Chat
    sender: User
    date: int
    content: Json
    markup: Json | None = None
    reply_to: Message | None = None
    edit_date: int | None = None
    deleted: bool = False

    @property
    def text(self) -> str:
        """The text or the caption, plain."""
        return str(self.content.get("text", self.content.get("caption", "")))

    @property
    def from_bot(self) -> bool:
        return self.sender.is_bot

    @property
    def rows(self) -> list[list[Json]]:
        """Buttons of the inline or reply keyboard, row by row."""
        markup = self.markup or {}
        rows: list[list[Json]] = markup.get("inline_keyboard") or markup.get("keyboard") or []
        return rows

    @property
    def buttons(self) -> list[str]:
        return [button["text"] for row in self.rows for button in row]

    @property
    def is_service(self) -> bool:
        return not SERVICE.isdisjoint(self.content)

    def to_json(self, *, every_keyboard: bool = False, nested: bool = True) -> Json:
        """As the Bot API shows it; `every_keyboard` adds reply keyboards, which only people's windows see."""
        data: Json = {
            "message_id": self.id,
            "from": self.sender.to_json(),
            "chat": self.chat.to_json(),
            "date": self.date,
        }
        data |= self.content
        if self.edit_date is not None:
            data["edit_date"] = self.edit_date
        if self.reply_to and nested:
            data["reply_to_message"] = self.reply_to.to_json(nested=False)
        if self.markup and (every_keyboard or "inline_keyboard" in self.markup):
            data["reply_markup"] = self.markup
        return data


SERVICE = frozenset(
    {
        "new_chat_members",
        "left_chat_member",
        "group_chat_created",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "pinned_message",
    }
)
