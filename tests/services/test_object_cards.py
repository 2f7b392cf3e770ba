"""An object is found by number, scanned text or name; its card holds everything but the phones."""

from datetime import date

import pytest
from sqlmodel import select

from bot.acts import Acts
from domain.errors import DomainError
from domain.roles import Place
from models import Entry, InspectionObject, Problem, ProblemStep, Result, Visit
from services.objects import exemptions, object_cards, object_changes, object_overview
from tests.conftest import StandingClock
from tests.county import actor, found
from tests.services.test_draws import cause, held
from tests.services.test_object_changes import PAPER, reported

NO, GONE = "919901240000000002", "919901240000000001"


async def numbers(acts: Acts, text: str, limit: int = 20) -> list[str]:
    async with acts.looking(await actor(acts, "B-1")) as look:
        return [one.number for one in await object_cards.find(look, text, limit)]


async def card(acts: Acts, number: str = NO) -> object_cards.Card:
    async with acts.looking(await actor(acts, "B-1")) as look:
        return await object_cards.card(look, number)


async def test_an_object_is_found_by_number_scanned_text_and_part_of_its_name(acts: Acts) -> None:
    await found(acts)
    assert await numbers(acts, f" {NO.lower()} ") == [NO]
    assert await numbers(acts, f"https://example.org/licence?uniscid={NO}") == [NO]
    assert await numbers(acts, f"{GONE}；{NO}") == [GONE, NO]
    assert len(await numbers(acts, "示例商行")) == 12
    assert len(await numbers(acts, "示例商行", 5)) == 5
    assert await numbers(acts, "商行12") == ["919901240000000012"]


@pytest.mark.parametrize(
    ("text", "code"), [("某", "too_short"), ("没有的店", "nothing"), ("100%", "nothing")]
)
async def test_what_finds_nothing_is_said_to(acts: Acts, text: str, code: str) -> None:
    await found(acts)
    with pytest.raises(DomainError, match=f"object.{code}"):
        await numbers(acts, text)


async def test_an_object_off_the_list_is_found_last(acts: Acts) -> None:
    await found(acts)
    async with acts.noting() as work:
        (await object_changes.object_of(work, NO)).active = False
    async with acts.looking(await actor(acts, "B-1")) as look:
        rows = await object_cards.find(look, "示例商行", 20)
    assert (rows[-1].number, rows[-1].active) == (NO, False)


async def test_a_card_tells_visits_with_their_results(acts: Acts, clock: StandingClock) -> None:
    await reported(acts, clock, "problem_pending")
    async with acts.looking() as look:
        visit = (await look.session.exec(select(Visit).where(Visit.ref == "visit2"))).one()
        number = (await look.session.get_one(InspectionObject, visit.object_id)).register_no
    [line] = (await card(acts, number)).visits
    assert (line.number, line.task, line.drawn_on) == (
        "XZ-2026-0001-002",
        "食品销售联合抽查",
        date(2026, 4, 1),
    )
    assert line.results == (("市场监督管理局", "submitted", True),)


async def test_a_card_tells_why_an_object_cannot_be_drawn(acts: Acts) -> None:
    await found(acts)
    assert (await card(acts)).excluded is None
    closed = (await card(acts, GONE)).excluded
    assert closed is not None
    assert closed.code == "closed"
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        await exemptions.add(work, [NO], "某政发〔2026〕7号", date(2026, 12, 31))
    listed = await card(acts)
    assert listed.excluded is not None
    assert (listed.excluded.code, listed.exemptions) == (
        "listed",
        (("某政发〔2026〕7号", date(2026, 12, 31)),),
    )


async def test_a_card_tells_the_corrections_and_which_can_be_put_back(acts: Acts) -> None:
    await found(acts)
    assert (await card(acts)).undoable is None
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        change = await object_changes.correct(work, NO, "alive", False, PAPER)
    shown = await card(acts)
    assert shown.undoable is not None
    assert shown.undoable.ref == change.ref


