"""Files as they arrive: known by content, bounded, and refused with a name, a reason and a cure."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import DomainError
from locales.texts import LANGUAGES, texts
from services.registers import sheets, unpacking
from services.registers.sheets import read
from tests.register_corpus import Grid, csv_in, xls, xlsx


def refusal(content: bytes, name: str = "名录.xlsx") -> str:
    with pytest.raises(DomainError) as caught:
        read(name, content)
    for language in LANGUAGES:
        assert name in texts(language).error(caught.value)
    return caught.value.code


def repacked(content: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """An xlsx with its parts changed; ``None`` drops a part."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.namelist():
            part = change(entry, source.read(entry))
            if part is not None:
                target.writestr(entry, part)
    return out.getvalue()


def test_rows_keep_their_numbers_below_blank_ones() -> None:
    sheet = read("a.xlsx", xlsx([[], [], [None, "甲"], [], ["乙"]]))[0]
    assert sheet.rows == ((), (), (None, "甲"), (), ("乙",))


def test_cells_keep_their_types_in_both_formats() -> None:
    grid: Grid = [["甲", 1.5, True, date(2026, 4, 15)]]
    assert (
        read("a.xlsx", xlsx(grid))[0].rows
        == read("a.xls", xls(grid))[0].rows
        == (("甲", 1.5, True, date(2026, 4, 15)),)
    )


def test_merged_regions_and_hidden_sheets_are_known() -> None:
    first, second = read("a.xlsx", xlsx([["甲"], [], ["乙"]], [["丙"]], merge=["A1:A3"], hide=[1]))
    assert first.merged == (((0, 0), (2, 0)),)
    assert (first.hidden, second.hidden) == (False, True)


def test_a_formula_is_read_as_what_was_last_shown_never_computed() -> None:
    assert read("a.xlsx", xlsx([["甲", "=1+1"]]))[0].rows == (("甲",),)


def test_a_sheet_that_reaches_the_last_corner_is_refused_and_the_process_lives() -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page["A1"], page["XFD1048576"] = "甲", "乙"
    out = io.BytesIO()
    book.save(out)
    assert refusal(out.getvalue()) == "sheet.too_heavy"
    assert read("a.xlsx", xlsx([["甲"]]))[0].rows == (("甲",),)


def test_a_package_that_unpacks_too_far_is_refused_unread() -> None:
    huge = b" " * (sheets.MAX_UNPACKED + 1)
    assert (
        refusal(repacked(xlsx([["甲"]]), lambda entry, part: huge if "sheet1" in entry else part))
        == "sheet.too_heavy"
    )


def test_one_long_string_shown_in_many_cells_is_refused() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write_column(0, 0, ["甲" * 30_000] * 60_000)
    assert len(out.getvalue()) < 1_000_000
    assert refusal(out.getvalue()) == "sheet.too_heavy"


def test_too_many_rows_are_refused() -> None:
    rows = "\n".join(["甲,乙"] * (unpacking.MAX_ROWS + 1))
    assert refusal(rows.encode()) == "sheet.too_many_rows"


def test_a_sheet_of_half_a_million_rows_is_refused() -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (row, row) for row in range(1, 500_001))
    content = repacked(
        xlsx([["甲"]]),
        lambda entry, part: (
            re.sub(rb"<sheetData>.*</sheetData>", b"<sheetData>" + rows + b"</sheetData>", part)
            if "sheet1" in entry
            else part
        ),
    )
    assert refusal(content) == "sheet.too_many_rows"


def test_progress_is_told_row_by_row_up_to_the_last() -> None:
    told: list[tuple[str, int, int]] = []
    read("a.xlsx", xlsx([["甲"]] * 4_500), lambda *of: told.append(of))
    assert [done for _, done, _ in told] == sorted({done for _, done, _ in told})
    assert told[-1] == ("reading", 4_500, 4_500)


def test_a_file_over_the_limit_is_refused_before_anything_else() -> None:
    assert refusal(b"PK\x03\x04" + bytes(sheets.MAX_BYTES)) == "sheet.too_big"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"  \r\n", "empty"),
        (b"PK\x03\x04broken", "broken"),
        (xlsx([["甲"]])[:800], "broken"),
        (repacked(xlsx([["甲"]]), lambda entry, part: part[:99] if "sheet1" in entry else part), "broken"),
        (
            repacked(xlsx([["甲"]]), lambda entry, part: None if "workbook.xml" in entry else part),
            "not_a_table",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "broken"),
        (xls([["甲"]])[:1000], "broken"),
        ("<html><table><tr><td>甲</td></tr></table></html>".encode(), "markup"),
        (b'<?xml version="1.0"?><Workbook/>', "markup"),
        (b"%PDF-1.7\n\x01\x02", "not_a_table"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not_a_table"),
        (b"\xff\xff\xff\xff\x80", "encoding"),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(content: bytes, code: str) -> None:
    assert refusal(content) == f"sheet.{code}"


def test_a_short_gbk_file_of_mostly_ascii_is_not_taken_for_another_encoding() -> None:
    assert read("a.csv", csv_in("gbk")([["code", "name"], ["1", "甲"]]))[0].rows[1] == ("1", "甲")


def test_guards_against_formulas_are_taken_off_again() -> None:
    assert read("a.csv", b'\'=1+1,"=""0012""",\'tis')[0].rows == (("=1+1", "0012", "'tis"),)


def test_a_broken_quote_does_not_break_the_reader() -> None:
    assert read("a.csv", '甲,"乙\n丙,丁\n'.encode())[0].rows


@settings(deadline=None)
@given(st.binary(max_size=400).filter(lambda content: not content.startswith((b"PK\x03\x04", b"\xd0\xcf"))))
def test_any_bytes_are_a_table_or_a_refusal(content: bytes) -> None:
    try:
        found = [sheet.name for sheet in read("a.csv", content)]
    except DomainError as error:
        found = [error.code.partition(".")[0]]
    assert found in (["a"], ["sheet"])
