"""What an operator wants to know first: is everything in place, and if not, what to do."""

import os
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import AiogramError
from aiogram.utils.token import TokenValidationError
from alembic.util import CommandError
from sqlalchemy.exc import SQLAlchemyError

from bot import safekeeping
from bot.charts import FONTS
from bot.database import opened, utc_now
from bot.settings import Settings
from domain.errors import DomainError
from locales.texts import Texts
from models import journal_guard
from services import sending_hold
from services.profiles import load
from services.staff.deputies import unheard
from services.staff.liaison_seats import settled
from services.workdays import working_calendar

MEGABYTE = 2**20
ROOM = 500
"""Megabytes that should be free: photos of some weeks, and a backup."""
UNUSABLE = (SQLAlchemyError, CommandError, ImportError)
"""No such server, no such file, a newer schema than ours, a driver that is not installed."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; its sentences are ``doctor.<name>.well`` and ``.ill``."""

    name: str
    well: bool
    params: dict[str, object] = field(default_factory=dict)

    def sentence(self, words: Texts) -> str:
        """What was found, and the cure."""
        said = words.say(f"doctor.{self.name}.{'well' if self.well else 'ill'}", **self.params)
        return words.say("doctor.well" if self.well else "doctor.ill", said=said)

    def as_json(self, words: Texts) -> dict[str, object]:
        """The same for a machine."""
        return {"check": self.name, "well": self.well, "message": self.sentence(words)}


async def _profile(settings: Settings) -> Finding:
    try:
        load(settings.profile)
    except DomainError as error:
        return Finding("profile", well=False, params={"name": settings.profile, "reason": str(error)})
    return Finding("profile", well=True, params={"name": settings.profile})


async def _folder(settings: Settings) -> Finding:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return Finding("folder", os.access(settings.data_dir, os.W_OK), {"folder": str(settings.data_dir)})


async def _database(settings: Settings) -> Finding:
    try:
        async with opened(settings):
            return Finding("database", well=True)
    except UNUSABLE as error:
        return Finding("database", well=False, params={"reason": type(error).__name__})


async def _journal(settings: Settings) -> Finding:
    found = await safekeeping.verify(settings)
    return Finding("journal", bool(found["holds"]), {"entries": found["entries"]})


async def _guard(settings: Settings) -> Finding:
    async with opened(settings) as acts, acts.looking() as look:
        lacking = await journal_guard.missing(look.session)
    return Finding("guard", not lacking, {"names": "、".join(lacking)})


async def _disk(settings: Settings) -> Finding:
    free = shutil.disk_usage(settings.data_dir).free // MEGABYTE
    return Finding("disk", free >= ROOM, {"free": free, "room": ROOM})


async def _hold(settings: Settings) -> Finding:
    async with opened(settings) as acts, acts.looking() as look:
        hold = await sending_hold.standing(look.session)
    return Finding("hold", hold is None, {})


async def _liaisons(settings: Settings) -> Finding:
    async with opened(settings) as acts, acts.looking() as look:
        found = await settled(look)
    return Finding("liaisons", well=True, params={"units": "、".join(found)})


async def _reached(settings: Settings) -> Finding:
    async with opened(settings) as acts, acts.looking() as look:
        found = await unheard(look)
    return Finding("reached", not found, {"units": "、".join(found)})


async def _fonts(_settings: Settings) -> Finding:
    return Finding("fonts", any(FONTS.glob("*.otf")), {"folder": FONTS.name})


async def _calendar(settings: Settings) -> Finding:
    today = utc_now().date()
    try:
        known = working_calendar(settings.calendar_files).is_firm(today.replace(month=6, day=1))
    except DomainError as error:
        return Finding("calendar", well=False, params={"year": today.year, "reason": str(error)})
    return Finding("calendar", known, {"year": today.year, "reason": ""})


async def _token(settings: Settings) -> Finding:
    token = settings.bot_token.get_secret_value()
    if not token:
        return Finding("token", well=False, params={"reason": ""})
    session = AiohttpSession(api=TelegramAPIServer.from_base(settings.bot_api_url))
    try:
        async with Bot(token, session=session).context() as bot:
            return Finding("token", well=True, params={"name": (await bot.me()).username})
    except (AiogramError, TokenValidationError) as error:
        return Finding("token", well=False, params={"reason": type(error).__name__})


CHECKS: tuple[Callable[[Settings], Awaitable[Finding]], ...] = (
    _profile,
    _folder,
    _disk,
    _database,
    _journal,
    _guard,
    _hold,
    _liaisons,
    _reached,
    _fonts,
    _calendar,
    _token,
)


async def examine(settings: Settings) -> list[Finding]:
    """Look at everything; a check that itself fails is a finding too."""
    findings = []
    for check in CHECKS:
        try:
            findings.append(await check(settings))
        except (DomainError, OSError, RuntimeError, *UNUSABLE) as error:
            name = check.__name__.strip("_")
            findings.append(Finding("failed", well=False, params={"name": name, "reason": str(error)}))
    return findings
