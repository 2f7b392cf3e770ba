"""How a visit was made: the plan's way unless another was chosen, kept with the result and after it."""

import pytest
from sqlmodel import col, select

from bot.acts import Acts
from domain.errors import DomainError
from domain.forms import VisitRecord
from domain.method import Manner
from models import Letter, Task
from services.papers import form_book
from services.visits import corrections, drafts, methods
from services.work import Work
from tests.county import actor
from tests.services.test_inspections import before_the_door, decide, fine, submit

__all__ = ["before_the_door"]
CARD = "S-1@1"


async def manner(acts: Acts) -> Manner:
    async with acts.looking(await actor(acts, "S-1")) as look:
        return methods.manner_of(await drafts.see_report(look, CARD))


async def keep(acts: Acts, what: str, value: str) -> None:
    async with acts.noting(await actor(acts, "S-1")) as work:
        await getattr(methods, f"set_{what}")(work, CARD, value)


async def plan(acts: Acts, *wordings: str) -> None:
    async with acts.noting() as work:
        for task in (await work.session.exec(select(Task))).all():
            task.methods = list(wordings)
            work.session.add(task)


@pytest.mark.parametrize(
    ("wordings", "method"),
    [
        ((), "on_site"),
        (("实地核查", "书面检查"), "on_site"),
        (("书面检查",), "documents"),
        (("线上巡查",), "online"),
        (("视频连线",), "video"),
        (("抽样检验",), "other"),
        (("按方案执行",), "on_site"),
    ],
)
async def test_until_a_way_is_chosen_it_is_the_plans_or_on_site(
    acts: Acts, wordings: tuple[str, ...], method: str
) -> None:
    await plan(acts, *wordings)
    assert (await manner(acts)).method == method


async def test_what_was_chosen_is_frozen_with_the_result_and_carried_into_its_correction(acts: Acts) -> None:
    await keep(acts, "method", "video")
    await keep(acts, "entrusted", " 虚构检测 中心 ")
    await keep(acts, "conclusion", "虚检18")
    await fine(acts, CARD)
    result = await submit(acts, CARD)
    chosen = Manner("video", "虚构检测 中心", "虚检18")
    assert Manner(result.method, result.entrusted, result.conclusion_no) == chosen
    await decide(acts, "S-2", "confirm", result.ref)
    await decide(acts, "S-9", "release", result.ref)
    async with acts.working(await actor(acts, "S-1"), "test:correct") as work:
        report = await corrections.open_version(work, CARD, "笔误")
    assert methods.manner_of(report) == chosen


async def test_partner_and_approver_are_told_how_it_was_made(acts: Acts) -> None:
    await keep(acts, "method", "documents")
    await fine(acts, CARD)
    result = await submit(acts, CARD)
    await decide(acts, "S-2", "confirm", result.ref)
    async with acts.looking() as look:
        kinds = col(Letter.kind).in_(("confirm_asked", "release_asked"))
        told = (await look.session.exec(select(Letter).where(kinds))).all()
    assert {one.kind for one in told} == {"confirm_asked", "release_asked"}
    assert all("检查方式：书面检查" in one.body for one in told)


async def test_the_record_names_the_way_that_was_taken_not_the_planned_one(acts: Acts) -> None:
    await plan(acts, "实地核查")
    assert (await record(acts)).methods == ("实地核查",)
    await keep(acts, "method", "online")
    await keep(acts, "entrusted", "虚构检测中心")
    await fine(acts, CARD)
    await submit(acts, CARD)
    found = await record(acts)
    assert (found.methods, found.entrusted, found.conclusion_no) == (("网络监测",), "虚构检测中心", "／")


async def record(acts: Acts) -> VisitRecord:
    async with acts.looking(await actor(acts, "S-1")) as look:
        (found,) = await form_book.made(look, "visit_record", CARD)
    assert isinstance(found, VisitRecord)
    return found


async def test_without_a_body_there_is_no_document_of_it(acts: Acts) -> None:
    await keep(acts, "entrusted", "虚构检测中心")
    await keep(acts, "conclusion", "虚检18")
    await keep(acts, "entrusted", "")
    assert await manner(acts) == Manner("on_site")


async def refused(work: Work, what: str, value: str) -> str:
    with pytest.raises(DomainError) as error:
        await getattr(methods, f"set_{what}")(work, CARD, value)
    return error.value.code


async def test_a_way_that_is_none_and_a_name_without_end_are_refused(acts: Acts) -> None:
    async with acts.noting(await actor(acts, "S-1")) as work:
        assert await refused(work, "method", "telepathy") == "outcome.unknown_method"
        assert await refused(work, "entrusted", "长" * 121) == "outcome.too_long"
