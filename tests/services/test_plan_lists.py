"""Plans and the lists they come from: imported tasks join drafts, what is public no list rewrites."""

import secrets
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, text
from sqlmodel import select

from bot.acts import Acts
from domain.errors import DomainError
from models import Item, Plan, Task, Unit
from models.migrations import config, upgrade
from models.session import open_engine
from services.planning import plan_filings
from services.registers import importing, workbooks
from tests.databases import empty_database

HEAD = ("任务编号", "任务名称", "牵头部门", "抽查事项", "抽查类型", "检查时间", "计划年度")
ROW = ("J-1", "食品抽查", "市场局", "进货查验", "定向", "2026年4月1日-2026年6月30日", "2026")


@pytest.fixture
async def lists(acts: Acts) -> Acts:
    """A unit and an item, so that a plan can name them."""
    async with acts.noting() as work:
        work.session.add_all((Unit(name="市场局"), Item(code="SP-1", name="进货查验")))
    return acts


async def imported(acts: Acts, *rows: tuple[str, ...]) -> str:
    """A plan's table taken in by the office; its reference."""
    file = importing.read_file("计划.xlsx", workbooks.as_it_stands("计划", [HEAD, *rows]), "plans")
    cause = secrets.token_hex(4)
    async with acts.working(cause=cause) as work:
        shown = await importing.receive(work, file)
    async with acts.working(cause=f"{cause}+") as work:
        await importing.confirm(work, shown.batch.ref, file.rows)
    return shown.batch.ref


async def test_an_imported_task_joins_its_units_draft_with_the_kind_the_file_names(lists: Acts) -> None:
    await imported(lists, ROW)
    async with lists.looking() as look:
        plan = (await look.session.exec(select(Plan))).one()
        task = (await look.session.exec(select(Task))).one()
    assert (plan.state, plan.year, task.plan_id, task.kind) == ("draft", 2026, plan.id, "targeted")


async def test_a_list_does_not_rewrite_or_undo_what_is_public(lists: Acts) -> None:
    ref = await imported(lists, ROW)
    async with lists.working(cause="publish") as work:
        await plan_filings.publish_drafts(work, 2026)
    for n, rows in enumerate((((*ROW[:1], "改名", *ROW[2:]),), (ROW, ("J-2", "另一项", *ROW[2:])))):
        with pytest.raises(DomainError) as refusal:
            await imported(lists, *rows)
        assert refusal.value.code == "plan.published", n
    with pytest.raises(DomainError) as refusal:
        async with lists.working(cause="undo") as work:
            await importing.undo(work, ref)
    assert refusal.value.code == "plan.published"


async def test_tasks_from_before_become_their_units_published_plans(tmp_path: Path) -> None:
    engine = open_engine(empty_database(tmp_path, schema=False))
    unit = "INSERT INTO unit (id, name, active) VALUES (:id, :name, :active)"
    task = (
        "INSERT INTO task (ref, year, no, name, lead_unit_id, partners, item_codes, plan_type, object_type,"
        " scope, ratio_text, quantity_text, frequency_text, grade_rule, mode, remark, quota, window_from,"
        " window_to, draw_mode, state) VALUES (:no, :year, :no, :no, :unit, '[]', '[]', '', '', '', '',"
        " '', '', '', '', '', '{}', :day, :day, 'local', 'drawn')"
    )

    def before(connection: Connection) -> None:
        command.upgrade(config(connection), "0012")
        for number, name in ((1, "甲局"), (2, "乙局")):
            connection.execute(text(unit), {"id": number, "name": name, "active": True})
        for no, owner, year in (("a", 1, 2026), ("b", 1, 2026), ("c", 1, 2025), ("d", 2, 2026)):
            day = date(year, 5, 1).isoformat()
            connection.execute(text(task), {"no": no, "unit": owner, "year": year, "day": day})

    async with engine.begin() as connection:
        await connection.run_sync(before)
    await upgrade(engine)
    async with engine.connect() as connection:
        found = await connection.execute(
            text(
                "SELECT task.no, plan.unit_id, plan.year, plan.state FROM task JOIN plan ON plan.id = plan_id"
                " ORDER BY task.no"
            )
        )
    rows = [tuple(row) for row in found]
    await engine.dispose()
    assert rows == [
        ("a", 1, 2026, "published"),
        ("b", 1, 2026, "published"),
        ("c", 1, 2025, "published"),
        ("d", 2, 2026, "published"),
    ]
