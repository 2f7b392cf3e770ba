"""A list of the database, written out and sent again: nothing new, changed or gone, no new warning."""

import pytest
from sqlmodel import select

from bot.acts import Acts
from bot.imports import take_in
from domain.difference import Difference
from domain.errors import DomainError
from domain.register_rows import PlanRow
from domain.roles import HOUSE, Place
from models import Entry, Item, Task
from playground.cast import county
from services.registers import exporting, importing, workbooks
from services.registers.exporting import Listed
from services.registers.importing import File, read_file
from services.registers.list_books import KINDS
from tests.conftest import StandingClock
from tests.county import actor, found
from tests.register_corpus import credit_code, xlsx

READ_OUT = {"ratio": None, "frequency": None, "quantity": None}
"""What is read out of the texts of a row, and stands in no column."""


async def out(acts: Acts, kind: str) -> Listed:
    async with acts.looking() as look:
        return await exporting.listed(look, kind)


async def sent_again(acts: Acts, kind: str) -> tuple[File, Difference]:
    """What importing the handed-out file would change; it holds the list value for value."""
    listed = await out(acts, kind)
    file = read_file(exporting.file_name(listed, "zh_CN"), exporting.book(listed, "zh_CN"), kind)
    assert [vars(row.value) | READ_OUT for row in file.reading.rows] == [
        vars(row) | READ_OUT for row in listed.rows
    ]
    async with acts.looking() as look:
        return file, await importing.compare(look, file)


async def filled(acts: Acts, clock: StandingClock) -> dict[str, File]:
    """A county's five lists, taken in."""
    files = {}
    for kind in ("items", "inspectors", "objects", "experts", "plans"):
        table = getattr(county(2026), kind)
        files[kind] = read_file("名录.xlsx", workbooks.as_it_stands(table.title, table.grid()), kind)
        clock.advance(seconds=1)
        await take_in(acts, files[kind], HOUSE)
    return files


async def test_every_list_of_a_county_goes_out_and_comes_in_value_for_value(
    acts: Acts, clock: StandingClock
) -> None:
    files = await filled(acts, clock)
    for kind in KINDS:
        file, difference = await sent_again(acts, kind)
        assert difference.is_empty, (kind, difference)
        assert difference.same == file.reading.total > 0
        first = {(one.code, one.params.get("written")) for one in files[kind].reading.problems}
        assert {(one.code, one.params.get("written")) for one in file.reading.problems} <= first
        assert (file.reading.skipped, file.reading.ignored) == ((), ())


@pytest.mark.parametrize("kind", KINDS)
async def test_a_list_without_rows_goes_out_too(acts: Acts, kind: str) -> None:
    listed = await out(acts, kind)
    assert listed.rows == ()
    assert read_file("名录.xlsx", exporting.book(listed, "en"), kind).reading.total == 0


async def test_people_without_a_certificate_come_back_unchanged(acts: Acts) -> None:
    await found(acts)
    file, difference = await sent_again(acts, "inspectors")
    assert (difference.is_empty, difference.same) == (True, len(file.reading.rows))


async def test_items_with_the_same_name_stay_apart_in_a_plan(acts: Acts) -> None:
    await found(acts)
    async with acts.noting() as work:
        work.session.add(Item(code="XF-9", name="标签标识"))
        work.session.add(Item(code="XF-8", name="甲；乙"))
        task = (await work.session.exec(select(Task))).one()
        task.item_codes = ["SP-2", "XF-9", "XF-8", "XF-1"]
        work.session.add(task)
    file, difference = await sent_again(acts, "plans")
    assert difference.is_empty
    assert file.reading.of(PlanRow)[0].items == ("SP-2", "XF-9", "XF-8", "消防设施")


async def test_the_rule_of_a_task_outlives_a_change_of_its_remark(acts: Acts) -> None:
    await found(acts)
    async with acts.noting() as work:
        task = (await work.session.exec(select(Task))).one()
        task.ratio_text, task.quota = "A 2%，D 100%", {"ratio_rules": [{"grade": "A", "floor": "2%"}]}
        work.session.add(task)
    listed = await out(acts, "plans")
    head = ("任务编号", "任务名称", "抽查比例", "备注", "开始日期", "结束日期")
    row = ("2026-01", "食品销售联合抽查", "A 2%，D 100%", "改了备注", "2026-04-01", "2026-05-31")
    await take_in(acts, read_file("计划.xlsx", xlsx([head, row]), "plans"), HOUSE)
    async with acts.looking() as look:
        task = (await look.session.exec(select(Task))).one()
    assert (task.remark, task.quota) == ("改了备注", {"ratio_rules": [{"grade": "A", "floor": "2%"}]})
    assert vars(listed.rows[0])["ratio_text"] == task.ratio_text


async def test_only_the_office_takes_a_list_out_and_only_in_private(acts: Acts) -> None:
    await found(acts)
    for roster_no, place in (("S-0", Place.PRIVATE), ("B-1", Place.OFFICE_GROUP)):
        who = await actor(acts, roster_no, place)
        async with acts.looking(who) as look:
            with pytest.raises(DomainError, match=r"access\."):
                await exporting.listed(look, "objects")


async def test_a_liaison_takes_out_the_inspectors_of_the_own_unit(acts: Acts) -> None:
    await found(acts)
    async with acts.working(await actor(acts, "S-0"), "test:unit") as work:
        listed = await exporting.listed(work, "inspectors")
        await exporting.handed_out(work, listed)
    assert {vars(row)["unit"] for row in listed.rows} == {listed.place} == {"市场监督管理局"}
    assert {vars(row)["roster_no"] for row in listed.rows} == {"S-0", "S-1", "S-2", "S-3", "S-9"}


async def test_who_was_given_a_list_stands_in_the_journal(acts: Acts) -> None:
    await found(acts)
    chief = await actor(acts, "B-1")
    async with acts.working(chief, "test:out") as work:
        listed = await exporting.listed(work, "objects")
        await exporting.handed_out(work, listed)
    async with acts.looking() as look:
        entry = (await look.session.exec(select(Entry))).one()
    assert (entry.act, entry.subject, entry.facts) == ("list.export", "list:objects", {"rows": 12})


async def test_an_object_taken_in_by_a_hostile_file_goes_out_as_text(acts: Acts) -> None:
    head = ("统一社会信用代码", "企业名称", "住所", "许可证编号", "许可有效期至", "监管标签")
    row = (credit_code(1), "=1+1", "@SUM(A1)", "007", "长期", "食品，药品、+1")
    await take_in(acts, read_file("名录.xlsx", workbooks.as_it_stands("名录", [head, row]), "objects"), HOUSE)
    file, difference = await sent_again(acts, "objects")
    assert difference.is_empty
    kept = file.reading.rows[0].value
    assert (kept.name, kept.address, kept.licence_no, kept.tags) == (  # type: ignore[union-attr]
        "=1+1",
        "@SUM(A1)",
        "007",
        ("食品", "药品", "+1"),
    )
