"""An object list is held against the place's dictionary: warnings at their cells, nothing kept out."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from bot.acts import Acts
from domain.roles import HOUSE
from locales.texts import LANGUAGES, texts
from services.profiles import load, shipped
from services.registers import importing
from services.registers.importing import read_file
from services.registers.object_checks import against_dictionary
from services.registers.register_report import summary
from tests.county import found
from tests.register_corpus import credit_code, xlsx

HEAD = (
    "统一社会信用代码",
    "企业名称",
    "监管标签",
    "风险等级",
    "是否重点对象",
    "列入重点原因",
    "重点对象认定文件",
)


def report(*rows: Sequence[Any], place: str = "huaxi", language: str = "zh_CN") -> dict[str, Any]:
    read = read_file("名录.xlsx", xlsx([HEAD, *rows])).reading
    reading = read.judged(against_dictionary(read, load(place)))
    return summary(reading, texts(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_is_shown_at_its_cell_with_its_cure(language: str) -> None:
    found = report(
        [credit_code(1), "甲店", "学校周遍、高危行业·产品·烟花", "中高风险", "是", "领导要求", ""],
        [credit_code(2), "乙店", "", "", "是", "", "某政发〔2026〕7号"],
        language=language,
    )
    assert (found["accepted"], found["warned"], found["rejected"]) == (2, 2, 0)
    told = {(one["cell"], one["code"]): one["message"] for one in found["errors"]}
    assert set(told) == {
        ("C2", "tag_unknown"),
        ("C2", "tag_kind"),
        ("D2", "value_outside"),
        ("F2", "reason_unknown"),
        ("G2", "no_document"),
        ("F3", "reason_lacking"),
    }
    assert "学校周边" in told["C2", "tag_unknown"]
    assert "高危行业·主体·烟花" in told["C2", "tag_kind"]
    assert "较高风险" in told["D2", "value_outside"]
    assert texts(language).say("register.values.key_reason.repeat_complaints") in told["F2", "reason_unknown"]


def test_reasons_are_understood_in_the_ways_offices_write_them() -> None:
    rows = [
        [credit_code(n), f"店{n}", "", "", "是", reason, "某文"]
        for n, reason in enumerate(("a", "b1", "上级转办交办", "群众投诉举报较集中", "高风险"), 1)
    ]
    assert report(*rows)["errors"] == []


@pytest.mark.parametrize("place", shipped())
def test_a_list_in_order_is_in_order_everywhere(place: str) -> None:
    rows = [[credit_code(1), "甲店", "", "低风险", "是", "case_filed", "某政发〔2026〕7号"]]
    assert report(*rows, place=place)["errors"] == []


async def test_a_received_list_is_shown_with_the_warnings_of_its_place(acts: Acts) -> None:
    acts = replace(acts, profile=load("huaxi"))
    read = read_file("名录.xlsx", xlsx([HEAD, [credit_code(1), "甲店", "学校周遍", "", "", "", ""]]))
    async with acts.working(HOUSE, "test:1") as work:
        shown = await importing.receive(work, read)
        report = shown.batch.report
    assert [one.code for one in shown.file.reading.problems] == ["tag_unknown"]
    assert (report["accepted"], report["warned"]) == (1, 1)


async def test_a_sub_library_that_looks_misspelt_is_asked_about_once(acts: Acts) -> None:
    await found(acts)
    head = ("统一社会信用代码", "企业名称", "分库")
    libraries = ("食品销售", "食品消售", "食品消售、特种设备使用", "旅馆")
    rows = [[credit_code(n), f"店{n}", name] for n, name in enumerate(libraries, 1)]
    async with acts.working(HOUSE, "test:1") as work:
        shown = await importing.receive(work, read_file("名录.xlsx", xlsx([head, *rows])))
    told = [(one.code, one.cell, one.params["nearest"]) for one in shown.file.reading.problems]
    assert told == [("library_new", "C3", "食品销售")]
