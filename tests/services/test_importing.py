"""Office files taken in: nothing before the office's word, only what the file speaks of, undone exactly."""

from collections.abc import Sequence
from datetime import date
from itertools import count
from typing import Any

import pytest
from sqlmodel import col, select

from bot.acts import Acts
from bot.imports import take_in
from domain.difference import Difference
from domain.errors import DomainError
from domain.roles import HOUSE, Role
from locales.texts import texts
from models import (
    Account,
    Entry,
    Expert,
    ImportBatch,
    InspectionObject,
    Inspector,
    Item,
    Person,
    RoleGrant,
    SQLModel,
    Task,
    Unit,
)
from playground.cast import county
from services import people
from services.registers import import_words, importing, sheets, workbooks
from services.registers.importing import File, read_file
from services.registers.kept_rows import Rows
from services.registers.shelves import Fields, shelf
from tests.conftest import StandingClock
from tests.county import FIRE, MARKET, actor, found
from tests.register_corpus import CASES, Case, Grid, credit_code, csv_in, registration_no, xlsx

_causes = count()
OBJECT_HEAD = ("统一社会信用代码", "企业名称")
ROSTER_HEAD = ("单位工号", "姓名", "所在单位")
PLAN_HEAD = ("任务编号", "任务名称", "抽查事项", "发起部门", "开始日期", "结束日期")
A_CASE_OF_EACH_KIND = [
    next(case for case in CASES if case.kind == kind and case.counts[1] > 1) for kind in ("objects", "items")
]


def file(kind: str, *grid: Sequence[Any]) -> File:
    """A list as somebody typed it, read."""
    return read_file("名录.xlsx", xlsx(list(grid)), kind)


def cause() -> str:
    return f"test:{next(_causes)}"


async def received(acts: Acts, read: File) -> importing.Received:
    async with acts.working(HOUSE, cause()) as work:
        return await importing.receive(work, read)


async def confirmed(acts: Acts, read: File) -> tuple[str, Difference]:
    shown = await received(acts, read)
    ref = shown.batch.ref
    async with acts.working(HOUSE, cause()) as work:
        return ref, (await importing.confirm(work, ref, shown.file.rows)).difference


async def undone(acts: Acts, ref: str) -> None:
    async with acts.working(HOUSE, cause()) as work:
        await importing.undo(work, ref)


async def refusal(acts: Acts, read: File) -> DomainError:
    with pytest.raises(DomainError) as refused:
        await confirmed(acts, read)
    return refused.value


async def listed(acts: Acts, kind: str) -> dict[str, Fields]:
    """The list as an import sees it, read in a session of its own."""
    async with acts.looking() as look:
        place = shelf(look, kind)
        await place.open()
        names = InspectionObject.model_fields if kind == "objects" else Expert.model_fields
        return await place.standing(list(place.listed()), names)


async def every(acts: Acts, model: type[SQLModel]) -> list[dict[str, Any]]:
    async with acts.looking() as look:
        return [row.model_dump(exclude={"id"}) for row in (await look.session.exec(select(model))).all()]


async def compared(acts: Acts, read: File) -> Difference:
    async with acts.looking() as look:
        return await importing.compare(look, read)


async def the_object(acts: Acts, register_no: str) -> InspectionObject:
    async with acts.looking() as look:
        rows = await look.session.exec(
            select(InspectionObject).where(InspectionObject.register_no == register_no)
        )
        return rows.one()


async def test_every_list_of_a_county_is_taken_in_and_the_same_file_again_changes_nothing(
    acts: Acts, clock: StandingClock
) -> None:
    cast = county(2026)
    for kind in ("items", "inspectors", "objects", "experts", "plans"):
        table = getattr(cast, kind)
        read = read_file("名录.xlsx", workbooks.as_it_stands(table.title, table.grid()))
        assert read.kind == kind
        clock.advance(seconds=1)
        done = (await take_in(acts, read, HOUSE)).difference
        assert len(done.new) == read.reading.accepted > 0
        assert (await compared(acts, read)).is_empty
        assert (await compared(acts, read)).same == read.reading.accepted
    async with acts.looking() as look:
        approvers = await people.holders(look.session, Role.APPROVER)
        certified = (await look.session.exec(select(Inspector))).all()
        tasks = (await look.session.exec(select(Task))).all()
    assert approvers
    assert all(one.certificate_no for one in certified)
    assert all(one.item_codes and one.window_from.year == 2026 for one in tasks)


