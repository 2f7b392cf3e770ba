"""The ceremony: announced once, witnessed, held once or void; what follows from it in one act."""

import json
from itertools import count

import pytest
from sqlmodel import col, select

from bot.acts import Acts
from domain.errors import DomainError
from domain.recount import recount
from models import Assignment, Blob, Draw, InspectionObject, Inspector, Letter, Recusal, Task, Visit
from services import people
from services.drawing import draws, holding, voiding
from services.drawing.draws import Sealed
from tests.county import actor, found

SEALED = Sealed(secret="ab" * 32, salt="cd" * 16)
_causes = count()


def cause() -> str:
    """A fresh cause for every act."""
    return f"test:{next(_causes)}"


async def announce(acts: Acts) -> Draw:
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        return await draws.announce(work, ["task-one"], SEALED)


async def witness(acts: Acts, ref: str, roster_no: str, value: str) -> None:
    async with acts.working(await actor(acts, roster_no), cause()) as work:
        await draws.witness(work, ref, value)


async def held(acts: Acts) -> Draw:
    draw = await announce(acts)
    await witness(acts, draw.ref, "J-1", "83920174")
    await witness(acts, draw.ref, "S-0", "二〇二六")
    async with acts.working(await actor(acts, "B-2"), cause()) as work:
        return await holding.hold_draw(work, draw.ref)


async def refusal(acts: Acts, roster_no: str, ref: str) -> str:
    with pytest.raises(DomainError) as refused:
        async with acts.working(await actor(acts, roster_no), cause()) as work:
            await holding.hold_draw(work, ref)
    return refused.value.code


async def test_an_announcement_freezes_the_pool_and_posts_its_digests(acts: Acts) -> None:
    await found(acts)
    draw = await announce(acts)
    async with acts.looking() as look:
        letter = (await look.session.exec(select(Letter).where(Letter.kind == "announced"))).one()
        stored = (await look.session.exec(select(Draw))).one()
    assert draw.number == "XZ-2026-0001"
    assert str(stored.announcement["pool_sha256"]) in letter.body
    assert SEALED.secret not in letter.body
    assert "11 × 25 % = 2.75，向上取整为 3" in letter.body
    assert stored.announcement["excluded"] == 1


async def test_a_held_draw_makes_visits_teams_letters_and_a_record_that_recounts(acts: Acts) -> None:
    await found(acts)
    draw = await held(acts)
    async with acts.looking() as look:
        visits = (await look.session.exec(select(Visit))).all()
        teams = (await look.session.exec(select(Assignment))).all()
        letters = (await look.session.exec(select(Letter).where(Letter.kind == "assigned"))).all()
        record = (await look.session.exec(select(Draw))).one().record
        files = (await look.session.exec(select(Blob.file_name))).all()
    assert len(visits) == 3
    assert len(teams) == len(letters) == 3 * 4
    assert sum(one.leads for one in teams) == 3
    assert record is not None
    checks = recount(record, draw.pool.encode())
    assert not [check for check in checks if check.outcome == "differs"]
    assert sorted(files) == [
        "XZ-2026-0001.json",
        "XZ-2026-0001.json.pool.tsv",
        "XZ-2026-0001.record.json",
    ]


async def test_risk_classes_are_strata_where_a_rule_names_them_and_the_record_recounts(acts: Acts) -> None:
    await found(acts)
    async with acts.noting() as work:
        (await work.session.exec(select(Task))).one().quota = {
            "ratio_rules": [{"risk": "高风险", "whole": True}, {"grade": "A", "floor": "20%"}, {"number": 1}]
        }
        for subject in (await work.session.exec(select(InspectionObject))).all()[-3:]:
            subject.risk = "高风险"
    draw = await held(acts)
    async with acts.looking() as look:
        record = (await look.session.exec(select(Draw))).one().record
        risks = (
            await look.session.exec(
                select(InspectionObject.risk).join(Visit, col(Visit.object_id) == col(InspectionObject.id))
            )
        ).all()
    assert record is not None
    assert not [check for check in recount(record, draw.pool.encode()) if check.outcome == "differs"]
    assert sorted(risks) == ["", "", "高风险", "高风险", "高风险"]
    assert "B&高风险" in draw.pool


