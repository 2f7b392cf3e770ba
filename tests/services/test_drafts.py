"""What is typed in the field: kept at once, repeated without harm, shared by the unit's team."""

import asyncio
from datetime import date

import pytest
from sqlmodel import select

from bot.acts import Acts
from domain.errors import DomainError
from models import Draft, DraftAnswer, Photo, Task
from services.visits import drafts, handling
from services.visits.drafts import Report, Shot
from tests.conftest import StandingClock
from tests.county import actor
from tests.visits import found


@pytest.fixture(autouse=True)
async def before_the_door(acts: Acts, clock: StandingClock) -> None:
    """Drawn on 1 April, inspected in the following week."""
    await found(acts)
    clock.go_to(2026, 4, 8)


async def answer(acts: Acts, card: str, item: str, outcome: str, remark: str = "") -> Report:
    async with acts.noting(await actor(acts, card.partition("@")[0])) as work:
        return await drafts.answer(work, card, item, outcome, remark)


async def all_fine(acts: Acts, card: str) -> None:
    async with acts.noting(await actor(acts, card.partition("@")[0])) as work:
        await drafts.all_fine(work, card)


async def photo(acts: Acts, card: str, unique_id: str) -> int:
    async with acts.noting(await actor(acts, card.partition("@")[0])) as work:
        return await drafts.add_photo(work, card, Shot(f"file-{unique_id}", unique_id, 1, work.now))


async def on_day(acts: Acts, card: str, day: date) -> None:
    async with acts.noting(await actor(acts, card.partition("@")[0])) as work:
        await drafts.set_date(work, card, day)


async def seen(acts: Acts, card: str) -> Report:
    async with acts.looking(await actor(acts, card.partition("@")[0])) as look:
        return await drafts.see_report(look, card)


async def outcomes(acts: Acts, card: str) -> dict[str, str]:
    return {code: one.outcome for code, one in (await seen(acts, card)).findings.items()}


async def test_a_unit_answers_for_its_own_items_only(acts: Acts) -> None:
    assert (await seen(acts, "S-1@1")).item_codes == ["SP-1", "SP-2"]
    assert (await seen(acts, "X-1@1")).item_codes == ["XF-1"]
    with pytest.raises(DomainError, match=r"outcome\.unknown_item"):
        await answer(acts, "S-1@1", "XF-1", "no_problem")


async def test_looking_at_a_report_opens_none(acts: Acts) -> None:
    assert (await seen(acts, "S-1@1")).answered == 0
    async with acts.looking() as look:
        assert (await look.session.exec(select(Draft))).all() == []


async def test_an_answer_is_kept_and_a_repetition_changes_nothing(acts: Acts) -> None:
    for _ in range(2):
        await answer(acts, "S-1@1", "SP-1", "problem_pending", "无台账")
    async with acts.looking() as look:
        kept = (await look.session.exec(select(DraftAnswer))).one()
    assert (kept.item_code, kept.outcome, kept.remark) == ("SP-1", "problem_pending", "无台账")


async def test_two_of_a_team_type_one_draft_and_the_last_word_counts(acts: Acts) -> None:
    await asyncio.gather(
        answer(acts, "S-1@1", "SP-1", "no_problem"), answer(acts, "S-2@1", "SP-2", "problem_pending")
    )
    assert await outcomes(acts, "S-1@1") == {"SP-1": "no_problem", "SP-2": "problem_pending"}
    await answer(acts, "S-2@1", "SP-1", "not_disclosed")
    report = await seen(acts, "S-1@1")
    assert report.findings["SP-1"].outcome == "not_disclosed"
    async with acts.looking() as look:
        assert len((await look.session.exec(select(Draft))).all()) == 1
        by = (await look.session.exec(select(DraftAnswer).where(DraftAnswer.item_code == "SP-1"))).one()
    assert by.answered_by == (await actor(acts, "S-2")).person_id


async def test_two_units_at_one_door_type_drafts_of_their_own(acts: Acts) -> None:
    await all_fine(acts, "S-1@1")
    assert await outcomes(acts, "X-1@1") == {}


