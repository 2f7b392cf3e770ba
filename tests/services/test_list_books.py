"""Lists as workbooks: every row comes back as it went, whatever offices wrote in it; laid out for paper."""

import io
from datetime import date, datetime, time
from functools import reduce
from operator import or_
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.reading import Reading
from domain.register import read_rows
from domain.register_rows import RegisterRow, made
from domain.sheet import Cell, Sheet
from locales.columns import columns
from locales.texts import LANGUAGES, texts
from services.registers.list_books import KINDS, NOT_KEPT, columns_of, list_book
from services.registers.register_report import label
from services.registers.sheets import read
from services.registers.unpacking import pieces
from tests.register_corpus import CASES, Case, credit_code, registration_no

ZH = texts("zh_CN")
TODAY = date(2026, 4, 1)
HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "http://example.invalid", "＝1", "_x0041_"]
WRITTEN = [
    *HOSTILE,
    *("", None, "/", "长期", "9999-09-09", "2026年4月15日", "20260415", "46127", "无", "是", "√", "否", "×"),
    *(
        "007",
        "0012",
        "３％",
        "不超过2%",
        "2‰",
        "每2年不超过1次",
        "3%;2次/年",
        "12户",
        "0851-82220000",
        "19900000000",
    ),
    *(
        "甲，乙、丙",
        "食品；药品",
        "1. 查台账；2. 查标签，看日期",
        "a，b",
        "（1）1、甲",
        "第一行\n第二行",
        "张　三",
        " 乙 ",
    ),
    *(
        "A级",
        "d",
        "注销",
        "停业",
        "产品",
        "个体户",
        "高风险",
        "重点",
        "立",
        "定向",
        "按季度",
        "联络员，审批人",
        "100.5",
        "-8",
    ),
    *(credit_code(1), credit_code(2).lower(), registration_no(1), "2026年4月至6月", "第二季度"),
]
CELLS: st.SearchStrategy[Cell] = reduce(
    or_,
    [
        st.sampled_from(WRITTEN),
        st.text(st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc")), max_size=12),
        st.dates(date(1990, 1, 1), date(2040, 1, 1)).map(lambda day: datetime.combine(day, time())),
        st.integers(0, 400),
        st.floats(0.01, 0.99).map(lambda share: round(share, 3)),
    ],
)
DAYS = st.sampled_from(
    [None, "长期", "9999-09-09", "2026年4月15日", "20260415", "46127", datetime.combine(TODAY, time())]
)
PHRASES = st.sampled_from(
    ["查标签，看日期；", "1. 查台账；2. 查标签，看日期", "a，b", "（1）1、甲", "甲\n乙，丙", "=1；-1"]
)
MUST = {
    **dict.fromkeys(("observed_until", "certificate_until", "effective_on", "valid_until"), DAYS),
    **dict.fromkeys(("items", "sub_items", "item_scope"), PHRASES | CELLS),
    "window_from": st.dates(date(2026, 1, 1), date(2026, 6, 30)).map(date.isoformat),
    "window_to": st.dates(date(2026, 7, 1), date(2026, 12, 31)).map(date.isoformat),
    "kind": st.sampled_from(["主体", "产品", "行为", None]),
    "register_no": st.integers(1, 10**6).map(credit_code),
    "year": st.just(2026),
    "organisation": st.sampled_from(["甲检验所", "乙大学"]),
}


def unpacked(content: bytes) -> list[Sheet]:
    """The sheets of a workbook, read here instead of in a process of their own."""
    found: list[tuple[Any, list[Any]]] = []
    for piece in pieces(content):
        if isinstance(piece, tuple):
            found.append((piece, []))
        elif isinstance(piece, list):
            found[-1][1].extend(piece)
    return [Sheet(head[0], tuple(rows), head[1], head[2]) for head, rows in found]


def written_row(kind: str) -> st.SearchStrategy[tuple[Cell, ...]]:
    """One row as somebody might fill it in."""
    name = st.sampled_from(WRITTEN) | st.text("甲乙丙，=1 ", min_size=1, max_size=6)
    return st.tuples(*(MUST.get(one, name if one == "name" else CELLS) for one in columns_of(kind)))


def taken_in(kind: str, rows: list[tuple[Cell, ...]]) -> Reading:
    """What an import makes of rows under our own headings."""
    heads = tuple(label(kind, one, ZH) for one in columns_of(kind))
    return read_rows(kind, [Sheet("名录", (heads, *rows))], columns())


def told(reading: Reading) -> set[tuple[str, str]]:
    """Every warning of the rows that are taken in."""
    kept = {row.row: row.value.key for row in reading.rows}
    return {(kept[one.row], one.code) for one in reading.problems if one.row in kept}


def as_kept(kind: str, row: RegisterRow) -> RegisterRow:
    """A row without what the list does not keep."""
    blank: dict[str, object] = {"effective_on": None}
    return made(type(row), vars(row) | {name: blank.get(name, "") for name in NOT_KEPT.get(kind, ())})


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_any_row_of_a_list_comes_back_as_it_went(kind: str, data: st.DataObject) -> None:
    first = taken_in(kind, data.draw(st.lists(written_row(kind), min_size=1, max_size=4)))
    content = list_book(kind, [row.value for row in first.rows], ZH, place="青禾县", day=TODAY)
    again = read_rows(kind, unpacked(content), columns())
    assert [row.value for row in again.rows] == [row.value for row in first.rows]
    assert (again.rejected, again.ignored) == (0, ())
    assert told(again) <= told(first)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}: {case.about}")
def test_what_real_files_hold_comes_back_from_our_own(case: Case, language: str) -> None:
    rows = [row.value for row in read_rows(case.kind, read(case.file_name, case.content), columns()).rows]
    content = list_book(case.kind, rows, texts(language), place="青禾县", day=TODAY)
    again = read_rows(case.kind, unpacked(content), columns())
    assert [row.value for row in again.rows] == [as_kept(case.kind, row) for row in rows]
    assert (again.rejected, again.ignored) == (0, ())


def test_a_list_is_laid_out_as_offices_keep_it() -> None:
    rows = [row.value for row in taken_in("objects", [(credit_code(1), "甲店")]).rows]
    page = openpyxl.load_workbook(
        io.BytesIO(list_book("objects", rows, ZH, place="青禾县", day=TODAY))
    ).active
    assert page is not None
    assert (page["A1"].value, page["A2"].value) == ("青禾县检查对象名录库", "截至2026年4月1日，共1条")
    assert page["A3"].value == "统一社会信用代码(注册号)"
    assert (page.freeze_panes, page.auto_filter.ref) == ("A4", "A3:AG4")
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert page.print_title_rows == "$3:$3"
    assert page["A4"].number_format == page.column_dimensions["A"].number_format == "@"
    assert "&P" in str(page.oddFooter)


def test_nothing_in_a_list_is_ever_a_formula_or_a_link() -> None:
    first = taken_in("experts", [(f"{text}", "甲检验所", text, text) for text in HOSTILE])
    page = openpyxl.load_workbook(
        io.BytesIO(list_book("experts", [row.value for row in first.rows], ZH))
    ).active
    assert page is not None
    found = [cell for row in page.iter_rows(min_row=3) for cell in row if cell.value is not None]
    assert {cell.value for cell in found} >= {"=1+1", "@SUM(A1)", "http://example.invalid"}
    assert {(cell.data_type, cell.hyperlink) for cell in found if isinstance(cell.value, str)} <= {
        ("s", None),
        ("inlineStr", None),
    }
