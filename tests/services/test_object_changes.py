"""One object corrected by act: with reason and document, kept, undone; what a visit found is taken over."""

from datetime import date
from itertools import count

import pytest
from sqlmodel import col, select

from bot.acts import Acts
from domain.errors import DomainError
from domain.roles import Actor
from models import Entry, InspectionObject, ObjectChange, ObjectReplacement, Result, Visit
from services.drawing import exclusions, object_replacements
from services.objects import grades, object_changes
from services.visits import drafts, handling, inspections
from services.visits.drafts import Shot
from tests import visits
from tests.conftest import StandingClock
from tests.county import MARKET, actor, found
from tests.services.test_draws import held
from tests.services.test_grades import taken_in, told, undone

NO = "919901240000000002"
PAPER = ("核查发现", "某核字〔2026〕3号")
_causes = count()


def cause() -> str:
    return f"change:{next(_causes)}"


async def office(acts: Acts) -> Actor:
    return await actor(acts, "B-1")


async def row(acts: Acts, number: str = NO) -> InspectionObject:
    async with acts.looking() as look:
        return await object_changes.object_of(look, number)


async def corrected(acts: Acts, field: str, value: object, who: str = "B-1") -> ObjectChange:
    async with acts.working(await actor(acts, who), cause()) as work:
        return await object_changes.correct(work, NO, field, value, PAPER)


async def put_back(acts: Acts, ref: str) -> None:
    async with acts.working(await office(acts), cause()) as work:
        await object_changes.undo(work, ref)


async def test_a_key_object_is_marked_with_reason_and_document_and_the_mark_taken_away(acts: Acts) -> None:
    await found(acts)
    async with acts.working(await office(acts), cause()) as work:
        await object_changes.mark_key(work, NO, "case_filed", " 某罚字〔2026〕1号 ")
    marked = await row(acts)
    assert (marked.is_key, marked.key_reason) == (True, "case_filed")
    assert marked.key_document == "某罚字〔2026〕1号"
    async with acts.working(await office(acts), cause()) as work:
        await object_changes.unmark_key(work, NO, "整改到位", "某核字〔2026〕9号")
    assert not (await row(acts)).is_key
    async with acts.looking() as look:
        acts_of = [one.act for one in await look.session.exec(select(Entry).order_by(col(Entry.position)))]
    assert acts_of == ["object.mark", "object.unmark"]


@pytest.mark.parametrize(
    ("reason", "document", "code"),
    [
        ("because", "某文", "object.reason_unknown"),
        ("case_filed", "  ", "object.document"),
    ],
)
async def test_a_mark_without_reason_of_the_list_or_document_is_refused(
    acts: Acts, reason: str, document: str, code: str
) -> None:
    await found(acts)
    async with acts.working(await office(acts), cause()) as work:
        with pytest.raises(DomainError, match=code):
            await object_changes.mark_key(work, NO, reason, document)
        await object_changes.mark_key(work, NO, "case_filed", "某文")


async def test_a_status_is_corrected_kept_and_put_back(acts: Acts) -> None:
    await found(acts)
    change = await corrected(acts, "status", "moved")
    assert ((await row(acts)).status, change.before, change.after) == (
        "moved",
        {"status": "active"},
        {"status": "moved"},
    )
    await put_back(acts, change.ref)
    assert (await row(acts)).status == "active"
    async with acts.looking() as look:
        kept = await object_changes.of_object(look, NO)
    assert [(one.ref, one.undone_at is not None) for one in kept] == [(change.ref, True)]
    with pytest.raises(DomainError, match="undone"):
        await put_back(acts, change.ref)


async def test_a_correction_that_was_overtaken_is_not_put_back(acts: Acts) -> None:
    await found(acts)
    first = await corrected(acts, "status", "moved")
    await corrected(acts, "status", "deregistered")
    with pytest.raises(DomainError, match="changed_since"):
        await put_back(acts, first.ref)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("status", "gone", "value"),
        ("grade", "Z", "value"),
        ("name", "乙店", "field"),
        ("contact_phone", "1", "field"),
        ("status", "active", "same"),
    ],
)
async def test_what_cannot_be_is_refused(acts: Acts, field: str, value: str, code: str) -> None:
    await found(acts)
    with pytest.raises(DomainError, match=f"object.{code}"):
        await corrected(acts, field, value)


async def test_only_the_office_corrects(acts: Acts) -> None:
    await found(acts)
    for who in ("S-1", "S-0", "S-9", "J-1"):
        with pytest.raises(DomainError, match="access"):
            await corrected(acts, "status", "moved", who)