@pytest.mark.parametrize(
    "said", [("no_problem", ""), ("problem_pending", "无台账"), ("closed", ""), ("problem_pending", "")]
)
async def test_what_an_answer_hands_on_is_what_is_kept(acts: Acts, said: tuple[str, str]) -> None:
    await answer(acts, "S-2@1", "SP-1", "refused", "拒不开门")
    handed, kept = await answer(acts, "S-1@1", "SP-2", *said), await seen(acts, "S-1@1")
    assert (handed.findings, handed.answered) == (kept.findings, kept.answered)
    assert [drafts.stamp(handed, code) for code in handed.item_codes] == [
        drafts.stamp(kept, code) for code in kept.item_codes
    ]


async def test_a_category_that_ends_the_visit_is_kept_for_every_item(acts: Acts) -> None:
    await answer(acts, "S-1@1", "SP-2", "no_problem")
    await answer(acts, "S-1@1", "SP-1", "unreachable_at_address", "大门紧锁")
    report = await seen(acts, "S-1@1")
    assert {one.outcome for one in report.findings.values()} == {"unreachable_at_address"}
    assert {one.remark for one in report.findings.values()} == {"大门紧锁"}
    assert report.answered == 2


async def test_an_ended_visit_that_was_a_slip_is_taken_back_for_every_item(acts: Acts) -> None:
    await answer(acts, "S-1@1", "SP-1", "closed")
    await answer(acts, "S-1@1", "SP-1", "no_problem")
    assert await outcomes(acts, "S-1@1") == {"SP-1": "no_problem"}
    await answer(acts, "X-1@1", "XF-1", "closed")
    await answer(acts, "S-1@1", "SP-2", "no_problem")
    assert await outcomes(acts, "X-1@1") == {"XF-1": "closed"}


async def test_an_outcome_that_the_place_does_not_know_is_refused(acts: Acts) -> None:
    with pytest.raises(DomainError, match=r"outcome\.unknown"):
        await answer(acts, "S-1@1", "SP-1", "perfect")


async def test_all_fine_leaves_what_was_answered(acts: Acts) -> None:
    await answer(acts, "S-1@1", "SP-1", "problem_pending", "无台账")
    await all_fine(acts, "S-1@1")
    assert await outcomes(acts, "S-1@1") == {"SP-1": "problem_pending", "SP-2": "no_problem"}


async def test_a_photo_is_kept_once_however_often_it_comes(acts: Acts) -> None:
    assert [await photo(acts, "S-1@1", name) for name in ("a", "b", "a", "b")] == [1, 2, 2, 2]
    async with acts.looking() as look:
        assert sorted(await look.session.exec(select(Photo.file_unique_id))) == ["a", "b"]
    assert (await seen(acts, "S-2@1")).photos == 2


async def test_where_the_phone_says_it_is_can_be_said_again(acts: Acts) -> None:
    for latitude in (38.1, 38.4):
        async with acts.noting(await actor(acts, "S-1")) as work:
            await drafts.locate(work, "S-1@1", latitude, 112.7)
    async with acts.looking() as look:
        draft = (await look.session.exec(select(Draft))).one()
    assert (draft.latitude, draft.longitude, draft.located_at) == (38.4, 112.7, acts.clock())


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2026, 4, 9), "outcome.future"),
        (date(2026, 3, 31), "outcome.before_draw"),
        (date(2026, 4, 1), ""),
        (date(2026, 4, 8), ""),
    ],
)
async def test_the_day_lies_between_draw_and_today(acts: Acts, day: date, code: str) -> None:
    if code:
        with pytest.raises(DomainError) as refused:
            await on_day(acts, "S-1@1", day)
        assert refused.value.code == code
    else:
        await on_day(acts, "S-1@1", day)
        assert (await seen(acts, "S-1@1")).draft.inspected_on == day


@pytest.mark.parametrize(
    ("first", "last"), [(date(2026, 4, 7), date(2026, 5, 1)), (date(2026, 4, 1), date(2026, 4, 5))]
)
async def test_the_day_lies_in_the_tasks_window(acts: Acts, first: date, last: date) -> None:
    async with acts.noting() as work:
        task = (await work.session.exec(select(Task))).one()
        task.window_from, task.window_to = first, last
    with pytest.raises(DomainError, match=r"outcome\.outside_window"):
        await on_day(acts, "S-1@1", date(2026, 4, 6))


