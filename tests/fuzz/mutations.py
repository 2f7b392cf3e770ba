"""Files that were nearly right: sheets of the corpus with cells, rows, columns and merges gone wrong."""

import io
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random

from domain.identity import withheld
from domain.sheet import Cell, Sheet
from services.registers.sheets import read
from tests.register_corpus_more import CASES

IDENTITY_NUMBER = "110101199003071233"
ODD: tuple[Cell, ...] = (
    None,
    "",
    " ",
    "\u3000",
    "\x00\x07\x1b",
    "\u200b\u202e甲",
    "\ufdd0",
    "𠮷野家👍🏽",
    "甲" * 40_000,
    "，、；\n",
    "²①٣५Ⅻ",
    "1" * 400,
    "=1+1",
    '=cmd|" /C calc"!A0',
    "+86",
    "@SUM(A1)",
    "#N/A",
    "#REF!",
    "案例（请删除）",
    "合计",
    "身份证号",
    IDENTITY_NUMBER,
    f"张云{IDENTITY_NUMBER}",
    float(IDENTITY_NUMBER),
    "9.199E+17",
    "0.5%～200%",
    "每年²次",
    "2‰；3%",
    "第一季度至第九季度",
    "2026年13月45日",
    "9999-09-09",
    "2026-4-31",
    "0000-00-00",
    "2026年4月至2025年3月",
    "12月底前",
    "1e400",
    "-1",
    -1,
    0,
    -0.0,
    1e308,
    float("inf"),
    float("nan"),
    2**63,
    46127,
    46127.999,
    True,
    False,
    date.min,
    date.max,
    datetime(2026, 2, 28, 23, 59, 59, 999, tzinfo=UTC).replace(tzinfo=None),
    time(23, 59),
    timedelta(days=-1, microseconds=1),
)

Grid = list[list[Cell]]


@cache
def sheets_of(number: int) -> tuple[Sheet, ...]:
    """A file of the corpus as it was read."""
    return read(CASES[number].file_name, CASES[number].content)


def mutated(random: Random) -> tuple[str, tuple[Sheet, ...]]:
    """A kind, and the sheets of one of its files with some things gone wrong."""
    number = random.randrange(len(CASES))
    kind = (CASES[number] if random.random() < 0.9 else random.choice(CASES)).kind
    return kind, tuple(_mutated(random, sheet) for sheet in sheets_of(number))


def _mutated(random: Random, sheet: Sheet) -> Sheet:
    grid: Grid = [list(row) for row in sheet.rows]
    for _ in range(random.randint(1, 6)):
        random.choice(CHANGES)(random, grid)
    merged = tuple(_merge(random) for _ in range(random.choice((0, 0, 0, 1, 3))))
    rows = tuple(tuple(map(_as_read, row)) for row in grid)
    return replace(sheet, rows=rows, merged=sheet.merged + merged)


def _as_read(cell: Cell) -> Cell:
    return withheld(cell) if isinstance(cell, str) else cell


def _merge(random: Random) -> tuple[tuple[int, int], tuple[int, int]]:
    top, left, bottom, right = (random.randint(0, 12) for _ in range(4))
    return (top, left), (bottom, right)


def _row(random: Random, grid: Grid) -> list[Cell]:
    if not grid:
        grid.append([])
    return random.choice(grid)


def _odd_cell(random: Random, grid: Grid) -> None:
    row = _row(random, grid)
    row += [None] * random.randint(0, 1)
    if row:
        row[random.randrange(len(row))] = random.choice(ODD)


def _mangled_text(random: Random, grid: Grid) -> None:
    row = _row(random, grid)
    for place, cell in enumerate(row):
        if isinstance(cell, str) and cell:
            at = random.randrange(len(cell))
            row[place] = (
                cell[:at] + random.choice("０Ａ　 \n，、()%1一²X") + cell[at + random.randint(0, 2) :]
            )


def _other_cell(random: Random, grid: Grid) -> None:
    row, other = _row(random, grid), _row(random, grid)
    if row and other:
        row[random.randrange(len(row))] = random.choice(other)


def _row_again(random: Random, grid: Grid) -> None:
    grid.insert(random.randint(0, len(grid)), list(_row(random, grid)))


def _row_gone(random: Random, grid: Grid) -> None:
    if grid:
        del grid[random.randrange(len(grid))]


def _rows_swapped(random: Random, grid: Grid) -> None:
    random.shuffle(grid)


def _shifted(random: Random, grid: Grid) -> None:
    _row(random, grid).insert(0, None)


def _column_gone(random: Random, grid: Grid) -> None:
    at = random.randint(0, 6)
    for row in grid:
        del row[at : at + 1]


def _column_again(random: Random, grid: Grid) -> None:
    at = random.randint(0, 6)
    for row in grid:
        row.extend(row[at : at + 1])


def _long_row(random: Random, grid: Grid) -> None:
    _row(random, grid).extend([random.choice(ODD)] * random.randint(1, 60))


CHANGES: tuple[Callable[[Random, Grid], None], ...] = (
    *(_odd_cell,) * 6,
    *(_mangled_text,) * 3,
    *(_other_cell,) * 2,
    _row_again,
    _row_gone,
    _rows_swapped,
    _shifted,
    _column_gone,
    _column_again,
    _long_row,
)


def broken(random: Random) -> tuple[str, bytes]:
    """The name and bytes of a file of the corpus, damaged: on the way, in a part, or cut short."""
    case = random.choice(CASES)
    content = case.content
    if content.startswith(b"PK") and random.random() < 0.7:
        content = _broken_part(random, content)
    else:
        content = _broken_bytes(random, content)
    return case.file_name, content


def _broken_bytes(random: Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(random.randint(1, 12)):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed[: random.randint(1, len(changed))] if random.random() < 0.2 else changed)


def _broken_part(random: Random, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(out, "w") as target:
        names = package.namelist()
        hurt = random.choice([name for name in names if name.endswith((".xml", ".rels"))])
        for name in names:
            part = package.read(name)
            target.writestr(name, _broken_xml(random, part) if name == hurt else part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _broken_xml(random: Random, part: bytes) -> bytes:
    if random.random() < 0.5:
        return _broken_bytes(random, part)
    pieces = part.split(b"<")
    random.shuffle(pieces)
    return b"<".join(pieces) if zlib.crc32(part) % 2 else part.replace(b'"1"', b'"1048576"')
