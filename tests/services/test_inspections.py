"""From report to released result: what is missing is refused, two stand behind it, another releases."""

from datetime import date
from itertools import count
from typing import Any

import pytest
from sqlmodel import col, select

from bot.acts import Acts
from domain.errors import DomainError
from domain.roles import Role
from models import Draft, DraftAnswer, Entry, Letter, Person, Photo, Result, Task
from services import people
from services.journal import AlreadyDone
from services.profiles import load
from services.visits import drafts, inspections
from tests.conftest import StandingClock
from tests.county import actor
from tests.visits import found

_causes = count()


@pytest.fixture(autouse=True)
async def before_the_door(acts: Acts, clock: StandingClock) -> None:
    """Drawn on 1 April, inspected in the following week."""
    await found(acts)
    clock.go_to(2026, 4, 8)


async def answer(acts: Acts, card: str, item: str, outcome: str, remark: str = "") -> None:
    async with acts.noting(await actor(acts, card.partition("@")[0])) as work:
        await drafts.answer(work, card, item, outcome, remark)


async def fine(acts: Acts, card: str) -> None:
    async with acts.noting(await actor(acts, card.partition("@")[0])) as work:
        await drafts.all_fine(work, card)


async def submit(acts: Acts, card: str, cause: str = "") -> Result:
    async with acts.working(
        await actor(acts, card.partition("@")[0]), cause or f"test:{next(_causes)}"
    ) as work:
        return await inspections.submit(work, card)


async def submitted(acts: Acts, card: str) -> Result:
    await fine(acts, card)
    return await submit(acts, card)


async def decide(acts: Acts, who: str, act: str, ref: str, *reason: str) -> Result:
    """``confirm``, ``release`` or ``send_back`` by somebody."""
    async with acts.working(await actor(acts, who), f"test:{next(_causes)}") as work:
        done: Result = await getattr(inspections, act)(work, ref, *reason)
        return done


async def refusal(acts: Acts, who: str, act: str, ref: str, *reason: str) -> str:
    with pytest.raises(DomainError) as refused:
        await decide(acts, who, act, ref, *reason)
    return refused.value.code


async def results(acts: Acts) -> list[Result]:
    async with acts.looking() as look:
        return list(await look.session.exec(select(Result).order_by(col(Result.version))))


async def letters(acts: Acts, kind: str) -> list[str]:
    """Roster numbers of everybody who got a letter of a kind."""
    async with acts.looking() as look:
        return sorted(
            await look.session.exec(
                select(Person.roster_no)
                .join(Letter, col(Letter.person_id) == col(Person.id))
                .where(Letter.kind == kind)
            )
        )


async def test_a_result_is_the_draft_frozen(acts: Acts) -> None:
    await answer(acts, "S-1@1", "SP-1", "problem_pending", "无台账")
    await fine(acts, "S-1@1")
    await submit(acts, "S-1@1")
    result = (await results(acts))[0]
    assert result.findings == [
        {
            "item": "SP-1",
            "outcome": "problem_pending",
            "remark": "无台账",
            "basis": "示例条例第一条",
            "measure": "order_correction",
            "correct_by": "2026-04-23",
        },
        {"item": "SP-2", "outcome": "no_problem", "remark": ""},
    ]
    assert (result.problem, result.version, result.state) == (True, 1, "submitted")
    assert result.inspected_on == date(2026, 4, 8)
    assert result.number.startswith("XZ-2026-0001-001-")
    assert await letters(acts, "submitted") == ["S-1"]
    assert await letters(acts, "confirm_asked") == ["S-2"]
    assert await letters(acts, "release_asked") == []


@pytest.mark.parametrize(
    ("answers", "code", "params"),
    [
        ({}, "outcome.missing", {"count": 2, "total": 2}),
        ({"SP-1": ("no_problem", "")}, "outcome.missing", {"count": 1, "total": 2}),
        (
            {"SP-1": ("false_disclosure", " "), "SP-2": ("no_problem", "")},
            "outcome.needs_text",
            {"item": "SP-1"},
        ),
    ],
)
async def test_what_is_missing_is_named_and_nothing_is_frozen(
    acts: Acts, answers: dict[str, tuple[str, str]], code: str, params: dict[str, Any]
) -> None:
    for item, (outcome, remark) in answers.items():
        await answer(acts, "S-1@1", item, outcome, remark)
    with pytest.raises(DomainError) as refused:
        await submit(acts, "S-1@1")
    assert (refused.value.code, refused.value.params) == (code, params)
    assert await results(acts) == []


async def test_an_ended_visit_beside_another_outcome_is_refused(acts: Acts) -> None:
    await answer(acts, "S-1@1", "SP-1", "closed")
    async with acts.noting() as work:
        row = (await work.session.exec(select(DraftAnswer).where(DraftAnswer.item_code == "SP-2"))).one()
        row.outcome = "no_problem"
    with pytest.raises(DomainError, match=r"outcome\.mixed"):
        await submit(acts, "S-1@1")


