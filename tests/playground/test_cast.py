from __future__ import annotations

import csv
import io
import struct
import zlib
from collections import Counter
from datetime import date
from functools import cache

import pytest

from domain.cell_values import Severity
from domain.credit_code import fault_of
from domain.reading import Reading
from domain.register import read_rows
from domain.register_rows import InspectorRow, ItemRow, ObjectRow, PlanRow
from domain.sheet import Sheet
from locales.columns import columns
from playground.cast import PICTURES, County, Table, as_csv, county, picture

YEAR = 2031
KINDS = ("objects", "inspectors", "items", "experts", "plans")
NOT_NEEDED = {"序号", "性别", "成立日期", "角色"}
"""Columns of real forms that the importer leaves alone; 角色 is read by whoever grants the roles."""


@cache
def the_county() -> County:
    return county(YEAR)


@cache
def reading(name: str) -> Reading:
    table: Table = getattr(the_county(), name)
    kind = "objects" if name == "messy_objects" else name
    return read_rows(kind, (Sheet(table.file_name, tuple(table.grid())),), columns())


def play_task() -> PlanRow:
    return next(plan for plan in reading("plans").of(PlanRow) if plan.no == the_county().play_task_no)


def roles(row: tuple[object, ...]) -> list[str]:
    return str(row[-1]).split("、")


@pytest.mark.parametrize("kind", KINDS)
def test_every_row_of_a_clean_list_is_taken_without_a_problem(kind: str) -> None:
    table: Table = getattr(the_county(), kind)
    found = reading(kind)
    assert (found.accepted, found.problems) == (len(table.rows), ())
    assert all(len(row) == len(table.header) for row in table.rows)


@pytest.mark.parametrize("kind", [*KINDS, "messy_objects"])
def test_every_heading_is_known_or_left_out_on_purpose(kind: str) -> None:
    assert {place.label for place in reading(kind).ignored} <= NOT_NEEDED


def test_the_column_of_identity_numbers_is_blank_and_not_read() -> None:
    table = the_county().inspectors
    assert [place.label for place in reading("inspectors").dropped] == ["身份证号"]
    assert set(table.column("身份证号")) == {""}


def test_example_and_closing_rows_are_skipped() -> None:
    assert [place.label for place in reading("objects").skipped] == ["example", "note"]


def test_the_untidy_list_has_one_row_doubled_one_nameless_and_one_wrong_check_digit() -> None:
    found = reading("messy_objects")
    problems = {(problem.code, problem.severity) for problem in found.problems}
    assert problems == {
        ("duplicate", Severity.ERROR),
        ("missing", Severity.ERROR),
        ("check_digit", Severity.WARNING),
    }
    assert (found.accepted, found.rejected, found.warned) == (26, 2, 1)


def test_the_untidy_list_says_nothing_new_of_the_twenty_known_shops() -> None:
    known = {row.key: row for row in reading("objects").of(ObjectRow)}
    listed = reading("messy_objects").of(ObjectRow)
    again = [row for row in listed if row.key in known]
    assert len(again) == 20
    for row in again:
        before = known[row.key]
        for field in reading("messy_objects").present:
            assert getattr(row, field) == getattr(before, field)


def test_codes_are_right_by_the_standard_and_of_a_region_that_does_not_exist() -> None:
    subjects = [row for row in reading("objects").of(ObjectRow) if row.kind == "subject"]
    numbers = [row.register_no for row in subjects]
    assert [number for number in numbers if fault_of(number)] == []
    assert {number[2:8] if len(number) == 18 else number[:6] for number in numbers} == {"990124"}
    assert Counter(map(len, numbers))[15] > 50


def test_objects_are_many_and_graded_as_a_real_province_grades() -> None:
    rows = [row for row in reading("objects").of(ObjectRow) if row.grade]
    shares = {grade: count / len(rows) for grade, count in Counter(row.grade for row in rows).items()}
    assert len(rows) > 2000
    assert len({row.area for row in rows}) == 6
    assert shares == pytest.approx({"A": 0.48, "B": 0.42, "C": 0.065, "D": 0.035}, abs=0.03)


def test_all_telephone_numbers_are_of_the_fictional_range() -> None:
    phones = [row.contact_phone for row in reading("objects").of(ObjectRow)]
    phones += [row.phone for row in reading("inspectors").of(InspectorRow)]
    phones += [str(phone) for phone in the_county().experts.column("联系方式")]
    assert {phone[:7] for phone in phones} == {"1990000"}
    assert len(set(phones)) == len(phones)


def test_every_unit_has_three_inspectors_one_liaison_and_one_approver() -> None:
    held: dict[str, Counter[str]] = {}
    for row in the_county().inspectors.rows:
        held.setdefault(row[5], Counter()).update(roles(row))
    office = held.pop("双随机、一公开监管工作领导小组办公室")
    assert office == {"办公室": 3, "监督员": 2}
    assert len(held) == 18
    assert all(unit["联络员"] == unit["审批人"] == 1 and unit["执法检查人员"] >= 3 for unit in held.values())
    assert sum(unit["执法检查人员"] for unit in held.values()) >= 70


