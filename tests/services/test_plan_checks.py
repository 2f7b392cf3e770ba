"""A plan's rows are held against what is known when the file comes: the bad are named, the good kept."""

import io
from typing import Any

import openpyxl
import pytest
from sqlmodel import select

from bot.acts import Acts
from domain.roles import HOUSE
from locales.texts import texts
from models import Plan, Task, Unit
from services.registers import import_words, importing
from services.registers.importing import Received, read_file
from tests.county import FIRE, MARKET, found
from tests.register_corpus import xlsx
from tests.services.test_item_checks import _abolish as abolish
from tests.services.test_item_checks import at

HEAD = ("任务编号", "任务名称", "抽查事项", "发起部门", "开始日期", "结束日期", "配合部门")
GOOD = ("J-0", "好计划", "标签标识", MARKET, "2026-06-01", "2026-07-01", FIRE)


async def received(acts: Acts, *rows: tuple[str | None, ...], head: tuple[str, ...] = HEAD) -> Received:
    read = read_file("计划.xlsx", xlsx([head, *rows]), "plans")
    async with acts.working(HOUSE, "receive") as work:
        return await importing.receive(work, read)


def told(shown: Received) -> list[dict[str, Any]]:
    report: Any = importing.report_of(shown.file, "zh_CN")
    return list(report["errors"])


@pytest.mark.parametrize(
    ("place", "written", "code", "nearest"),
    [
        ("C3", "标签与标识", "item_unknown", "标签标识"),
        ("C3", "标签标识；火星采样", "item_unknown", ""),
        ("D3", "市场监督局", "unit_unknown", MARKET),
        ("D3", None, "missing", ""),
        ("F3", None, "window_unread", ""),
        ("G3", f"{FIRE}、消防大队", "unit_unknown", FIRE),
    ],
)
async def test_a_row_that_cannot_stand_is_named_at_its_cell_and_the_good_one_goes_in(
    acts: Acts, place: str, written: str | None, code: str, nearest: str
) -> None:
    await found(acts)
    bad: list[str | None] = ["J-1", "抽查", "标签标识", MARKET, "2026-06-01", "2026-07-01", FIRE]
    bad["ABCDEFG".index(place[0])] = written
    shown = await received(acts, GOOD, tuple(bad))
    assert [(one["row"], one["cell"], one["code"], one["severity"]) for one in told(shown)] == [
        (3, place, code, "error")
    ]
    assert f"最接近的是“{nearest}”" in told(shown)[0]["message"] or not nearest
    counts = shown.file.reading
    assert (counts.total, counts.accepted, counts.warned, counts.rejected) == (2, 1, 0, 1)
    async with acts.working(HOUSE, "confirm") as work:
        await importing.confirm(work, shown.batch.ref, importing.kept_rows(shown.batch))
    async with acts.looking() as look:
        assert set(await look.session.exec(select(Task.no))) == {"2026-01", "J-0"}


async def test_everything_that_is_wrong_in_a_row_is_told_at_once_and_stands_in_the_returned_workbook(
    acts: Acts,
) -> None:
    await found(acts)
    bad = ("J-1", "抽查", "无此事项", "火星局", "2026-06-01", "2026-07-01", "月球局")
    shown = await received(acts, GOOD, bad)
    assert [one["cell"] for one in told(shown)] == ["C3", "D3", "G3"]
    marked = import_words.marked(shown, texts("zh_CN"))
    rows = list(openpyxl.load_workbook(io.BytesIO(marked)).worksheets[0].values)
    reasons = str(rows[2][-1]).split("\n")
    assert len(reasons) == 3
    assert all(one.startswith("不予导入") for one in reasons)
    assert not rows[1][-1]


@pytest.mark.parametrize("state", ["announced", "drawn"])
async def test_a_drawn_task_is_refused_only_where_the_file_changes_it(acts: Acts, state: str) -> None:
    await found(acts)
    async with acts.noting() as work:
        (await work.session.exec(select(Task))).one().state = state
    head = HEAD[:2]
    changed = await received(acts, ("2026-01", "别的名称"), head=head)
    errors = [one for one in told(changed) if one["severity"] == "error"]
    assert [(one["cell"], one["code"]) for one in errors] == [("A2", "task_drawn")]
    async with acts.looking() as look:
        same = read_file("计划.xlsx", xlsx([head, ("2026-01", "食品销售联合抽查")]), "plans")
        assert (await importing.judged(look, same)).reading.accepted == 1


@pytest.mark.parametrize("state", ["filed", "published"])
async def test_a_row_for_a_plan_that_is_closed_is_kept_out(acts: Acts, state: str) -> None:
    await found(acts)
    async with acts.noting() as work:
        unit = (await work.session.exec(select(Unit).where(Unit.name == MARKET))).one()
        work.session.add(Plan(ref="p", unit_id=unit.id or 0, year=2026, state=state))
    of_fire = ("J-2", "抽查", "消防设施", FIRE, "2026-06-01", "2026-07-01", None)
    shown = await received(acts, GOOD, of_fire)
    assert [(one["cell"], one["code"]) for one in told(shown)] == [("A2", "plan_closed")]
    assert shown.difference.new == ("J-2",)


@pytest.mark.parametrize(("place", "accepted"), [("dingtao", 0), ("pingluo", 1)])
async def test_an_abolished_item_keeps_a_row_out_where_the_place_refuses_it(
    acts: Acts, place: str, accepted: int
) -> None:
    await found(acts)
    await abolish(acts)
    shown = await received(at(place, acts), GOOD)
    assert [one["code"] for one in told(shown)] == ["item_outside"]
    assert (shown.file.reading.accepted, shown.file.reading.warned) == (accepted, accepted)
