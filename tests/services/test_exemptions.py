"""Exemptions: a document and a last day behind each, posted, revoked with a reason, never deleted."""

from datetime import date

import pytest
from sqlmodel import select

from bot.acts import Acts
from domain.errors import DomainError
from models import Entry, Exemption, Letter
from services.drawing import draws
from services.objects import exemptions
from tests.conftest import StandingClock
from tests.county import actor, found
from tests.services.test_draws import cause

FIRST, SECOND = "919901240000000002", "919901240000000003"
DOCUMENT = "某政发〔2026〕7号"
END = date(2026, 6, 30)


async def _add(acts: Acts, *numbers: str, document: str = DOCUMENT, until: date = END) -> int:
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        return await exemptions.add(work, numbers, document, until)


async def _revoke(acts: Acts, reason: str = "文件已废止") -> None:
    async with acts.looking() as look:
        ref = (await look.session.exec(select(Exemption.ref))).first() or ""
    async with acts.working(await actor(acts, "B-2"), cause()) as work:
        await exemptions.revoke(work, ref, reason)


async def _listed(acts: Acts) -> dict[str, str]:
    async with acts.looking() as look:
        return dict(await exemptions.listed(look))


async def test_an_exemption_holds_to_its_last_day_with_its_document(acts: Acts, clock: StandingClock) -> None:
    await found(acts)
    assert await _add(acts, FIRST, SECOND) == 2
    assert await _listed(acts) == {FIRST: DOCUMENT, SECOND: DOCUMENT}
    clock.go_to(2026, 6, 30, 23)
    assert await _listed(acts) == {FIRST: DOCUMENT, SECOND: DOCUMENT}
    clock.go_to(2026, 7, 1, 0)
    assert await _listed(acts) == {}


async def test_an_exempt_object_stays_in_the_pool_and_is_not_drawn(acts: Acts) -> None:
    await found(acts)
    await _add(acts, FIRST, SECOND)
    async with acts.looking(await actor(acts, "B-1")) as look:
        plan = await draws.look_ahead(look, ["task-one"])
    assert plan.exclusions["listed"] == 2
    assert [one.id for one in plan.pool if one.exclusion == "listed"] == [FIRST, SECOND]


async def test_the_group_learns_the_document_and_how_many_and_the_journal_which(acts: Acts) -> None:
    await found(acts)
    await _add(acts, FIRST, SECOND)
    async with acts.looking() as look:
        posted = (await look.session.exec(select(Letter.body).where(Letter.kind == "exempted"))).one()
        entry = (await look.session.exec(select(Entry).where(Entry.act == "exemption.enter"))).one()
    assert DOCUMENT in posted
    assert "2家" in posted
    assert FIRST not in posted
    assert entry.facts == {"objects": [FIRST, SECOND], "document": DOCUMENT, "until": "2026-06-30"}


async def test_a_revoked_exemption_ends_and_stays_on_file(acts: Acts) -> None:
    await found(acts)
    await _add(acts, FIRST)
    await _revoke(acts)
    assert await _listed(acts) == {}
    async with acts.looking() as look:
        kept = (await look.session.exec(select(Exemption))).one()
    assert (kept.object_no, kept.revoke_reason) == (FIRST, "文件已废止")
    with pytest.raises(DomainError, match=r"exemption\.over"):
        await _revoke(acts)
    assert await _add(acts, FIRST) == 1


async def test_revoking_needs_a_reason(acts: Acts) -> None:
    await found(acts)
    await _add(acts, FIRST)
    with pytest.raises(DomainError, match=r"exemption\.reason"):
        await _revoke(acts, " ")


@pytest.mark.parametrize(
    ("numbers", "document", "until", "code"),
    [
        ((FIRST,), " ", END, "exemption.document"),
        ((FIRST,), DOCUMENT, date(2026, 3, 31), "exemption.past"),
        ((), DOCUMENT, END, "exemption.nobody"),
        ((FIRST, "999"), DOCUMENT, END, "exemption.unknown"),
    ],
)
async def test_what_is_missing_is_refused_and_nothing_is_stored(
    acts: Acts, numbers: tuple[str, ...], document: str, until: date, code: str
) -> None:
    await found(acts)
    with pytest.raises(DomainError) as refused:
        await _add(acts, *numbers, document=document, until=until)
    assert refused.value.code == code
    assert await _listed(acts) == {}


async def test_the_same_document_exempts_an_object_once(acts: Acts) -> None:
    await found(acts)
    await _add(acts, FIRST)
    with pytest.raises(DomainError, match=r"exemption\.twice"):
        await _add(acts, FIRST, SECOND)
    assert await _add(acts, FIRST, document="另一文件") == 1


async def test_numbers_are_read_however_they_are_separated(acts: Acts) -> None:
    await found(acts)
    async with acts.looking() as look:
        read = await exemptions.objects_named(look, f" {FIRST}，{SECOND}\n{FIRST};")
    assert read == {FIRST: "示例商行2", SECOND: "示例商行3"}


async def test_only_the_office_exempts_and_in_private(acts: Acts) -> None:
    await found(acts)
    with pytest.raises(DomainError, match=r"access\.role"):
        async with acts.working(await actor(acts, "S-0"), cause()) as work:
            await exemptions.add(work, [FIRST], DOCUMENT, END)


async def test_the_list_shows_the_nearest_end_first(acts: Acts) -> None:
    await found(acts)
    await _add(acts, FIRST)
    await _add(acts, SECOND, until=date(2026, 5, 1))
    async with acts.looking(await actor(acts, "B-2")) as look:
        lines = await exemptions.current(look)
    assert [(one.object_no, one.until) for one in lines] == [(SECOND, date(2026, 5, 1)), (FIRST, END)]