@pytest.mark.parametrize("case", A_CASE_OF_EACH_KIND, ids=lambda case: case.kind)
async def test_receiving_changes_no_list_and_putting_aside_neither(acts: Acts, case: Case) -> None:
    await found(acts)
    before = await listed(acts, case.kind)
    read = read_file(case.file_name, case.content, case.kind)
    shown = await received(acts, read)
    assert len(shown.difference.new) == len(read.reading.rows) > 1
    async with acts.working(HOUSE, cause()) as work:
        await importing.discard(work, shown.batch.ref)
    assert await listed(acts, case.kind) == before
    async with acts.looking() as look:
        assert (await look.session.exec(select(ImportBatch.state))).one() == "discarded"


async def test_a_file_is_decided_once(acts: Acts) -> None:
    read = file("objects", OBJECT_HEAD, [credit_code(1), "甲店"])
    ref, _ = await confirmed(acts, read)
    for decide in (
        lambda work: importing.confirm(work, ref, read.rows),
        lambda work: importing.discard(work, ref),
    ):
        with pytest.raises(DomainError, match=r"import\.decided"):
            async with acts.working(HOUSE, cause()) as work:
                await decide(work)


async def test_an_inspector_may_not_take_a_file_in(acts: Acts) -> None:
    await found(acts)
    with pytest.raises(DomainError, match=r"access\.role"):
        async with acts.working(await actor(acts, "S-1"), cause()) as work:
            await importing.receive(work, file("objects", OBJECT_HEAD, [credit_code(1), "甲店"]))


async def test_a_file_that_nobody_could_name_is_refused(acts: Acts) -> None:
    with pytest.raises(DomainError) as refused:
        read_file("表.xlsx", xlsx([["甲", "乙"], [1, 2]]))
    assert refused.value.code == "import.unknown_kind"


async def test_a_list_of_two_columns_leaves_every_other_field_as_it_is(acts: Acts) -> None:
    full = (*OBJECT_HEAD, "信用等级", "是否重点对象", "监管标签", "地址")
    await confirmed(acts, file("objects", full, [credit_code(1), "甲店", "B", "是", "食品、药品", "一街"]))
    before = await the_object(acts, credit_code(1))
    _, found_ = await confirmed(acts, file("objects", OBJECT_HEAD, [credit_code(1), "甲店新名"]))
    assert [(one.field, one.old, one.new) for one in found_.changed[0].fields] == [
        ("name", "甲店", "甲店新名")
    ]
    after = await the_object(acts, credit_code(1))
    assert before.is_key
    assert after.model_dump(exclude={"name"}) == before.model_dump(exclude={"name"})
    assert after.name == "甲店新名"


async def test_what_is_missing_in_a_file_stays_and_is_counted(acts: Acts) -> None:
    await confirmed(acts, file("objects", OBJECT_HEAD, [credit_code(1), "甲店"], [credit_code(2), "乙店"]))
    _, change = await confirmed(acts, file("objects", OBJECT_HEAD, [credit_code(2), "乙店"]))
    assert (change.new, change.changed, change.gone, change.same) == ((), (), (credit_code(1),), 1)
    assert (await the_object(acts, credit_code(1))).active


async def test_a_grade_that_falls_is_pointed_out(acts: Acts) -> None:
    head = (*OBJECT_HEAD, "信用等级")
    await confirmed(acts, file("objects", head, [credit_code(1), "甲店", "A"], [credit_code(2), "乙店", "C"]))
    change = await compared(
        acts, file("objects", head, [credit_code(1), "甲店", "D"], [credit_code(2), "乙店", "A"])
    )
    assert change.fallen == (credit_code(1),)


