"""What the corpus does not show: files refused as a whole, derived numbers, defaults."""

from collections.abc import Sequence

import pytest

from domain.errors import DomainError
from domain.reading import Reading
from domain.register import KINDS, read_rows
from domain.register_fields import REGISTERS
from domain.register_rows import InspectorRow, ItemRow, ObjectRow
from domain.sheet import Cell, Sheet
from locales.columns import columns
from locales.texts import LANGUAGES, texts
from services.registers.register_report import message
from tests.register_corpus import credit_code


def reading(kind: str, *rows: Sequence[Cell], defaults: dict[str, str] | None = None) -> Reading:
    return read_rows(kind, [Sheet("名录", tuple(map(tuple, rows)))], columns(), defaults)


def refusal(kind: str, *rows: Sequence[Cell]) -> DomainError:
    with pytest.raises(DomainError) as caught:
        reading(kind, *rows)
    for language in LANGUAGES:
        assert texts(language).error(caught.value)
    return caught.value


def test_a_file_without_a_header_is_refused_with_what_it_needs() -> None:
    error = refusal("objects", ["甲", "乙"], ["丙", "丁"])
    assert (error.code, error.params["fields"]) == ("register.no_header", ("register_no", "name"))


def test_a_roster_sent_as_the_wrong_kind_is_recognised() -> None:
    error = refusal("objects", ["姓名", "执法证号", "执法领域"], ["张云", "1", "食品"])
    assert error.params["looks_like"] == "inspectors"


def test_a_header_without_a_mandatory_column_is_refused_with_what_it_has() -> None:
    error = refusal("objects", ["企业名称", "联系电话"], ["甲店", ""])
    assert error.code == "register.column_missing"
    assert error.params["fields"] == ("register_no",)
    assert "联系电话" in str(error.params["found"])


def test_an_unknown_kind_is_refused_with_the_known_ones() -> None:
    assert refusal("cars", ["x"]).params["kinds"] == KINDS


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(DomainError, match="no_header"):
        read_rows("objects", [], columns())


def test_a_default_stands_in_for_a_column_the_file_lacks() -> None:
    rows = reading("inspectors", ["姓名", "执法证号"], ["张云", "1"], defaults={"unit": "云泉县教育局"})
    assert rows.of(InspectorRow)[0].unit == "云泉县教育局"
    assert rows.problems == ()


def test_a_derived_roster_number_follows_the_certificate_from_unit_to_unit() -> None:
    here = reading(
        "inspectors", ["姓名", "执法证号", "单位"], ["张云", "990101001", "甲局"], ["李泉", "", "甲局"]
    )
    there = reading(
        "inspectors", ["姓名", "执法证号", "单位"], ["张云", "990101001", "乙局"], ["李泉", "", "乙局"]
    )
    numbers = (
        [row.roster_no for row in here.of(InspectorRow)],
        [row.roster_no for row in there.of(InspectorRow)],
    )
    assert numbers[0][0] == numbers[1][0]
    assert numbers[0][1] != numbers[1][1]
    assert "990101001" not in numbers[0][0]


def test_items_of_one_name_in_two_units_have_two_codes() -> None:
    rows = reading("items", ["抽查事项", "检查主体"], ["标签检查", "甲局"], ["标签检查", "乙局"])
    assert len({row.code for row in rows.of(ItemRow)}) == 2


def test_only_the_columns_of_the_file_have_a_say() -> None:
    rows = reading("objects", ["统一社会信用代码", "企业名称", "颜色"], [credit_code(1), "甲店", "红"])
    assert rows.present == {"register_no", "name"}
    assert [place.label for place in rows.ignored] == ["颜色"]


def test_a_reason_makes_an_object_a_key_object() -> None:
    head = ["统一社会信用代码", "企业名称", "是否重点对象", "重点原因"]
    rows = reading("objects", head, [credit_code(1), "甲店", "", "被立案查处"])
    assert rows.of(ObjectRow)[0].is_key


def test_the_first_filled_of_two_columns_for_one_field_counts() -> None:
    head = ["姓名", "单位", "工商执法证编号", "省执法证编号"]
    rows = reading("inspectors", head, ["张云", "甲局", "", "B2"], ["李泉", "甲局", "A1", "B3"])
    assert [row.certificate_no for row in rows.of(InspectorRow)] == ["B2", "A1"]


def test_a_duplicate_on_another_sheet_names_that_sheet() -> None:
    head = ("统一社会信用代码", "企业名称")
    sheets = [Sheet(name, (head, (credit_code(1), "甲店"))) for name in ("一所", "二所")]
    problem = read_rows("objects", sheets, columns()).problems[0]
    assert (problem.sheet, problem.cell, problem.params["other_sheet"]) == ("二所", "A2", "一所")


def test_a_row_refused_for_another_reason_does_not_take_its_code_with_it() -> None:
    rows = reading(
        "objects", ["统一社会信用代码", "企业名称"], [credit_code(1), ""], [credit_code(1), "甲店"]
    )
    assert [row.row for row in rows.rows] == [3]


def test_an_error_in_a_continued_row_keeps_the_whole_task_out() -> None:
    rows = reading(
        "plans", ["任务名称", "抽查事项", "开始日期"], ["甲任务", "一", None], ["", "二", "2026-02-30"]
    )
    assert (rows.total, rows.accepted, rows.rejected) == (2, 0, 2)
    assert rows.problems[0].cell == "C3"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_has_a_label_that_is_understood_again(kind: str, language: str) -> None:
    for field in REGISTERS[kind].fields:
        assert columns().field(kind, texts(language).say(f"register.fields.{kind}.{field}")) == field


@pytest.mark.parametrize("kind", KINDS)
def test_the_vocabulary_names_only_fields_that_exist(kind: str) -> None:
    assert set(columns().headers[kind].values()) == set(REGISTERS[kind].fields)


def test_no_known_heading_is_taken_for_identity_numbers() -> None:
    assert not [head for heads in columns().headers.values() for head in heads if columns().is_identity(head)]


def test_an_identity_number_used_as_a_roster_number_is_dropped() -> None:
    rows = reading("inspectors", ["工号", "姓名", "单位"], ["110101199003071233", "张云", "甲局"])
    assert [problem.code for problem in rows.problems] == ["identity_dropped"]
    assert rows.of(InspectorRow)[0].roster_no.startswith("P-")


def test_a_duplicate_is_shown_with_what_stands_in_both_rows() -> None:
    head = ["统一社会信用代码", "企业名称", "是否重点对象", "监管标签"]
    rows = reading(
        "objects", head, [credit_code(1), "甲店", "否", "食品"], [credit_code(1), "乙店", "是", ""]
    )
    said = message("objects", rows.problems[0], texts("zh_CN"))
    assert "检查对象名称本行为“乙店”，该行为“甲店”" in said
    assert "是否重点检查对象本行为“是”，该行为“否”" in said
    assert "标签本行为“（空）”，该行为“食品”" in said
    same = reading("objects", head, *[[credit_code(1), "甲店", "", ""]] * 2)
    assert "两行内容相同" in message("objects", same.problems[0], texts("zh_CN"))
