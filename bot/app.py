"""The composition root: one service from its settings, run until it is told to stop."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Update
from aiohttp import web

from bot import web as face
from bot import word_text
from bot.acts import Acts, Clock
from bot.charts import progress_chart
from bot.claims import Claims, ClaimsLostError, claims, only_process
from bot.courier import Courier, SendingBot, open_bot, open_pace
from bot.database import engine_of, opened, utc_now
from bot.dossier import dossier_pdf
from bot.form_docx import Templates
from bot.form_files import files
from bot.heartbeat import beat_outside
from bot.inbox import Closing, Lanes, Poller
from bot.pace import Pace
from bot.photos import PhotoStore
from bot.publish import write_site
from bot.replies import PatientReplies
from bot.report_docx import report_docx
from bot.settings import Settings
from bot.silence import Silence
from bot.storage import DatabaseStorage
from bot.year_ics import year_ics
from domain.roles import HOUSE
from handlers import commands, dispatcher
from handlers.gate import Transactions
from locales.texts import texts
from scheduler import timetable
from scheduler.timetable import Tick
from services import alarms
from services.year import summaries

log = structlog.get_logger()

CLAIM_AGAIN = 2.0


def open_speaker(settings: Settings, pace: Pace) -> Bot:
    """aiogram's bot: answers whoever is speaking; its replies count in the common pace."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(settings.bot_api_url))
    session.middleware(PatientReplies(pace))
    return Bot(
        settings.bot_token.get_secret_value(),
        session=session,
        default=DefaultBotProperties(parse_mode="HTML", link_preview_is_disabled=True),
    )


