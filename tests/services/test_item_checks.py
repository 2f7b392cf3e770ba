"""No inspection outside the item list: plans, draws and reports, refused or told as the place says."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from bot.acts import Acts
from domain.errors import DomainError
from domain.item_list import Grounds
from locales.texts import LANGUAGES, texts
from models import Result, Task
from services.drawing import draws
from services.items import item_acts
from services.profiles import load
from services.registers import importing
from services.registers.importing import File, read_file
from services.registers.register_report import remark
from tests import visits
from tests.conftest import StandingClock
from tests.county import MARKET, actor, found
from tests.register_corpus import xlsx
from tests.services.test_draws import SEALED, cause
from tests.services.test_inspections import submitted

LAW = "某条例（2026年废止）"
PLAN_HEAD = ("任务编号", "任务名称", "抽查事项", "发起部门", "开始日期", "结束日期")


def at(place: str, acts: Acts) -> Acts:
    """The same office under another place's rule about items outside the list."""
    strict = load(place)
    return replace(acts, profile=replace(acts.profile, items_outside_list=strict.items_outside_list))


async def _abolish(acts: Acts, day: date = date(2026, 4, 1)) -> None:
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        await item_acts.abolish(work, "SP-2", Grounds("repealed", LAW, day))


def _plan(items: str, first: str = "2026-06-01") -> File:
    row = ("J-1", "抽查", items, MARKET, first, "2026-12-01")
    return read_file("计划.xlsx", xlsx([PLAN_HEAD, row]), "plans")


async def _import(acts: Acts, read: File) -> importing.Received:
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        shown = await importing.receive(work, read)
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        await importing.confirm(work, shown.batch.ref, read.rows)
    return shown


async def test_a_plan_with_an_abolished_item_is_refused_where_the_place_is_hard(acts: Acts) -> None:
    await found(acts)
    await _abolish(acts)
    with pytest.raises(DomainError) as refused:
        await _import(at("dingtao", acts), _plan("进货查验记录；标签标识"))
    assert refused.value.code == "items.outside"
    for language in LANGUAGES:
        said = texts(language).error(refused.value)
        assert all(word in said for word in ("标签标识", "SP-2", LAW))
    async with acts.looking() as look:
        assert (await look.session.exec(select(Task).where(Task.no == "J-1"))).first() is None


async def test_elsewhere_the_plan_comes_back_with_the_item_marked_and_is_taken_in(acts: Acts) -> None:
    await found(acts)
    await _abolish(acts)
    shown = await _import(at("xinzhou", acts), _plan("进货查验记录；标签标识"))
    problems = shown.file.reading.problems
    assert [(one.cell, one.code, one.severity) for one in problems] == [("C2", "item_outside", "warning")]
    for language in LANGUAGES:
        assert "标签标识" in remark("plans", problems[0], texts(language))
    async with acts.looking() as look:
        task = (await look.session.exec(select(Task).where(Task.no == "J-1"))).one()
    assert task.item_codes == ["SP-1", "SP-2"]


@pytest.mark.parametrize(("ends", "refused"), [(date(2026, 6, 1), True), (date(2026, 6, 2), False)])
async def test_a_plan_is_held_against_the_list_of_its_first_day(
    acts: Acts, ends: date, *, refused: bool
) -> None:
    await found(acts)
    await _abolish(acts, ends)
    if refused:
        with pytest.raises(DomainError, match=r"items\.outside"):
            await _import(at("dingtao", acts), _plan("标签标识"))
    else:
        await _import(at("dingtao", acts), _plan("标签标识"))


async def test_a_draw_of_an_abolished_item_is_not_announced_where_the_place_is_hard(acts: Acts) -> None:
    await found(acts)
    await _abolish(acts)
    with pytest.raises(DomainError) as refused:
        async with at("dingtao", acts).working(await actor(acts, "B-1"), cause()) as work:
            await draws.announce(work, ["task-one"], SEALED)
    assert (refused.value.code, refused.value.params["task"]) == ("items.outside", "食品销售联合抽查")


async def test_elsewhere_the_preview_says_it_and_the_announcement_keeps_it(acts: Acts) -> None:
    await found(acts)
    await _abolish(acts)
    async with acts.looking(await actor(acts, "B-1")) as look:
        plan = await draws.look_ahead(look, ["task-one"])
    told = [params for code, params in plan.warnings if code == "draw.item_outside"]
    assert [one["item"] for one in told] == ["标签标识"]
    for language in LANGUAGES:
        assert LAW in texts(language).say("draw.item_outside", **told[0])
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        draw = await draws.announce(work, ["task-one"], SEALED)
    rules: Any = draw.announcement["rules"]
    assert "draw.item_outside" in [rule["code"] for rule in rules]


@pytest.mark.parametrize(("place", "stands"), [("dingtao", 0), ("xinzhou", 1)])
async def test_a_report_on_an_item_that_was_abolished_by_then(
    acts: Acts, clock: StandingClock, place: str, stands: int
) -> None:
    await visits.found(acts)
    clock.go_to(2026, 4, 8)
    await _abolish(acts, date(2026, 4, 8))
    if stands:
        await submitted(at(place, acts), "S-1@1")
    else:
        with pytest.raises(DomainError, match=r"items\.outside"):
            await submitted(at(place, acts), "S-1@1")
    async with acts.looking() as look:
        assert len((await look.session.exec(select(Result))).all()) == stands


def test_only_the_place_whose_document_says_so_is_hard() -> None:
    hard = {
        place: load(place).items_outside_list
        for place in ("huaxi", "dingtao", "xinzhou", "pingluo", "zhanjiang")
    }
    assert {place for place, rule in hard.items() if rule == "refuse"} == {"dingtao"}
