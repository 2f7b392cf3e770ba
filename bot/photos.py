"""Fetches the originals of photos that inspectors sent: stored by SHA-256, counted once stored."""

import asyncio
import hashlib
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError
from sqlmodel import col, select

from bot.acts import Acts
from models import Photo

log = structlog.get_logger()

EVERY = 2.0


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
            for photo_id, file_id in await self._missing():
                try:
                    await self._fetch(photo_id, file_id)
                except (AiogramError, aiohttp.ClientError, OSError) as error:
                    log.warning("photo not fetched", photo=photo_id, error=type(error).__name__)
            await asyncio.sleep(EVERY)

    async def _missing(self) -> list[tuple[int, str]]:
        async with self.acts.looks() as session:
            rows = await session.exec(
                select(Photo.id, Photo.file_id).where(Photo.sha256 == "").order_by(col(Photo.id)).limit(20)
            )
            return [(photo_id, file_id) for photo_id, file_id in rows if photo_id is not None]

    async def _fetch(self, photo_id: int, file_id: str) -> None:
        stream = await self.bot.download(file_id)
        if stream is None:
            return
        content = stream.read()
        digest = hashlib.sha256(content).hexdigest()
        await asyncio.to_thread((self.folder / f"{digest}.jpg").write_bytes, content)
        async with self.acts.bookkeeping() as session:
            photo = await session.get_one(Photo, photo_id)
            photo.sha256, photo.stored_at = digest, self.acts.clock()
