"""Fetches the originals of photos that inspectors sent: stored by SHA-256, counted once stored."""

import asyncio
import hashlib
import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import aiohttp
import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError
from sqlalchemy import or_
from sqlmodel import col, select

from bot.acts import Acts
from bot.pictures import Taken, stamped, taken
from locales.texts import texts
from models import Draft, Photo, Visit
from services.drafts import PICTURES

log = structlog.get_logger()

EVERY = 2.0
AT_ONCE = 20
LONGEST_WAIT = timedelta(hours=1)


@dataclass(frozen=True)
class Wanted:
    """A photo whose original is still with Telegram, and the line for its stamped copy."""

    id: int
    file_id: str
    suffix: str
    line: str


@dataclass(frozen=True)
class Stored:
    """What became of it: digests of the original and of the stamped copy, what the camera wrote."""

    sha256: str
    stamped_sha256: str
    taken: Taken


@dataclass
class PhotoStore:
    """Downloads with retries; a missing original blocks publication, not the inspector."""

    acts: Acts
    bot: Bot
    folder: Path

    async def run(self) -> None:
        """Fetch until cancelled."""
        self.folder.mkdir(parents=True, exist_ok=True)
        while True:
            for one in await self._missing():
                try:
                    await self._fetch(one)
                except (AiogramError, aiohttp.ClientError, OSError) as error:
                    log.warning("photo not fetched", photo=one.id, error=type(error).__name__)
                    await self._later(one)
            await asyncio.sleep(EVERY)

    async def _missing(self) -> list[Wanted]:
        """The least tried first, so that one that is gone for good keeps no other waiting."""
        async with self.acts.looks() as session:
            rows = await session.exec(
                select(Photo, Visit.number)
                .join(Draft, col(Photo.draft_id) == col(Draft.id))
                .join(Visit, col(Draft.visit_id) == col(Visit.id))
                .where(Photo.sha256 == "")
                .where(or_(col(Photo.fetch_after).is_(None), col(Photo.fetch_after) <= self.acts.clock()))
                .order_by(col(Photo.attempts), col(Photo.id))
                .limit(AT_ONCE)
            )
            return [_wanted(photo, visit) for photo, visit in rows]

    async def _fetch(self, one: Wanted) -> None:
        stream = await self.bot.download(one.file_id)
        if stream is None:
            return
        stored = await asyncio.to_thread(self._store, one, stream.read())
        async with self.acts.bookkeeping() as session:
            photo = await session.get_one(Photo, one.id)
            photo.sha256, photo.stamped_sha256 = stored.sha256, stored.stamped_sha256
            photo.stored_at, photo.taken_at = self.acts.clock(), stored.taken.at
            photo.latitude, photo.longitude = stored.taken.latitude, stored.taken.longitude

    def _store(self, one: Wanted, content: bytes) -> Stored:
        copy = stamped(content, one.line)
        digest = write_whole(self.folder, content, one.suffix)
        return Stored(digest, write_whole(self.folder, copy, ".jpg") if copy else "", taken(content))

    async def _later(self, one: Wanted) -> None:
        async with self.acts.bookkeeping() as session:
            photo = await session.get_one(Photo, one.id)
            wait = min(timedelta(seconds=EVERY * 2 ** min(photo.attempts, 12)), LONGEST_WAIT)
            photo.attempts, photo.fetch_after = photo.attempts + 1, self.acts.clock() + wait


def _wanted(photo: Photo, visit: str) -> Wanted:
    assert photo.id is not None  # noqa: S101 - a stored row
    line = texts().say("report.stamp", visit=visit, at=photo.received_at)
    return Wanted(photo.id, photo.file_id, PICTURES.get(photo.media, ".jpg"), line)


def write_whole(folder: Path, content: bytes, suffix: str) -> str:
    """Store under the content's digest, whole or not at all, safe against a power cut; answers the digest."""
    digest = hashlib.sha256(content).hexdigest()
    beside = folder / f".{digest}{suffix}"
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(folder / f"{digest}{suffix}")
    return digest
