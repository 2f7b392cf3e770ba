"""结果互认: another unit's released result, offered, cited by the inspector, seen by the approver."""

from dataclasses import replace
from datetime import date
from itertools import count

import pytest
from sqlmodel import col, select

from bot.acts import Acts
from domain.errors import DomainError
from models import Item, Letter, Result, Task
from services.publication.public_site import results
from services.visits import corrections, drafts, inspections, recognition, visit_cards
from tests.conftest import StandingClock
from tests.county import FIRE, MARKET, actor
from tests.visits import drawn_again, found

_causes = count()
THEIRS, OURS = "X-1@XZ-2026-0099-01", "S-1@2"


@pytest.fixture
async def here(acts: Acts, clock: StandingClock) -> Acts:
    """A place that recognises for six months; the fire brigade has released what it found at our object."""
    await found(acts)
    clock.go_to(2026, 4, 8)
    await drawn_again(acts)
    async with acts.noting() as work:
        (await work.session.exec(select(Task).where(Task.no == "2026-01"))).one().item_codes = [
            "SP-1",
            "SC-9",
        ]
        work.session.add(Item(code="SC-9", name="消防设施", unit_name=MARKET))
    clock.go_to(2026, 4, 15)
    acts = replace(acts, profile=replace(acts.profile, recognition_months=6))
    await reported(acts, "X-1", THEIRS)
    await released(acts, "X-9")
    return acts


async def reported(acts: Acts, who: str, ref: str) -> Result:
    async with acts.working(await actor(acts, who), f"test:{next(_causes)}") as work:
        await drafts.all_fine(work, ref)
        return await inspections.submit(work, ref)


async def released(acts: Acts, who: str) -> None:
    async with acts.working(await actor(acts, who), f"test:{next(_causes)}") as work:
        (waiting,) = await inspections.waiting_for(work)
        await inspections.release(work, waiting.result.ref)


async def offered(acts: Acts) -> list[tuple[str, str]]:
    async with acts.looking(await actor(acts, "S-1")) as look:
        return [(one.unit, one.number) for one in (await visit_cards.card(look, OURS)).citable]


async def cite(acts: Acts, item: str = "SC-9") -> None:
    async with acts.noting(await actor(acts, "S-1")) as work:
        await recognition.cite(work, OURS, item)


async def test_it_is_offered_on_the_card_and_nothing_happens_by_itself(here: Acts) -> None:
    assert await offered(here) == [(FIRE, "XZ-2026-0099-01-02-1")]
    ours = await reported(here, "S-1", OURS)
    assert all("cited" not in one for one in ours.findings)


async def test_a_place_that_states_no_months_offers_nothing(here: Acts) -> None:
    assert await offered(replace(here, profile=replace(here.profile, recognition_months=0))) == []


async def test_what_is_older_than_the_places_months_is_not_offered(here: Acts) -> None:
    async with here.noting() as work:
        (await work.session.exec(select(Result))).one().inspected_on = date(2025, 10, 14)
    assert await offered(here) == []


async def test_a_cited_result_stands_with_its_source_for_approver_and_public(here: Acts) -> None:
    await cite(here)
    ours = await reported(here, "S-1", OURS)
    assert ours.findings[0] == {
        "item": "SC-9",
        "outcome": "no_problem",
        "remark": "",
        "cited": "XZ-2026-0099-01-02-1",
        "cited_unit": FIRE,
        "cited_on": "2026-04-15",
    }
    async with here.looking() as look:
        letters = await look.session.exec(select(Letter.body).where(Letter.kind == "release_asked"))
        assert f"引用{FIRE}2026年4月15日的结果（XZ-2026-0099-01-02-1）" in letters.all()[-1]
        (shown,) = await results(look, col(Result.number) == ours.number)
    assert [one.cited for one in shown.findings] == [f"{FIRE} XZ-2026-0099-01-02-1 2026-04-15", ""]


async def test_an_item_that_nobody_else_inspected_cannot_be_cited(here: Acts) -> None:
    with pytest.raises(DomainError, match=r"citing\.over"):
        await cite(here, "SP-1")


async def test_answering_it_oneself_ends_the_citation(here: Acts) -> None:
    await cite(here)
    async with here.noting(await actor(here, "S-1")) as work:
        await drafts.answer(work, OURS, "SC-9", "no_problem")
    ours = await reported(here, "S-1", OURS)
    assert "cited" not in ours.findings[0]


async def test_a_source_that_was_corrected_meanwhile_is_refused_when_submitting(here: Acts) -> None:
    await cite(here)
    async with here.working(await actor(here, "X-1"), f"test:{next(_causes)}") as work:
        await corrections.open_version(work, THEIRS, "笔误")
    await reported(here, "X-1", THEIRS)
    await released(here, "X-9")
    with pytest.raises(DomainError, match=r"citing\.gone"):
        await reported(here, "S-1", OURS)
