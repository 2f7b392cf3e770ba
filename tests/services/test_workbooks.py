"""What goes out: lists that come back unchanged, faults that are marked, nothing that computes."""

import io
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from domain.register import read_rows
from domain.sheet import Sheet
from locales.columns import columns
from locales.texts import texts
from services.registers.returned_books import annotated, kept
from services.registers.sheets import read
from services.registers.workbooks import table
from tests.register_corpus import CASES, OBJECT_CASES, Case, credit_code, xlsx

HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "http://example.invalid",
    "＝1",
    "=cmd|' /C calc'!A0",
    "007",
    "1E5",
]
ZH = texts("zh_CN")


def cells(content: bytes) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}: {case.about}")
def test_a_returned_workbook_gets_the_same_report_when_sent_again(case: Case) -> None:
    sheets = read(case.file_name, case.content)
    reading = read_rows(case.kind, sheets, columns())
    back = annotated(sheets, reading, ZH)
    again = read_rows(case.kind, read("back.xlsx", back), columns())
    assert again.rows == reading.rows
    assert [(problem.cell, problem.code) for problem in again.problems] == [
        (problem.cell, problem.code) for problem in reading.problems
    ]


def test_a_returned_workbook_marks_the_cell_and_says_why_in_a_last_column() -> None:
    content = xlsx(
        [["统一社会信用代码", "企业名称"], ["91350211M0000XUF46", "甲店"], [credit_code(1)[:17], "乙店"]]
    )
    sheets = read("a.xlsx", content)
    page = cells(annotated(sheets, read_rows("objects", sheets, columns()), ZH))
    assert page["C1"].value == "导入检查结果"
    assert page["C2"].value.startswith("已导入，请核对")
    assert page["C3"].value.startswith("不予导入")
    assert page["A2"].fill.fgColor.rgb != page["A3"].fill.fgColor.rgb
    assert page["B3"].fill.fill_type is None


def test_a_blank_cell_that_is_missing_is_marked_too() -> None:
    sheets = read(
        "a.xlsx",
        xlsx([["统一社会信用代码", "企业名称", "行业"], [None, "甲店", "x"], [credit_code(1), None]]),
    )
    page = cells(annotated(sheets, read_rows("objects", sheets, columns()), ZH))
    assert page["A2"].fill.fill_type == page["B3"].fill.fill_type == "solid"


def test_the_reasons_of_an_earlier_return_are_replaced() -> None:
    sheets = read("a.xlsx", xlsx([["统一社会信用代码", "企业名称"], ["1", "甲店"]]))
    once = annotated(sheets, read_rows("objects", sheets, columns()), ZH)
    sheets = read("b.xlsx", once)
    twice = annotated(sheets, read_rows("objects", sheets, columns()), ZH)
    assert cells(twice).max_column == cells(once).max_column == 3


def test_identity_numbers_do_not_go_back() -> None:
    sheets = read("a.xlsx", xlsx([["姓名", "单位", "身份证号"], ["张云", "甲局", "110101199003071233"]]))
    back = annotated(sheets, read_rows("inspectors", sheets, columns()), ZH)
    assert "110101199003071233" not in repr(read("b.xlsx", back))


def test_overlapping_merges_of_a_broken_file_do_not_stop_the_return() -> None:
    rows = (("统一社会信用代码", "企业名称"), (credit_code(1), "甲店"))
    sheet = Sheet("名录", rows, (((0, 0), (0, 1)), ((0, 1), (1, 1)), ((1, 0), (1, 0))))
    reading = read_rows("objects", [Sheet("名录", rows)], columns())
    assert annotated([sheet], reading, ZH)


def test_nothing_hostile_computes_in_a_list() -> None:
    page = cells(table("甲/乙:名单", ["内容"], [[text] for text in HOSTILE]))
    for number, text in enumerate(HOSTILE, start=3):
        cell = page.cell(number, 1)
        assert (cell.data_type, cell.value, cell.hyperlink) == ("s", text, None)


@settings(deadline=None, max_examples=25)
@given(
    st.lists(
        st.text(st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc")), min_size=1), min_size=1
    )
)
def test_any_text_comes_back_from_a_list_as_it_went(written: list[str]) -> None:
    rows = read("a.xlsx", table("名单", ["内容", "号"], [[text, "x"] for text in written]))[0].rows
    assert [row[0] for row in rows[2:]] == written


def test_dates_and_numbers_of_a_list_stay_what_they_are() -> None:
    rows = read("a.xlsx", table("名单", ["日", "数"], [[date(2026, 4, 15), 3]]))[0].rows
    assert rows[2] == ("2026-04-15", 3)


def test_the_cases_with_merged_titles_are_among_those_returned() -> None:
    assert any(read(case.file_name, case.content)[0].merged for case in OBJECT_CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}: {case.about}")
def test_a_workbook_is_kept_without_identity_numbers_and_reads_the_same(case: Case) -> None:
    sheets = read(case.file_name, case.content)
    reading = read_rows(case.kind, sheets, columns())
    again = read("留存.xlsx", kept(sheets, reading))
    assert "110101199003071233" not in str(again)
    found = read_rows(case.kind, again, columns())
    assert [row.value for row in found.rows] == [row.value for row in reading.rows]
    assert [(one.row, one.code) for one in found.problems] == [
        (one.row, one.code) for one in reading.problems
    ]
