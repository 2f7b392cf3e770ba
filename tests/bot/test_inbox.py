"""The inbox: kept once, worked off in order, put aside if unreadable."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import col, select
from structlog.testing import capture_logs

from bot import inbox
from bot.acts import Acts
from bot.inbox import Lanes, album_of, lane_of, store
from models import Update
from playground import User
from tests.conftest import StandingClock
from tests.county import GROUP, found
from tests.talk import Talk, talking

PATIENCE = 45.0
Raw = dict[str, Any]


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The order of things is tested, not how long a wait is."""
    for name in ("BACK_OFF", "OUTAGE_WAIT"):
        monkeypatch.setattr(inbox, name, 0.01)


def message(update_id: int, chat: int = 1, **content: Any) -> Raw:
    return {"update_id": update_id, "message": {"chat": {"id": chat}, **content}}


async def keep(acts: Acts, *updates: Raw) -> None:
    async with acts.bookkeeping() as session:
        await store(session, list(updates), acts.clock())


async def rows(acts: Acts) -> list[Update]:
    async with acts.looks() as session:
        return list(await session.exec(select(Update).order_by(col(Update.update_id))))


async def until(true: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await true():  # noqa: ASYNC110 - the rows of another task, no event of ours
            await asyncio.sleep(0.01)


@asynccontextmanager
async def running(job: Awaitable[None]) -> AsyncIterator[None]:
    """A worker beside the test; what it dies of is the test's failure."""
    task = asyncio.ensure_future(job)
    try:
        yield
        assert not task.done(), task.exception()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@dataclass
class Worker:
    """Works updates off; ``fails`` names those it cannot, by id."""

    fails: dict[int, Exception] = field(default_factory=dict)
    seen: list[int] = field(default_factory=list)
    albums: list[bool] = field(default_factory=list)
    quarantined: list[int] = field(default_factory=list)

    async def handle(self, raw: Raw, more_of_album: bool) -> None:
        self.seen.append(raw["update_id"])
        self.albums.append(more_of_album)
        await asyncio.sleep(0)
        if raw["update_id"] in self.fails:
            raise self.fails[raw["update_id"]]

    async def put_aside(self, update_id: int) -> None:
        self.quarantined.append(update_id)


@asynccontextmanager
async def working(acts: Acts, worker: Worker) -> AsyncIterator[Lanes]:
    lanes = Lanes(acts, worker.handle, worker.put_aside)
    async with running(lanes.run()):
        yield lanes


async def nothing_waits(acts: Acts) -> bool:
    return all(row.state != "waiting" for row in await rows(acts))


async def test_an_update_is_kept_once_by_its_id(acts: Acts, clock: StandingClock) -> None:
    await keep(acts, message(7, text="一"))
    clock.advance(minutes=1)
    await keep(acts, message(7, text="二"), message(3, text="三"))
    kept = {row.update_id: json.loads(row.body)["message"]["text"] for row in await rows(acts)}
    assert kept == {7: "一", 3: "三"}


async def test_an_update_that_was_worked_off_is_not_worked_off_again(acts: Acts) -> None:
    worker = Worker()
    async with working(acts, worker) as lanes:
        await keep(acts, message(1))
        lanes.wake()
        await until(lambda: nothing_waits(acts))
        await keep(acts, message(1), message(2))
        lanes.wake()
        await until(lambda: nothing_waits(acts))
    assert worker.seen == [1, 2]


async def test_a_chat_is_worked_off_in_the_order_of_arrival(acts: Acts, clock: StandingClock) -> None:
    await keep(acts, *(message(n, chat=n % 3) for n in (12, 13, 14)))
    clock.advance(seconds=1)
    await keep(acts, *(message(n, chat=n % 3) for n in range(1, 10)))  # ids may restart lower
    worker = Worker()
    async with working(acts, worker):
        await until(lambda: nothing_waits(acts))
    for chat in range(3):
        mine = [n for n in worker.seen if n % 3 == chat]
        assert mine == [
            *(n for n in (12, 13, 14) if n % 3 == chat),
            *(n for n in range(1, 10) if n % 3 == chat),
        ]


async def test_of_an_album_only_the_last_photo_has_nothing_behind_it(acts: Acts) -> None:
    album = [message(n, media_group_id="9") for n in (1, 2, 3)]
    await keep(acts, *album, message(4, media_group_id="8"), message(5), message(6))
    worker = Worker()
    async with working(acts, worker):
        await until(lambda: nothing_waits(acts))
    assert worker.albums == [True, True, False, False, False, False]


async def test_an_update_nobody_can_work_off_is_put_aside_and_the_next_one_handled(acts: Acts) -> None:
    worker = Worker(fails={2: KeyError("odd")})
    await keep(acts, message(1), message(2), message(3), message(4, chat=9))
    async with working(acts, worker):
        await until(lambda: nothing_waits(acts))
        await until(lambda: _true(worker.quarantined))
    assert [n for n in worker.seen if n != 4] == [1, 2, 2, 2, 3]
    assert worker.quarantined == [2]
    states = {row.update_id: (row.state, row.attempts, row.error) for row in await rows(acts)}
    assert states[2] == ("quarantined", inbox.ATTEMPTS, "KeyError")
    assert {states[n] for n in (1, 3, 4)} == {("done", 0, "")}


async def _true(value: object) -> bool:
    return bool(value)


async def test_a_failure_that_passes_costs_one_more_attempt(acts: Acts) -> None:
    worker = Worker(fails={1: OSError("disk")})

    async def mend(raw: Raw, more_of_album: bool) -> None:
        try:
            await Worker.handle(worker, raw, more_of_album)
        finally:
            worker.fails.clear()

    await keep(acts, message(1))
    async with running(Lanes(acts, mend, worker.put_aside).run()):
        await until(lambda: nothing_waits(acts))
    assert ((await rows(acts))[0].state, worker.seen, worker.quarantined) == ("done", [1, 1], [])


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["message", "chat", "id", "from", "media_group_id"]), inner, max_size=3
        )
    ),
    max_leaves=12,
)


