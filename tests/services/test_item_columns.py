"""A list is held against the columns that a place's document names."""

from collections.abc import Sequence

import pytest

from locales.texts import LANGUAGES, texts
from services.items.item_columns import judged
from services.profiles import load
from services.registers.importing import read_file
from services.registers.register_report import summary
from tests.register_corpus import xlsx

HEAD = ("抽查事项名称", "抽查类别", "检查对象", "检查主体", "检查方式", "检查依据", "检查内容")
FULL = (
    "食品销售检查",
    "食品",
    "食品经营者",
    "市场监管局",
    "现场检查",
    "《食品安全法》第一百一十条",
    "经营条件",
)


def told(place: str, *rows: Sequence[str], language: str = "zh_CN", head: Sequence[str] = HEAD) -> list[str]:
    read = read_file("事项清单.xlsx", xlsx([head, *rows]), "items").reading
    errors = summary(judged(load(place), read), texts(language))["errors"]
    return [one["cell"] for one in errors if one["code"] == "item_blank"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_blank_cell_of_a_column_that_the_document_names_is_told(language: str) -> None:
    gaps = (FULL[0], "", FULL[2], FULL[3], "", FULL[5], "")
    assert told("huaxi", FULL, gaps, language=language) == ["B3", "E3"]
    assert told("xinzhou", FULL, gaps, language=language) == ["B3", "E3", "G3"]


def test_a_place_that_names_no_columns_and_a_file_without_them_are_left_in_peace() -> None:
    assert told("dingtao", (FULL[0], *[""] * 6)) == []
    assert told("huaxi", (FULL[0], FULL[3]), head=(HEAD[0], HEAD[3])) == []