async def test_a_grade_corrected_joins_the_history_and_its_fall_is_told(acts: Acts) -> None:
    await found(acts)
    async with acts.noting() as work:
        (await object_changes.object_of(work, NO)).supervising_unit = MARKET
    await corrected(acts, "grade", "D")
    async with acts.looking() as look:
        rows = await grades.history(look, NO)
    assert [(one.before, one.after, one.source) for one in rows] == [("B", "D", "act")]
    assert rows[0].document == PAPER[1]
    liaison = (await actor(acts, "S-0")).person_id
    assert [one.person_id for one in await told(acts, "grades_fell")] == [liaison]


async def test_a_correction_outlives_the_undoing_of_an_earlier_file(acts: Acts, clock: StandingClock) -> None:
    await found(acts)
    ref = await taken_in(acts, (NO, "改名商行", "A", "", ""))
    clock.advance(minutes=1)
    await corrected(acts, "status", "moved")
    await corrected(acts, "grade", "C")
    await undone(acts, ref)
    after = await row(acts)
    assert (after.name, after.status, after.grade) == ("示例商行2", "moved", "C")
    async with acts.looking() as look:
        assert [(one.before, one.after) for one in await grades.history(look, NO)] == [("A", "C"), ("B", "A")]


async def reported(acts: Acts, clock: StandingClock, outcome: str) -> str:
    """The visit of somebody who goes alone ends with this outcome; answers the result's reference."""
    await visits.found(acts)
    clock.go_to(2026, 4, 8)
    for item in ("SP-1", "SP-2"):
        async with acts.noting(await actor(acts, "S-1")) as work:
            await drafts.answer(work, "S-1@2", item, outcome, "登记系统已查询")
    async with acts.noting(await actor(acts, "S-1")) as work:
        await handling.set_since(work, "S-1@2", "SP-1", date(2026, 3, 1))
        await drafts.add_photo(work, "S-1@2", Shot("file", "door", 1, clock()))
    async with acts.working(await actor(acts, "S-1"), cause()) as work:
        return (await inspections.submit(work, "S-1@2")).ref


@pytest.mark.parametrize(
    ("outcome", "status", "alive"),
    [
        ("moved_away", "moved", True),
        ("deregistered", "deregistered", True),
        ("licence_revoked", "revoked", True),
        ("registration_cancelled", "cancelled", True),
        ("closed", "active", False),
        ("no_business", "active", True),
    ],
)
async def test_what_a_released_result_found_of_the_object_is_taken_over(
    acts: Acts, clock: StandingClock, outcome: str, status: str, alive: bool
) -> None:
    ref = await reported(acts, clock, outcome)
    async with acts.looking() as look:
        result = (await look.session.exec(select(Result))).one()
        visit = await look.session.get_one(Visit, result.visit_id)
        number = (await look.session.get_one(InspectionObject, visit.object_id)).register_no
    assert ((await row(acts, number)).status, (await row(acts, number)).alive) == ("active", True)
    async with acts.working(await actor(acts, "S-9"), cause()) as work:
        await inspections.release(work, ref)
    assert ((await row(acts, number)).status, (await row(acts, number)).alive) == (status, alive)
    async with acts.looking() as look:
        kept = await object_changes.of_object(look, number)
        excluded = await exclusions.standing(look, await object_changes.object_of(look, number))
    taken = (status, alive) != ("active", True)
    assert [(one.source, one.reason, one.document) for one in kept] == (
        [("visit", outcome, result.number)] if taken else []
    )
    assert (excluded is not None) is taken


async def test_the_office_can_put_back_what_a_visit_found(acts: Acts, clock: StandingClock) -> None:
    ref = await reported(acts, clock, "closed")
    async with acts.working(await actor(acts, "S-9"), cause()) as work:
        await inspections.release(work, ref)
    async with acts.looking() as look:
        change = (await look.session.exec(select(ObjectChange))).one()
    await put_back(acts, change.ref)
    assert (await row(acts, change.object_no)).alive


async def test_an_object_that_gave_way_as_moved_is_marked_so(acts: Acts) -> None:
    await found(acts)
    await held(acts)
    async with acts.looking() as look:
        visit = (await look.session.exec(select(Visit).order_by(col(Visit.position)))).first()
    assert visit is not None
    async with acts.working(await office(acts), cause()) as work:
        await object_replacements.ask(work, visit.ref, "moved_away", "")
    async with acts.looking() as look:
        asked = (await look.session.exec(select(ObjectReplacement.ref))).one()
    async with acts.working(await actor(acts, "B-2"), cause()) as work:
        await object_replacements.approve(work, asked)
    async with acts.looking() as look:
        gone = await look.session.get_one(InspectionObject, visit.object_id)
        change = (await look.session.exec(select(ObjectChange))).one()
    assert gone.status == "moved"
    assert (change.source, change.document) == ("substitution", visit.number)
