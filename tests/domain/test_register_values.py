"""Normalisers: what they accept, and that a second pass changes nothing."""

from collections.abc import Callable
from datetime import date, time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cell_values import FOREVER, Parser, code, day, phone, phrases, prose, text, whole, words
from domain.columns import plain
from domain.ratio_text import Frequency, Ratio, read_frequency, read_ratio
from domain.sheet import Cell, column_letters
from domain.window_text import read_window
from locales.columns import columns


def told(parse: Parser, cell: Cell) -> tuple[object, list[str]]:
    codes: list[str] = []
    return parse(cell, columns(), lambda code, *_, **__: codes.append(code)), codes


@pytest.mark.parametrize("normalise", [text, prose, code])
@given(st.text())
def test_a_normalised_text_is_not_changed_again(normalise: Callable[[Cell], str], written: str) -> None:
    once = normalise(written)
    assert normalise(once) == once


@given(st.text())
def test_a_plain_header_is_not_changed_again(written: str) -> None:
    assert plain(plain(written)) == plain(written)


@given(st.text())
def test_lists_hold_no_blank_and_no_repetition(written: str) -> None:
    for split in (words(written), phrases(written)):
        assert len(set(split)) == len(split)
        assert all(part == part.strip() != "" for part in split)


@given(
    st.dates(date(1955, 1, 1), date(2100, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d"]),
)
def test_a_date_is_read_however_it_is_written(when: date, form: str) -> None:
    assert told(day, f"{when:{form}}") == (when, [])
    assert told(day, when.isoformat()) == (when, [])


@given(st.dates(date(1955, 1, 1), date(2100, 12, 31)))
def test_a_serial_number_is_the_day_the_spreadsheet_shows(when: date) -> None:
    assert told(day, float((when - date(1899, 12, 30)).days)) == (when, [])


@pytest.mark.parametrize("cell", ["长期", "长期有效", "9999-09-09", "9999年12月31日", date(9999, 9, 9)])
def test_without_end_is_one_value_however_it_is_written(cell: Cell) -> None:
    assert told(day, cell) == (FOREVER, [])


@pytest.mark.parametrize("cell", ["2026-02-30", "2026年", "明年", 7, 1e300, True, time(9), "20261301"])
def test_what_is_no_date_is_told(cell: Cell) -> None:
    assert told(day, cell) == (None, ["bad_date"])


@pytest.mark.parametrize("cell", [None, "", " ", "/", "—"])
def test_a_blank_date_is_no_fault(cell: Cell) -> None:
    assert told(day, cell) == (None, [])


@pytest.mark.parametrize(
    "written",
    [
        "13800138000",
        13800138000.0,
        "138 0013 8000",
        "0851-8765432",
        "085187654321",
        "(0851)8765432",
        "8765432",
        "400-123-4567",
        "13800138000/0851-8765432",
        "0851-8765432-801",
        "１３８００１３８０００",
    ],
)
def test_telephones_in_every_form_pass(written: Cell) -> None:
    assert told(phone, written)[1] == []


@pytest.mark.parametrize("written", ["1380013800", "张云", "138001380001", "13800138000、12"])
def test_what_is_no_telephone_is_told_and_kept(written: str) -> None:
    kept, codes = told(phone, written)
    assert kept == written
    assert codes == ["phone"]


@pytest.mark.parametrize(
    ("cell", "number"), [(3.0, 3), ("3次", 3), ("１２", 12), ("-1", -1), (None, None), ("", None)]
)
def test_whole_numbers_with_and_without_their_unit(cell: Cell, number: int | None) -> None:
    assert told(whole, cell) == (number, [])


@pytest.mark.parametrize("cell", ["若干", 2.5, "约3"])
def test_what_is_no_whole_number_is_told(cell: Cell) -> None:
    assert told(whole, cell) == (None, ["not_a_number"])


def test_a_long_number_has_lost_its_digits_and_is_told() -> None:
    assert told(code, 9.14403e17)[1] == ["scientific"]
    assert told(code, "9.14403E+17") == ("", ["scientific"])
    assert told(code, 201654321.0) == ("201654321", [])


def test_phrases_keep_their_own_commas_where_lines_divide() -> None:
    assert phrases("1.食品、药品检查\n2、标签，说明书检查") == ("食品、药品检查", "标签，说明书检查")
    assert phrases("食品、药品检查，标签检查") == ("食品、药品检查", "标签检查")


PER_CENT = Fraction(1, 100)


@pytest.mark.parametrize(
    ("written", "ratio"),
    [
        ("5%", Ratio(5 * PER_CENT, 5 * PER_CENT)),
        ("５％", Ratio(5 * PER_CENT, 5 * PER_CENT)),
        ("2‰", Ratio(Fraction(2, 1000), Fraction(2, 1000))),
        ("0.5%", Ratio(Fraction(1, 200), Fraction(1, 200))),
        ("不超过2%", Ratio(None, 2 * PER_CENT)),
        ("不超过总数的2%", Ratio(None, 2 * PER_CENT)),
        ("5%以内", Ratio(None, 5 * PER_CENT)),
        ("不低于3%", Ratio(3 * PER_CENT, None)),
        ("≥3%", Ratio(3 * PER_CENT, None)),
        ("3%以上", Ratio(3 * PER_CENT, None)),
        ("不低于3%或按专项计划确定", Ratio(3 * PER_CENT, None, conditional=True)),
        ("5%-20%", Ratio(5 * PER_CENT, 20 * PER_CENT)),
        ("5%至20%", Ratio(5 * PER_CENT, 20 * PER_CENT)),
        ("3%;2次/年", Ratio(3 * PER_CENT, 3 * PER_CENT)),
        ("全覆盖", Ratio(Fraction(1), Fraction(1))),
        ("根据实际情况确定", None),
        ("A类5%，B类10%", None),
        ("每年1次20%；或者每年2次各10%", None),
        ("150%", None),
        ("5", None),
        ("", None),
    ],
)
def test_a_ratio_is_read_only_where_it_is_certain(written: str, ratio: Ratio | None) -> None:
    assert read_ratio(text(written), columns()) == ratio


@pytest.mark.parametrize(
    ("written", "frequency"),
    [
        ("1次/年", Frequency(1, 1)),
        ("3%;2次/年", Frequency(2, 2)),
        ("每年不超过2次", Frequency(None, 2)),
        ("每2年不超过1次", Frequency(None, 1, 2)),
        ("对同一单位每2年抽查不超过1次", Frequency(None, 1, 2)),
        ("两年一次", Frequency(1, 1, 2)),
        ("每年至少一次", Frequency(1, None)),
        ("每季度1次", Frequency(1, 1, 1, "quarter")),
        ("每月1次以上", Frequency(1, None, 1, "month")),
        ("=1", Frequency(1, 1)),
        (">=1", Frequency(1, None)),
        ("每年1次20%；或者每年2次各10%", None),
        ("许可有效期内同一单位不超过2次", None),
        ("根据实际情况确定", None),
        ("", None),
    ],
)
def test_a_frequency_is_read_only_where_it_is_certain(written: str, frequency: Frequency | None) -> None:
    assert read_frequency(text(written), columns()) == frequency


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("4月-10月", (4, 1), (10, 31)),
        ("2026年4月—10月", (4, 1), (10, 31)),
        ("2026年4月至2026年10月", (4, 1), (10, 31)),
        ("4月1日至6月30日", (4, 1), (6, 30)),
        ("2026-04-01 至 2026-06-30", (4, 1), (6, 30)),
        ("2026.4.1-2026.6.30", (4, 1), (6, 30)),
        ("6月底前", (1, 1), (6, 30)),
        ("2026年11月30日前", (1, 1), (11, 30)),
        ("5月", (5, 1), (5, 31)),
        ("第二季度", (4, 1), (6, 30)),
        ("二、三季度", (4, 1), (9, 30)),
        ("第一季度至第三季度", (1, 1), (9, 30)),
        ("上半年", (1, 1), (6, 30)),
        ("下半年", (7, 1), (12, 31)),
        ("全年", (1, 1), (12, 31)),
        ("2026年", (1, 1), (12, 31)),
        ("每季度", (1, 1), (12, 31)),
    ],
)
def test_a_window_in_words_becomes_two_days(
    written: str, first: tuple[int, int], last: tuple[int, int]
) -> None:
    assert read_window(written, 2026, columns()) == (date(2026, *first), date(2026, *last))


@pytest.mark.parametrize(
    "written", ["", "另行通知", "2月30日至3月1日", "10月-4月", "13月", "2026年6月1日至2026年5月1日"]
)
def test_a_window_that_is_not_certain_is_none(written: str) -> None:
    assert read_window(written, 2026, columns()) is None


def test_a_window_without_a_year_needs_the_year_of_the_plan() -> None:
    assert read_window("4月-10月", None, columns()) is None


@given(st.text())
def test_no_text_breaks_the_readers_of_free_text(written: str) -> None:
    read_window(written, 2026, columns())
    read_frequency(written, columns())
    ratio = read_ratio(written, columns())
    assert ratio is None or all(bound is None or 0 <= bound <= 1 for bound in (ratio.at_least, ratio.at_most))


def test_columns_are_lettered_as_the_office_program_does() -> None:
    assert [column_letters(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@given(st.from_regex(r"[0-9A-Z]{1,20}", fullmatch=True))
def test_a_code_in_full_width_is_the_same_code(written: str) -> None:
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in written)
    assert code(wide) == code(written)
