"""Those of the roster whom a visitor can play, and one who is in no roster."""

from __future__ import annotations

from dataclasses import dataclass

from playground.cast.people import APPROVER, HEADER, INSPECTOR, LIAISON, OFFICE, WATCHER, roster
from playground.cast.place import data
from playground.cast.table import Row

FIRST_ID = 1001
PARTS = (
    *(("", OFFICE, 0), ("", OFFICE, 1), ("", WATCHER, 0)),
    *(("消防救援大队", LIAISON, 0), ("卫生健康局", LIAISON, 0)),
    *(("市场监督管理局", INSPECTOR, 0), ("市场监督管理局", INSPECTOR, 1)),
    *(("消防救援大队", INSPECTOR, 0), ("消防救援大队", INSPECTOR, 1)),
    *(("市场监督管理局", APPROVER, 0), ("消防救援大队", APPROVER, 0)),
)
"""Unit (blank: any), role, and which of those that fit, counted from 0."""


@dataclass(frozen=True)
class Persona:
    """A Telegram account of the play. The stranger has no roster number, unit or role."""

    telegram_id: int
    display_name: str
    name: str = ""
    roster_no: str = ""
    unit: str = ""
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """The office's group chat; ``members`` are Telegram ids, the first one owns it."""

    title: str
    members: tuple[int, ...]


def personas(year: int, seed: str) -> tuple[Persona, ...]:
    """Two of the office, a watcher, two liaisons, four inspectors, two approvers, a stranger."""
    cast = [_persona(FIRST_ID + at, _find(year, seed, *part)) for at, part in enumerate(PARTS)]
    return (*cast, Persona(FIRST_ID + len(PARTS), "路人", "路人"))


def _find(year: int, seed: str, unit: str, role: str, which: int) -> Row:
    fitting = [
        row for member, row in roster(year, seed) if role in member.roles and unit in ("", member.unit)
    ]
    return fitting[which]


def _persona(telegram_id: int, row: Row) -> Persona:
    person = dict(zip(HEADER, row, strict=True))
    return Persona(
        telegram_id=telegram_id,
        display_name=f"{person['姓名']} {_place(person['所在单位'])}{person['担任职务']}",
        name=person["姓名"],
        roster_no=person["单位工号"],
        unit=person["所在单位"],
        roles=tuple(person["角色"].split("、")),
    )


def _place(unit: str) -> str:
    return "" if unit == data("place")["office"] else unit


def group(cast: tuple[Persona, ...]) -> Group:
    """The office group: the office, the watcher, liaisons and approvers."""
    inside = {OFFICE, WATCHER, LIAISON, APPROVER}
    return Group(data("place")["group"], tuple(one.telegram_id for one in cast if inside & set(one.roles)))
