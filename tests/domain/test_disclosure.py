"""What may be published, and that nothing else slips through."""

from dataclasses import fields
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.credit_code import is_identity_number
from domain.disclosure import (
    PublicFinding,
    PublicResult,
    findings_shown,
    hindrance,
    may_show_targets,
    record_shown,
    shown_register_no,
    slug,
)
from domain.open_data import FIELDS, FORMULA_STARTS, as_csv, rows

HEADINGS = {name: name for name in FIELDS}


def result(name: str = "虚构加油站") -> PublicResult:
    return PublicResult(
        number="R1",
        year=2026,
        task_no="T1",
        task_name="加油站抽查",
        draw_no="D1",
        unit="市场监管局",
        object_name=name,
        object_slug="o1",
        register_no="91140900MA0000001X",
        inspected_on=date(2026, 4, 2),
        published_on=date(2026, 4, 20),
        findings=(
            PublicFinding("SX-1", "登记事项", "no_problem"),
            PublicFinding("SX-2", "公示信息", "moved_away"),
        ),
    )


@pytest.mark.parametrize("state", ["submitted", "confirmed", "returned", ""])
def test_what_no_approver_released_does_not_get_out(state: str) -> None:
    assert hindrance(state, published=False, photos_missing=0) == "not_released"


def test_a_missing_photo_original_holds_a_released_result_back() -> None:
    assert hindrance("released", published=False, photos_missing=1) == "photos"
    assert hindrance("released", published=False, photos_missing=0) == ""
    assert hindrance("released", published=True, photos_missing=0) == "published"


def test_targets_stay_inside_until_every_part_was_inspected_or_the_place_says_otherwise() -> None:
    hidden = [
        case
        for case in product((True, False), (True, False), (0, 3))
        if not may_show_targets(public_before=case[0], void=case[1], unfinished=case[2])
    ]
    assert hidden == [(False, False, 3)]


def test_a_remark_stays_in_the_file() -> None:
    found = [{"item": "SX-1", "outcome": "other", "remark": "业主张三 13800000000"}]
    shown = findings_shown(found, {"SX-1": "登记事项"})
    assert shown == (PublicFinding("SX-1", "登记事项", "other"),)


def test_nothing_named_like_a_person_a_phone_or_a_grade_is_a_public_field() -> None:
    forbidden = ("phone", "contact", "grade", "inspector", "remark", "photo", "person", "address")
    names = [field.name for field in fields(PublicResult)] + list(FIELDS)
    assert [name for name in names if any(word in name for word in forbidden)] == []


@pytest.mark.parametrize("serial", range(40))
def test_an_identity_number_that_stands_for_a_register_number_is_left_out(serial: int) -> None:
    first17 = f"14090219900307{serial:03}"
    number = next(first17 + check for check in "0123456789X" if is_identity_number(first17 + check))
    assert shown_register_no(number) == ""


def test_a_credit_code_is_shown() -> None:
    assert shown_register_no("91140900MA0000001X") == "91140900MA0000001X"


def test_only_a_plain_text_becomes_a_file_name() -> None:
    assert slug("XZ-2026-R01", "x") == "XZ-2026-R01"
    for odd in ("", "../../etc", "a/b", "加油站", "a b", "a?b", "-"):
        assert slug(odd, "o7") == "o7"


def test_a_record_that_may_not_be_shown_leaves_only_its_digest() -> None:
    record = {"announcement": {"draw_no": "D1", "steps": []}, "journal": {}}
    shown, digest = record_shown(record, "salt", may_show=False)
    assert shown is None
    assert len(digest) == 64
    assert record_shown(None, "salt", may_show=True) == (None, "")


def test_open_data_has_one_row_for_each_item_with_the_class_in_words() -> None:
    table = rows([result()], {"no_problem": "未发现问题"})
    assert [row["item_code"] for row in table] == ["SX-1", "SX-2"]
    assert [row["outcome"] for row in table] == ["未发现问题", "moved_away"]
    assert tuple(table[0]) == FIELDS


@given(st.sampled_from(FORMULA_STARTS), st.sampled_from(["", " ", "　"]), st.text(max_size=8))
def test_no_cell_of_the_csv_begins_like_a_formula(start: str, space: str, rest: str) -> None:
    table = rows([result(f"{space}{start}{rest}")], {})
    cell = f"'{space}{start}{rest}".replace('"', '""')
    assert cell in as_csv(table, HEADINGS).decode("utf-8-sig")


def test_the_csv_opens_as_utf8_in_a_spreadsheet() -> None:
    assert as_csv([], HEADINGS).startswith(b"\xef\xbb\xbf")