OBJECTS_THEN: Grid = [
    (*OBJECT_HEAD, "观察期至", "监管标签"),
    [credit_code(1), "甲店", date(2026, 9, 1), "食品"],
]
OBJECTS_NOW: Grid = [
    (*OBJECT_HEAD, "观察期至", "监管标签"),
    [credit_code(1), "甲新店", date(2027, 9, 1), "药品、食品"],
    [credit_code(2), "乙店", None, None],
]
PEOPLE_THEN: Grid = [(*ROSTER_HEAD, "执法证号", "岗位角色"), ["K-1", "张云", "甲局", "99001", "检查人员"]]
PEOPLE_NOW: Grid = [
    (*ROSTER_HEAD, "执法证号", "岗位角色"),
    ["K-1", "张云云", "乙局", "99009", "检查人员、审批人"],
    ["K-2", "李泉", "乙局", "99002", "检查人员"],
]
ITEMS_THEN: Grid = [("事项编号", "抽查事项", "检查方式"), ["S1", "食品检查", "现场检查"]]
ITEMS_NOW: Grid = [
    ("事项编号", "抽查事项", "检查方式"),
    ["S1", "食品生产检查", "现场检查、书面检查"],
    ["S2", "药品检查", ""],
]
EXPERTS_THEN: Grid = [
    ("姓名", "所在单位", "服务领域", "有效期"),
    ["陈岭", "检测院", "食品", date(2028, 1, 1)],
]
EXPERTS_NOW: Grid = [
    ("姓名", "所在单位", "服务领域", "有效期"),
    ["陈岭", "检测院", "食品、药品", date(2029, 1, 1)],
    ["周川", "大学", "计量", None],
]
PLANS_THEN: Grid = [
    (*PLAN_HEAD, "抽查比例", "配合部门"),
    ["J-1", "食品抽查", "进货查验记录", MARKET, "2026-06-01", "2026-08-31", "3%", FIRE],
]
PLANS_NOW: Grid = [
    (*PLAN_HEAD, "抽查比例", "配合部门"),
    ["J-1", "食品大抽查", "标签标识", FIRE, "2026-07-01", "2026-09-30", "不低于5%", None],
    ["J-2", "消防抽查", "消防设施", FIRE, "2026-07-01", "2026-09-30", None, None],
]
UNDONE = [
    ("objects", OBJECTS_THEN, OBJECTS_NOW),
    ("inspectors", PEOPLE_THEN, PEOPLE_NOW),
    ("items", ITEMS_THEN, ITEMS_NOW),
    ("experts", EXPERTS_THEN, EXPERTS_NOW),
    ("plans", PLANS_THEN, PLANS_NOW),
]


@pytest.mark.parametrize(("kind", "then", "now"), UNDONE, ids=[kind for kind, _, _ in UNDONE])
async def test_undoing_puts_back_exactly_what_stood_there(
    acts: Acts, kind: str, then: Grid, now: Grid
) -> None:
    await found(acts)
    await confirmed(acts, file(kind, *then))
    before = await listed(acts, kind)
    ref, change = await confirmed(acts, file(kind, *now))
    assert len(change.new) == len(change.changed) == 1
    assert len(change.changed[0].fields) >= 2
    assert await listed(acts, kind) != before
    await undone(acts, ref)
    assert await listed(acts, kind) == before


@pytest.mark.parametrize(("kind", "then", "now"), UNDONE, ids=[kind for kind, _, _ in UNDONE])
async def test_what_was_undone_can_be_taken_in_again(acts: Acts, kind: str, then: Grid, now: Grid) -> None:
    await found(acts)
    await confirmed(acts, file(kind, *then))
    ref, change = await confirmed(acts, file(kind, *now))
    after = await listed(acts, kind)
    await undone(acts, ref)
    _, again = await confirmed(acts, file(kind, *now))
    assert again == change
    assert await listed(acts, kind) == after


