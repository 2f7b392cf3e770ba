"""The roster of people: inspectors, liaisons, approvers, the office and those who watch it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from playground.cast.dice import Dice
from playground.cast.numbers import phone
from playground.cast.place import data, person_name, units
from playground.cast.table import Row, Table

INSPECTOR, LIAISON, APPROVER = "执法检查人员", "联络员", "审批人"
OFFICE, WATCHER = "办公室", "监督员"
SEPARATE_LIAISON_FROM = 5
PHONES_FROM = 9000
AREAS_EACH = 3
HEADER = (
    *(
        "序号",
        "单位工号",
        "姓名",
        "性别",
        "身份证号",
        "所在单位",
        "所在业务部门（机构）",
        "手机号",
        "担任职务",
    ),
    *("业务专长", "辖区", "执法证编号", "执法证有效期", "发证机关", "执法人员状态", "角色"),
)
EXAMPLE = (
    *(
        "案例（请删除）",
        "SJ-000",
        "王某某",
        "女",
        "",
        "市场监督管理局",
        "信用监督管理股",
        "19900000000",
        "科员",
    ),
    *(
        "食品安全，信用监管",
        "禾原街道，望河乡",
        "99012400000",
        "2030-12-31",
        "青禾县司法局",
        "有效",
        INSPECTOR,
    ),
)
OFFICE_POSTS = ("办公室主任", "办公室副主任", "办公室工作人员")
WATCHER_POSTS = ("特邀监督员（纪检监察）", "特邀监督员（人大代表）")


@dataclass(frozen=True)
class Member:
    """Somebody of the roster before the columns; ``place`` counts the inspectors of a unit from 0."""

    unit: str
    post: str
    roles: tuple[str, ...]
    department: str = ""
    fields: tuple[str, ...] = ()
    place: int = 0

    @property
    def inspects(self) -> bool:
        """Whether this person holds a certificate."""
        return INSPECTOR in self.roles


def members() -> Iterator[Member]:
    """Everybody in the order of the roster: the office, then unit by unit."""
    office: str = data("place")["office"]
    yield from (Member(office, post, (OFFICE,)) for post in OFFICE_POSTS)
    yield from (Member(office, post, (WATCHER,)) for post in WATCHER_POSTS)
    for unit in units():
        yield from _of_unit(unit)


def _of_unit(unit: dict[str, Any]) -> Iterator[Member]:
    name, departments, staff = unit["name"], unit["departments"], unit["staff"]
    head = "副大队长" if name.endswith("大队") else "副局长"
    yield Member(name, head, (APPROVER,))
    inspects = staff < SEPARATE_LIAISON_FROM
    roles = (INSPECTOR, LIAISON) if inspects else (LIAISON,)
    yield Member(name, "科员（联络员）", roles, departments[0], tuple(unit["fields"]), staff)
    for place in range(staff):
        post = "股长" if place == 0 else "四级主任科员" if place % 3 == 1 else "科员"
        fields = _fields(unit["fields"], place)
        yield Member(name, post, (INSPECTOR,), departments[place % len(departments)], fields, place)


def _fields(fields: list[str], place: int) -> tuple[str, ...]:
    """The first field of a unit for most of its people, a further one in turn."""
    further = fields[place % len(fields)]
    return (further,) if place % 6 == 5 else tuple(dict.fromkeys((fields[0], further)))


@cache
def roster(year: int, seed: str) -> tuple[tuple[Member, Row], ...]:
    """Members with their rows, in one order for everybody who asks."""
    dice = Dice(f"{seed}/people")
    names: set[str] = set()
    return tuple(
        (member, _row(member, number, year, dice, names)) for number, member in enumerate(members(), 1)
    )


def _row(member: Member, number: int, year: int, dice: Dice, names: set[str]) -> Row:
    separator = "，" if dice.happens(50, number, "comma") else "、"
    until = _certificate_until(member, number, year, dice)
    return (
        *(number, f"QH{number:03d}", _unused_name(dice, names, number), dice.one("男女", number, "sex"), ""),
        *(member.unit, member.department, phone(PHONES_FROM + number), member.post),
        *(separator.join(member.fields), separator.join(_areas(member))),
        *(f"990124{year - 4}{number:03d}" if member.inspects else "", until),
        *("青禾县司法局" if member.inspects else "", "有效", "、".join(member.roles)),
    )


def _unused_name(dice: Dice, names: set[str], number: int) -> str:
    attempt = 0
    while (name := person_name(dice, number, attempt)) in names:
        attempt += 1
    names.add(name)
    return name


def _areas(member: Member) -> list[str]:
    """Three areas in turn, so that every unit with six people has three for each area."""
    areas: list[str] = data("place")["areas"]
    turn = [areas[(member.place + step) % len(areas)] for step in range(AREAS_EACH)]
    return sorted(turn, key=areas.index) if member.inspects else []


def _certificate_until(member: Member, number: int, year: int, dice: Dice) -> date | str:
    """Mostly years away; the last of the large units expired last year, some others end within this year."""
    if not member.inspects:
        return ""
    large = {unit["name"]: unit["staff"] for unit in units() if unit["staff"] >= SEPARATE_LIAISON_FROM}
    if member.place + 1 == large.get(member.unit):
        return date(year - 1, 10, 31)
    if member.place == 2 and member.unit not in ("市场监督管理局", "消防救援大队"):
        return date(year, dice.number(12, number, "month") + 1, 28)
    until = date(year + 1 + dice.number(4, number, "years"), dice.number(12, number, "month") + 1, 15)
    return f"{until.year}.{until.month}.{until.day}" if dice.happens(10, number, "dots") else until


def inspectors(year: int, seed: str) -> Table:
    """执法检查人员名录 with a column 角色; 身份证号 stands in the form and is left blank."""
    return Table(
        title=f"青禾县“双随机、一公开”人员名录（{year}年度）",
        notes=("填写说明：多个值之间用顿号或者逗号分开；身份证号不必填写。",),
        header=HEADER,
        example=EXAMPLE,
        rows=tuple(row for _, row in roster(year, seed)),
        footer="填表人：办公室",
        file_name=f"人员名录{year}",
    )
