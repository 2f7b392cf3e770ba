"""Empty lists to fill in: understood in full, an example that would be right, drop-downs."""

import io
import re

import openpyxl
import pytest

from bot.acts import Acts
from domain.errors import DomainError
from domain.register import read_rows
from domain.register_fields import REGISTERS
from domain.sheet import Sheet
from locales.columns import columns
from locales.texts import LANGUAGES, texts
from models import Expert
from services.registers import exporting, importing
from services.registers.importing import read_file
from services.registers.item_shelf import asks_grounds
from services.registers.list_books import KINDS
from services.registers.list_templates import template
from services.registers.sheets import read
from tests.county import FIRE, MARKET, OFFICE, actor, found
from tests.register_corpus import xlsx

ZH = texts("zh_CN")
MARK = re.compile(r"（案例，请删除）| \(example, please delete\)")
each_kind = pytest.mark.parametrize("kind", KINDS)
each_language = pytest.mark.parametrize("language", LANGUAGES)


def opened(kind: str, offered: dict[str, list[str]]) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(template(kind, ZH, offered)))


@each_kind
@each_language
def test_a_template_is_understood_in_full_and_its_example_passed_over(kind: str, language: str) -> None:
    reading = read_rows(kind, read("t.xlsx", template(kind, texts(language))), columns())
    assert reading.total == 0
    assert [(one.row, one.label) for one in reading.skipped] == [(2, "example")]
    assert reading.present == set(REGISTERS[kind].fields)
    assert reading.ignored == ()


@each_kind
@each_language
def test_the_example_would_be_taken_in_without_a_warning(kind: str, language: str) -> None:
    head, example, *_ = read("t.xlsx", template(kind, texts(language)))[0].rows
    row = tuple(MARK.sub("", cell) if isinstance(cell, str) else cell for cell in example)
    reading = read_rows(kind, [Sheet("甲", (head, row))], columns())
    assert len(reading.rows) == 1
    assert reading.problems == ()


@each_kind
@each_language
def test_every_column_is_explained(kind: str, language: str) -> None:
    words = texts(language)
    page = openpyxl.load_workbook(io.BytesIO(template(kind, words))).worksheets[1]
    assert page.title == words.say("register.report.instructions")
    lines = [[cell.value for cell in row] for row in page.iter_rows(min_row=3)]
    assert len(lines) == len(REGISTERS[kind].fields)
    assert all(allowed for _, _, allowed, _ in lines)
    assert sum(bool(must) for _, must, _, _ in lines) == len(REGISTERS[kind].mandatory)


def test_a_closed_list_takes_nothing_else_and_an_open_one_asks() -> None:
    first, _, choices = opened("inspectors", {"unit": ["甲局", "乙局"], "level": []}).worksheets
    rules = {str(rule.sqref): rule for rule in first.data_validations.dataValidation}
    assert rules["C2:C5001"].errorStyle == "information"
    assert {one.errorStyle for place, one in rules.items() if place != "C2:C5001"} == {None}
    assert len(rules) == len(REGISTERS["inspectors"].choices) + 1
    assert all(rule.formula1.startswith("'参数表'!") for rule in rules.values())
    assert ["甲局", "乙局"] in [[cell.value for cell in column[1:3]] for column in choices.iter_cols()]


def test_the_codes_of_a_template_are_typed_as_text() -> None:
    assert opened("objects", {}).worksheets[0].column_dimensions["A"].number_format == "@"


async def test_a_template_offers_what_the_place_and_its_libraries_know(acts: Acts) -> None:
    await found(acts)
    async with acts.noting() as work:
        work.session.add(Expert(name="赵示例", organisation="示例检验所", fields=["食品", "特种设备"]))
    async with acts.looking(await actor(acts, "S-0")) as look:
        offered = {kind: await exporting.offered(look, kind) for kind in KINDS}
        grades = list(look.profile.grade_scheme.codes)
    assert {MARKET, FIRE, OFFICE} <= set(offered["inspectors"]["unit"])
    assert offered["objects"]["grade"] == grades
    assert "食品销售" in offered["objects"]["sub_libraries"]
    assert "标签标识" in offered["plans"]["items"]
    assert offered["plans"]["partner_units"] == offered["items"]["unit_name"]
    assert offered["experts"]["fields"] == ["特种设备", "食品"]
    for kind in KINDS:
        content = template(kind, ZH, offered[kind])
        assert read_rows(kind, read("t.xlsx", content), columns()).total == 0


async def test_an_inspector_is_given_no_template(acts: Acts) -> None:
    await found(acts)
    async with acts.looking(await actor(acts, "S-1")) as look:
        with pytest.raises(DomainError, match=r"access\.role"):
            await exporting.offered(look, "objects")


@pytest.mark.parametrize(("reason", "asked"), [("", True), ("改", False)])
async def test_a_filled_template_asks_for_grounds_where_a_row_states_none(
    acts: Acts, reason: str, asked: bool
) -> None:
    await found(acts)
    head = ("事项编码", "抽查事项", "检查依据", "调整类型", "调整依据")
    row = ("SP-1", "进货查验记录", "示例条例第二条", reason, reason and "示例文件1号")
    file = read_file("清单.xlsx", xlsx([head, row]), "items")
    async with acts.looking() as look:
        difference = await importing.compare(look, file)
        assert await asks_grounds(look, "items", difference, file.reading) is asked