async def test_only_the_newest_file_of_a_kind_is_undone_and_only_once(
    acts: Acts, clock: StandingClock
) -> None:
    first, _ = await confirmed(acts, file("objects", OBJECT_HEAD, [credit_code(1), "甲店"]))
    clock.advance(seconds=1)
    second, _ = await confirmed(acts, file("objects", OBJECT_HEAD, [credit_code(1), "乙店"]))
    clock.advance(seconds=1)
    await confirmed(acts, file("items", ("事项编号", "抽查事项"), ["S1", "食品检查"]))
    with pytest.raises(DomainError, match=r"import\.not_newest"):
        await undone(acts, first)
    await undone(acts, second)
    with pytest.raises(DomainError, match=r"import\.not_newest"):
        await undone(acts, second)
    await undone(acts, first)
    assert await listed(acts, "objects") == {}


async def test_a_file_that_still_waits_is_not_undone(acts: Acts) -> None:
    waiting = await received(acts, file("objects", OBJECT_HEAD, [credit_code(1), "甲店"]))
    with pytest.raises(DomainError, match=r"import\.not_newest"):
        await undone(acts, waiting.batch.ref)


async def test_an_import_is_three_entries_of_the_journal_at_most(acts: Acts) -> None:
    ref, _ = await confirmed(acts, file("objects", OBJECT_HEAD, [credit_code(1), "甲店"]))
    await undone(acts, ref)
    async with acts.looking() as look:
        entries = (await look.session.exec(select(Entry.act).order_by(col(Entry.position)))).all()
    assert entries == ["import.receive", "import.confirm", "import.undo"]


async def test_roles_are_given_by_a_roster_and_never_taken(acts: Acts) -> None:
    head = (*ROSTER_HEAD, "岗位角色")
    await confirmed(acts, file("inspectors", head, ["K-1", "张云", "甲局", "联络员、审批人"]))
    change = await compared(acts, file("inspectors", head, ["K-1", "张云", "甲局", "检查人员"]))
    assert [one.field for one in change.changed[0].fields] == ["roles"]
    fewer = await compared(acts, file("inspectors", head, ["K-1", "张云", "甲局", "审批人"]))
    assert fewer.is_empty
    await confirmed(acts, file("inspectors", head, ["K-1", "张云", "甲局", "检查人员"]))
    assert (await listed(acts, "inspectors"))["K-1"]["roles"] == ["approver", "inspector", "liaison"]


async def test_a_person_without_a_certificate_is_not_drawable_and_stays_so(acts: Acts) -> None:
    read = file("inspectors", (*ROSTER_HEAD, "执法证号"), ["K-1", "张云", "甲局", None])
    await confirmed(acts, read)
    assert await every(acts, Inspector) == []
    assert (await compared(acts, read)).is_empty


async def test_a_roster_without_units_moves_nobody_and_takes_in_nobody_new(acts: Acts) -> None:
    await confirmed(acts, file("inspectors", ROSTER_HEAD, ["K-1", "张云", "甲局"]))
    change = await compared(acts, file("inspectors", ("单位工号", "姓名", "联系电话"), ["K-1", "张云", ""]))
    assert change.is_empty
    bare = file("inspectors", ("单位工号", "姓名", "岗位"), ["K-1", "张云", "科长"], ["K-2", "李泉", "科员"])
    shown = await received(acts, bare)
    report: Any = importing.report_of(shown.file, "zh_CN")
    assert [(one["row"], one["code"], one["severity"]) for one in report["errors"]] == [
        (2, "no_unit", "warning"),
        (3, "no_unit", "error"),
    ]
    assert (shown.file.reading.accepted, shown.file.reading.warned, shown.difference.new) == (1, 1, ())
    async with acts.working(HOUSE, cause()) as work:
        await importing.confirm(work, shown.batch.ref, importing.kept_rows(shown.batch))
    assert [(one["roster_no"], one["post"]) for one in await every(acts, Person)] == [("K-1", "科长")]