async def test_a_report_after_the_window_is_refused_unless_its_day_lies_within(
    acts: Acts, clock: StandingClock
) -> None:
    await fine(acts, "S-1@1")
    clock.go_to(2026, 6, 1)
    with pytest.raises(DomainError, match=r"outcome\.outside_window"):
        await submit(acts, "S-1@1")
    async with acts.noting(await actor(acts, "S-1")) as work:
        await drafts.set_date(work, "S-1@1", date(2026, 5, 31))
    assert (await submit(acts, "S-1@1")).inspected_on == date(2026, 5, 31)


async def test_a_day_that_was_set_is_checked_again_at_submission(acts: Acts) -> None:
    async with acts.noting(await actor(acts, "S-1")) as work:
        await drafts.set_date(work, "S-1@1", date(2026, 4, 2))
    await fine(acts, "S-1@1")
    async with acts.noting() as work:
        (await work.session.exec(select(Task))).one().window_from = date(2026, 4, 7)
    with pytest.raises(DomainError, match=r"outcome\.outside_window"):
        await submit(acts, "S-1@1")


@pytest.mark.parametrize("card", ["S-1@1", "S-2@1"])
async def test_a_unit_submits_once_whoever_of_the_team_presses(acts: Acts, card: str) -> None:
    await submitted(acts, "S-1@1")
    with pytest.raises(DomainError, match=r"result\.submitted"):
        await submit(acts, card)
    with pytest.raises(DomainError, match=r"result\.submitted"):
        await fine(acts, card)
    assert len(await results(acts)) == 1


async def test_the_same_press_twice_finds_the_act_done(acts: Acts) -> None:
    await fine(acts, "S-1@1")
    await submit(acts, "S-1@1", "update:1")
    with pytest.raises(AlreadyDone) as replayed:
        await submit(acts, "S-1@1", "update:1")
    assert replayed.value.entry.act == "result.submit"
    assert await letters(acts, "submitted") == ["S-1"]


async def test_two_units_submit_results_of_their_own(acts: Acts) -> None:
    await submitted(acts, "S-1@1")
    await submitted(acts, "X-2@1")
    assert len({one.number for one in await results(acts)}) == 2
    assert await letters(acts, "confirm_asked") == ["S-2", "X-1"]


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("S-1", "result.own"),
        ("X-1", "result.not_team"),
        ("S-3", "result.not_team"),
        ("S-9", "access.role"),
        ("B-1", "access.role"),
    ],
)
async def test_only_a_partner_of_the_same_unit_confirms(acts: Acts, who: str, code: str) -> None:
    result = await submitted(acts, "S-1@1")
    assert await refusal(acts, who, "confirm", result.ref) == code
    assert (await results(acts))[0].state == "submitted"


async def test_a_partner_confirms_once_and_the_units_approver_is_asked(acts: Acts) -> None:
    result = await submitted(acts, "S-1@1")
    await decide(acts, "S-2", "confirm", result.ref)
    assert await refusal(acts, "S-2", "confirm", result.ref) == "result.decided"
    stored = (await results(acts))[0]
    assert (stored.state, stored.confirmed_by) == ("confirmed", (await actor(acts, "S-2")).person_id)
    assert await letters(acts, "release_asked") == ["S-9"]


@pytest.mark.parametrize(("act", "reason"), [("release", ()), ("send_back", ("请写明数量",))])
async def test_an_approver_decides_what_is_confirmed_and_of_the_own_unit(
    acts: Acts, act: str, reason: tuple[str, ...]
) -> None:
    result = await submitted(acts, "S-1@1")
    assert await refusal(acts, "S-9", act, result.ref, *reason) == "result.decided"
    await decide(acts, "S-2", "confirm", result.ref)
    assert await refusal(acts, "X-9", act, result.ref, *reason) == "result.not_unit"
    assert await refusal(acts, "S-2", act, result.ref, *reason) == "access.role"
    await decide(acts, "S-9", act, result.ref, *reason)
    assert await refusal(acts, "S-9", act, result.ref, *reason) == "result.decided"


async def test_nobody_decides_on_what_they_found_or_confirmed_themselves(acts: Acts) -> None:
    async with acts.noting() as work:
        for roster_no in ("S-1", "S-2"):
            person = await people.person_by_roster_no(work.session, roster_no)
            await people.grant(work, person.id or 0, Role.APPROVER)
    result = await submitted(acts, "S-1@1")
    await decide(acts, "S-2", "confirm", result.ref)
    for who in ("S-1", "S-2"):
        assert await refusal(acts, who, "release", result.ref) == "result.own"


async def test_who_went_alone_goes_straight_to_the_approver(acts: Acts) -> None:
    result = await submitted(acts, "S-1@2")
    assert await letters(acts, "confirm_asked") == []
    assert await letters(acts, "release_asked") == ["S-9"]
    async with acts.looking(await actor(acts, "S-9")) as look:
        assert [one.result.number for one in await inspections.waiting_for(look)] == [result.number]
    await decide(acts, "S-9", "release", result.ref)
    assert (await results(acts))[0].state == "released"


