"""A sent file that takes long: one message says how far it is, and ends as what came of it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramRetryAfter
from aiogram.types import Document, Message
from aiogram_dialog import DialogManager, ShowMode

from domain.errors import DomainError
from handlers.words import words_of
from locales.texts import Texts
from services.registers.sheets import Progress

DOWNLOAD_LIMIT = 20 * 1024 * 1024  # Telegram lets a bot download no more
EVERY = 3.0  # seconds between two edits

Read = TypeVar("Read")


async def fetch(bot: Bot, document: Document) -> bytes:
    """What was sent. Raises ``import.too_big``."""
    if (document.file_size or 0) > DOWNLOAD_LIMIT:
        raise DomainError("import.too_big", name=document.file_name or "")
    return await fetched(bot, document)


async def fetched(bot: Bot, file: Document | str) -> bytes:
    """A file, or one that came before by its id."""
    stream = await bot.download(file)
    if stream is None:
        raise DomainError("import.unknown")
    return stream.read()


@dataclass(frozen=True)
class Sent:
    """A file as it was sent."""

    name: str
    content: bytes


class Receipt:
    """The message that was sent when the file came. Speak through it outside transactions only."""

    def __init__(self, message: Message, words: Texts, name: str) -> None:
        """``message`` is our own; ``name`` is the file's."""
        self._message, self._words, self._name = message, words, name
        self._step: tuple[str, int, int] | None = None

    def _note(self, stage: str, done: int, of: int) -> None:
        self._step = stage, done, of

    async def while_reading(self, read: Callable[[Progress], Read]) -> Read:
        """What the reader, working in a thread, comes to; meanwhile the message says how far it is."""
        wait, told = EVERY, self._step  # before the thread begins: it may note its first step at once
        reading = asyncio.get_running_loop().run_in_executor(None, read, self._note)
        while not (await asyncio.wait({reading}, timeout=wait))[0]:
            wait = EVERY
            if self._step is not None and self._step != told:
                told = self._step
                wait += await self._edit(self._worded(*told))
        return reading.result()

    def _worded(self, stage: str, done: int, of: int) -> str:
        return self._words.say(f"imports.{stage}", name=self._name, done=done, of=of)

    async def _edit(self, text: str) -> float:
        """Show how far it is; what counts is the result. Seconds that Telegram asks to be left alone."""
        try:
            await self._message.edit_text(text, parse_mode=None)
        except TelegramRetryAfter as busy:
            return float(busy.retry_after)
        except TelegramAPIError:
            pass
        return 0

    async def says(self, key: str, **params: object) -> None:
        """The next stage, or the result."""
        await self._edit(self._words.say(key, name=self._name, **params))

    async def refuses(self, refusal: DomainError) -> None:
        """End with the reason; where the message is gone, in a new one."""
        reason = self._words.error(refusal)
        try:
            await self._message.edit_text(reason, parse_mode=None)
        except TelegramAPIError:
            await self._message.answer(reason, parse_mode=None)


@asynccontextmanager
async def receipt(message: Message, manager: DialogManager) -> AsyncIterator[tuple[Receipt, Sent]]:
    """The file and the message about it; a refusal inside becomes that message, and the window waits on."""
    assert message.document is not None  # noqa: S101 - the inputs only take documents
    words, name = words_of(manager), message.document.file_name or ""
    told = Receipt(
        await message.answer(words.say("imports.received", name=name), parse_mode=None), words, name
    )
    try:
        yield told, Sent(name, await fetch(manager.middleware_data["bot"], message.document))
    except DomainError as refusal:
        await told.refuses(refusal)
        manager.show_mode = ShowMode.NO_UPDATE