async def test_whoever_was_imported_by_mistake_loses_every_link(acts: Acts) -> None:
    ref, _ = await confirmed(acts, file("inspectors", *PEOPLE_NOW))
    async with acts.working(HOUSE, cause()) as work:
        person = await people.person_by_roster_no(work.session, "K-2")
        await people.enrol(work, await people.write_invite(work, person), 4711)
    await undone(acts, ref)
    async with acts.looking() as look:
        account = (await look.session.exec(select(Account))).one()
        holders = await people.holders(look.session, Role.INSPECTOR)
    assert account.revoked_at is not None
    assert holders == []


async def test_a_unit_that_is_new_is_made_once(acts: Acts) -> None:
    await confirmed(acts, file("inspectors", ROSTER_HEAD, ["K-1", "张云", "甲局"], ["K-2", "李泉", "甲局"]))
    assert [one["name"] for one in await every(acts, Unit)] == ["甲局"]


async def test_what_a_plan_or_an_item_list_asks_of_experts_is_kept_as_written(acts: Acts) -> None:
    await found(acts)
    await confirmed(acts, file("items", ("抽查事项", "需要配备的专家"), ["锅炉检验", "特种设备"]))
    row = ["J-1", "抽查", "标签标识", MARKET, "2026-06-01", "2026-07-01", "食品安全1名、特种设备2名"]
    await confirmed(acts, file("plans", (*PLAN_HEAD, "是否需要专家"), row))
    assert [one["experts_text"] for one in await every(acts, Task)] == ["", "食品安全1名、特种设备2名"]
    assert "特种设备" in [one["experts_text"] for one in await every(acts, Item)]


async def test_an_import_is_not_undone_once_one_of_its_tasks_is_drawn(acts: Acts) -> None:
    await found(acts)
    ref, _ = await confirmed(acts, file("plans", *PLANS_NOW))
    async with acts.noting() as work:
        (await work.session.exec(select(Task).where(Task.no == "J-2"))).one().state = "drawn"
    with pytest.raises(DomainError, match=r"import\.task_drawn"):
        await undone(acts, ref)
    assert "J-1" in await listed(acts, "plans")


async def test_a_plan_of_two_columns_leaves_items_partners_quota_and_dates_alone(acts: Acts) -> None:
    await found(acts)
    before = (await every(acts, Task))[0]
    _, change = await confirmed(acts, file("plans", ("任务编号", "任务名称"), ["2026-01", "新名称"]))
    assert [one.field for one in change.changed[0].fields] == ["name"]
    assert (await every(acts, Task))[0] == before | {"name": "新名称"}


async def test_items_named_by_code_are_the_same_as_items_named_by_name(acts: Acts) -> None:
    await found(acts)
    head = ("任务编号", "任务名称", "抽查事项")
    by_code = file("plans", head, ["2026-01", "食品销售联合抽查", "SP-1；SP-2；XF-1"])
    assert (await compared(acts, by_code)).is_empty


@pytest.mark.parametrize(
    ("ratio", "quantity", "quota"),
    [
        ("不低于5%", "7户", {"floor": "1/20"}),
        ("全覆盖", None, {"floor": "1"}),
        (None, "7户", {"number": 7}),
        ("不超过2%", "7户", {"number": 7}),
        ("不超过2%", None, {"cap": "1/50"}),
        ("根据实际情况确定", None, {}),
    ],
)
async def test_a_plans_ratio_becomes_its_quota(
    acts: Acts, ratio: str, quantity: str, quota: dict[str, Any]
) -> None:
    await found(acts)
    row = ["J-1", "抽查", "标签标识", MARKET, "2026-06-01", "2026-07-01", ratio, quantity]
    await confirmed(acts, file("plans", (*PLAN_HEAD, "抽查比例", "抽查数量"), row))
    task = next(one for one in await every(acts, Task) if one["no"] == "J-1")
    assert task["quota"] == quota