@dataclass
class Service:
    """Ears, mouth, clock and face over one database."""

    settings: Settings
    acts: Acts
    speaker: Bot
    courier: Courier
    port: int = 8081
    url: str = ""
    storage: DatabaseStorage = field(init=False)
    dispatcher: Dispatcher = field(init=False)
    lanes: Lanes = field(init=False)
    table: tuple[Tick, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Wire the conversations and the workers."""
        self.storage = DatabaseStorage(self.acts.bookkeeping, self.acts.looks)
        self.dispatcher = dispatcher.build(self.storage, self.acts)
        self.dispatcher["chart"] = progress_chart
        self.dispatcher["dossier_pdf"] = dossier_pdf
        self.dispatcher["form_templates"] = Templates(self.settings.data_dir / "forms")
        self.dispatcher["form_files"] = partial(files, own=self.settings.data_dir / "forms")
        self.dispatcher["report_docx"] = report_docx
        self.dispatcher["word_text"] = word_text.paragraphs
        self.dispatcher["year_ics"] = year_ics
        self.dispatcher["publish_site"] = self.publish_site
        self.lanes = Lanes(self.acts, self._handle, self._quarantined)
        self.table = timetable.timetable(self._post_summary, self.publish_site)
        if self.acts.clock is utc_now:
            self.table += (self._watch(),)

    def _watch(self) -> Tick:
        polls, beat = not self.settings.webhook_url, partial(beat_outside, self.settings.heartbeat_url)
        return timetable.watch(polls=polls, beat_outside=beat)

    async def _handle(self, raw: dict[str, Any], more_of_album: bool) -> Closing:
        update = Update.model_validate(raw, context={"bot": self.speaker})
        async with self.storage.in_one_piece() as pages:
            await self.dispatcher.feed_update(self.speaker, update, more_of_album=more_of_album)
        return partial(self.storage.write, pages=pages)

    @property
    def public(self) -> Path:
        """Where the published pages are."""
        return self.settings.data_dir / "public"

    async def publish_site(self) -> None:
        """Bring the public pages up to date."""
        await write_site(self.acts, self.public)

    @staticmethod
    async def _post_summary(acts: Transactions, cause: str) -> None:
        async with acts.looking(HOUSE) as look:
            standing = await summaries.gather(look)
        picture = await asyncio.to_thread(progress_chart, standing)
        async with acts.working(HOUSE, cause) as work:
            await summaries.post_daily(work, standing, summaries.picture_of_day(work, picture))

    async def tick(self) -> None:
        """Everything that is due by the clock, now: at the start, and when a demo moves its clock."""
        await timetable.run_once(self.acts, self.table)

    async def _quarantined(self, update_id: int) -> None:
        async with self.acts.noting() as work:
            await alarms.quarantined(work, update_id)

    @property
    def _api(self) -> str:
        return f"{self.settings.bot_api_url}/bot{self.settings.bot_token.get_secret_value()}"

    async def run(self) -> None:
        """Serve until cancelled; kill -9 is an ordinary exit, so nothing is drained."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._serve())
            group.create_task(self._work())

    async def _work(self) -> None:
        """Work under claims; when they are lost everything is dropped and claimed anew."""
        while True:
            try:
                await self._claiming()
            except* ClaimsLostError:
                log.exception("the database took our claims back; claiming anew")
            await asyncio.sleep(CLAIM_AGAIN)

    async def _claiming(self) -> None:
        pace = self.courier.pace
        async with claims(engine_of(self.acts), pace.heard) as held, asyncio.TaskGroup() as group:
            pace.tell = held.sent
            group.create_task(held.watch())
            group.create_task(self.lanes.run(held))
            group.create_task(self._lead(held))

    async def _lead(self, held: Claims) -> None:
        """What one process does for all: the clock, the ears when polling, the mouth, the originals."""
        await held.lead()
        await self._catch_up()
        ringer = timetable.start(self.acts, self.table)
        try:
            async with asyncio.TaskGroup() as group:
                if self.settings.webhook_url:
                    await self._set_webhook()
                else:
                    group.create_task(self._poller().run())
                group.create_task(self.courier.run())
                photos = self.settings.data_dir / "photos"
                group.create_task(PhotoStore(self.acts, self.speaker, photos).run())
        finally:
            ringer.shutdown(wait=False)

    async def _catch_up(self) -> None:
        try:
            await self.tick()
            await self.publish_site()
            await commands.publish(self.speaker, texts(self.settings.lang))
        except Exception:
            log.exception("catching up failed; the clock tries again")

    def _poller(self) -> Poller:
        silence = Silence(self.acts) if self.acts.clock is utc_now else None
        return Poller(self.acts, self._api, self.lanes.wake, self._another_poller, silence)

    async def _another_poller(self) -> None:
        async with self.acts.noting() as work:
            await alarms.another_poller(work)

    async def _set_webhook(self) -> None:
        await self.speaker.set_webhook(
            self.settings.webhook_url.rstrip("/") + face.WEBHOOK_PATH,
            secret_token=self.settings.webhook_secret.get_secret_value(),
        )

    async def _serve(self) -> None:
        routes = []
        if self.settings.webhook_url:
            secret = self.settings.webhook_secret.get_secret_value()
            routes.append(face.webhook_route(self.acts, secret, self.lanes.wake))
        runner = web.AppRunner(face.build(self.acts, self.public, *routes), access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, self.settings.listen_host, self.port).start()
            self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()


@asynccontextmanager
async def service(
    settings: Settings,
    clock: Clock = utc_now,
    port: int = 8081,
    pace: Pace | None = None,
    sender: SendingBot | None = None,
) -> AsyncIterator[Service]:
    """A service with its connections open, closed on the way out; pace and sender are its own by default.

    Raises ``operate.second_service`` where another one runs on the same SQLite file.
    """
    pace = pace or open_pace()
    with only_process(settings.database):
        async with opened(settings, clock) as acts:
            speaker = open_speaker(settings, pace)
            sender = sender or open_bot(settings.bot_token.get_secret_value(), settings.bot_api_url)
            try:
                yield Service(settings, acts, speaker, Courier(acts, sender, pace), port)
            finally:
                await speaker.session.close()


__all__ = ["Service", "opened", "service", "utc_now"]
