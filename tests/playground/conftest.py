from __future__ import annotations

import struct
import zlib
from collections.abc import AsyncIterator

import pytest

from playground import Bot, Chat, Playground, User

TOKEN = "123456:county-office"


class Hands:
    """A clock that only a test moves."""

    def __init__(self) -> None:
        self.at = 1_775_000_000.0

    def __call__(self) -> float:
        return self.at


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
