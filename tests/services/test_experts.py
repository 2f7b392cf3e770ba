"""Experts in a draw: beside the team, never counted, told to team and office, shortages in words."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlmodel import col, select

from bot.acts import Acts
from domain.errors import DomainError
from domain.recount import recount
from models import (
    Assignment,
    Blob,
    Draw,
    Expert,
    ExpertSeat,
    InspectionObject,
    Item,
    Letter,
    ObjectReplacement,
    Task,
    Visit,
)
from services.drawing import draws, holding, object_replacements
from services.drawing.pools import Preview, preview
from services.profiles import load
from tests.county import actor, found
from tests.services.test_draws import announce, cause, held
from tests.services.test_joint_draws import _held as held_jointly
from tests.services.test_joint_draws import _second_task

ASKS = "食品安全1人"
STRICT = """
base = "xinzhou"
experts_required = { value = true, clause = "本单位规定" }
"""


def expert(n: int, **changes: Any) -> Expert:
    values: dict[str, Any] = {
        "name": f"专家{n}",
        "organisation": f"示例检测院{n}",
        "fields": ["食品安全"],
        "valid_until": date(2027, 12, 31),
        "interests": "无",
        "phone": "19900002222",
    }
    return Expert(**values | changes)


async def asking(acts: Acts, *experts: Expert, text: str = ASKS) -> None:
    """The small office, its task asking for experts, and a library of them."""
    await found(acts)
    async with acts.noting() as work:
        task = (await work.session.exec(select(Task))).one()
        task.experts_text = text
        work.session.add_all((task, *experts))


async def _preview(acts: Acts) -> Preview:
    async with acts.looking(await actor(acts, "B-1")) as look:
        return await preview(look, [(await look.session.exec(select(Task))).one()])


async def _seats(acts: Acts) -> list[tuple[str, str, str]]:
    """Visit, expert, state."""
    async with acts.looking() as look:
        rows = await look.session.exec(
            select(Visit.number, Expert.name, ExpertSeat.state)
            .join(Visit, col(ExpertSeat.visit_id) == col(Visit.id))
            .join(Expert, col(ExpertSeat.expert_id) == col(Expert.id))
            .order_by(col(Visit.number), col(Expert.id))
        )
        return list(rows.all())


async def _bodies(acts: Acts, kind: str) -> list[str]:
    async with acts.looking() as look:
        return list(await look.session.exec(select(Letter.body).where(Letter.kind == kind)))


async def test_experts_come_on_top_of_the_inspectors_and_share_the_work(acts: Acts) -> None:
    await asking(acts, *(expert(n) for n in range(3)))
    draw = await held(acts)
    seats = await _seats(acts)
    assert sorted({visit for visit, _, _ in seats}) == [f"XZ-2026-0001-0{n}" for n in (1, 2, 3)]
    assert {name for _, name, _ in seats} == {"专家0", "专家1", "专家2"}
    async with acts.looking() as look:
        assert len((await look.session.exec(select(Assignment))).all()) == 3 * 4
    assert draw.record is not None
    checks = recount(draw.record, draw.pool.encode(), draw.announcement_sha256)
    assert [check.what for check in checks if check.outcome != "agrees"] == ["matching"]


async def test_team_and_office_are_told_and_the_group_by_number_only(acts: Acts) -> None:
    await asking(acts, expert(1))
    await held(acts)
    cards = await _bodies(acts, "assigned")
    assert all("专家1（示例检测院1）食品安全" in body for body in cards)
    invitations = await _bodies(acts, "experts_sent")
    assert len(invitations) == 2
    assert "XZ-2026-0001-01" in invitations[0]
    assert "专家1（示例检测院1，食品安全）" in invitations[0]
    [posted] = await _bodies(acts, "held")
    assert "另配专家1人" in posted
    assert "专家1（" not in posted
    assert not [body for body in (*cards, *invitations, posted) if "19900002222" in body]


async def test_the_posted_record_tells_no_expert(acts: Acts) -> None:
    await asking(acts, expert(1))
    await held(acts)
    async with acts.looking() as look:
        files = {one.file_name: one.content.decode() for one in await look.session.exec(select(Blob))}
        numbers = {f"Z{one}" for one in await look.session.exec(select(Expert.id))}
    shown = json.loads(files["XZ-2026-0001.record.json"])
    assert len(shown["experts"]["places"]) == 3
    assert not numbers & {who for place in shown["experts"]["places"] for who in place["sent"]}
    assert "示例检测院" not in "".join(files.values())


async def test_the_preview_and_the_announcement_say_who_could_go(acts: Acts) -> None:
    await asking(acts, expert(1), expert(2, fields=["特种设备"]))
    plan = await _preview(acts)
    told = {"field": "食品安全", "need": 1, "count": 1}
    assert ("draw_rules.experts.asked", told) in plan.explained
    draw = await announce(acts)
    assert draw.announcement["experts"] == {"": {"食品安全": 1}}
    [posted] = await _bodies(acts, "announced")
    assert "专家：每家另配食品安全领域1人，不计入检查人员数；可选派1人" in posted


@pytest.mark.parametrize(
    "changes",
    [
        {"valid_until": date(2026, 5, 30)},
        {"active": False},
        {"fields": ["特种设备"]},
        {"interests": "有"},
    ],
)
async def test_whoever_may_not_go_is_not_offered_and_the_lack_is_recorded(
    acts: Acts, changes: dict[str, Any]
) -> None:
    await asking(acts, expert(1, **changes))
    plan = await _preview(acts)
    short = ("draw_rules.experts.short", {"field": "食品安全", "need": 1, "count": 0})
    assert short in plan.warnings
    draw = await held(acts)
    assert await _seats(acts) == []
    assert "draw_rules.experts.short" in [one["code"] for one in draw.announcement["rules"]]  # type: ignore[attr-defined]
    [posted] = await _bodies(acts, "held")
    assert "专家缺3人次" in posted
    assert "XZ-2026-0001-01：食品安全领域缺1人" in (await _bodies(acts, "experts_sent"))[0]


async def test_an_interest_without_a_name_is_said_so_that_it_can_be_completed(acts: Acts) -> None:
    await asking(acts, expert(1), expert(2, interests="是"))
    assert ("draw_rules.experts.vague", {"count": 1}) in (await _preview(acts)).warnings


async def test_an_expert_with_an_interest_does_not_go_there(acts: Acts) -> None:
    others = "、".join(f"9199012400000000{n:02d}" for n in range(2, 12))
    await asking(acts, expert(1, interests=others), expert(2, organisation="示例商行12"))
    async with acts.noting() as work:
        (await work.session.exec(select(Task))).one().quota = {"whole": True}
    await held(acts)
    async with acts.looking() as look:
        rows = await look.session.exec(
            select(InspectionObject.name, Expert.name)
            .join(Visit, col(Visit.object_id) == col(InspectionObject.id))
            .join(ExpertSeat, col(ExpertSeat.visit_id) == col(Visit.id))
            .join(Expert, col(ExpertSeat.expert_id) == col(Expert.id))
        )
        sent = dict(rows.all())
    assert sent.pop("示例商行12") == "专家1"
    assert set(sent.values()) == {"专家2"}
    assert len(sent) == 10


async def test_a_place_that_insists_on_experts_does_not_announce_without(acts: Acts, tmp_path: Any) -> None:
    (tmp_path / "strict.toml").write_text(STRICT, "utf-8")
    await asking(acts, expert(1, interests="示例商行3"))
    acts = replace(acts, profile=load(str(tmp_path / "strict.toml")))
    with pytest.raises(DomainError, match=r"draw\.experts_short"):
        await announce(acts)
    async with acts.noting() as work:
        work.session.add(expert(2))
    assert (await announce(acts)).number == "XZ-2026-0001"


async def test_an_item_of_the_list_may_ask_for_an_expert(acts: Acts) -> None:
    await asking(acts, expert(1), text="")
    async with acts.noting() as work:
        (await work.session.exec(select(Item).where(Item.code == "SP-1"))).one().experts_text = "食品安全"
    await held(acts)
    assert len(await _seats(acts)) == 3


async def test_no_experts_asked_leaves_no_trace(acts: Acts) -> None:
    await asking(acts, expert(1), text="不需要")
    draw = await held(acts)
    assert draw.record is not None
    assert "experts" not in draw.record | draw.announcement | draw.inspectors
    assert await _bodies(acts, "experts_sent") == []


async def test_a_joint_draw_sends_experts_to_the_objects_of_the_task_that_asks(acts: Acts) -> None:
    await asking(acts, expert(1))
    await _second_task(acts, quota={"whole": True})
    draw = await held_jointly(acts)
    assert draw.announcement["experts"] == {"2026-01": {"食品安全": 1}}
    async with acts.looking() as look:
        first = (await look.session.exec(select(Task.id).where(Task.no == "2026-01"))).one()
        visits = (await look.session.exec(select(Visit))).all()
    assert {visit.number for visit in visits if first in visit.task_ids} == {
        visit for visit, _, _ in await _seats(acts)
    }
    assert draw.record is not None
    checks = recount(draw.record, draw.pool.encode(), draw.announcement_sha256)
    assert [check.what for check in checks if check.outcome != "agrees"] == ["matching"]


async def test_the_experts_of_an_object_gone_go_on_to_the_next(acts: Acts) -> None:
    await asking(acts, *(expert(n) for n in range(3)))
    await held(acts)
    async with acts.looking() as look:
        first = (await look.session.exec(select(Visit).order_by(col(Visit.position)))).first()
    assert first is not None
    before = {visit: name for visit, name, _ in await _seats(acts)}
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        await object_replacements.ask(work, first.ref, "not_found", "登记住所已拆除")
    async with acts.looking() as look:
        ref = (await look.session.exec(select(ObjectReplacement.ref))).one()
    async with acts.working(await actor(acts, "B-2"), cause()) as work:
        await object_replacements.approve(work, ref)
    now = {visit: name for visit, name, state in await _seats(acts) if state == "active"}
    assert first.number not in now
    assert now["XZ-2026-0001-04"] == before[first.number]
    cards = [body for body in await _bodies(acts, "assigned") if "XZ-2026-0001-04" in body]
    assert all(before[first.number] in body for body in cards)
    async with acts.looking() as look:
        kept = (await look.session.exec(select(Blob).where(col(Blob.file_name).contains("object-1")))).one()
    assert json.loads(kept.content)["teams"]["experts"]["places"][0]["field"] == "食品安全"


async def test_the_library_cannot_be_changed_between_announcement_and_draw(acts: Acts) -> None:
    await asking(acts, expert(1))
    draw = await announce(acts)
    async with acts.noting() as work:
        stored = await work.session.get_one(Draw, draw.id)
        stored.inspectors = stored.inspectors | {"experts": {}}
    async with acts.working(await actor(acts, "J-1"), cause()) as work:
        await draws.witness(work, draw.ref, "1")
    with pytest.raises(DomainError, match=r"ceremony\.inspectors_changed"):
        async with acts.working(await actor(acts, "B-2"), cause()) as work:
            await holding.hold_draw(work, draw.ref)
