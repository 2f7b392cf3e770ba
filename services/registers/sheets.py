"""The only reader of office files: bytes somebody sent → sheets of bare cells, within bounds.

The kind of file is known by its content, because platforms hand out xlsx files named .xls. Workbooks are
read in a process of their own (``services.registers.unpacking``). Formulas are never computed; what the
office program last showed is read. No identity number is among the cells that come out.
"""

import csv
import io
import pickle
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer
from typing import IO, Any

from domain.errors import DomainError
from domain.identity import withheld
from domain.sheet import Cell, Merge, Sheet
from services.registers.unpacking import MAX_ROWS, READING_SECONDS, Kept, TooMuchError

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 300 * 1024 * 1024
MAX_ENTRIES = 5_000

Progress = Callable[[str, int, int], None]
"""``progress(stage, done, of)``: told from the thread that works."""

GUARDED = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\0")
"""What a spreadsheet may take for a formula when a cell begins with it (ASVS 1.2.10)."""

_ROOT = Path(__file__).parent.parent
_CHILD = (sys.executable, "-m", "services.registers.unpacking")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"mime-version")
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_BINARY = frozenset(map(chr, [*range(9), *range(14, 32)]))


def nobody_told(_stage: str, _done: int, _of: int) -> None:
    """Where nobody waits for progress."""


def read(name: str, content: bytes, progress: Progress = nobody_told) -> tuple[Sheet, ...]:
    """The sheets of an xlsx, xls or csv file (UTF-8, UTF-16, GB18030). ``name`` is the person's.

    Raises ``DomainError`` under ``sheet.*``, always with the name, the reason and the cure. Takes seconds for
    a large file: call it in a thread.
    """
    if len(content) > MAX_BYTES:
        raise DomainError("sheet.too_big", name=name, size=len(content) >> 20, limit=MAX_BYTES >> 20)
    if not content.strip():
        raise DomainError("sheet.empty", name=name)
    if content.startswith(b"PK\x03\x04"):
        _check_package(name, content)
        return _read_workbook(name, content, progress)
    if content.startswith(_OLD_EXCEL):
        return _read_workbook(name, content, progress)
    if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:20].lower().startswith(_MARKUP):
        raise DomainError("sheet.markup", name=name)
    return (_read_csv(name, content),)


def _check_package(name: str, content: bytes) -> None:
    """Refuse a package that is no xlsx, or that unpacks to more than a register needs."""
    try:
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as broken:
        raise DomainError("sheet.broken", name=name) from broken
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED or len(entries) > MAX_ENTRIES:
        raise DomainError("sheet.too_heavy", name=name)
    if not any(entry.filename.lower().endswith("xl/workbook.xml") for entry in entries):
        raise DomainError("sheet.not_a_table", name=name)


def _read_workbook(name: str, content: bytes, progress: Progress) -> tuple[Sheet, ...]:
    found: list[tuple[tuple[str, tuple[Merge, ...], bool, int], list[tuple[Cell, ...]]]] = []
    with _unpacking(name, content) as pieces:
        for piece in pieces:
            if isinstance(piece, str):
                raise DomainError(f"sheet.{piece}", name=name, limit=MAX_ROWS)
            if isinstance(piece, tuple):
                found.append((piece, []))
                continue
            head, rows = found[-1]
            rows += piece
            progress("reading", len(rows), head[3])
    return tuple(
        Sheet(withheld(title), tuple(rows), merged, hidden) for (title, merged, hidden, _), rows in found
    )


@contextmanager
def _unpacking(name: str, content: bytes) -> Iterator[Iterator[Any]]:
    """The pieces the child sends within its time. Raises ``sheet.broken``, ``sheet.too_heavy``."""
    child = subprocess.Popen(  # noqa: S603 - our own module, no argument of the sender
        _CHILD, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=_ROOT
    )
    late = Timer(READING_SECONDS, child.kill)
    late.start()
    assert child.stdin is not None and child.stdout is not None  # noqa: S101, PT018 - piped above
    try:
        with suppress(BrokenPipeError), child.stdin as given:
            given.write(content)
        yield _received(child.stdout)
        if child.wait():
            raise DomainError("sheet.broken" if child.returncode == 1 else "sheet.too_heavy", name=name)
    finally:
        late.cancel()
        child.kill()
        child.wait()
        child.stdout.close()


def _received(stream: IO[bytes]) -> Iterator[Any]:
    with suppress(EOFError, pickle.UnpicklingError):  # a child that died; its exit code tells of what
        while True:
            yield pickle.load(stream)  # noqa: S301 - written by our own child, which only unpacks cells


def _read_csv(name: str, content: bytes) -> Sheet:
    written = _decoded(name, content)
    if not _BINARY.isdisjoint(written):
        raise DomainError("sheet.not_a_table", name=name)
    delimiter = max(",\t;", key=written[:4000].count)
    try:
        lines = csv.reader(io.StringIO(written, newline=""), delimiter=delimiter)
        kept = Kept()
        rows = [kept.row(list(map(unguarded, line))) for line in lines]
    except csv.Error as broken:
        raise DomainError("sheet.broken", name=name) from broken
    except TooMuchError as much:
        raise DomainError(f"sheet.{much.args[0]}", name=name, limit=MAX_ROWS) from much
    while rows and not rows[-1]:
        rows.pop()
    return Sheet(withheld(Path(name).stem), tuple(rows))


def _decoded(name: str, content: bytes) -> str:
    """BOM, else strict UTF-8, else strict GB18030: guessing by statistics takes short GBK files for Big5."""
    marked = next((encoding for bom, encoding in _BOMS.items() if content.startswith(bom)), None)
    bare_utf16 = "utf-16-be" if content[::2].count(0) > content[1::2].count(0) else "utf-16-le"
    tried = [marked] if marked else [bare_utf16] if b"\0" in content else ["utf-8", "gb18030"]
    for encoding in tried:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DomainError("sheet.encoding", name=name)


def unguarded(cell: str) -> Cell:
    """A cell without what keeps spreadsheets from computing or rounding it: '=… and ="…"."""
    if cell.startswith("'") and cell[1:].startswith(GUARDED):
        return cell[1:]
    if cell.startswith('="') and cell.endswith('"') and len(cell) > 2:
        return cell[2:-1]
    return cell
