"""尽职档案: what stands on record, with its hour and the journal's entry; and what has not run out yet."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.acts import Acts
from domain.dossier import Dossier, standing
from domain.errors import DomainError
from services.visits import dossier
from services.visits.dossier import gather
from tests.conftest import StandingClock
from tests.county import actor
from tests.services.test_inspections import decide, submitted
from tests.visits import found

VISIT = "XZ-2026-0001-001"


@pytest.fixture(autouse=True)
async def before_the_door(acts: Acts, clock: StandingClock) -> None:
    await found(acts)
    clock.go_to(2026, 4, 8)


async def asked(acts: Acts, who: str, about: str) -> Dossier:
    async with acts.looking(await actor(acts, who)) as look:
        return await gather(look, about)


def facts(made: Dossier, chapter: str) -> dict[str, object]:
    (one,) = (one for one in made.visits[0].chapters if one.key == chapter)
    return {fact.key: fact.value for fact in one.facts}


async def test_before_anything_is_done_the_file_shows_that_nothing_is_due(acts: Acts) -> None:
    made = await asked(acts, "B-1", VISIT)
    assert [(clock.key, clock.standing) for clock in made.visits[0].clocks] == [("inspection", "not_due")]
    assert facts(made, "done") == {}
    assert facts(made, "drawn")["draw"] == "XZ-2026-0001"


async def test_each_step_is_there_with_who_and_when_and_its_entry(acts: Acts, clock: StandingClock) -> None:
    result = await submitted(acts, "S-1@1")
    clock.go_to(2026, 4, 9, 11)
    await decide(acts, "S-2", "confirm", result.ref)
    await decide(acts, "S-9", "release", result.ref)
    made = await asked(acts, "J-1", VISIT)
    done = facts(made, "done")
    assert done["submitted"] == ("市检1", "2026-04-08 10:00")
    assert done["confirmed"] == ("市检2", "2026-04-09 11:00")
    assert done["released"] == ("戊审", "2026-04-09 11:00")
    assert [line.act for line in made.visits[0].journal] == [
        "result.submit",
        "result.confirm",
        "result.release",
    ]
    assert made.whole
    assert made.head is not None
    assert made.head.hash == made.visits[0].journal[-1].hash


async def test_a_deadline_is_kept_late_or_past(acts: Acts, clock: StandingClock) -> None:
    await submitted(acts, "S-1@1")
    clock.go_to(2026, 5, 20)
    clocks = {one.key: one.standing for one in (await asked(acts, "B-1", VISIT)).visits[0].clocks}
    assert clocks == {"inspection": "in_time", "publication": "overdue"}


async def test_an_inspector_gets_his_own_and_nobody_elses(acts: Acts) -> None:
    own = await asked(acts, "S-1", "")
    assert [visit.number for visit in own.visits] == ["XZ-2026-0001-002", VISIT]
    assert len((await asked(acts, "S-2", VISIT)).visits) == 1
    for about in ("S-1", "XZ-2026-0001-002"):
        with pytest.raises(DomainError) as refused:
            await asked(acts, "S-2", about)
        assert refused.value.code == "dossier.not_yours"


async def test_a_liaison_may_not_ask_and_an_unknown_number_is_named(acts: Acts) -> None:
    with pytest.raises(DomainError) as refused:
        await asked(acts, "S-0", VISIT)
    assert refused.value.code == "access.role"
    with pytest.raises(DomainError) as unknown:
        await asked(acts, "B-1", "XZ-2026-9999-001")
    assert unknown.value.params["asked"] == "XZ-2026-9999-001"


async def test_the_office_has_no_visits_of_its_own(acts: Acts) -> None:
    async with acts.looking(await actor(acts, "B-1")) as look:
        assert not await dossier.has_own(look)


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(DAYS, DAYS, DAYS)
def test_a_deadline_stands_in_exactly_one_way(due: date, done: date, today: date) -> None:
    assert standing(due, done, today) == ("in_time" if done <= due else "late")
    assert standing(due, None, today) == ("not_due" if today <= due else "overdue")
