"""Values of the official forms, from rows; and who may have which."""

from datetime import date

import pytest
from sqlmodel import select

from bot.acts import Acts
from domain.errors import DomainError
from domain.forms import DrawSheet, Form, InspectionNotice, VisitRecord
from domain.roles import Place
from models import Draft, Draw, InspectionObject, Result, Visit
from services.papers import form_access, form_book, form_draws
from tests import county, visits
from tests.rows import MORNING, key


async def made(acts: Acts, who: str, kind: str, ref: str, place: Place = Place.PRIVATE) -> list[Form]:
    async with acts.looking(await county.actor(acts, who, place)) as look:
        return await form_book.made(look, kind, ref)


async def record(acts: Acts, who: str, ref: str) -> VisitRecord:
    (found,) = await made(acts, who, "visit_record", ref)
    assert isinstance(found, VisitRecord)
    return found


async def reported(acts: Acts, **finding: str) -> Result:
    """``S-1`` reports on the first visit: one item fine, one as told."""
    async with acts.noting() as work:
        visit = (await work.session.exec(select(Visit).where(Visit.ref == "visit1"))).one()
        person = await county.actor(acts, "S-1")
        draft = Draft(visit_id=key(visit), unit_id=person.unit_id or 0)
        work.session.add(draft)
        await work.session.flush()
        result = Result(
            ref="result1",
            number=f"{visit.number}-01-1",
            visit_id=key(visit),
            unit_id=person.unit_id or 0,
            version=1,
            draft_id=key(draft),
            inspected_on=date(2026, 4, 2),
            findings=[
                {"item": "SP-1", "outcome": "no_problem", "remark": ""},
                {"item": "SP-2", "outcome": "problem_pending", "remark": "无标签", **finding},
            ],
            problem=True,
            submitted_by=person.person_id or 0,
            submitted_at=MORNING,
        )
        work.session.add(result)
    return result


async def test_before_the_visit_the_record_names_everything_but_the_findings(acts: Acts) -> None:
    await visits.found(acts)
    found = await record(acts, "S-1", "S-1@1")
    assert [one.item_name for one in found.items] == ["进货查验记录", "标签标识"]
    assert [one.name for one in found.inspectors] == ["市检1", "市检2"]
    assert (found.unit, found.draw_number) == (county.MARKET, "XZ-2026-0001")
    assert {one.outcome for one in found.items} == {""}
    assert found.inspected_on is None


async def test_after_the_report_the_record_holds_it_with_basis_measure_and_day(acts: Acts) -> None:
    await visits.found(acts)
    result = await reported(
        acts, basis="某法第二条", measure="order_correction", measure_text="下架", correct_by="2026-05-06"
    )
    found = await record(acts, "S-1", "visit1")
    fine, problem = found.items
    assert (fine.outcome, fine.basis) == ("未发现问题", "示例条例第一条")
    assert (problem.outcome, problem.problem) == ("发现问题待后续处理", "无标签")
    assert (problem.basis, problem.measure) == ("某法第二条", "责令改正、下架")
    assert problem.correct_by == date(2026, 5, 6)
    assert (found.number, found.recorded_by, found.decision) == (result.number, "市检1", "")


async def test_a_refusal_stands_with_its_reason_and_its_witness(acts: Acts) -> None:
    await visits.found(acts)
    await reported(acts, outcome="refused", witness="居委会 王某")
    found = await record(acts, "S-9", "result1")
    assert (found.refusal, found.witness) == ("无标签", "居委会 王某")


async def test_everybody_has_the_forms_that_concern_them_and_no_others(acts: Acts) -> None:
    await visits.found(acts)
    assert len(await made(acts, "B-1", "visit_record", "visit1")) == 2
    for insider in ("S-1", "S-0", "S-9"):
        (found,) = await made(acts, insider, "visit_record", "visit1")
        assert found.unit == county.MARKET
    for outsider, ref in (("S-3", "visit1"), ("X-0", "visit2"), ("X-1", "S-1@1")):
        with pytest.raises(DomainError) as refused:
            await made(acts, outsider, "visit_record", ref)
        assert refused.value.code == "forms.not_yours"