async def test_phones_are_told_in_private_to_the_office_and_the_journal_knows(acts: Acts) -> None:
    await found(acts)
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        assert (await object_cards.contacts(work, NO)).contact_phone == "19900001111"
    for who, place in (("B-1", Place.OFFICE_GROUP), ("S-1", Place.PRIVATE), ("J-1", Place.PRIVATE)):
        with pytest.raises(DomainError, match="access"):
            async with acts.working(await actor(acts, who, place), cause()) as work:
                await object_cards.contacts(work, NO)
    async with acts.looking() as look:
        entries = list(await look.session.exec(select(Entry)))
    assert [(one.act, one.subject) for one in entries] == [("object.contact", f"object:{NO}")]
    assert "19900001111" not in str([one.facts for one in entries])


async def test_an_overview_counts_what_exists_by_kind_library_and_grade(acts: Acts) -> None:
    await found(acts)
    async with acts.noting() as work:
        work.session.add(
            InspectionObject(register_no="P-1", name="某桥", kind="project", is_key=True, alive=False)
        )
        work.session.add(InspectionObject(register_no="P-2", name="某楼", kind="project", active=False))
    async with acts.looking(await actor(acts, "B-1")) as look:
        seen = await object_overview.overview(look)
    assert (seen.total, seen.standing, seen.key, seen.asleep, seen.unplaced) == (13, 12, 1, 1, 1)
    assert seen.kinds == (("subject", 11), ("project", 1))
    assert seen.libraries == (("食品销售", 11),)
    assert seen.grades == (("A", 5), ("B", 6), ("", 1))


async def test_completeness_has_a_numerator_and_a_denominator_for_each_field(acts: Acts) -> None:
    await found(acts)
    async with acts.noting() as work:
        (await object_changes.object_of(work, NO)).grade = ""
    async with acts.looking(await actor(acts, "B-1")) as look:
        lines = {one.rule.field: one for one in await object_overview.filled(look)}
    grade = lines["grade"]
    assert (grade.whole.done, grade.whole.total) == (10, 11)
    assert [(name, share.done, share.total) for name, share in grade.libraries] == [("食品销售", 10, 11)]
    assert (lines["key_basis"].whole.total, lines["key_basis"].whole.percent) == (0, None)


async def test_a_drawn_object_shows_its_open_visit(acts: Acts) -> None:
    await found(acts)
    await held(acts)
    async with acts.looking() as look:
        visit = (await look.session.exec(select(Visit))).first()
        assert visit is not None
        number = (await look.session.get_one(InspectionObject, visit.object_id)).register_no
    [line] = (await card(acts, number)).visits
    assert (line.number, line.state, line.results) == (visit.number, "open", ())


async def test_a_card_tells_how_the_problems_found_at_the_object_were_handled(
    acts: Acts, clock: StandingClock
) -> None:
    await reported(acts, clock, "problem_pending")
    async with acts.noting() as work:
        result = (await work.session.exec(select(Result))).one()
        assert result.id is not None
        visit = await work.session.get_one(Visit, result.visit_id)
        number_of = (await work.session.get_one(InspectionObject, visit.object_id)).register_no
        for number, state in ((1, "closed"), (2, "void")):
            case = Problem(
                ref=f"case{number}",
                number=f"XZ-2026-W000{number}",
                result_id=result.id,
                visit_id=result.visit_id,
                unit_id=result.unit_id,
                holder_id=result.unit_id,
                item_code=f"SP-{number}",
                outcome="problem_pending",
                measure="open_case",
                case_number="虚罚〔2026〕1号",
                state=state,
                opened_at=work.now,
            )
            work.session.add(case)
            await work.session.flush()
            for text in ("罚款一百元", "罚款二百元"):
                work.session.add(
                    ProblemStep(
                        problem_id=case.id or 0, step="conclude", state="closing", at=work.now, text=text
                    )
                )
    (line,) = (await card(acts, number_of)).cases
    assert (line.number, line.case_number, line.state) == ("XZ-2026-W0001", "虚罚〔2026〕1号", "closed")
    assert line.handled == "罚款二百元"