async def test_rows_with_faults_are_left_out_and_the_others_taken_in(acts: Acts) -> None:
    read = file("objects", OBJECT_HEAD, [credit_code(1), "甲店"], [credit_code(2), None], [None, "丙店"])
    _, change = await confirmed(acts, read)
    assert change.new == (credit_code(1),)
    async with acts.looking() as look:
        report = (await look.session.exec(select(ImportBatch))).one().report
    assert (report["rows"], report["accepted"], report["rejected"]) == (3, 1, 2)


async def test_an_expert_and_an_item_keep_what_was_read(acts: Acts) -> None:
    await confirmed(acts, file("experts", *EXPERTS_THEN))
    await confirmed(acts, file("items", *ITEMS_NOW))
    expert, item = (await every(acts, Expert))[0], (await every(acts, Item))[0]
    assert (expert["fields"], expert["valid_until"]) == (["食品"], date(2028, 1, 1))
    assert (item["code"], item["methods"]) == ("S1", ["现场检查", "书面检查"])


IDENTITY_NUMBER = "110101199003071233"


def _every_text(value: object) -> str:
    """A stored value as text, unpacked where it is packed."""
    return str(Rows.unpacked(value)._columns) if isinstance(value, bytes) and value else str(value)


async def test_no_identity_number_of_a_file_is_stored_anywhere(acts: Acts) -> None:
    head = ("姓名", "身份证号", "所在单位", "执法证号", "职务", "证件号码", "联系电话", "有效期至", "备注")
    hidden = f"科员（{IDENTITY_NUMBER}）"
    row = [
        "张云",
        IDENTITY_NUMBER,
        "甲局",
        "99001",
        hidden,
        IDENTITY_NUMBER,
        IDENTITY_NUMBER,
        f"见{IDENTITY_NUMBER}",
        hidden,
    ]
    read = read_file(f"张云{IDENTITY_NUMBER}.xlsx", xlsx([head, row]), "inspectors")
    assert read.reading.rows == ()
    await received(acts, read)
    row[7] = "2027-06-30"
    await confirmed(acts, read_file("名录.csv", csv_in("gbk")([head, row]), "inspectors"))
    for model in (ImportBatch, Person, Inspector, Entry):
        assert IDENTITY_NUMBER not in "".join(
            _every_text(value) for stored in await every(acts, model) for value in stored.values()
        )
    report = importing.report_of(read, "zh_CN")
    assert report["dropped"] == [{"sheet": "表1", "column": "身份证号"}]
    assert IDENTITY_NUMBER not in str(report)


async def test_what_is_kept_of_a_file_is_what_was_understood_until_it_is_decided(acts: Acts) -> None:
    await found(acts)
    read = file("plans", *PLANS_THEN)
    shown = await received(acts, read)
    assert dict(importing.kept_rows(shown.batch)) == dict(read.rows)
    async with acts.working(HOUSE, cause()) as work:
        await importing.confirm(work, shown.batch.ref, importing.kept_rows(shown.batch))
    async with acts.looking() as look:
        assert (await look.session.exec(select(ImportBatch.content))).one() == b""


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}: {case.about}")
def test_every_row_of_the_corpus_is_kept_as_it_was_read(case: Case) -> None:
    rows = read_file(case.file_name, case.content, case.kind).rows
    assert dict(Rows.unpacked(rows.packed())) == dict(rows)


async def test_a_long_list_is_compared_and_changed_piece_by_piece(
    acts: Acts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "AT_ONCE", 3)
    first = [[credit_code(number), f"{number}店"] for number in range(8)]
    await confirmed(acts, file("objects", OBJECT_HEAD, *first))
    before = await listed(acts, "objects")
    later = [[credit_code(number), f"{number}{'新' * (number % 2)}店"] for number in range(2, 10)]
    ref, change = await confirmed(acts, file("objects", OBJECT_HEAD, *later))
    assert change.new == (credit_code(8), credit_code(9))
    assert [one.key for one in change.changed] == [credit_code(number) for number in (3, 5, 7)]
    assert (change.gone, change.same) == ((credit_code(0), credit_code(1)), 3)
    await undone(acts, ref)
    assert await listed(acts, "objects") == before


