"""A QR code (ISO/IEC 18004) of a short text: byte mode, correction M, versions 1 to 6 (up to 106 bytes)."""

from collections.abc import Iterable, Iterator, Sequence

CAPACITY = (16, 28, 44, 64, 86, 108)
"""Data codewords of versions 1 to 6 at level M."""
BLOCKS = (1, 1, 1, 2, 2, 4)
CORRECTION = (10, 16, 26, 18, 24, 16)
"""Correction codewords of each block."""
FINDER = ("1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111")
ALIGNMENT = ("11111", "10001", "10101", "10001", "11111")
FORMAT_MASK = 0b101010000010010

Grid = list[list[bool]]
_EXP = [1] * 512
_LOG = [0] * 256
for _power in range(1, 512):
    _double = _EXP[_power - 1] << 1
    _EXP[_power] = _double ^ 0x11D if _double > 255 else _double
for _power in range(255):
    _LOG[_EXP[_power]] = _power


def qr(text: str) -> Grid:
    """The modules row by row, true is dark, without the quiet zone. Raises ``ValueError`` for a long text."""
    content = text.encode()
    version = next((n for n, room in enumerate(CAPACITY, 1) if len(content) + 2 <= room), 0)
    if not version:
        raise ValueError(len(content))
    grid, fixed = _frame(17 + 4 * version)
    _lay(grid, fixed, _codewords(content, version))
    return min((_masked(grid, fixed, mask) for mask in range(8)), key=_penalty)


def _codewords(content: bytes, version: int) -> Iterator[int]:
    """Mode 4, length, content, padding; blocks and their correction interleaved."""
    room, count = CAPACITY[version - 1], BLOCKS[version - 1]
    halves = [4, *(half for byte in (len(content), *content) for half in divmod(byte, 16)), 0]
    data = [16 * high + low for high, low in zip(halves[::2], halves[1::2], strict=True)]
    data += [0xEC, 0x11] * room
    size = room // count
    blocks = [data[size * at : size * (at + 1)] for at in range(count)]
    checks = [_correction(block, CORRECTION[version - 1]) for block in blocks]
    for rows in (blocks, checks):
        yield from (byte for column in zip(*rows, strict=True) for byte in column)


def _correction(block: Sequence[int], count: int) -> list[int]:
    """The remainder of the block by the generator of Reed and Solomon over GF(256)."""
    generator = [1]
    for power in range(count):
        longer = [*generator, 0]
        for at, factor in enumerate(generator):
            longer[at + 1] ^= _times(factor, _EXP[power])
        generator = longer
    rest = [*block, *([0] * count)]
    for at in range(len(block)):
        for step, factor in enumerate(generator[1:], at + 1):
            rest[step] ^= _times(rest[at], factor)
    return rest[len(block) :]


def _times(one: int, other: int) -> int:
    return _EXP[_LOG[one] + _LOG[other]] if one and other else 0


def _frame(size: int) -> tuple[Grid, Grid]:
    """The patterns that every code of a size has, and which modules they take."""
    grid, fixed = ([[False] * size for _ in range(size)] for _ in range(2))
    for at in range(size):
        for row, column in ((6, at), (at, 6)):
            grid[row][column], fixed[row][column] = at % 2 == 0, True
    for row, column in ((0, 0), (0, size - 8), (size - 8, 0)):
        _stamp(grid, fixed, ["0" * 8] * 8, row, column)
    for row, column in ((0, 0), (0, size - 7), (size - 7, 0)):
        _stamp(grid, fixed, FINDER, row, column)
    if size > 21:
        _stamp(grid, fixed, ALIGNMENT, size - 9, size - 9)
    for row, column in _format_places(size):
        fixed[row][column] = True
    grid[size - 8][8], fixed[size - 8][8] = True, True
    return grid, fixed


def _stamp(grid: Grid, fixed: Grid, pattern: Sequence[str], row: int, column: int) -> None:
    for down, line in enumerate(pattern):
        for right, dark in enumerate(line):
            grid[row + down][column + right], fixed[row + down][column + right] = dark == "1", True


def _format_places(size: int) -> list[tuple[int, int]]:
    """Where the fifteen bits of the format stand, the lowest first: once around a corner, once along two."""
    around = [(at, 8) for at in (0, 1, 2, 3, 4, 5, 7, 8)] + [(8, at) for at in (7, 5, 4, 3, 2, 1, 0)]
    along = [(8, size - 1 - at) for at in range(8)] + [(size - 7 + at, 8) for at in range(7)]
    return around + along


def _lay(grid: Grid, fixed: Grid, codewords: Iterable[int]) -> None:
    """Up and down in columns of two from the right, past the column of the timing pattern."""
    size, bits = len(grid), [byte >> at & 1 for byte in codewords for at in range(7, -1, -1)]
    places = (
        (row, column)
        for turn, right in enumerate([*range(size - 1, 6, -2), 5, 3, 1])
        for row in (range(size) if turn % 2 else range(size - 1, -1, -1))
        for column in (right, right - 1)
        if not fixed[row][column]
    )
    for (row, column), bit in zip(places, bits, strict=False):
        grid[row][column] = bool(bit)


def _masked(grid: Grid, fixed: Grid, mask: int) -> Grid:
    made = [
        [dark ^ (not fixed[row][column] and _turned(mask, row, column)) for column, dark in enumerate(line)]
        for row, line in enumerate(grid)
    ]
    bits = _format(mask)
    for at, (row, column) in enumerate(_format_places(len(grid))):
        made[row][column] = bool(bits >> at % 15 & 1)
    return made


def _turned(mask: int, row: int, column: int) -> bool:
    product = row * column
    rests = (
        (row + column) % 2,
        row % 2,
        column % 3,
        (row + column) % 3,
        (row // 2 + column // 3) % 2,
        product % 2 + product % 3,
        (product % 2 + product % 3) % 2,
        ((row + column) % 2 + product % 3) % 2,
    )
    return rests[mask] == 0


def _format(mask: int) -> int:
    """Level M (00) and the mask, with ten bits of correction by the code of Bose and Chaudhuri."""
    rest = mask << 10
    for at in range(14, 9, -1):
        if rest >> at & 1:
            rest ^= 0b10100110111 << at - 10
    return (mask << 10 | rest) ^ FORMAT_MASK


def _penalty(grid: Grid) -> int:
    """How hard a masking is to read: long runs, squares, lookalikes of the corners, an uneven share."""
    lines = ["".join("01"[dark] for dark in line) for line in [*grid, *map(list, zip(*grid, strict=True))]]
    runs = sum(len(run) - 2 for line in lines for run in _runs(line) if len(run) >= 5)
    squares = sum(
        grid[row][column] == grid[row + 1][column] == grid[row][column + 1] == grid[row + 1][column + 1]
        for row in range(len(grid) - 1)
        for column in range(len(grid) - 1)
    )
    alike = sum(
        line[at : at + 11] in {"10111010000", "00001011101"} for line in lines for at in range(len(line) - 10)
    )
    dark = sum(map(sum, grid)) * 20 // len(grid) ** 2
    return runs + 3 * squares + 40 * alike + 10 * min(abs(dark - 10), abs(dark - 9))


def _runs(line: str) -> list[str]:
    return line.replace("01", "0 1").replace("10", "1 0").split()