async def test_the_posted_record_tells_no_grade_and_no_person(acts: Acts) -> None:
    await found(acts)
    await held(acts)
    async with acts.looking() as look:
        posted = (
            await look.session.exec(select(Blob).where(Blob.file_name == "XZ-2026-0001.record.json"))
        ).one()
    shown = json.loads(posted.content)
    assert shown["form"] == "public"
    assert not [step for step in shown["announcement"]["steps"] if {"A", "B"} & set(step["from"])]
    assert "S-1" not in posted.content.decode()
    assert "市检" not in posted.content.decode()


async def test_one_announcement_is_held_once(acts: Acts) -> None:
    await found(acts)
    draw = await held(acts)
    assert await refusal(acts, "B-1", draw.ref) == "draw.not_open"


async def test_a_draw_waits_for_its_witnesses_and_their_roles(acts: Acts) -> None:
    await found(acts)
    draw = await announce(acts)
    assert await refusal(acts, "B-1", draw.ref) == "draw.too_few_witnesses"
    await witness(acts, draw.ref, "S-0", "1")
    await witness(acts, draw.ref, "X-0", "2")
    assert await refusal(acts, "B-1", draw.ref) == "draw.role_missing"


async def test_a_witness_speaks_once_and_an_inspector_not_at_all(acts: Acts) -> None:
    await found(acts)
    draw = await announce(acts)
    await witness(acts, draw.ref, "J-1", "1")
    with pytest.raises(DomainError, match=r"draw\.witnessed"):
        await witness(acts, draw.ref, "J-1", "2")
    with pytest.raises(DomainError, match=r"access\.role"):
        await witness(acts, draw.ref, "S-1", "3")


async def test_a_draw_edited_after_its_announcement_is_refused(acts: Acts) -> None:
    await found(acts)
    draw = await announce(acts)
    await witness(acts, draw.ref, "J-1", "1")
    await witness(acts, draw.ref, "S-0", "2")
    async with acts.noting() as work:
        (await work.session.get_one(Draw, draw.id)).pool = draw.pool.replace("\tclosed", "\t", 1)
    assert await refusal(acts, "B-1", draw.ref) == "draw.pool_changed"


async def test_voiding_needs_a_second_person_and_keeps_the_number(acts: Acts) -> None:
    await found(acts)
    draw = await announce(acts)
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        await voiding.ask_void(work, draw.number, "底册有误")
    with pytest.raises(DomainError, match=r"draw\.second_person"):
        async with acts.working(await actor(acts, "B-1"), cause()) as work:
            await voiding.agree_void(work, draw.ref)
    async with acts.working(await actor(acts, "B-2"), cause()) as work:
        await voiding.agree_void(work, draw.ref)
    assert await refusal(acts, "B-1", draw.ref) == "draw.not_open"
    assert (await announce(acts)).number == "XZ-2026-0002"


async def test_whoever_declared_an_interest_is_not_sent(acts: Acts) -> None:
    await found(acts)
    async with acts.noting() as work:
        away = await people.person_by_roster_no(work.session, "S-1")
        for n in range(1, 13):
            number = f"9199012400000000{n:02d}"
            work.session.add(
                Recusal(person_id=away.id or 0, object_no=number, reason="own", declared_at=work.now)
            )
    await held(acts)
    async with acts.looking() as look:
        sent = (await look.session.exec(select(Assignment.person_id))).all()
    assert away.id not in sent


async def test_an_expired_certificate_leaves_a_place_open_and_says_so(acts: Acts) -> None:
    await found(acts)
    async with acts.noting() as work:
        fireman = await people.person_by_roster_no(work.session, "X-1")
        (await work.session.get_one(Inspector, fireman.id)).certificate_no = ""
    await held(acts)
    async with acts.looking() as look:
        posted = (await look.session.exec(select(Letter).where(Letter.kind == "held"))).one()
        record = (await look.session.exec(select(Draw))).one().record
        told = (await look.session.exec(select(Letter.body).where(Letter.kind == "short"))).all()
    assert "有3项人员不足" in posted.body
    assert len(told) == 2
    assert "符合条件的只有 1 人：X-2" in told[0]
    assert record is not None
    assert {one["proof"]["code"] for one in record["matching"]["unserved"]} == {"too_few"}  # type: ignore[index]


async def test_a_task_is_not_drawn_twice(acts: Acts) -> None:
    await found(acts)
    await held(acts)
    with pytest.raises(DomainError, match=r"draw\.task_taken"):
        await announce(acts)
    async with acts.looking() as look:
        assert (await look.session.exec(select(Task.state))).one() == "drawn"
