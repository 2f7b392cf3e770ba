from __future__ import annotations

import struct
import zlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from playground import Bot, Chat, Playground, User

TOKEN = "123456:county-office"


class Hands:
    """A clock that only a test moves."""

    def __init__(self) -> None:
        self.at = 1_775_000_000.0

    def __call__(self) -> float:
        return self.at


@dataclass
class Raw:
    session: aiohttp.ClientSession
    playground: Playground
    token: str = TOKEN

    async def call(self, method: str, **values: Any) -> dict[str, Any]:
        url = f"{self.playground.url}/bot{self.token}/{method}"
        async with self.session.post(url, json=values) as response:
            answer: dict[str, Any] = await response.json()
            assert answer["ok"] is (response.status == 200)
            assert answer.get("error_code", 200) == response.status
            return answer

    async def result(self, method: str, **values: Any) -> Any:
        answer = await self.call(method, **values)
        assert answer["ok"], answer
        return answer["result"]

    async def refusal(self, method: str, **values: Any) -> str:
        answer = await self.call(method, **values)
        assert not answer["ok"], answer
        return str(answer["description"])

    async def updates(self, **values: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = await self.result("getUpdates", **values)
        return found


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
async def playground(hands: Hands) -> AsyncIterator[Playground]:
    play = Playground(hands, limits=False)
    play.add_bot(TOKEN, "county_bot", "县双随机办")
    await play.start()
    yield play
    await play.stop()


@pytest.fixture
def bot_account(playground: Playground) -> Bot:
    return playground.bot


@pytest.fixture
def lin(playground: Playground) -> User:
    return playground.add_user(2001, "林晓", "linxiao", "+8613900002001")


@pytest.fixture
def he(playground: Playground) -> User:
    return playground.add_user(2002, "何川")


@pytest.fixture
def office(playground: Playground, lin: User, he: User) -> Chat:
    return playground.add_group(-1001, "联席办工作群", [lin, he])


def png(width: int = 400, height: int = 300) -> bytes:
    """A grey picture that any browser can show."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x99" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


@pytest.fixture
def picture() -> bytes:
    return png()


@pytest.fixture
async def raw(playground: Playground) -> AsyncIterator[Raw]:
    async with aiohttp.ClientSession() as session:
        yield Raw(session, playground)


@pytest.fixture
async def started(playground: Playground, raw: Raw, lin: User) -> User:
    """A person who has pressed Start, with nothing left in the bot's queue."""
    await playground.opens(lin)
    await raw.updates(offset=raw.playground.bot.queue.next_id)
    return lin
