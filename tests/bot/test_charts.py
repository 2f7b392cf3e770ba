"""The bundled font and the progress picture."""

import struct
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import cache

import pytest
import typst
from fontTools.ttLib import TTFont

from bot import charts
from domain.indicators import Share, UnitFigures, shares
from domain.scorecard import TOPICS
from domain.standing import SHOWN, Coming, Standing
from locales.texts import HERE, LANGUAGES

DAY = date(2026, 4, 8)
FONT = charts.FONTS / "NotoSansSC.otf"


def standing(*units: UnitFigures) -> Standing:
    return Standing(
        place="忻州市",
        at=datetime(2026, 4, 8, 9, 30, tzinfo=UTC),
        on=DAY,
        units=units,
        shares=shares(units, {"publication_rate": Fraction(1)}),
        next_filing=(date(2026, 4, 15), 5),
    )


def full(view: Standing) -> Standing:
    """Every indicator that a place may ask for, and as many deadlines as are shown."""
    asked = tuple(Share(key, 7, 9, Fraction(1)) for keys in TOPICS.values() for key in keys)
    coming = tuple(Coming(DAY, "other", "专题材料" * 9, n) for n in range(SHOWN))
    return replace(view, asked=asked, coming=coming)


def size(picture: bytes) -> tuple[int, int]:
    assert picture.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


@cache
def spoken() -> str:
    """Every character that stands in the zh_CN and en words."""
    files = [p for language in LANGUAGES for p in (HERE / language).rglob("*.*")]
    return "".join(
        sorted({c for path in files for c in path.read_text("utf-8") if c.isprintable() and c != " "})
    )


def test_every_character_of_the_words_is_in_the_bundled_font() -> None:
    known = TTFont(FONT).getBestCmap()
    assert [char for char in spoken() if ord(char) not in known] == []


def test_every_character_of_the_words_is_drawn_with_a_glyph_of_its_own() -> None:
    alone = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(charts.FONTS)]
    )
    page = '#set text(font: "Noto Sans SC")\n#sys.inputs.text.clusters().join(" ")'
    compiler = typst.Compiler(page.encode(), font_paths=alone, sys_inputs={"text": spoken()})
    drawn = compiler.compile(format="svg")
    names = TTFont(FONT).getBestCmap()
    assert isinstance(drawn, bytes)
    assert drawn.count(b"<symbol ") == len({names[ord(char)] for char in spoken() if char != "　"})


def test_glyph_numbers_stay_where_typst_finds_them_and_the_map_has_32_bits() -> None:
    font = TTFont(FONT)
    assert font["maxp"].numGlyphs < 32_768
    assert {table.format for table in font["cmap"].tables if table.isUnicode()} >= {4, 12}


def test_the_picture_is_1080_pixels_wide_and_grows_with_the_units() -> None:
    one = UnitFigures(unit="市市场监督管理局", assigned=4, reported=3)
    few, many = size(charts.progress_chart(standing(one))), size(charts.progress_chart(standing(*[one] * 16)))
    assert few[0] == many[0] == 1080
    assert many[1] > few[1] + 15 * 60


def test_the_picture_of_a_hundred_units_still_fits_a_telegram_photo() -> None:
    unit = UnitFigures(unit="市文化和旅游局" * 5, assigned=4, overdue=1, problems=1)
    assert sum(size(charts.progress_chart(full(standing(*[unit] * 100))))) <= 10_000


def test_the_picture_has_a_gauge_for_each_target_and_a_line_for_each_deadline() -> None:
    plain = standing(UnitFigures(unit="市市场监督管理局", assigned=4, reported=3))
    assert size(charts.progress_chart(full(plain)))[1] > size(charts.progress_chart(plain))[1] + SHOWN * 60


@pytest.mark.parametrize("units", [(), (UnitFigures(unit="市交通运输局"),)])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_nothing_to_count_is_still_a_picture(units: tuple[UnitFigures, ...], language: str) -> None:
    assert size(charts.progress_chart(standing(*units), language))[0] == 1080


def test_marks_of_the_drawing_language_in_a_name_are_only_text() -> None:
    assert size(charts.progress_chart(standing(UnitFigures(unit='#panic("x") [*] $y$ \\ "', assigned=1))))
