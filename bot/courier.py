"""The mouth: leases letters, sends them with python-telegram-bot, writes down what became of each."""

import asyncio
import time
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

import structlog
from sqlalchemy.exc import SQLAlchemyError
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputFile, Message
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.ext import AIORateLimiter, ExtBot

from bot.acts import Acts
from bot.pace import Pace
from domain.roles import HOUSE
from locales.texts import texts
from services import delivery, quiet
from services.delivery import Leased

log = structlog.get_logger()

SendingBot = ExtBot[int]

IDLE = 0.2
OUTAGE_WAIT = 5.0
FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=5)
CHAT_GONE = ("chat not found", "peer_id_invalid", "the group chat was deleted", "user is deactivated")


class Verdict(Enum):
    """What an error means for the letter."""

    UNREACHABLE = "unreachable"
    LATER = "later"
    AMBIGUOUS = "ambiguous"
    MOVED = "moved"
    DEAD = "dead"


VERDICTS: tuple[
    tuple[type[TelegramError], Verdict], ...
] = (  # first match counts; BadRequest is a NetworkError
    (ChatMigrated, Verdict.MOVED),
    (Forbidden, Verdict.UNREACHABLE),
    (BadRequest, Verdict.DEAD),
    (RetryAfter, Verdict.LATER),
    (NetworkError, Verdict.AMBIGUOUS),
)


def verdict(error: TelegramError) -> Verdict:
    """Sort an error by type and prefix. What is unknown and passing is retried; a refusal is not."""
    if isinstance(error, BadRequest) and error.message.lower().startswith(CHAT_GONE):
        return Verdict.UNREACHABLE
    return next((found for kind, found in VERDICTS if isinstance(error, kind)), Verdict.LATER)


def wait_after(error: TelegramError, attempts: int) -> timedelta:
    """How long a letter rests: what Telegram asked for, else doubling up to five minutes."""
    if isinstance(error, RetryAfter):
        asked = error.retry_after
        return timedelta(seconds=asked.total_seconds() if isinstance(asked, timedelta) else asked)
    return min(FIRST_WAIT * 2.0 ** min(attempts, 10), LONGEST_WAIT)


def keyboard(leased: Leased) -> InlineKeyboardMarkup | None:
    """The message's buttons as Telegram wants them."""
    rows = [
        [InlineKeyboardButton(b["text"], url=b.get("url"), callback_data=b.get("data")) for b in row]
        for row in leased.keyboard
    ]
    return InlineKeyboardMarkup(rows) if rows else None


def open_bot(token: str, api_url: str, *, guarded: bool = True) -> SendingBot:
    """A sending bot with the stock limiter behind it as a guard, unless the clock is not the machine's."""
    limits = {} if guarded else {"overall_max_rate": 0.0, "group_max_rate": 0.0}
    return ExtBot(
        token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        rate_limiter=AIORateLimiter(max_retries=0, **limits),
    )


@dataclass
class Courier:
    """Sends what the outbox holds."""

    acts: Acts
    bot: SendingBot
    pace: Pace

    async def run(self) -> None:
        """Carry letters until cancelled; the first greeting waits out an outage like every letter."""
        while True:
            try:
                async with self.bot:
                    await self._carry()
            except (NetworkError, RetryAfter) as error:
                log.warning("telegram is away", error=str(error))
                await asyncio.sleep(OUTAGE_WAIT)
            except SQLAlchemyError:
                log.exception("the outbox could not be read or marked; leases run out by themselves")
                await asyncio.sleep(OUTAGE_WAIT)

    async def _carry(self) -> None:
        while True:
            if not await self.carry_one():
                await asyncio.sleep(IDLE)

    async def carry_one(self) -> bool:
        """Lease, send and mark one letter; False when none may go now."""
        if self.pace.full() or not await self._anything_due():
            return False
        async with self.acts.bookkeeping() as session:
            now = self.acts.clock()
            await delivery.take_back(session, now)
            opens = quiet.opening(self.acts.profile, self.acts.calendar, now)
            leased = await delivery.lease(session, now, opens, self.pace.writable)
        if leased is None:
            return False
        try:
            message = await self._send(leased)
        except TelegramError as error:
            await self._trouble(leased, error)
        else:
            async with self.acts.bookkeeping() as session:
                for letter_id in self._ids(leased):
                    await delivery.sent(session, letter_id, message.message_id, self.acts.clock())
        return True

    async def _anything_due(self) -> bool:
        """A look, so that an idle courier keeps no writer waiting."""
        async with self.acts.looks() as session:
            return await delivery.waits(session, self.acts.clock())

    @staticmethod
    def _ids(leased: Leased) -> list[int]:
        return [letter.id for letter in leased.letters if letter.id is not None]

    async def _send(self, leased: Leased) -> Message:
        blob = leased.blob
        self.pace.note(leased.chat_id)
        again = any(one.ambiguous for one in leased.letters)
        body = texts().say("letter.again", body=leased.body) if again else leased.body
        if blob is None:
            return await self.bot.send_message(
                leased.chat_id, body, parse_mode=ParseMode.HTML, reply_markup=keyboard(leased)
            )
        send = self.bot.send_photo if blob.media.startswith("image/") else self.bot.send_document
        return await send(
            leased.chat_id,
            InputFile(blob.content, blob.file_name),
            caption=body,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard(leased),
        )

    async def _trouble(self, leased: Leased, error: TelegramError) -> None:
        letter_ids, found = self._ids(leased), verdict(error)
        log.warning("letter not delivered", letters=letter_ids, verdict=found.value, error=str(error))
        if found is Verdict.UNREACHABLE:
            async with self.acts.noting(HOUSE) as work:
                for letter_id in letter_ids:
                    await delivery.unreachable(work, letter_id, error.message)
            return
        async with self.acts.bookkeeping() as session:
            if isinstance(error, ChatMigrated):
                await delivery.moved(session, leased.chat_id, error.new_chat_id)
            due_at = self.acts.clock() + wait_after(error, leased.letter.attempts)
            for letter_id in letter_ids:
                if found is Verdict.DEAD:
                    await delivery.dead(session, letter_id, error.message)
                else:
                    ambiguous = found is Verdict.AMBIGUOUS
                    await delivery.later(session, letter_id, due_at, error.message, ambiguous=ambiguous)


def open_pace() -> Pace:
    """A pace on the machine's monotonic clock (never the office's, which a demo may move)."""
    return Pace(time.monotonic)