@given(
    kind=st.sampled_from(["message", "callback_query", "my_chat_member", "unheard_of"]), payload=json_values
)
def test_an_update_of_any_shape_has_a_lane_and_an_album(kind: str, payload: Any) -> None:
    update = {"update_id": 1, kind: payload}
    assert isinstance(lane_of(update), str)
    assert isinstance(album_of(update), str)


@pytest.mark.parametrize(
    ("update", "lane"),
    [
        (message(1, chat=-5), "-5"),
        ({"update_id": 1, "edited_message": {"chat": {"id": 6}}}, "6"),
        ({"update_id": 1, "callback_query": {"id": "x", "message": {"chat": {"id": 7}}}}, "7"),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": 8}}}, "8"),
        ({"update_id": 1, "callback_query": {"id": "x", "inline_message_id": "y"}}, "none"),
    ],
)
def test_the_lane_is_the_chat(update: Raw, lane: str) -> None:
    assert lane_of(update) == lane


ODD: list[tuple[str, Raw]] = [
    ("message", {"text": "no chat, no sender"}),
    ("message", {"message_id": "abc", "chat": {"id": 1, "type": "private"}, "date": "yesterday"}),
    ("callback_query", {"id": 5, "from": {"id": "x"}, "data": ["?"]}),
    ("my_chat_member", {"chat": {"id": 1}, "new_chat_member": {"status": "emperor"}}),
]


async def _enrolled(talk: Talk) -> User:
    await found(talk.acts)
    user = talk.play.add_user(1001, "市检1")
    talk.play.add_group(GROUP, "办公室工作群", [user])
    await talk.enrol(user, "S-1")
    return user


async def test_malformed_updates_are_put_aside_and_the_office_told(
    tmp_path: Path, clock: StandingClock
) -> None:
    with capture_logs():  # a traceback takes a second to draw
        await _send_odd_shapes(tmp_path, clock)


async def _send_odd_shapes(folder: Path, clock: StandingClock) -> None:
    async with talking(folder, clock) as talk:
        user = await _enrolled(talk)
        for kind, payload in ODD:
            talk.play.injects(kind, payload)
        await talk.says(user, "我的任务")
        await talk.sees(user, "目前没有待填报")
        group = talk.play.chat(GROUP)
        await talk.eventually(lambda: any("未能处理" in one.text for one in talk.play.messages(group)))

        async def settled() -> bool:
            return await nothing_waits(talk.acts)

        await until(settled)
        states = [row.state for row in await rows(talk.acts)]
    assert states.count("quarantined") == len(ODD)


async def test_an_edited_message_is_heard_and_changes_nothing(tmp_path: Path, clock: StandingClock) -> None:
    async with talking(tmp_path, clock) as talk:
        user = await _enrolled(talk)
        said = await talk.play.says(user, user, "随便说说")
        await talk.sees(user, "没有找到")
        before = len(talk.play.messages(user))
        await talk.play.edits(user, said, "我的任务")

        async def settled() -> bool:
            kept = await rows(talk.acts)
            return '"edited_message"' in kept[-1].body and kept[-1].state == "done"

        await until(settled)
        assert len(talk.play.messages(user)) == before
