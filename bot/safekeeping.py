"""Backups that are whole, restores that are checked and send nothing of themselves, the chain recomputed."""

import asyncio
import json
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, select

from bot import postgres_copy, sealed
from bot.acts import Acts
from bot.claims import nobody_sends
from bot.database import opened
from bot.settings import Settings
from domain.errors import DomainError
from domain.notices import HeldLetters
from domain.roles import HOUSE
from models import Entry, journal_guard
from models.session import open_engine
from services import anchors, journal, sending_hold
from services.anchors import Anchor
from services.drawing import draw_checks

Found = dict[str, object]
DATABASE, PHOTOS = "suicha.db", "photos"


@dataclass(frozen=True)
class Kept:
    """What a backup holds: its size in bytes, and how many photos are in it or beside it."""

    size: int
    photos: int


@dataclass(frozen=True)
class Restored:
    """How many acts came back, and what would go out once the office lets it."""

    entries: int
    waiting: tuple[HeldLetters, ...]


def _url(settings: Settings) -> URL:
    return make_url(settings.database)


def _is_sqlite(settings: Settings) -> bool:
    return _url(settings).get_backend_name() == "sqlite"


def _database_file(settings: Settings) -> Path:
    return Path(_url(settings).database or DATABASE)


def _photos(settings: Settings) -> list[Path]:
    return sorted(path for path in (settings.data_dir / PHOTOS).glob("**/*") if path.is_file())


def _copy(settings: Settings, target: Path) -> None:
    """One moment of the live database."""
    if not _is_sqlite(settings):
        postgres_copy.dump(_url(settings), target)
        return
    source = _database_file(settings)
    if not source.exists():
        raise DomainError("operate.nothing", file=str(source))
    with closing(sqlite3.connect(source)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))
    _check(target, target)


def _check(file: Path, named: Path) -> None:
    """Raises ``operate.not_a_backup`` with the name by which the operator knows the file."""
    try:
        with closing(sqlite3.connect(file)) as connection:
            sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            connection.execute("SELECT count(*) FROM journal").fetchone()
    except sqlite3.DatabaseError as error:
        raise DomainError("operate.not_a_backup", file=str(named)) from error
    if not sound:
        raise DomainError("operate.not_a_backup", file=str(named))


def _pack(settings: Settings, database: Path, target: Path) -> None:
    with tarfile.open(target, "w") as archive:
        archive.add(database, DATABASE)
        for photo in _photos(settings):
            archive.add(photo, f"{PHOTOS}/{photo.relative_to(settings.data_dir / PHOTOS)}")


def _backup(settings: Settings, file: Path, keys: Sequence[str], *, with_photos: bool) -> Kept:
    if file.exists():
        raise DomainError("operate.exists", file=str(file))
    if not file.parent.is_dir():
        raise DomainError("operate.no_folder", folder=str(file.parent))
    sealed.recipients(keys)
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        made = Path(folder) / DATABASE
        _copy(settings, made)
        if with_photos:
            database, made = made, Path(folder) / "suicha.tar"
            _pack(settings, database, made)
        if keys:
            plain, made = made, Path(folder) / "suicha.age"
            sealed.seal(plain, made, keys)
        made.rename(file)
    return Kept(file.stat().st_size, len(_photos(settings)))


async def backup(
    settings: Settings, file: Path, keys: Sequence[str] = (), *, with_photos: bool = False
) -> Kept:
    """Copy the live database, with its photos if asked, sealed if there are keys.

    Raises ``operate.exists``, ``operate.no_folder``, ``operate.nothing``, ``operate.not_a_recipient``.
    """
    keys = [*keys, *settings.backup_recipients.split()]
    return await asyncio.to_thread(lambda: _backup(settings, file, keys, with_photos=with_photos))


def _unpack(file: Path, folder: Path, identity: Path | None) -> Path:
    """The database out of whatever ``backup`` made, in a folder; photos beside it."""
    if not file.is_file():
        raise DomainError("operate.nothing", file=str(file))
    plain = folder / "plain"
    if sealed.is_sealed(file):
        sealed.unseal(file, plain, identity)
    else:
        shutil.copy(file, plain)
    if not tarfile.is_tarfile(plain):
        return plain
    with tarfile.open(plain) as archive:
        archive.extractall(folder, filter="data")
    return folder / DATABASE


def _replace(database: Path, target: Path) -> None:
    for leftover in (Path(f"{target}-wal"), Path(f"{target}-shm")):
        leftover.unlink(missing_ok=True)
    database.replace(target)