@pytest.mark.parametrize(
    ("kind", "lists", "pair", "fields"),
    [
        (
            "objects",
            (
                [(*OBJECT_HEAD, "地址"), [registration_no(1), "甲店", "一街"]],
                [(*OBJECT_HEAD, "地址"), [credit_code(1), "甲店", "二街"], [credit_code(2), "乙店", "三街"]],
            ),
            (credit_code(1), registration_no(1)),
            {"register_no", "address"},
        ),
        (
            "inspectors",
            (
                [(*ROSTER_HEAD, "执法证号"), ["K-1", "张云", "甲局", "99001"]],
                [(*ROSTER_HEAD, "执法证号"), ["K-9", "张云", "乙局", "99001"]],
            ),
            ("K-9", "K-1"),
            {"roster_no", "unit"},
        ),
        (
            "experts",
            (
                [("姓名", "所在单位"), ["陈岭", "检测院"]],
                [("姓名", "所在单位"), ["陈岭", "大学"]],
            ),
            ("陈岭|大学", "陈岭|检测院"),
            {"organisation"},
        ),
    ],
)
async def test_a_new_row_with_the_marks_of_a_known_one_is_shown_beside_it(
    acts: Acts, kind: str, lists: tuple[Grid, Grid], pair: tuple[str, str], fields: set[str]
) -> None:
    then, now = lists
    await confirmed(acts, file(kind, *then))
    (one,) = (await compared(acts, file(kind, *now))).alike
    assert (one.key, one.known) == pair
    assert {change.field for change in one.fields} == fields


async def test_rows_that_the_file_names_both_are_not_taken_for_one(acts: Acts) -> None:
    await confirmed(acts, file("objects", OBJECT_HEAD, [credit_code(1), "甲店"]))
    rows = [credit_code(1), "甲店"], [credit_code(2), "甲店"]
    assert (await compared(acts, file("objects", OBJECT_HEAD, *rows))).alike == ()


async def test_changes_are_told_in_the_words_of_the_list(acts: Acts) -> None:
    head = (*OBJECT_HEAD, "是否重点对象", "登记状态", "监管标签", "许可有效期至", "本年检查次数")
    await confirmed(
        acts,
        file("objects", head, [credit_code(1), "甲店", "否", "存续", "", "", 1], [credit_code(2), "乙店"]),
    )
    late = [credit_code(1), "甲店", "是", "注销", "食品、药品", "长期", 2]
    shown = await received(acts, file("objects", head, late))
    told = import_words.told(shown, texts("zh_CN"), errors=5, changes=5)
    assert told["changed"] == [
        {
            "title": f"甲店（{credit_code(1)}）",
            "fields": [
                {"label": "标签", "there": "（空）", "here": "食品；药品"},
                {"label": "许可有效期至", "there": "（空）", "here": "长期"},
                {"label": "是否重点检查对象", "there": "否", "here": "是"},
                {"label": "登记状态", "there": "存续", "here": "注销"},
                {"label": "本年检查次数", "there": "1", "here": "2"},
            ],
        }
    ]
    assert (told["gone"], told["gone_shown"]) == (1, [f"乙店（{credit_code(2)}）"])


async def test_the_returned_workbook_holds_every_change_and_what_is_gone(acts: Acts) -> None:
    rows = [[registration_no(number), f"{number}店", "A"] for number in range(3)]
    await confirmed(acts, file("objects", (*OBJECT_HEAD, "信用等级"), *rows))
    later = [[registration_no(0), "0店", "C"], [credit_code(1), "1店", "A"]]
    shown = await received(acts, file("objects", (*OBJECT_HEAD, "信用等级"), *later))
    pages = {
        sheet.name: sheet.rows[1:] for sheet in sheets.read("a.xlsx", import_words.marked(shown, texts()))
    }
    assert pages["变更对照"] == ((registration_no(0), "0店", "信用等级", "A", "C"),)
    assert pages["疑似重复"] == (
        (
            registration_no(1),
            credit_code(1),
            "1店",
            "统一社会信用代码(注册号)",
            registration_no(1),
            credit_code(1),
        ),
    )
    assert pages["文件中没有的"] == ((registration_no(1), "1店"), (registration_no(2), "2店"))


