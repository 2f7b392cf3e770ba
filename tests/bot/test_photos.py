"""Originals of photos: fetched once, stored by what is in them, and fetched again after any mishap."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot
from pydantic import SecretStr
from sqlmodel import col, select

from bot import photos
from bot.acts import Acts
from bot.app import open_speaker
from bot.pace import Pace
from bot.photos import PhotoStore
from bot.pictures import stamped
from bot.settings import Settings
from locales.texts import texts
from models import Photo, Problem, ProblemStep, Result, Visit
from playground import Playground
from playground.cast import picture
from services.problems import ledger
from services.problems.ledger import Evidence
from tests.conftest import StandingClock
from tests.rows import Rows
from tests.talk import TOKEN

PATIENCE = 10.0


@dataclass
class Darkroom:
    """A result with photos whose originals are still with Telegram."""

    play: Playground
    acts: Acts
    bot: Bot
    folder: Path
    clock: StandingClock

    async def taken(self, *contents: bytes) -> None:
        """Photos of one report, in this order."""
        rows = Rows(self.acts)
        unit = await rows.unit("甲局")
        visit = await rows.visit(await rows.draw(await rows.task(unit)))
        result = await rows.result(visit, await rows.person(unit, "张云"))
        for content in contents:
            photo = await rows.photo(result)
            async with self.acts.noting() as work:
                stored = self.play.world.files.add_photo(content)[-1]
                (await work.session.get_one(Photo, photo.id)).file_id = stored["file_id"]

    async def stored(self) -> list[str]:
        async with self.acts.looks() as session:
            return list(await session.exec(select(Photo.sha256).order_by(col(Photo.id))))

    @asynccontextmanager
    async def fetching(self) -> AsyncIterator[None]:
        task = asyncio.ensure_future(PhotoStore(self.acts, self.bot, self.folder).run())
        try:
            yield
            assert not task.done(), task.exception()
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def until_stored(self, *wanted: str) -> None:
        async with asyncio.timeout(PATIENCE):
            while await self.stored() != list(wanted):
                self.clock.advance(seconds=30)
                await asyncio.sleep(0.01)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
async def room(
    acts: Acts, clock: StandingClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Darkroom]:
    monkeypatch.setattr(photos, "EVERY", 0.01)
    play = Playground(limits=False)
    play.add_bot(TOKEN, "suicha_bot", "随查")
    await play.start()
    bot = open_speaker(Settings(bot_token=SecretStr(TOKEN), bot_api_url=play.url), Pace(lambda: 0.0))
    yield Darkroom(play, acts, bot, tmp_path / "photos", clock)
    await bot.session.close()
    await play.stop()


async def test_an_original_is_stored_under_the_digest_of_what_is_in_it(room: Darkroom) -> None:
    first, second = picture("门头"), picture("货架")
    await room.taken(first, second, first)
    async with room.fetching():
        await room.until_stored(digest(first), digest(second), digest(first))
    stored = {path.name: path.read_bytes() for path in room.folder.iterdir()}
    assert stored.items() >= {f"{digest(first)}.jpg": first, f"{digest(second)}.jpg": second}.items()
    assert all(name == f"{digest(content)}.jpg" for name, content in stored.items())


async def test_each_photo_gets_a_copy_stamped_with_its_visit(room: Darkroom) -> None:
    content = picture("门头")
    await room.taken(content)
    async with room.fetching():
        await room.until_stored(digest(content))
    async with room.acts.looks() as session:
        photo, visit = (await session.exec(select(Photo))).one(), (await session.exec(select(Visit))).one()
    line = texts().say("report.stamp", visit=visit.number, at=photo.received_at)
    assert visit.number in line
    assert (room.folder / f"{photo.stamped_sha256}.jpg").read_bytes() == stamped(content, line)


async def test_what_is_stored_is_not_fetched_again(room: Darkroom) -> None:
    content = picture("门头")
    await room.taken(content)
    async with room.fetching():
        await room.until_stored(digest(content))
    async with room.fetching():
        await asyncio.sleep(0.1)
    assert len(room.play.calls("getFile")) == 1


@pytest.mark.parametrize(
    ("method", "fault"),
    [
        ("download", {"status": 502}),
        ("download", {"status": 404}),
        ("download", {"status": 0}),
        ("getFile", {"status": 400, "description": "Bad Request: file is temporarily unavailable"}),
        ("getFile", {"status": 403, "description": "Forbidden"}),
    ],
    ids=str,
)
async def test_a_mishap_on_the_way_is_made_good_later(
    room: Darkroom, method: str, fault: dict[str, Any]
) -> None:
    content = picture("门头")
    await room.taken(content)
    room.play.fail_next(method, **fault)
    async with room.fetching():
        await room.until_stored(digest(content))


async def test_a_photo_that_is_gone_keeps_no_other_waiting(room: Darkroom) -> None:
    content = picture("门头")
    await room.taken(picture("货架"), content)
    async with room.acts.noting() as work:
        first = (await work.session.exec(select(Photo).order_by(col(Photo.id)))).first()
        assert first is not None
        first.file_id = "gone"
    async with room.fetching():
        await room.until_stored("", digest(content))


async def test_many_photos_that_are_gone_keep_no_other_waiting(room: Darkroom) -> None:
    content = picture("门头")
    await room.taken(*[picture("货架")] * photos.AT_ONCE, content)
    async with room.acts.noting() as work:
        rows = (await work.session.exec(select(Photo).order_by(col(Photo.id)))).all()
        for photo in rows[: photos.AT_ONCE]:
            photo.file_id = "gone"
    async with room.fetching():
        await room.until_stored(*[""] * photos.AT_ONCE, digest(content))


async def evidence(room: Darkroom, content: bytes, name: str = "") -> ProblemStep:
    """A step of a case with a file whose original is still with Telegram."""
    rows = Rows(room.acts)
    unit = await rows.unit("乙局")
    visit = await rows.visit(await rows.draw(await rows.task(unit)), "示例商行")
    result = await rows.result(visit, await rows.person(unit, "李月"), "problem_pending")
    async with room.acts.noting() as work:
        await ledger.open_problems(work, await work.session.get_one(Result, result.id))
        case = (await work.session.exec(select(Problem))).one()
        sent = room.play.world.files.add_photo(content)[-1]["file_id"]
        ledger.log(work, case, "conclude", Evidence("已改正", sent, name, room.clock()))
    return await only_evidence(room)


async def only_evidence(room: Darkroom) -> ProblemStep:
    async with room.acts.looks() as session:
        return (await session.exec(select(ProblemStep).where(ProblemStep.file_id != ""))).one()


@pytest.mark.parametrize(
    ("name", "ending"),
    [("", ".jpg"), ("整改报告.PDF", ".pdf"), ("报告.整改后的", ".bin"), ("没有扩展名", ".bin")],
    ids=str,
)
async def test_evidence_of_the_ledger_is_stored_as_photos_are(room: Darkroom, name: str, ending: str) -> None:
    content = picture("货架")
    sent = await evidence(room, content, name)
    async with room.fetching(), asyncio.timeout(PATIENCE):
        while not (step := await only_evidence(room)).sha256:
            room.clock.advance(seconds=1)
            await asyncio.sleep(0.01)
    assert (step.sha256, step.received_at) == (digest(content), sent.received_at)
    assert (room.folder / f"{digest(content)}{ending}").read_bytes() == content
    assert step.stored_at is not None
    assert (room.folder / f"{step.stamped_sha256}.jpg").is_file()


async def test_evidence_that_is_gone_is_tried_again_later_and_stays_missing(room: Darkroom) -> None:
    await evidence(room, picture("货架"))
    async with room.acts.noting() as work:
        (await work.session.exec(select(ProblemStep).where(ProblemStep.file_id != ""))).one().file_id = "gone"
    async with room.fetching(), asyncio.timeout(PATIENCE):
        while (step := await only_evidence(room)).attempts < 2:
            room.clock.advance(seconds=1)
            await asyncio.sleep(0.01)
    assert step.sha256 == ""
    assert step.fetch_after is not None
