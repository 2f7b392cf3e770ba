"""A supplementary list as it comes in by mail: two rows stay out, one is warned of, all are untidy."""

from __future__ import annotations

from playground.cast.numbers import ALPHABET, credit_code, full_width
from playground.cast.objects import HEADER, PLAYED
from playground.cast.place import data
from playground.cast.table import Row, Table

KEPT = (
    "统一社会信用代码/注册号",
    "企业（市场主体）名称",
    "市场主体类型",
    "专项库名称",
    "住所（经营场所）",
    "所在片区",
    "联络员",
    "联络员电话",
)
SHOWN = (
    "序号",
    "统一社会信用代码（注册号）",
    "单位名称",
    "主体类别",
    "专项库",
    "经营地址",
    "片区",
    "联系人",
    "联系方式",
)
KNOWN, ADDED = 20, 6
CODE, NAME, AREA = 0, 1, 5


def messy_objects(year: int, register: Table) -> Table:
    """20 known rows written untidily, 6 new ones (one wrong check digit), one row twice, one nameless."""
    known = [_picked(row) for row in register.rows if row[HEADER.index("专项库名称")] == PLAYED][:KNOWN]
    added = [_added(serial, known[serial]) for serial in range(ADDED)]
    added[-1] = _with(added[-1], CODE, _wrong(added[-1][CODE]))
    nameless = _with(_added(ADDED, known[ADDED]), NAME, "")
    rows = [*(_untidy(at, row) for at, row in enumerate(known)), *added, added[0], nameless]
    return Table(
        title=f"青禾县检查对象补充名录（{year}年）",
        notes=("注：请各所核对后报回，黄色为新增。",),
        header=SHOWN,
        example=("例", "91990124MA00000001", "某某商店", "个体工商户", "食品销售", "", "", "", ""),
        rows=tuple((number, *row) for number, row in enumerate(rows, 1)),
        footer="合计：以实有户数为准",
        file_name=f"补充名录{year}（各所上报）",
    )


def _picked(row: Row) -> Row:
    return tuple(str(row[HEADER.index(label)]).strip() for label in KEPT)


def _with(row: Row, at: int, value: str) -> Row:
    return (*row[:at], value, *row[at + 1 :])


def _added(serial: int, like: Row) -> Row:
    """A new shop at the address of a known one."""
    code = credit_code("个体工商户", data("place")["region_code"], f"MB{serial:04d}X00")
    return (code, f"青禾县新禾{'一二三四五六七'[serial]}号便民店", "个体户", *like[3:])


def _wrong(code: str) -> str:
    return code[:-1] + ALPHABET[(ALPHABET.index(code[-1]) + 1) % len(ALPHABET)]


def _untidy(at: int, row: Row) -> Row:
    """The same values in full width, lower case, with blanks inside or behind: nothing else is said."""
    code = (full_width(row[CODE]), row[CODE].lower(), f" {row[CODE]} ", f"{row[CODE][:8]} {row[CODE][8:]}")[
        at % 4
    ]
    return _with(_with(row, CODE, code), NAME, row[NAME] + ("　", "  ", "", " ")[at % 4])