async def _units(acts: Acts) -> set[str]:
    return {row["name"] for row in await every(acts, Unit)}


async def test_units_made_by_a_mistaken_roster_go_with_it(acts: Acts) -> None:
    await found(acts)
    before = (await _units(acts), await every(acts, Person), await every(acts, RoleGrant))
    shown = await received(acts, file("inspectors", *PEOPLE_NOW))
    assert shown.makes == ["乙局"]
    ref, _ = await confirmed(acts, file("inspectors", *PEOPLE_NOW))
    assert await _units(acts) == before[0] | {"乙局"}
    await undone(acts, ref)
    assert (await _units(acts), await every(acts, Person), await every(acts, RoleGrant)) == before


async def test_what_is_needed_by_now_stays_when_a_roster_is_undone(acts: Acts) -> None:
    await found(acts)
    roster = file("inspectors", (*ROSTER_HEAD,), ["K-1", "张云", "甲局"], ["K-2", "李泉", "乙局"])
    ref, _ = await confirmed(acts, roster)
    async with acts.noting() as work:
        person = await people.person_by_roster_no(work.session, "K-1")
        work.session.add(Account(telegram_id=7, person_id=person.id or 0, linked_at=work.now))
        task = (await work.session.exec(select(Task))).one()
        task.partners = [*task.partners, "乙局"]
    await undone(acts, ref)
    assert {"甲局", "乙局"} <= await _units(acts)
    left = {row["roster_no"]: row["left_on"] for row in await every(acts, Person)}
    assert left["K-1"] is not None
    assert "K-2" not in left


async def test_a_second_liaison_of_a_unit_is_refused_at_its_cell_and_the_others_go_in(acts: Acts) -> None:
    await found(acts)
    head = (*ROSTER_HEAD, "岗位角色")
    rows = (
        ["S-0", "丁联", MARKET, "联络员"],
        ["S-7", "新联", MARKET, "联络员"],
        ["S-8", "新检", MARKET, ""],
        ["X-0", "己联", MARKET, ""],
        ["K-1", "张云", "甲局", "联络员"],
        ["K-2", "李泉", "甲局", "联络员"],
    )
    shown = await received(acts, file("inspectors", head, *rows))
    report: Any = importing.report_of(shown.file, "zh_CN")
    refused = [one for one in report["errors"] if one["code"] == "second_liaison"]
    assert [(one["row"], one["column"], one["severity"]) for one in refused] == [
        (3, "岗位角色", "error"),
        (5, "所在单位", "error"),
        (7, "岗位角色", "error"),
    ]
    assert "已有联络员（S-0）" in refused[0]["message"]
    assert "联络员交接" in refused[1]["message"]
    async with acts.working(HOUSE, cause()) as work:
        await importing.confirm(work, shown.batch.ref, importing.kept_rows(shown.batch))
    known = {one["roster_no"] for one in await every(acts, Person)}
    assert {"S-8", "K-1"} <= known
    assert not {"S-7", "K-2"} & known


async def test_a_liaison_moved_by_a_roster_takes_the_seat_of_the_new_unit(acts: Acts) -> None:
    await found(acts)
    head, successor = (*ROSTER_HEAD, "岗位角色"), ["S-7", "新联", MARKET, "联络员"]
    await confirmed(acts, file("inspectors", head, ["S-0", "丁联", "甲局", ""]))
    await confirmed(acts, file("inspectors", head, successor))
    async with acts.looking() as look:
        grants = await look.session.exec(
            select(Person.roster_no, Unit.name)
            .join(RoleGrant, col(RoleGrant.person_id) == col(Person.id))
            .join(Unit, col(Unit.id) == col(RoleGrant.unit_id))
            .where(col(RoleGrant.revoked_at).is_(None))
        )
        assert set(grants) == {("S-0", "甲局"), ("S-7", MARKET), ("X-0", FIRE)}
