"""Malformed updates through the inbox: stored, worked off lane by lane, and the good one behind them."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from unittest.mock import patch

import structlog
from sqlmodel import col, select

from bot import inbox
from bot.acts import Acts
from bot.database import opened
from bot.inbox import Lanes, store
from models import Update
from tests.attack.wire import Wire
from tests.databases import empty_database
from tests.fuzz.updates import GOOD, mutated
from tests.talk import settings_for

BATCH = 200


def impatient() -> AbstractContextManager[object]:
    """An update that fails is tried again at once."""
    return patch.object(inbox, "BACK_OFF", 0)


async def batch(acts: Acts, folder: Path, seeds: range) -> int:
    """One update a seed, a good one behind them; how many were kept apart. Raises ``AssertionError``."""
    wire, told = Wire(acts, folder), set[int]()

    async def quarantined(update_id: int) -> None:
        told.add(update_id)

    bad = [mutated(Random(seed)) | {"update_id": seed} for seed in seeds]
    good = GOOD[0] | {"update_id": seeds.stop}
    lanes = Lanes(acts, wire.service._handle, quarantined)
    async with acts.bookkeeping() as session:
        await store(session, [*bad, good], acts.clock())
    for lane in await lanes._waiting():
        await lanes._work_off(lane)
    async with acts.looks() as session:
        rows = await session.exec(select(Update).where(col(Update.update_id).between(*_ends(seeds))))
        states = {one.update_id: one.state for one in rows}
    assert len(states) == len(seeds) + 1
    assert set(states.values()) <= {"done", "quarantined"}
    assert {number for number, state in states.items() if state == "quarantined"} == told
    assert states[seeds.stop] == "done"
    assert wire.line.said
    return len(told)


def _ends(seeds: range) -> tuple[int, int]:
    return seeds.start, seeds.stop


async def _run(seed: int, count: int, told: Callable[[int, int], None]) -> None:
    with TemporaryDirectory() as place, impatient():
        folder = Path(place)
        await asyncio.to_thread(empty_database, folder)
        async with opened(settings_for("http://nowhere.invalid", folder)) as acts:
            apart = 0
            for done in range(0, count, BATCH):
                first = seed + done + done // BATCH  # the good one's number lies between two batches
                size = min(BATCH, count - done)
                apart += await batch(acts, folder, range(first, first + size))
                told(done + size, apart)


def run(seed: int, count: int) -> None:
    """So many from this seed on, on a database of their own, and say how far."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))

    def told(done: int, apart: int) -> None:
        if done % 1_000 == 0 or done == count:
            print(f"updates: {done}, of which {apart} were kept apart, {done - apart} worked off", flush=True)

    asyncio.run(_run(seed, count, told))