def test_a_few_certificates_have_expired_and_a_few_expire_within_the_year() -> None:
    until = [row.certificate_until for row in reading("inspectors").of(InspectorRow) if row.certificate_no]
    ends = Counter((day or date.max).year for day in until)
    assert 1 <= ends[YEAR - 1] <= 10
    assert 1 <= ends[YEAR] <= 18
    assert None not in until


def test_every_plan_names_items_units_and_objects_that_exist() -> None:
    names = {item.name for item in reading("items").of(ItemRow)}
    units = {row.unit for row in reading("inspectors").of(InspectorRow)}
    objects = reading("objects").of(ObjectRow)
    for plan in reading("plans").of(PlanRow):
        fitting = [row for row in objects if plan.scope in row.sub_libraries]
        assert set(plan.items) <= names
        assert {plan.lead_unit, *plan.partner_units} <= units
        assert plan.base == sum(plan.object_type in ("", row.object_type) for row in fitting) > 0
        assert plan.ratio is not None
        assert (plan.window_from or date.min).year == YEAR


def test_every_unit_of_a_plan_has_an_item_for_the_objects_of_the_plan() -> None:
    items = {item.name: item for item in reading("items").of(ItemRow)}
    for plan in reading("plans").of(PlanRow):
        asked = [items[name] for name in plan.items]
        assert {item.unit_name for item in asked} == {plan.lead_unit, *plan.partner_units}
        assert all(plan.scope in item.object_type.split("、") for item in asked)


def test_the_task_of_the_play_draws_twelve_whether_closed_shops_count_or_not() -> None:
    task = play_task()
    shops = [row for row in reading("objects").of(ObjectRow) if task.scope in row.sub_libraries]
    open_shops = [row for row in shops if row.status == "active"]
    assert task.ratio is not None
    assert task.ratio.at_least is not None
    assert (len(shops), len(open_shops)) == (240, 237)
    assert {-(-len(group) * task.ratio.at_least // 1) for group in (shops, open_shops)} == {12}
    assert (task.lead_unit, task.partner_units, task.quantity) == ("市场监督管理局", ("消防救援大队",), 12)


def test_both_units_of_the_play_have_two_valid_inspectors_in_every_area() -> None:
    task = play_task()
    areas = {row.area for row in reading("objects").of(ObjectRow)}
    for unit in (task.lead_unit, *task.partner_units):
        team = [row for row in reading("inspectors").of(InspectorRow) if row.unit == unit]
        able = [row for row in team if row.certificate_until and row.certificate_until > date(YEAR, 12, 31)]
        assert all(sum(area in row.areas for row in able) >= 2 for area in areas)


def test_the_people_to_play_are_those_of_the_roster_and_one_stranger() -> None:
    rows = {row[1]: row for row in the_county().inspectors.rows}
    *cast, stranger = the_county().personas
    parts = Counter(role for person in cast for role in person.roles)
    assert parts == {"办公室": 2, "监督员": 1, "联络员": 2, "执法检查人员": 4, "审批人": 2}
    assert all(
        (person.name, list(person.roles)) == (rows[person.roster_no][2], roles(rows[person.roster_no]))
        for person in cast
    )
    assert (stranger.roster_no, stranger.roles) == ("", ())
    assert stranger.telegram_id not in the_county().group.members


def test_the_same_year_and_seed_give_the_same_county_and_another_seed_another() -> None:
    assert county(YEAR) == the_county()
    assert county(YEAR, "other").objects.rows != the_county().objects.rows


@pytest.mark.parametrize("encoding", ["gbk", "utf-8-sig"])
def test_a_csv_holds_what_the_sheet_holds(encoding: str) -> None:
    table = the_county().inspectors
    written = as_csv(table, encoding=encoding)  # type: ignore[arg-type]
    rows = list(csv.reader(io.StringIO(written.decode(encoding))))
    assert [len(row) for row in rows] == [len(row) for row in table.grid()]
    assert rows[2] == list(table.header)
    assert rows[4][2] == table.rows[0][2]


def test_pictures_are_different_small_png_files_of_640_by_480() -> None:
    files = {name: picture(name) for name in PICTURES}
    assert len(set(files.values())) == 4
    for content in files.values():
        assert content[:8] == b"\x89PNG\r\n\x1a\n"
        assert struct.unpack(">II", content[16:24]) == (640, 480)
        assert len(content) < 60_000
        length = struct.unpack(">I", content[33:37])[0]
        assert len(zlib.decompress(content[41 : 41 + length])) == 480 * (640 * 3 + 1)