async def test_midnight_is_the_offices_midnight(acts: Acts, clock: StandingClock) -> None:
    clock.go_to(2026, 4, 8, hour=23, minute=59)
    with pytest.raises(DomainError, match=r"outcome\.future"):
        await on_day(acts, "S-1@1", date(2026, 4, 9))
    clock.advance(minutes=1)
    await on_day(acts, "S-1@1", date(2026, 4, 9))


@pytest.mark.parametrize(
    ("who", "card", "code"),
    [
        ("S-3", "S-1@1", "assignment.not_yours"),
        ("S-2", "S-1@1", "assignment.not_yours"),
        ("S-1", "nothing", "assignment.unknown"),
        ("S-9", "S-1@1", "access.role"),
    ],
)
async def test_a_card_opens_for_its_own_inspector_only(acts: Acts, who: str, card: str, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        async with acts.noting(await actor(acts, who)) as work:
            await drafts.open_report(work, card)
    assert refused.value.code == code


async def measured(acts: Acts, act: str, *said: object) -> object:
    async with acts.noting(await actor(acts, "S-1")) as work:
        return await getattr(handling, act)(work, "S-1@1", "SP-1", *said)


async def test_a_problem_starts_with_what_usually_follows(acts: Acts) -> None:
    await on_day(acts, "S-1@1", date(2026, 4, 6))
    await answer(acts, "S-1@1", "SP-1", "problem_pending")
    found = (await seen(acts, "S-1@1")).findings["SP-1"]
    assert (found.measure, found.correct_by) == ("order_correction", date(2026, 4, 21))


async def test_the_remark_leaves_the_measure_and_another_outcome_replaces_it(acts: Acts) -> None:
    await answer(acts, "S-1@1", "SP-1", "problem_pending")
    assert await measured(acts, "set_measure", "transfer_department")
    assert not await measured(acts, "set_measure", "transfer_department", "住建局")
    await measured(acts, "set_basis", "某办法第七条")
    await answer(acts, "S-1@1", "SP-1", "problem_pending", "无台账")
    found = (await seen(acts, "S-1@1")).findings["SP-1"]
    assert (found.measure, found.measure_text) == ("transfer_department", "住建局")
    assert (found.basis, found.remark) == ("某办法第七条", "无台账")
    await answer(acts, "S-1@1", "SP-1", "no_problem")
    found = (await seen(acts, "S-1@1")).findings["SP-1"]
    assert (found.measure, found.basis, found.remark) == ("", "", "")


async def test_what_follows_an_ended_visit_follows_it_for_every_item(acts: Acts) -> None:
    await answer(acts, "S-1@1", "SP-1", "refused", "拒不开门")
    await measured(acts, "set_measure", "back_to_daily")
    assert {one.measure for one in (await seen(acts, "S-1@1")).findings.values()} == {"back_to_daily"}


@pytest.mark.parametrize(
    ("act", "said", "code"),
    [
        ("set_measure", "none_needed", "outcome.measure_unfit"),
        ("set_measure", "no_such", "outcome.measure_unfit"),
        ("set_correct_by", date(2026, 4, 7), "outcome.correct_by"),
    ],
)
async def test_what_does_not_fit_is_refused_and_not_kept(
    acts: Acts, act: str, said: object, code: str
) -> None:
    await answer(acts, "S-1@1", "SP-1", "problem_pending")
    before = await seen(acts, "S-1@1")
    with pytest.raises(DomainError) as refused:
        await measured(acts, act, said)
    assert refused.value.code == code
    assert (await seen(acts, "S-1@1")).findings == before.findings


async def test_nothing_follows_an_item_without_a_problem(acts: Acts) -> None:
    for outcome in ("", "no_problem"):
        if outcome:
            await answer(acts, "S-1@1", "SP-1", outcome)
        with pytest.raises(DomainError, match=r"outcome\.no_problem"):
            await measured(acts, "set_basis", "某办法第七条")
