"""Rows of a large list, one after the other: csv of any length, parquet, workbooks within their bounds."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from domain.errors import DomainError
from domain.sheet import Cell
from services.registers.sheets import read, unguarded

Row = tuple[Cell, ...]
HEAD = 4000  # bytes from which the kind, the encoding and the delimiter are known
BLOCK = 10_000  # rows of a parquet file in memory
MEMORY = "128MB"  # what the parquet reader may take
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def rows_of(path: Path) -> Iterator[Row]:
    """The rows of the first table. Raises ``draw.unreadable``, ``draw.no_parquet`` and under ``sheet.*``."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
        if head.startswith(b"PAR1"):
            yield from _parquet(path)
        elif head.startswith(WORKBOOKS):
            yield from read(path.name, path.read_bytes())[0].rows
        else:
            yield from _csv(path, head)
    except OSError as error:
        raise DomainError("draw.unreadable", file=path.name, reason=str(error)) from error


def _csv(path: Path, head: bytes) -> Iterator[Row]:
    if not head.strip():
        raise DomainError("sheet.empty", name=path.name)
    with path.open(encoding=_encoding(path, head), newline="") as lines:
        try:
            delimiter = max(",\t;", key=lines.read(HEAD).count)
            lines.seek(0)
            for line in csv.reader(lines, delimiter=delimiter):
                yield tuple(unguarded(cell) or None for cell in line)
        except UnicodeDecodeError as error:
            raise DomainError("sheet.encoding", name=path.name) from error
        except csv.Error as error:
            raise DomainError("sheet.broken", name=path.name) from error


def _encoding(path: Path, head: bytes) -> str:
    """By its mark, else UTF-8 if the whole file is, else GB18030, as offices' programs write them."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\0" in head:
        raise DomainError("sheet.not_a_table", name=path.name)
    try:
        with path.open(encoding="utf-8", newline="") as text:
            while text.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8-sig"


def _parquet(path: Path) -> Iterator[Row]:
    try:
        import duckdb
    except ImportError as error:
        raise DomainError("draw.no_parquet", file=path.name) from error
    settings: Any = {"memory_limit": MEMORY, "threads": 1, "autoinstall_known_extensions": False}
    with duckdb.connect(config=settings) as base:
        try:
            table = base.execute("SELECT * FROM read_parquet(?)", [str(path)])
            yield tuple(str(column[0]) for column in table.description or ())
            while block := table.fetchmany(BLOCK):
                yield from block
        except duckdb.Error as error:
            raise DomainError("draw.unreadable", file=path.name, reason=str(error)) from error
