"""The whole of the playground's state, and the few ways it changes."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playground.files import FileStore
from playground.limits import Faults, Limits
from playground.state import Bot, Chat, Json, Message, User
from playground.updates import Bell

ANONYMOUS = User(id=1087968824, first_name="Group", username="GroupAnonymousBot", is_bot=True)


@dataclass(frozen=True)
class Call:
    """A bot's request as it was answered; `error` is None when it went well, `at` the playground's time."""

    bot: Bot
    method: str
    values: Json
    error: str | None
    at: float


@dataclass(eq=False)
class Query:
    """A pressed button that waits for answerCallbackQuery."""

    id: str
    bot: Bot
    user: User
    message: Message
    data: str
    at: float
    answered: bool = False
    answer: str | None = None
    alert: bool = False


@dataclass(eq=False)
class World:
    clock: Callable[[], float] = time.time
    limits: Limits = field(default_factory=lambda: Limits(time.monotonic))
    offset: float = 0.0
    users: dict[int, User] = field(default_factory=dict)
    bots: dict[str, Bot] = field(default_factory=dict)
    chats: dict[str, Chat] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    files: FileStore = field(default_factory=FileStore)
    faults: Faults = field(default_factory=Faults)
    calls: deque[Call] = field(default_factory=lambda: deque(maxlen=50_000))
    listeners: set[asyncio.Queue[Json]] = field(default_factory=set)
    bell: Bell = field(default_factory=Bell)
    serial: int = 0

    def now(self) -> float:
        """Seconds since the epoch on the playground's clock."""
        return self.clock() + self.offset

    def next_serial(self) -> int:
        self.serial += 1
        return self.serial

    def bot_by_name(self, username: str) -> Bot | None:
        wanted = username.removeprefix("@").lower()
        return next((bot for bot in self.bots.values() if (bot.username or "").lower() == wanted), None)

    def bot_by_id(self, bot_id: int) -> Bot | None:
        return next((bot for bot in self.bots.values() if bot.id == bot_id), None)

    def account(self, user_id: int) -> User | None:
        return self.users.get(user_id) or self.bot_by_id(user_id)

    def private(self, bot: Bot, user: User) -> Chat:
        chat = Chat(
            id=user.id, kind="private", user=user, bot=bot, members={user.id: "member", bot.id: "member"}
        )
        return self.chats.setdefault(chat.key, chat)

    def groups(self) -> list[Chat]:
        return [chat for chat in self.chats.values() if not chat.is_private]

    def post(
        self,
        chat: Chat,
        sender: User,
        content: Json,
        markup: Json | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        """Put a message into a chat; the bots that may see it get an update."""
        chat.last_id += 1
        message = Message(
            id=chat.last_id,
            chat=chat,
            sender=sender,
            date=int(self.now()),
            content=content,
            markup=markup,
            reply_to=reply_to,
        )
        chat.messages[message.id] = message
        self.tell_bots("message", message)
        self.show("message", message)
        return message

    def edited(self, message: Message) -> None:
        message.edit_date = int(self.now())
        self.tell_bots("edited_message", message)
        self.show("edited", message)

    def delete(self, message: Message) -> None:
        message.deleted = True
        chat = message.chat
        del chat.messages[message.id]
        chat.pinned = [number for number in chat.pinned if number != message.id]
        self.publish({"type": "deleted", "chat": chat.key, "message_id": message.id})

    def tell_bots(self, kind: str, message: Message) -> None:
        born = message.edit_date or message.date
        for bot in self.bots.values():
            if sees(bot, message):
                bot.queue.put(kind, message.to_json(), born)

    def show(self, kind: str, message: Message) -> None:
        self.publish(
            {"type": kind, "chat": message.chat.key, "message": message.to_json(every_keyboard=True)}
        )

    def publish(self, event: Json) -> None:
        """Tell every open page, and wake whoever waits for something to happen."""
        for listener in self.listeners:
            listener.put_nowait(event)
        self.bell.ring()

    def record(self, bot: Bot, method: str, values: dict[str, Any], error: str | None) -> None:
        self.calls.append(Call(bot, method, values, error, self.now()))
        self.bell.ring()

    def close(self) -> None:
        self.publish({"type": "closed"})
        for bot in self.bots.values():
            bot.queue.close()


def sees(bot: Bot, message: Message) -> bool:
    """Whether a bot gets this message: never another bot's, in groups only what its privacy mode shows."""
    chat = message.chat
    if message.sender.is_bot and message.sender is not ANONYMOUS:
        return message.is_service and not chat.is_private and chat.has(bot) and message.sender is not bot
    if chat.is_private:
        return chat.bot is bot and not chat.blocked
    if not chat.has(bot):
        return False
    everything = not bot.privacy or chat.members[bot.id] == "administrator"
    return everything or message.is_service or _meant_for(bot, message)


def _meant_for(bot: Bot, message: Message) -> bool:
    if message.reply_to and message.reply_to.sender is bot:
        return True
    mine = f"@{bot.username}".lower()
    words = message.text.lower().split()
    if mine in message.text.lower():
        return True
    return bool(words) and words[0].startswith("/") and "@" not in words[0]
