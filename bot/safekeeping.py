"""Backups that are whole, restores that are checked, the journal recomputed."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlmodel import col, select

from bot.database import opened
from bot.settings import Settings
from domain.errors import DomainError
from models import Entry
from services import draw_checks, journal


def _database_file(settings: Settings) -> Path:
    """Raises ``operate.not_sqlite``: PostgreSQL has tools of its own (pg_dump, pg_restore)."""
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise DomainError("operate.not_sqlite")
    return Path(url.database)


def _copy(source: Path, target: Path) -> int:
    if target.exists():
        raise DomainError("operate.exists", file=str(target))
    if not source.exists():
        raise DomainError("operate.nothing", file=str(source))
    if not target.parent.is_dir():
        raise DomainError("operate.no_folder", folder=str(target.parent))
    with closing(sqlite3.connect(source)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))
    return target.stat().st_size


def _check(file: Path) -> None:
    if not file.is_file():
        raise DomainError("operate.nothing", file=str(file))
    try:
        with closing(sqlite3.connect(file)) as connection:
            sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            connection.execute("SELECT count(*) FROM journal").fetchone()
    except sqlite3.DatabaseError as error:
        raise DomainError("operate.not_a_backup", file=str(file)) from error
    if not sound:
        raise DomainError("operate.not_a_backup", file=str(file))


def _replace(file: Path, target: Path, *, force: bool) -> None:
    if target.exists() and not force:
        raise DomainError("operate.would_replace", file=str(target))
    for leftover in (target, Path(f"{target}-wal"), Path(f"{target}-shm")):
        leftover.unlink(missing_ok=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(file, target)


async def backup(settings: Settings, file: Path) -> int:
    """Copy the live database; answers its size in bytes. Raises ``operate.exists`` or ``operate.nothing``."""
    source = _database_file(settings)
    size = await asyncio.to_thread(_copy, source, file)
    await asyncio.to_thread(_check, file)
    return size


async def restore(settings: Settings, file: Path, *, force: bool) -> int:
    """Replace the database by a backup that was checked first; answers how many acts it holds."""
    target = _database_file(settings)
    await asyncio.to_thread(_check, file)
    await asyncio.to_thread(_replace, file, target, force=force)
    found = await verify(settings)
    return int(str(found["entries"]))


async def verify(settings: Settings) -> dict[str, object]:
    """``{holds, entries, head, position?, reason?, draw?}`` of the journal's chain and the records'."""
    async with opened(settings) as acts, acts.looking() as look:
        entries = list(await look.session.exec(select(Entry).order_by(col(Entry.position))))
        broken = await draw_checks.broken_record(look)
    fault = journal.broken(entries) or ({"reason": "record", "draw": broken} if broken else None)
    head = entries[-1].hash if entries else journal.GENESIS
    return {"holds": fault is None, "entries": len(entries), "head": head, **(fault or {})}