async def _made_ready(settings: Settings, file: Path) -> Restored:
    """A restored database at our schema, its chain checked, its letters on hold."""
    try:
        async with opened(settings) as acts:
            found = await _verified(acts)
            if not found["holds"]:
                raise DomainError("operate.broken_chain", file=str(file), position=found.get("position", ""))
            async with acts.working(HOUSE, f"cli:restore:{acts.clock().isoformat()}") as work:
                hold = await sending_hold.begin(work, "restored")
                await journal.record(work, "backup.restore", f"hold:{hold.ref}", entries=found["entries"])
            async with acts.looking() as look:
                return Restored(int(str(found["entries"])), await sending_hold.waiting(look))
    except SQLAlchemyError as error:
        raise DomainError("operate.not_a_backup", file=str(file)) from error


async def restore(settings: Settings, file: Path, *, force: bool, identity: Path | None = None) -> Restored:
    """Replace the database by a backup that was checked beside it first; sending is on hold afterwards."""
    target = _database_file(settings)
    if not force and (target.exists() or not _is_sqlite(settings)):
        raise DomainError("operate.would_replace", file=str(target))
    if _is_sqlite(settings):
        target.parent.mkdir(parents=True, exist_ok=True)
    engine = open_engine(settings.database)
    try:
        async with nobody_sends(engine):
            into = _restore_sqlite if _is_sqlite(settings) else _restore_postgresql
            return await into(settings, file, identity)
    finally:
        await engine.dispose()


async def _restore_sqlite(settings: Settings, file: Path, identity: Path | None) -> Restored:
    target = _database_file(settings)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        database = await asyncio.to_thread(_unpack, file, Path(folder), identity)
        await asyncio.to_thread(_check, database, file)
        trial = settings.model_copy(update={"database_url": f"sqlite+aiosqlite:///{database}"})
        restored = await _made_ready(trial, file)
        await asyncio.to_thread(_replace, database, target)
        _bring_photos(Path(folder) / PHOTOS, settings.data_dir / PHOTOS)
    return restored


def _bring_photos(found: Path, target: Path) -> None:
    """Photos are named by their digest: what is there already is the same."""
    if found.is_dir():
        shutil.copytree(found, target, dirs_exist_ok=True)


async def _restore_postgresql(settings: Settings, file: Path, identity: Path | None) -> Restored:
    with tempfile.TemporaryDirectory() as folder:
        dump = await asyncio.to_thread(_unpack, file, Path(folder), identity)
        await asyncio.to_thread(postgres_copy.load, _url(settings), dump)
        _bring_photos(Path(folder) / PHOTOS, settings.data_dir / PHOTOS)
    return await _made_ready(settings, file)


async def verify(settings: Settings, typed: Sequence[str] = (), pages: Sequence[Path] = ()) -> Found:
    """``{holds, entries, head, anchors, unguarded, position?, reason?, draw?}``: chain, records, triggers.

    ``typed``: heads as posted in the group, ``1234:hash``; ``pages``: published ``log.json`` files.
    """
    given = [_typed(one) for one in typed] + [one for page in pages for one in _published(page)]
    async with opened(settings) as acts:
        return await _verified(acts, given)


def _typed(text: str) -> Anchor:
    position, _, sha256 = text.partition(":")
    if not position.isdigit() or len(sha256) != len(journal.GENESIS):
        raise DomainError("operate.not_an_anchor", given=text)
    return Anchor(int(position), sha256.lower())


def _published(page: Path) -> list[Anchor]:
    try:
        lines = json.loads(page.read_text("utf-8"))["log"]
        return [Anchor(int(one["about"]), one["detail"]) for one in lines if one["kind"] == "anchor"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DomainError("operate.not_a_log", file=str(page)) from error


async def _verified(acts: Acts, given: Sequence[Anchor] = ()) -> Found:
    async with acts.looking() as look:
        entries = list(await look.session.exec(select(Entry).order_by(col(Entry.position))))
        known = [*given, *await anchors.posted(look), *await anchors.in_records(look)]
        broken = await draw_checks.broken_record(look)
        unguarded = await journal_guard.missing(look.session)
    fault = (
        journal.broken(entries)
        or anchors.contradicted(entries, known)
        or ({"reason": "record", "draw": broken} if broken else None)
    )
    head = entries[-1].hash if entries else journal.GENESIS
    said = {"holds": fault is None, "entries": len(entries), "head": head, "anchors": len(known)}
    return said | {"unguarded": unguarded} | dict(fault or {})


async def guard(settings: Settings) -> list[str]:
    """Put the journal's triggers back, as an act; answers which had been missing."""
    async with opened(settings) as acts, acts.working(HOUSE, f"cli:guard:{acts.clock().isoformat()}") as work:
        lacking = await journal_guard.missing(work.session)
        await journal_guard.put_back(work.session)
        await journal.record(work, "journal.guard", "journal:guard", missing=lacking)
    return lacking
