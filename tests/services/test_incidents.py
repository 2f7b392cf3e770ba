"""责任情形: noted of a result or a case, kept in the dossier."""

from itertools import count

import pytest
from sqlmodel import select

from bot.acts import Acts
from domain.errors import DomainError
from models import Entry, Incident, Result
from services.visits import dossier, drafts, incidents, inspections
from tests.conftest import StandingClock
from tests.county import actor
from tests.visits import found

_causes = count()


@pytest.fixture
async def result(acts: Acts, clock: StandingClock) -> Result:
    """What the market office found alone."""
    await found(acts)
    clock.go_to(2026, 4, 8)
    async with acts.working(await actor(acts, "S-1"), "test:report") as work:
        await drafts.all_fine(work, "S-1@2")
        return await inspections.submit(work, "S-1@2")


async def note(acts: Acts, who: str, number: str, ground: str = "technique", text: str = "不能检出") -> None:
    async with acts.working(await actor(acts, who), f"test:{next(_causes)}") as work:
        await incidents.note(work, number, ground, text)


async def test_a_note_stands_in_the_dossier_of_its_visit(acts: Acts, result: Result) -> None:
    await note(acts, "S-9", result.number)
    async with acts.looking(await actor(acts, "B-1")) as look:
        told = await dossier.gather(look, "XZ-2026-0001-002")
        assert [one.ground for one in await incidents.current(look)] == ["technique"]
    (file,) = told.visits
    chapter = file.chapters[-1]
    assert chapter.key == "incidents"
    assert "专业技术手段限制不能发现：不能检出（戊审" in str(chapter.facts[0].value)
    assert any(line.act == "incident.note" for line in file.journal)


async def test_without_a_note_the_dossier_says_nothing_of_liability(acts: Acts, result: Result) -> None:
    async with acts.looking(await actor(acts, "B-1")) as look:
        told = await dossier.gather(look, "XZ-2026-0001-002")
    assert [one.key for one in told.visits[0].chapters][-1] == "published"


async def test_another_units_approver_and_an_inspector_note_nothing(acts: Acts, result: Result) -> None:
    with pytest.raises(DomainError, match=r"incident\.not_unit"):
        await note(acts, "X-9", result.number)
    with pytest.raises(DomainError, match="access"):
        await note(acts, "S-1", result.number)
    async with acts.looking(await actor(acts, "X-9")) as look:
        assert await incidents.current(look) == []


@pytest.mark.parametrize(
    ("number", "ground", "text", "code"),
    [("R-0", "technique", "事实", "unknown"), ("", "技术", "事实", "ground"), ("", "technique", " ", "text")],
)
async def test_what_is_incomplete_is_refused(  # noqa: PLR0917 - one row of the table
    acts: Acts, result: Result, number: str, ground: str, text: str, code: str
) -> None:
    with pytest.raises(DomainError, match=rf"incident\.{code}"):
        await note(acts, "B-1", number or result.number, ground, text)
    async with acts.looking() as look:
        assert (await look.session.exec(select(Incident))).all() == []
        assert (await look.session.exec(select(Entry).where(Entry.act == "incident.note"))).all() == []
