"""What holds for every file, however broken: a report by cell or one clear refusal, nothing else."""

import io
from random import Random
from typing import Any

import openpyxl

from domain.errors import DomainError
from domain.reading import Reading
from domain.register import read_rows
from domain.sheet import Sheet
from locales.columns import columns
from locales.texts import LANGUAGES, texts
from services.registers import returned_books, sheets
from services.registers.kept_rows import Rows, rows_of
from services.registers.register_report import summary
from tests.fuzz.mutations import IDENTITY_NUMBER, broken, mutated

RETURNED_EVERY = 40
PLACED = ("sheet", "row", "column", "code", "severity", "message")


def cells(seed: int) -> bool:
    """Mutate sheets and read them; whether they were read. Raises ``AssertionError`` on anything odd."""
    kind, found = mutated(Random(seed))
    try:
        reading = read_rows(kind, found, columns())
    except DomainError as refusal:
        refused(refusal)
        return False
    holds(reading)
    if seed % RETURNED_EVERY == 0:
        returned(found, reading)
    return True


def content(seed: int) -> bool:
    """Damage a file and read it through the real reader; whether it was read."""
    name, damaged = broken(Random(seed))
    try:
        found = sheets.read(name, damaged)
    except DomainError as refusal:
        said = refused(refusal)
    else:
        assert all(isinstance(sheet, Sheet) for sheet in found)
        return True
    assert name in said
    return False


def refused(refusal: DomainError) -> str:
    """A whole file is refused in words, in every language; the Chinese ones."""
    said = [texts(language).error(refusal) for language in LANGUAGES]
    assert all(said), refusal.code
    return said[0]


def holds(reading: Reading) -> None:
    """Counts agree, every problem names sheet, row and column, keys are unique, rows can be kept."""
    report: dict[str, Any] = summary(reading, texts())
    assert report["rows"] == report["accepted"] + report["rejected"]
    assert 0 <= report["warned"] <= report["accepted"]
    for problem in report["errors"]:
        assert all(problem[name] for name in PLACED), problem
        assert IDENTITY_NUMBER not in problem["message"], problem
    spoilt = {(one["sheet"], one["row"]) for one in report["errors"] if one["severity"] == "error"}
    assert bool(report["rejected"]) == bool(spoilt)
    keys = [row.value.key for row in reading.rows]
    assert len(keys) == len(set(keys))
    rows = rows_of(reading)
    assert repr(dict(Rows.unpacked(rows.packed()))) == repr(dict(rows))


def returned(found: tuple[Sheet, ...], reading: Reading) -> None:
    """The marked workbook opens, and holds no formula."""
    book = openpyxl.load_workbook(io.BytesIO(returned_books.annotated(found, reading, texts())))
    assert not [
        cell.coordinate
        for page in book.worksheets
        for row in page.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
