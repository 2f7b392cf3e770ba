"""Fetches the originals of photos and of the ledger's evidence: stored by SHA-256, counted once stored."""

import asyncio
import hashlib
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp
import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError
from sqlalchemy import ColumnElement, or_
from sqlmodel import col, select

from bot.acts import Acts
from bot.pictures import Taken, stamped, taken
from locales.texts import texts
from models import Draft, Photo, Problem, ProblemStep, Visit
from services.visits.drafts import PICTURES

log = structlog.get_logger()

EVERY = 2.0
AT_ONCE = 20
LONGEST_WAIT = timedelta(hours=1)
LONGEST_SUFFIX = 8


@dataclass(frozen=True)
class Wanted:
    """A file whose original is still with Telegram, and the line for a picture's stamped copy."""

    kept_in: type[Photo | ProblemStep]
    id: int
    file_id: str
    suffix: str
    line: str

    @property
    def table(self) -> str:
        """Whose row it is, for the log."""
        return self.kept_in.__name__


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
                    log.warning("original not fetched", of=one.table, id=one.id, error=type(error).__name__)
                    await self._later(one)
            await asyncio.sleep(EVERY)

    async def _missing(self) -> list[Wanted]:
        """The least tried first, so that one that is gone for good keeps no other waiting."""
        async with self.acts.looks() as session:
            photos = await session.exec(
                select(Photo, Visit.number)
                .join(Draft, col(Photo.draft_id) == col(Draft.id))
                .join(Visit, col(Draft.visit_id) == col(Visit.id))
                .where(*self._due(Photo))
                .order_by(col(Photo.attempts), col(Photo.id))
                .limit(AT_ONCE)
            )
            evidence = await session.exec(
                select(ProblemStep, Problem.number)
                .join(Problem, col(ProblemStep.problem_id) == col(Problem.id))
                .where(ProblemStep.file_id != "", *self._due(ProblemStep))
                .order_by(col(ProblemStep.attempts), col(ProblemStep.id))
                .limit(AT_ONCE)
            )
            return [*(_photo(*row) for row in photos), *(_evidence(*row) for row in evidence)]

    def _due(self, kept_in: type[Photo | ProblemStep]) -> tuple[ColumnElement[bool], ...]:
        after = col(kept_in.fetch_after)
        return col(kept_in.sha256) == "", or_(after.is_(None), after <= self.acts.clock())

    async def _fetch(self, one: Wanted) -> None:
        stream = await self.bot.download(one.file_id)
        if stream is None:
            return
        stored = await asyncio.to_thread(self._store, one, stream.read())
        async with self.acts.bookkeeping() as session:
            row: Photo | ProblemStep = await session.get_one(one.kept_in, one.id)
            row.sha256, row.stamped_sha256 = stored.sha256, stored.stamped_sha256
            row.stored_at = self.acts.clock()
            if isinstance(row, Photo):
                row.taken_at = stored.taken.at
                row.latitude, row.longitude = stored.taken.latitude, stored.taken.longitude

    def _store(self, one: Wanted, content: bytes) -> Stored:
        copy = stamped(content, one.line)
        digest = write_whole(self.folder, content, one.suffix)
        return Stored(digest, write_whole(self.folder, copy, ".jpg") if copy else "", taken(content))

    async def _later(self, one: Wanted) -> None:
        async with self.acts.bookkeeping() as session:
            row: Photo | ProblemStep = await session.get_one(one.kept_in, one.id)
            wait = min(timedelta(seconds=EVERY * 2 ** min(row.attempts, 12)), LONGEST_WAIT)
            row.attempts, row.fetch_after = row.attempts + 1, self.acts.clock() + wait


def _photo(photo: Photo, visit: str) -> Wanted:
    return _wanted(photo, visit, photo.received_at, PICTURES.get(photo.media, ".jpg"))


def _evidence(step: ProblemStep, case: str) -> Wanted:
    """A photo has no name, a document the sender's."""
    return _wanted(step, case, step.received_at or step.at, _suffix(step.file_name) or ".jpg")


def _suffix(name: str) -> str:
    """The ending of a sender's name for a file, if it is a plain one."""
    ending = Path(name).suffix.lower()
    plain = ending[1:].isascii() and ending[1:].isalnum() and len(ending) <= LONGEST_SUFFIX
    return "" if not name else ending if plain else ".bin"


def _wanted(row: Photo | ProblemStep, number: str, at: datetime, suffix: str) -> Wanted:
    assert row.id is not None  # noqa: S101 - a stored row
    line = texts().say("report.stamp", visit=number, at=at)
    return Wanted(type(row), row.id, row.file_id, suffix, line)


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
