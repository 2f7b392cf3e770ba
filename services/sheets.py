"""The only reader of office files: bytes somebody sent → sheets of bare cells, within bounds.

The kind of file is known by its content, because platforms hand out xlsx files named .xls. Workbooks are
read in a process of their own with bounded memory and time: a file of a few kilobytes that names a cell in
the last corner of the sheet makes the reader ask for hundreds of gigabytes and takes its process with it.
Formulas are never computed; what the office program last showed is read.
"""

import csv
import io
import pickle
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from domain.errors import DomainError
from domain.sheet import Cell, Sheet

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 300 * 1024 * 1024
MAX_ENTRIES = 5_000
MAX_ROWS = 200_000
MAX_CHARACTERS = 100_000_000
READING_SECONDS = 60
READING_MEMORY = 1536 * 1024 * 1024

GUARDED = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\0")
"""What a spreadsheet may take for a formula when a cell begins with it (ASVS 1.2.10)."""

_ROOT = Path(__file__).parent.parent
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"mime-version")
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_BINARY = frozenset(map(chr, [*range(9), *range(14, 32)]))


def read(name: str, content: bytes) -> tuple[Sheet, ...]:
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
        return _read_workbook(name, content)
    if content.startswith(_OLD_EXCEL):
        return _read_workbook(name, content)
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


def _read_workbook(name: str, content: bytes) -> tuple[Sheet, ...]:
    command = [sys.executable, "-m", "services.sheets"]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, no argument of the sender
            command, input=content, capture_output=True, cwd=_ROOT, timeout=READING_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise DomainError("sheet.too_heavy", name=name) from late
    if done.returncode:
        raise DomainError("sheet.broken" if done.returncode == 1 else "sheet.too_heavy", name=name)
    answer = pickle.loads(done.stdout)  # noqa: S301 - written by our own child, which only unpacks cells
    if isinstance(answer, str):
        raise DomainError(f"sheet.{answer}", name=name, limit=MAX_ROWS)
    return tuple(Sheet(*parts) for parts in answer)


def _read_csv(name: str, content: bytes) -> Sheet:
    written = _decoded(name, content)
    if not _BINARY.isdisjoint(written):
        raise DomainError("sheet.not_a_table", name=name)
    delimiter = max(",\t;", key=written[:4000].count)
    try:
        lines = list(csv.reader(io.StringIO(written, newline=""), delimiter=delimiter))
    except csv.Error as broken:
        raise DomainError("sheet.broken", name=name) from broken
    rows = _kept(tuple(map(unguarded, line)) for line in lines)
    if _filled(rows) > MAX_ROWS:
        raise DomainError("sheet.too_many_rows", name=name, limit=MAX_ROWS)
    return Sheet(Path(name).stem, rows)


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


def _kept(rows: Iterator[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    """Rows with blanks as ``None``, without the blank cells and rows at their ends."""
    kept: list[tuple[Cell, ...]] = []
    for row in rows:
        cells = [None if cell == "" else cell for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        kept.append(tuple(cells))
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)


def _filled(rows: tuple[tuple[Cell, ...], ...]) -> int:
    return sum(1 for row in rows if row)


def _unpack(content: bytes) -> object:
    """What the child answers: the parts of every sheet, or the code of what is wrong."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [_parts(book, index) for index in _tables(book)]
    except PasswordError:
        return "password"
    except MemoryError:
        return "too_heavy"
    except Exception:  # noqa: BLE001 - whatever the parser trips over, the file is what is broken
        return "broken"
    rows = [row for sheet in sheets for row in sheet[1]]
    if sum(1 for row in rows if row) > MAX_ROWS:
        return "too_many_rows"
    characters = sum(len(cell) for row in rows for cell in row if isinstance(cell, str))
    return "too_heavy" if characters > MAX_CHARACTERS else sheets


def _tables(book: CalamineWorkbook) -> list[int]:
    return [index for index, sheet in enumerate(book.sheets_metadata) if sheet.typ is SheetTypeEnum.WorkSheet]


def _parts(
    book: CalamineWorkbook, index: int
) -> tuple[str, tuple[tuple[Cell, ...], ...], tuple[object, ...], bool]:
    sheet = book.get_sheet_by_index(index)
    hidden = book.sheets_metadata[index].visible is not SheetVisibleEnum.Visible
    return (
        sheet.name,
        _kept(tuple(row) for row in sheet.iter_rows()),
        tuple(sheet.merged_cell_ranges or ()),
        hidden,
    )


if __name__ == "__main__":
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (READING_MEMORY, READING_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (READING_SECONDS, READING_SECONDS))
    sys.stdout.buffer.write(pickle.dumps(_unpack(sys.stdin.buffer.read())))
