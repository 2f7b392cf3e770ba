"""A platform's list: its cells as platforms write them, and nobody guessed at."""

from collections.abc import Sequence
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cell_values import Severity
from domain.external_list import Cells, Chosen, Known, Resolved, Roster, moment, people, resolve
from domain.register import read_rows
from domain.register_fields import REGISTERS
from domain.register_header import likely_kind
from domain.register_rows import DrawnRow
from domain.sheet import Cell, Merge, Sheet
from locales.columns import columns
from locales.texts import LANGUAGES, texts
from services.registers.register_report import message

HEAD = ["任务名称", "统一社会信用代码/注册号", "企业名称", "检查部门", "执法人员", "工号", "执法证号", "组长"]
OBJECTS = {"91990124000000001X": "示例商行1", "91990124000000002X": "示例商行2"}
FIRST, SECOND = OBJECTS
MARKET, FIRE = "市场监督管理局", "消防救援大队"
EVERYBODY = (
    Known("S-1", "张云", MARKET, "990101001"),
    Known("S-2", "李泉", MARKET, "990101002"),
    Known("S-3", "王川", MARKET),
    Known("X-1", "张云", FIRE, "990101011"),
    Known("X-2", "王川", FIRE),
    Known("X-3", "赵海", FIRE),
    Known("X-4", "赵海", FIRE),
)


def row(  # noqa: PLR0917 - the columns of the list
    number: str = FIRST,
    units: Cell = MARKET,
    names: Cell = None,
    roster_nos: Cell = None,
    certificates: Cell = None,
    leader: Cell = None,
) -> list[Cell]:
    return ["食品抽查", number, OBJECTS.get(number), units, names, roster_nos, certificates, leader]


def resolved(*rows: Sequence[Cell], merged: tuple[Merge, ...] = ()) -> Resolved:
    sheet = Sheet("名单", tuple(map(tuple, [HEAD, *rows])), merged)
    reading = read_rows("drawn", [sheet], columns())
    assert reading.problems == ()
    return resolve(Chosen(reading, 0), Cells([sheet], columns()), OBJECTS, Roster(EVERYBODY, (MARKET, FIRE)))


def codes(found: Resolved) -> list[tuple[str, str]]:
    for problem in found.problems:
        for language in LANGUAGES:
            assert message("drawn", problem, texts(language))
    return [(problem.cell, problem.code) for problem in found.problems]


def test_an_inspector_is_found_by_roster_number_certificate_or_only_name() -> None:
    found = resolved(
        row(roster_nos="S-1，S-2"),
        row(SECOND, certificates="990101011"),
        row(SECOND, names="王川、李泉"),
    )
    assert codes(found) == []
    assert [team.seats() for team in found.teams] == [
        {MARKET: ["S-1", "S-2"]},
        {FIRE: ["X-1"], MARKET: ["S-3", "S-2"]},
    ]


def test_the_same_name_in_two_units_is_told_apart_by_the_unit_of_the_row() -> None:
    found = resolved(row(units=FIRE, names="王川"), row(SECOND, units=MARKET, names="王川"))
    assert [list(team.members) for team in found.teams] == [["X-2"], ["S-3"]]


def test_a_name_that_two_have_needs_a_number() -> None:
    assert codes(resolved(row(units=FIRE, names="赵海"))) == [("E2", "name_twice")]
    assert codes(resolved(row(units="某科室", names="王川"))) == [("E2", "name_twice")]
    assert codes(resolved(row(units=FIRE, names="赵海", roster_nos="X-4"))) == []


def test_a_number_or_name_nobody_has_is_named_with_its_cell() -> None:
    found = resolved(row(roster_nos="S-9"), row(SECOND, names="无名氏", units=FIRE))
    assert codes(found) == [("F2", "number_unknown"), ("E3", "name_unknown")]


def test_a_number_beside_another_persons_name_is_refused() -> None:
    assert codes(resolved(row(names="李泉，张云", roster_nos="S-1，S-2"))) == [
        ("F2", "person_differs"),
        ("F2", "person_differs"),
    ]


def test_an_object_outside_the_register_is_a_problem_and_another_name_a_hint() -> None:
    found = resolved(
        row("91990124000000009X", roster_nos="S-1"), [*row(roster_nos="S-1")[:2], "旧名", MARKET, None, "S-1"]
    )
    assert codes(found) == [("B2", "not_in_register"), ("C3", "name_differs")]
    assert found.problems[1].severity is Severity.WARNING
    assert found.unknown == 1


