"""Small pictures to send as site photos: drawn, not taken, and the same bytes each time."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable

WIDTH, HEIGHT = 640, 480
Colour = tuple[int, int, int]
Shape = tuple[int, int, int, int, Colour]
"""Left, top, width, height, colour of a rectangle; later ones lie on top."""

WALL, FLOOR, WOOD, STEEL = (236, 231, 220), (176, 168, 156), (150, 111, 74), (150, 160, 170)
WHITE, DARK, RED, GREEN, YELLOW = (250, 250, 248), (60, 64, 70), (196, 44, 40), (34, 132, 84), (228, 182, 56)


def _room() -> list[Shape]:
    return [(0, 0, WIDTH, 340, WALL), (0, 340, WIDTH, 140, FLOOR)]


def _shop_front() -> list[Shape]:
    sky: Colour = (186, 212, 232)
    front = [(0, 0, WIDTH, 160, sky), (80, 110, 480, 280, WALL), (60, 90, 520, 60, RED)]
    signs = [(150 + 90 * at, 106, 60, 28, YELLOW) for at in range(4)]
    return [
        (0, 0, WIDTH, HEIGHT, FLOOR),
        *front,
        *signs,
        (120, 190, 180, 150, sky),
        (360, 190, 110, 200, WOOD),
    ]


def _shelves() -> list[Shape]:
    goods = (RED, GREEN, YELLOW, STEEL, WHITE)
    boards = [(60, 130 + 90 * row, 520, 12, WOOD) for row in range(4)]
    boxes = [
        (72 + 50 * at, 72 + 90 * row, 38, 58, goods[(at * 3 + row * 2) % 5])
        for row in range(4)
        for at in range(10)
    ]
    return [*_room(), *boards, *boxes]


def _extinguishers() -> list[Shape]:
    box = [(200, 220, 240, 170, RED), (212, 232, 216, 146, WHITE)]
    bottles = [
        shape for left in (250, 340) for shape in ((left, 270, 50, 100, RED), (left + 16, 248, 18, 24, DARK))
    ]
    return [*_room(), (220, 90, 200, 70, GREEN), (240, 110, 90, 30, WHITE), *box, *bottles]


def _licences() -> list[Shape]:
    frames = [
        shape
        for left in (90, 350)
        for shape in (
            (left, 80, 200, 150, YELLOW),
            (left + 10, 90, 180, 130, WHITE),
            (left + 60, 104, 80, 14, RED),
        )
    ]
    lines = [(left + 30, 134 + 18 * row, 140, 6, STEEL) for left in (90, 350) for row in range(4)]
    return [*_room(), *frames, *lines, (40, 300, 560, 100, WOOD)]


PICTURES = {
    "门头": _shop_front,
    "货架": _shelves,
    "灭火器": _extinguishers,
    "证照": _licences,
}
"""What can be on a picture."""


def picture(name: str) -> bytes:
    """A PNG of 640 × 480. Raises ``KeyError`` for a name that is not in ``PICTURES``."""
    canvas = [bytearray(WIDTH * 3) for _ in range(HEIGHT)]
    for shape in PICTURES[name]():
        _fill(canvas, shape)
    return _png(canvas)


def _fill(canvas: list[bytearray], shape: Shape) -> None:
    left, top, width, height, colour = shape
    right = min(left + width, WIDTH)
    for row in canvas[top : top + height]:
        row[left * 3 : right * 3] = bytes(colour) * (right - left)


def _png(rows: Iterable[bytearray]) -> bytes:
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    chunks = ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
