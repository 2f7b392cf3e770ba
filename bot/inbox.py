"""The ears: a raw update is stored before Telegram hears that we have it, then worked off in order."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn, cast

import aiohttp
import structlog
from aiogram.exceptions import TelegramEntityTooLarge, TelegramForbiddenError
from sqlalchemy import update as update_of
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.acts import Acts
from bot.claims import ALONE, Claims
from bot.replies import PASSING
from bot.silence import Silence
from models import Update
from models.session import insert_into
from services.health import beat

log = structlog.get_logger()

ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member")
POLL_SECONDS = 25
WEBHOOK_LEFT = "while webhook is active"
CONFLICT = 409
LANES_AT_ONCE = 8
ATTEMPTS = 3
BACK_OFF = 2.0
OUTAGE_WAIT = 5.0
OUTAGE_PATIENCE = timedelta(days=1)
IDLE = 1.0
BEAT_EVERY = timedelta(seconds=5)
LARGEST = 2**63
LANE = 40
ELSEWHERE = 0.1
"""Seconds until a chat that another process had in hand is asked for again."""


class TelegramRefusedError(Exception):
    """getUpdates was answered with an error; the description is the message."""


def lane_of(update: dict[str, Any]) -> str:
    """Updates of one chat are worked off one at a time, in order."""
    for part in update.values():
        if isinstance(part, dict):
            inner = part.get("message") if isinstance(part.get("message"), dict) else part
            chat = cast("dict[str, Any]", inner).get("chat")
            if isinstance(chat, dict):
                return str(chat.get("id"))
    return "none"


def album_of(update: dict[str, Any]) -> str:
    """The album a photo belongs to, empty for none."""
    message = update.get("message")
    return str(message.get("media_group_id", "")) if isinstance(message, dict) else ""


def is_update(found: object) -> bool:
    """Whether it has a number that a row can have: without one it can neither be kept nor confirmed."""
    number = found.get("update_id") if isinstance(found, dict) else None
    return isinstance(number, int) and not isinstance(number, bool) and 0 <= number < LARGEST


def _storable(text: str) -> str:
    """Without halves of signs, which JSON can carry and no database takes."""
    return text.encode("utf-8", "replace").decode()


async def store(session: AsyncSession, updates: list[dict[str, Any]], now: datetime) -> None:
    """Keep raw updates; an id that is here already is a repetition and is passed over."""
    rows = [
        {
            "update_id": one["update_id"],
            "lane": _storable(lane_of(one))[:LANE],
            "body": _storable(json.dumps(one, ensure_ascii=False)),
            "received_at": now,
            "state": "waiting",
            "attempts": 0,
            "error": "",
        }
        for one in updates
    ]
    if rows:
        await session.exec(insert_into(session, Update).values(rows).on_conflict_do_nothing())


class Poller:
    """Long polling: store, commit, and only then ask on from the next id."""

    def __init__(
        self,
        acts: Acts,
        url: str,
        on_stored: Callable[[], None],
        on_conflict: Callable[[], Awaitable[None]],
        silence: Silence | None = None,
    ) -> None:
        """``url`` ends with the token; ``on_conflict``: somebody else polls as well."""
        self._acts = acts
        self._url = f"{url}/getUpdates"
        self._delete_webhook = f"{url}/deleteWebhook"
        self._on_stored = on_stored
        self._on_conflict = on_conflict
        self._silence = silence
        self._conflicts = 0
        self._offset: int | None = None
        self._beaten_at = datetime.min.replace(tzinfo=UTC)

    async def run(self) -> None:
        """Poll until cancelled; an outage is waited out."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=POLL_SECONDS + 15)) as http:
            while True:
                try:
                    await self._once(http)
                except (
                    aiohttp.ClientError,
                    TimeoutError,
                    ValueError,  # not JSON, not even text
                    RecursionError,  # JSON without a floor
                    TelegramRefusedError,
                ) as error:
                    log.warning("poll failed", error=type(error).__name__, said=str(error)[:200])
                    await asyncio.sleep(BACK_OFF)
                except SQLAlchemyError:  # full or locked: nothing is confirmed, Telegram keeps it for a day
                    log.exception("the inbox could not be written; nothing was confirmed")
                    await asyncio.sleep(BACK_OFF)

    async def _once(self, http: aiohttp.ClientSession) -> None:
        asked = {"timeout": POLL_SECONDS, "allowed_updates": list(ALLOWED)}
        if self._offset is not None:
            asked["offset"] = self._offset
        async with http.post(self._url, json=asked) as answer:
            body = await answer.json(content_type=None)
        if not isinstance(body, dict) or not body.get("ok") or not isinstance(body.get("result"), list):
            await self._refused(http, body)
        self._conflicts = 0
        updates = [one for one in body["result"] if is_update(one)]
        if len(updates) < len(body["result"]):
            log.warning("updates without a number were left out", count=len(body["result"]) - len(updates))
        if self._silence is not None:
            await self._silence.mind()
        await self._keep(updates)
        if updates:
            self._offset = max(update["update_id"] for update in updates) + 1
            self._on_stored()

    async def _keep(self, updates: list[dict[str, Any]]) -> None:
        now = self._acts.clock()
        beats = abs(now - self._beaten_at) >= BEAT_EVERY
        if updates or beats:
            async with self._acts.bookkeeping() as session:
                await store(session, updates, now)
                if beats:
                    await beat(session, "poll", now)
                    self._beaten_at = now

    async def _refused(self, http: aiohttp.ClientSession, body: object) -> NoReturn:
        if WEBHOOK_LEFT in str(body):  # from an earlier run; it would keep us deaf for ever
            await http.post(self._delete_webhook)
        elif isinstance(body, dict) and body.get("error_code") == CONFLICT:
            self._conflicts += 1
            if self._conflicts > 1:  # once is a process that is just ending
                log.error("another program polls with this token; end it, or renew the token at @BotFather")
                await self._on_conflict()
        raise TelegramRefusedError(str(body))