def test_the_leader_is_one_of_the_row() -> None:
    found = resolved(row(names="张云、李泉", leader="李泉"), row(SECOND, roster_nos="S-1", leader="李泉"))
    assert found.teams[0].leader == "S-2"
    assert codes(found) == [("H3", "leader_unknown")]


def test_an_object_over_several_merged_rows_is_one_team() -> None:
    found = resolved(
        row(roster_nos="S-1"),
        ["食品抽查", None, None, FIRE, None, "X-1", None, None],
        merged=(((1, 1), (2, 1)), ((1, 2), (2, 2))),
    )
    assert [(team.register_no, list(team.members)) for team in found.teams] == [(FIRST, ["S-1", "X-1"])]


def reading_codes(*rows: Sequence[Cell]) -> list[tuple[str, str]]:
    sheet = Sheet("名单", tuple(map(tuple, [HEAD, *rows])))
    return [(one.cell, one.code) for one in read_rows("drawn", [sheet], columns()).problems]


def test_numbers_that_do_not_pair_with_the_names_are_refused() -> None:
    assert reading_codes(row(names="张云、李泉", roster_nos="S-1")) == [("F2", "count_differs")]


def test_an_object_with_nobody_to_go_is_refused() -> None:
    assert reading_codes(row()) == [("E2", "missing")]


def test_an_identity_number_is_dropped_and_leaves_the_others_in_their_place() -> None:
    sheet = Sheet("名单", (tuple(HEAD), tuple(row(names="张云、李泉", roster_nos="110101199003071233，S-2"))))
    reading = read_rows("drawn", [sheet], columns())
    assert [one.code for one in reading.problems] == ["identity_dropped"]
    assert reading.of(DrawnRow)[0].roster_nos == ("", "S-2")


def test_the_same_row_twice_is_refused() -> None:
    assert reading_codes(row(roster_nos="S-1"), row(roster_nos="S-1")) == [("B3", "duplicate")]


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("2026-04-01 09:30:15", "2026-04-01T09:30"),
        ("2026年4月1日9时05分", "2026-04-01T09:05"),
        ("2026/4/1", "2026-04-01"),
        (datetime(2026, 4, 1, 9, 30), "2026-04-01T09:30"),  # noqa: DTZ001 - as a workbook gives it
        (datetime(2026, 4, 1), "2026-04-01"),  # noqa: DTZ001 - as a workbook gives it
        (date(2026, 4, 1), "2026-04-01"),
        (None, ""),
    ],
)
def test_the_hour_of_a_draw_is_kept_when_the_cell_says_it(cell: Cell, told: str) -> None:
    assert moment(cell, columns(), lambda *_, **__: pytest.fail("no problem was expected")) == told


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("张 三", ("张三",)),
        ("张三 李四", ("张三", "李四")),
        ("张　三，李四、王五；赵六/钱七", ("张三", "李四", "王五", "赵六", "钱七")),
        ("张三\n张三", ("张三", "张三")),
        (None, ()),
    ],
)
def test_names_are_parted_as_people_write_them(cell: Cell, names: tuple[str, ...]) -> None:
    assert people(cell, columns(), lambda *_, **__: None) == names


@given(st.lists(st.sampled_from(EVERYBODY), min_size=1, unique=True), st.sampled_from("，、；/\n"))
def test_whoever_is_named_by_number_goes_in_the_order_of_the_list(team: list[Known], comma: str) -> None:
    found = resolved(
        row(names=comma.join(one.name for one in team), roster_nos=comma.join(one.roster_no for one in team))
    )
    assert list(found.teams[0].members) == [one.roster_no for one in team]


def test_a_platforms_list_is_known_from_its_columns_and_a_register_is_not_taken_for_one() -> None:
    mandatory = {kind: register.mandatory for kind, register in REGISTERS.items()}

    def kind(*head: str) -> str:
        return likely_kind([Sheet("表", (head,))], mandatory, columns())

    assert kind(*HEAD) == "drawn"
    assert kind("统一社会信用代码", "企业名称", "检查机关") == "objects"
    assert kind("工号", "执法人员", "执法单位", "执法证号") == "inspectors"
