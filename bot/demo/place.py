"""The fictional county made small, under a place's rules: six units, one task, that place's office."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from bot.demo.clock import MovableClock
from bot.demo.county import Setting
from domain.calendar import WorkingCalendar
from domain.profile import Profile
from playground.cast import County, Table, county
from services.profiles import shipped
from services.work import OFFICE_ZONE

OFFICE_UNIT = "双随机、一公开监管工作领导小组办公室"
UNITS = (
    "市场监督管理局",
    "消防救援大队",
    "生态环境分局",
    "应急管理局",
    "卫生健康局",
    "人力资源和社会保障局",
)
LIBRARY, OBJECTS = "食品销售", 20
ROLE, OFFICE_LIAISON = "角色", "办公室、联络员"
MORNING = time(9)
RATE = 10.0


LOCAL = """base = "{name}"

[[platforms]]
domain = "*"
name = "本系统"
draw_mode = "local"
clause = "本系统默认：演示设定"
"""


def drawing_here(name: str, file: Path) -> str:
    """A shipped place's rules with the draw held in this system; another place's file is taken as it is."""
    if name not in shipped():
        return name
    file.write_text(LOCAL.format(name=name), "utf-8")
    return str(file)


def small_place(name: str, profile: Profile, year: int, calendar: WorkingCalendar) -> Setting:
    """The setting of a year: its clock stands on the morning of the first working day."""
    first = calendar.next_working_day(date(year, 1, 1))
    opening = datetime.combine(first, MORNING, OFFICE_ZONE).astimezone(UTC)
    return Setting(MovableClock(opening, RATE), _county(profile, year), name)


def _county(profile: Profile, year: int) -> County:
    whole = county(year)
    office = profile.place.office_unit
    return replace(
        whole,
        inspectors=_roster(whole.inspectors, office),
        objects=_first(_only(whole.objects, "专项库名称", (LIBRARY,)), OBJECTS),
        items=_only(whole.items, "检查对象", (LIBRARY, f"{LIBRARY}、旅馆")),
        plans=_only(whole.plans, "任务编号", (whole.play_task_no,)),
        personas=tuple(replace(one, unit=_named(one.unit, office)) for one in whole.personas),
    )


def _named(unit: str, office: str) -> str:
    return office if unit == OFFICE_UNIT else unit


def _only(table: Table, label: str, values: tuple[str, ...]) -> Table:
    at = table.header.index(label)
    return replace(table, rows=tuple(row for row in table.rows if row[at] in values))


def _first(table: Table, rows: int) -> Table:
    return replace(table, rows=table.rows[:rows])


def _roster(table: Table, office: str) -> Table:
    """The units' people and the office's under the place's name; the first of them sends for the office."""
    kept = _only(table, "所在单位", (*UNITS, OFFICE_UNIT))
    unit, role = kept.header.index("所在单位"), kept.header.index(ROLE)
    rows = [list(row) for row in kept.rows]
    for row in rows:
        row[unit] = _named(row[unit], office)
    rows[0][role] = OFFICE_LIAISON
    return replace(kept, rows=tuple(tuple(row) for row in rows))