async def test_names_and_phones_do_not_go_to_a_group(acts: Acts) -> None:
    await visits.found(acts)
    with pytest.raises(DomainError) as refused:
        await made(acts, "B-1", "visit_record", "visit1", Place.OFFICE_GROUP)
    assert refused.value.code == "access.private"


async def test_only_the_office_has_a_whole_task_and_a_draw(acts: Acts) -> None:
    await visits.found(acts)
    for kind, ref in (("task", "task-one"), ("draw_sheet", "x")):
        with pytest.raises(DomainError) as refused:
            await made(acts, "S-9", kind, ref)
        assert refused.value.code == "access.role"
    async with acts.noting() as work:
        (await work.session.exec(select(Draw))).one().record = {"form": "full", "key": "9f" * 32}
    found = await made(acts, "B-1", "task", "task-one")
    kinds = [form.kind for form in found]
    assert isinstance(found[0], DrawSheet)
    assert (found[0].seed, [one.drawn for one in found[0].draw_tasks]) == ("9f" * 32, [2])
    assert kinds == ["draw_sheet", "notice", "visit_record", "visit_record", "notice", "visit_record"]


async def test_the_lists_to_choose_from_hold_what_may_be_had(acts: Acts) -> None:
    await visits.found(acts)
    for who, numbers in (
        ("B-1", ["002", "001"]),
        ("S-9", ["002", "001"]),
        ("S-2", ["001"]),
        ("X-9", ["001"]),
    ):
        async with acts.looking(await county.actor(acts, who)) as look:
            assert [one.number[-3:] for one in await form_access.visits(look)] == numbers


async def test_the_notice_names_all_items_the_team_and_what_to_prepare(acts: Acts) -> None:
    await visits.found(acts)
    async with acts.noting() as work:
        visit = (await work.session.exec(select(Visit).where(Visit.ref == "visit1"))).one()
        subject = await work.session.get_one(InspectionObject, visit.object_id)
        subject.licence_name, subject.licence_no = "食品经营许可证", "JY1"
    (found,) = await made(acts, "X-1", "notice", "visit1")
    assert isinstance(found, InspectionNotice)
    assert (found.unit, len(found.items), len(found.inspectors)) == (county.FIRE, 3, 4)
    assert "营业执照" in found.documents[0].document
    assert found.documents[-1].document == "食品经营许可证（编号 JY1）"
    assert found.window == "2026年4月1日至2026年5月31日"


async def test_the_sheet_of_a_registered_draw_names_the_platform(acts: Acts) -> None:
    await visits.found(acts)
    async with acts.looking(await county.actor(acts, "B-1")) as look:
        task = await form_access.task_of(look, "task-one")
        (draw,) = await form_access.draws_of(look, task)
    registered = {"unit": "双随机办公室", "by": "甲*", "at": "2026-04-01T10:00"}
    draw.kind, draw.record = "external", {"platform": {"name": "省平台"}, "registered": registered}
    draw.record["file_sha256"] = "f" * 64
    async with acts.looking(await county.actor(acts, "B-1")) as look:
        found = await form_draws.sheet(look, draw)
    assert found.method == "省平台抽取，名单登记入本系统"
    assert (found.drawn_total, found.inspectors_total, found.drawn_by) == (2, 4, "双随机办公室 甲*")
    assert found.objects[0].team == "市场监督管理局：市检1、市检2\n消防救援大队：消检1、消检2"


async def test_a_draw_that_is_not_held_has_no_sheet(acts: Acts) -> None:
    await visits.found(acts)
    async with acts.looking(await county.actor(acts, "B-1")) as look:
        (draw,) = await form_access.draws_of(look, await form_access.task_of(look, "task-one"))
        draw.state = "void"
        with pytest.raises(DomainError) as refused:
            await form_draws.sheet(look, draw)
    assert refused.value.code == "forms.not_held"
