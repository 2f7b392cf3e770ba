"""不予公示: only on a basis and a document, only by a second person, and never behind the figures' back."""

import pytest

from bot.acts import Acts
from domain.errors import DomainError
from models import Draft, Result, Withholding
from services.publication import publication_clock, publishing, withholdings
from services.visits import corrections
from services.year import summaries
from tests.conftest import StandingClock
from tests.county import actor
from tests.rows import key
from tests.services.test_inspections import decide as decide_result
from tests.services.test_inspections import submitted
from tests.visits import found

DOCUMENT = "某政发〔2026〕7号，案件未办结"


@pytest.fixture
async def released(acts: Acts, clock: StandingClock) -> Result:
    """One result that may be published."""
    await found(acts)
    clock.go_to(2026, 4, 8)
    result = await submitted(acts, "S-1@1")
    await decide_result(acts, "S-2", "confirm", result.ref)
    return await decide_result(acts, "S-9", "release", result.ref)


async def ask(acts: Acts, result: Result, basis: str = "article_16", document: str = DOCUMENT) -> Withholding:
    async with acts.working(await actor(acts, "B-1"), f"ask:{basis}:{document}") as work:
        return await withholdings.ask(work, result.number, basis, document)


async def decide(acts: Acts, who: str, one: Withholding, *, approve: bool = True) -> None:
    async with acts.working(await actor(acts, who), f"decide:{who}:{approve}") as work:
        await withholdings.decide(work, one.ref, approve=approve)


async def hindrances(acts: Acts) -> list[str]:
    async with acts.looking(await actor(acts, "B-1")) as look:
        return [one.hindrance for one in await publishing.pending(look)]


async def published_of(acts: Acts) -> tuple[int, int]:
    """公示率 as done and total."""
    async with acts.looking() as look:
        share = next(one for one in (await summaries.gather(look)).shares if one.key == "publication_rate")
        return share.done, share.total


async def test_a_request_holds_the_result_back_until_it_is_decided(acts: Acts, released: Result) -> None:
    assert await hindrances(acts) == [""]
    one = await ask(acts, released)
    assert await hindrances(acts) == ["withholding_asked"]
    await decide(acts, "B-2", one, approve=False)
    assert await hindrances(acts) == [""]


async def test_whoever_asked_cannot_decide(acts: Acts, released: Result) -> None:
    one = await ask(acts, released)
    with pytest.raises(DomainError) as refused:
        await decide(acts, "B-1", one)
    assert refused.value.code == "second_person.own"


async def test_what_is_withheld_leaves_the_rate_on_both_sides_and_its_clock_stops(
    acts: Acts, released: Result
) -> None:
    done, total = await published_of(acts)
    await decide(acts, "S-9", await ask(acts, released))
    assert await published_of(acts) == (done, total - 1)
    async with acts.looking() as look:
        assert await publication_clock.running(look) == []


async def test_an_ended_decision_puts_the_result_back(acts: Acts, released: Result) -> None:
    one = await ask(acts, released)
    await decide(acts, "B-2", one)
    async with acts.working(await actor(acts, "B-1"), "end") as work:
        await withholdings.end(work, one.ref, "案件已办结")
    assert await hindrances(acts) == [""]
    async with acts.looking() as look:
        assert [line.result.id for line in await publication_clock.running(look)] == [released.id]


async def test_a_batch_that_was_prepared_before_the_decision_does_not_go_out(
    acts: Acts, released: Result
) -> None:
    async with acts.working(await actor(acts, "B-1"), "prepare") as work:
        batch = await publishing.prepare(work)
    await ask(acts, released)
    with pytest.raises(DomainError) as refused:
        async with acts.working(await actor(acts, "B-2"), "confirm") as work:
            await publishing.confirm(work, batch.ref)
    assert refused.value.code == "publish.changed"


@pytest.mark.parametrize(
    ("basis", "document", "code"),
    [("article_99", DOCUMENT, "second_person.ground"), ("article_14", "  ", "second_person.document")],
)
async def test_without_basis_or_document_nothing_is_withheld(
    acts: Acts, released: Result, basis: str, document: str, code: str
) -> None:
    with pytest.raises(DomainError) as refused:
        await ask(acts, released, basis, document)
    assert refused.value.code == code


async def test_what_is_public_cannot_be_withheld_and_nothing_twice(acts: Acts, released: Result) -> None:
    await ask(acts, released)
    with pytest.raises(DomainError) as twice:
        await ask(acts, released, document="另一文件")
    async with acts.noting() as work:
        (await work.session.get_one(Result, released.id)).published_at = work.now
    with pytest.raises(DomainError) as public:
        await ask(acts, released, document="又一文件")
    assert (twice.value.code, public.value.code) == ("withholding.twice", "withholding.published")


async def corrected(acts: Acts, result: Result) -> Result:
    """The same unit's next version of it, released."""
    async with acts.noting() as work:
        row = await work.session.get_one(Result, result.id)
        draft = Draft(visit_id=row.visit_id, unit_id=row.unit_id, version=row.version + 1, reason="笔误")
        work.session.add(draft)
        await work.session.flush()
        copied = row.model_dump(exclude={"id"}) | {
            "ref": "corrected",
            "number": f"{row.number}-更",
            "version": draft.version,
            "draft_id": key(draft),
        }
        newer = Result(**copied)
        work.session.add(newer)
        await corrections.supersede(work, newer)
    return newer


async def test_a_decision_stands_for_the_corrected_version_until_it_is_ended(
    acts: Acts, released: Result
) -> None:
    one = await ask(acts, released)
    await decide(acts, "B-2", one)
    rated = await published_of(acts)
    newer = await corrected(acts, released)
    assert await hindrances(acts) == ["withholding_approved"]
    assert await published_of(acts) == rated
    async with acts.looking(await actor(acts, "B-1")) as look:
        assert [(line.number, line.corrected_by) for line in await withholdings.current(look)] == [
            (released.number, newer.number)
        ]
    async with acts.working(await actor(acts, "B-1"), "end") as work:
        await withholdings.end(work, one.ref, "案件已办结")
    assert await hindrances(acts) == [""]


async def test_a_request_holds_the_corrected_version_back_and_is_not_asked_for_twice(
    acts: Acts, released: Result
) -> None:
    await ask(acts, released)
    newer = await corrected(acts, released)
    assert await hindrances(acts) == ["withholding_asked"]
    with pytest.raises(DomainError) as twice:
        await ask(acts, newer, document="另一文件")
    assert twice.value.code == "withholding.twice"


async def test_a_version_whose_correction_is_public_cannot_be_withheld(acts: Acts, released: Result) -> None:
    newer = await corrected(acts, released)
    async with acts.noting() as work:
        (await work.session.get_one(Result, newer.id)).published_at = work.now
    with pytest.raises(DomainError) as public:
        await ask(acts, released)
    assert (public.value.code, public.value.params["number"]) == ("withholding.published", newer.number)