async def test_an_approver_sees_what_waits_for_them_and_nothing_else(acts: Acts) -> None:
    result = await submitted(acts, "S-1@1")
    async with acts.looking(await actor(acts, "S-9")) as look:
        assert await inspections.waiting_for(look) == []
    await decide(acts, "S-2", "confirm", result.ref)
    async with acts.looking(await actor(acts, "S-9")) as look:
        assert [one.result.ref for one in await inspections.waiting_for(look)] == [result.ref]
    async with acts.looking(await actor(acts, "X-9")) as look:
        assert await inspections.waiting_for(look) == []
    await decide(acts, "S-9", "release", result.ref)
    async with acts.looking(await actor(acts, "S-9")) as look:
        assert await inspections.waiting_for(look) == []


@pytest.mark.parametrize(
    ("profile", "released", "publish_by"),
    [
        ("huaxi", (4, 14), date(2026, 5, 14)),
        ("pingluo", (4, 14), date(2026, 5, 9)),
        ("xinzhou", (4, 14), date(2026, 5, 9)),
    ],
)
async def test_the_publication_clock_is_the_places_own(
    acts: Acts, clock: StandingClock, profile: str, released: tuple[int, int], publish_by: date
) -> None:
    """Inspected on 8 April, 20 working days; 1 to 5 May 2026 are off, 9 May is worked."""
    local = Acts(acts.sessions, acts.looks, load(profile), clock)
    result = await submitted(local, "S-1@1")
    await decide(local, "S-2", "confirm", result.ref)
    clock.go_to(2026, *released)
    await decide(local, "S-9", "release", result.ref)
    assert (await results(acts))[0].publish_by == publish_by
    assert await letters(acts, "released") == ["S-1"]


@pytest.mark.parametrize(
    ("profile", "publish_by"), [("zhanjiang", date(2026, 11, 1)), ("pingluo", date(2026, 11, 17))]
)
async def test_a_fixed_day_comes_before_the_working_days(
    acts: Acts, clock: StandingClock, profile: str, publish_by: date
) -> None:
    """Inspected on 20 October."""
    local = Acts(acts.sessions, acts.looks, load(profile), clock)
    async with acts.noting() as work:
        (await work.session.exec(select(Task))).one().window_to = date(2026, 12, 31)
    clock.go_to(2026, 10, 20)
    result = await submitted(local, "S-1@2")
    await decide(local, "S-9", "release", result.ref)
    assert (await results(acts))[0].publish_by == publish_by


async def test_a_return_needs_a_reason(acts: Acts) -> None:
    result = await submitted(acts, "S-1@1")
    await decide(acts, "S-2", "confirm", result.ref)
    assert await refusal(acts, "S-9", "send_back", result.ref, "  ") == "result.reason"


async def test_a_returned_report_opens_as_its_second_version_with_everything_in_it(acts: Acts) -> None:
    async with acts.noting(await actor(acts, "S-1")) as work:
        await drafts.answer(work, "S-1@1", "SP-1", "problem_pending", "无台账")
        await drafts.all_fine(work, "S-1@1")
        await drafts.add_photo(work, "S-1@1", drafts.Shot("file", "unique", 1, work.now))
        await drafts.locate(work, "S-1@1", 38.4, 112.7)
        await drafts.set_date(work, "S-1@1", date(2026, 4, 7))
    first = await submit(acts, "S-1@1")
    await decide(acts, "S-2", "confirm", first.ref)
    await decide(acts, "S-9", "send_back", first.ref, "请写明数量")
    await answer(acts, "S-1@1", "SP-1", "problem_pending", "无台账3本")
    second = await submit(acts, "S-1@1")
    versions = await results(acts)
    assert [(one.version, one.state) for one in versions] == [(1, "returned"), (2, "submitted")]
    assert versions[0].findings[0]["remark"] == "无台账"
    assert [one["remark"] for one in versions[1].findings] == ["无台账3本", ""]
    assert second.inspected_on == date(2026, 4, 7)
    async with acts.looking() as look:
        kept = await look.session.get_one(Draft, versions[1].draft_id)
        photos = (await look.session.exec(select(Photo).where(Photo.draft_id == kept.id))).all()
    assert (kept.version, kept.latitude, len(photos)) == (2, 38.4, 1)
    await decide(acts, "S-2", "confirm", second.ref)
    assert await refusal(acts, "S-9", "release", first.ref) == "result.decided"
    await decide(acts, "S-9", "release", second.ref)


async def test_a_button_of_a_result_that_never_was_says_so(acts: Acts) -> None:
    assert await refusal(acts, "S-2", "confirm", "nothing") == "result.unknown"


async def test_every_step_is_one_entry_of_the_journal(acts: Acts) -> None:
    result = await submitted(acts, "S-1@1")
    await decide(acts, "S-2", "confirm", result.ref)
    await decide(acts, "S-9", "release", result.ref)
    async with acts.looking() as look:
        entries = (
            await look.session.exec(select(Entry.act, Entry.subject).order_by(col(Entry.position)))
        ).all()
    assert list(entries) == [
        (act, f"result:{result.number}") for act in ("result.submit", "result.confirm", "result.release")
    ]