Closing = Callable[[AsyncSession], Awaitable[None]]
Handle = Callable[[dict[str, Any], bool], Awaitable[Closing | None]]
"""Works off one update (True: more of its album waits); its answer is written with the done mark."""


class Lanes:
    """The workers: lanes run side by side, each lane in order."""

    def __init__(self, acts: Acts, handle: Handle, on_quarantine: Callable[[int], Awaitable[None]]) -> None:
        """``on_quarantine`` tells the office about an update nobody could work off."""
        self._acts = acts
        self._handle = handle
        self._on_quarantine = on_quarantine
        self._busy: set[str] = set()
        self._passed_over = False
        self._news = asyncio.Event()

    def wake(self) -> None:
        """Something was stored."""
        self._news.set()

    async def run(self, claims: Claims = ALONE) -> None:
        """Work until cancelled; ``claims`` says which lanes other processes have in hand."""
        self._busy.clear()
        async with asyncio.TaskGroup() as group:
            while True:
                self._news.clear()
                self._passed_over = False
                for lane in await self._waiting():
                    if lane in self._busy or len(self._busy) >= LANES_AT_ONCE:
                        self._passed_over = True
                    else:
                        self._busy.add(lane)
                        group.create_task(self._claim(lane, claims))
                # Not wait_for: up to Python 3.11 it loses a cancellation that comes together with the news.
                with suppress(TimeoutError):
                    async with asyncio.timeout(IDLE):
                        await self._news.wait()

    async def _waiting(self) -> list[str]:
        try:
            async with self._acts.looks() as session:
                lanes = await session.exec(select(Update.lane).where(Update.state == "waiting").distinct())
                return list(lanes)
        except SQLAlchemyError:
            log.exception("the inbox could not be read; it is read again")
            return []

    async def _claim(self, lane: str, claims: Claims) -> None:
        try:
            if await claims.take(lane):
                await self._work_off(lane)
                await claims.leave(lane)
            else:
                await asyncio.sleep(ELSEWHERE)
                self.wake()
        finally:
            self._busy.discard(lane)
            if self._passed_over:
                self.wake()

    async def _work_off(self, lane: str) -> None:
        try:
            while (found := await self._next(lane)) is not None:
                await self._one(*found)
        except SQLAlchemyError:
            log.exception("the inbox could not be read or marked; nothing is lost", lane=lane)
            await asyncio.sleep(BACK_OFF)

    async def _next(self, lane: str) -> tuple[Update, bool] | None:
        async with self._acts.looks() as session:
            rows = await session.exec(
                select(Update)
                .where(Update.state == "waiting", Update.lane == lane)
                .order_by(col(Update.received_at), col(Update.update_id))
                .limit(2)
            )
            waiting = list(rows)
        if not waiting:
            return None
        albums = [album_of(json.loads(row.body)) for row in waiting]
        return waiting[0], bool(albums[0]) and albums[0] == albums[-1] and len(albums) > 1

    async def _one(self, row: Update, more_of_album: bool) -> None:
        try:
            closing = await self._handle(json.loads(row.body), more_of_album)
            await self._mark(row.update_id, closing, state="done", done_at=self._acts.clock())
        except TelegramForbiddenError:
            log.info("answer not wanted", update_id=row.update_id)  # blocked meanwhile; the act is stored
            await self._mark(row.update_id, state="done", done_at=self._acts.clock())
        except Exception as error:
            if self._will_pass(row, error):
                await self._wait_out(row, error)
                return
            log.exception("update failed", update_id=row.update_id, attempt=row.attempts + 1)
            await self._failed(row, type(error).__name__)

    def _will_pass(self, row: Update, error: Exception) -> bool:
        """Whether it is Telegram that is away: that is no fault of the update, within reason."""
        away = isinstance(error, PASSING) and not isinstance(error, TelegramEntityTooLarge)
        return away and self._acts.clock() - row.received_at < OUTAGE_PATIENCE

    async def _wait_out(self, row: Update, error: Exception) -> None:
        log.warning("telegram is away", update_id=row.update_id, error=type(error).__name__)
        await asyncio.sleep(max(OUTAGE_WAIT, getattr(error, "retry_after", 0.0)))

    async def _failed(self, row: Update, error: str) -> None:
        attempts = row.attempts + 1
        if attempts < ATTEMPTS:
            await self._mark(row.update_id, attempts=attempts, error=error)
            await asyncio.sleep(BACK_OFF * attempts)
            return
        await self._mark(row.update_id, state="quarantined", attempts=attempts, error=error)
        await self._on_quarantine(row.update_id)

    async def _mark(self, update_id: int, closing: Closing | None = None, **values: object) -> None:
        async with self._acts.bookkeeping() as session:
            if closing is not None:
                await closing(session)
            await session.exec(update_of(Update).where(col(Update.update_id) == update_id).values(**values))
