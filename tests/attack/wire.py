"""The service behind its inbox, without a line to Telegram: raw updates in, what it would have said out."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, cast

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.base import BaseSession
from aiogram.methods import AnswerCallbackQuery, GetMe, TelegramMethod
from aiogram.types import Chat, Message, User
from sqlmodel import select

from bot.acts import Acts
from bot.app import Service
from bot.courier import Courier
from models import SQLModel
from tests.talk import TOKEN, settings_for

Json = dict[str, Any]
NOT_EFFECTS = {"memory", "update", "beat"}


class Silent(BaseSession):
    """Takes every call and answers as Telegram would, as far as anybody looks."""

    def __init__(self) -> None:
        """Nothing said yet."""
        super().__init__()
        self.said: list[TelegramMethod[Any]] = []
        self._ids = count(10_000)

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], *_: Any, **__: Any) -> Any:
        """Keep the call; a message for what sends or edits one, else ``True``."""
        self.said.append(method)
        if isinstance(method, GetMe):
            return User(id=4242, is_bot=True, first_name="随查", username="suicha_bot")
        if method.__returning__ is bool:
            return True
        chat = Chat(id=getattr(method, "chat_id", 0) or 0, type="private")
        text = getattr(method, "text", None) or ""
        return Message(message_id=next(self._ids), date=datetime.now(UTC), chat=chat, text=text).as_(bot)

    async def close(self) -> None:
        """Nothing is open."""

    async def stream_content(self, *_: Any, **__: Any) -> Any:
        """No file is ever fetched."""
        raise AssertionError
        yield b""


class Wire:
    """Feeds updates as the inbox would."""

    def __init__(self, acts: Acts, folder: Path) -> None:
        """A service on ``acts``'s database."""
        self.acts, self.line = acts, Silent()
        speaker = Bot(TOKEN, session=self.line, default=DefaultBotProperties(parse_mode="HTML"))
        self.service = Service(
            settings_for("http://nowhere.invalid", folder), acts, speaker, cast("Courier", None)
        )
        self._ids = count(1)

    async def hears(self, **update: Json) -> list[str]:
        """One update; what was said to it, answers of presses included, empty ones left out."""
        with self._listening() as said:
            await self.service._handle({"update_id": next(self._ids), **update}, False)
        return [text for method in said if (text := _text(method))]

    @contextmanager
    def _listening(self) -> Iterator[list[TelegramMethod[Any]]]:
        self.line.said = []
        yield self.line.said

    async def stored(self) -> str:
        """A digest of every row that is not the plumbing's: the same digest means no effect."""
        digest = hashlib.sha256()
        async with self.acts.looks() as session:
            for table in SQLModel.metadata.sorted_tables:
                if table.name not in NOT_EFFECTS:
                    rows = sorted(map(repr, (await session.exec(select(*table.columns))).all()))
                    digest.update(repr((table.name, rows)).encode())
        return digest.hexdigest()


def _text(method: TelegramMethod[Any]) -> str:
    if isinstance(method, AnswerCallbackQuery):
        return method.text or ""
    return str(getattr(method, "text", None) or getattr(method, "caption", None) or "")


def person(telegram_id: int, **more: Any) -> Json:
    """A Telegram user."""
    return {"id": telegram_id, "is_bot": False, "first_name": "某人", **more}


def private(telegram_id: int) -> Json:
    """The private chat with somebody."""
    return {"id": telegram_id, "type": "private", "first_name": "某人"}


def group(chat_id: int) -> Json:
    """A group."""
    return {"id": chat_id, "type": "supergroup", "title": "群"}


def message(sender: Json, chat: Json, **content: Any) -> Json:
    """A message."""
    return {"message_id": 7, "date": 1_775_000_000, "from": sender, "chat": chat, **content}


def press(sender: Json, chat: Json, data: str) -> Json:
    """A press of a button under a message of ours."""
    ours = person(4242, is_bot=True)
    card = message(
        ours, chat, text="卡片", reply_markup={"inline_keyboard": [[{"text": "键", "callback_data": data}]]}
    )
    return {"id": "1", "from": sender, "chat_instance": "1", "message": card, "data": data}
