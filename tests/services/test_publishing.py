"""Two people stand behind every publication, and only what may go out goes out."""

from dataclasses import dataclass
from datetime import date

import pytest
from sqlmodel import select

from bot.acts import Acts
from domain.errors import DomainError
from domain.notices import PublicationAsked
from domain.notices_publication import PublicationLine
from domain.roles import HOUSE, Actor, Place, Role
from locales.texts import LANGUAGES, texts
from models import Blob, Entry, Letter, Person, Photo, Publication, Result, Visit
from services.publication import publishing
from services.publication.public_site import site
from tests.conftest import StandingClock
from tests.rows import Rows, key


@dataclass
class Office:
    """Two of the office, an inspector, and a visit to report on."""

    rows: Rows
    chief: Actor
    deputy: Actor
    inspector: Person
    visit: Visit


@pytest.fixture
async def office(acts: Acts) -> Office:
    rows = Rows(acts)
    unit = await rows.unit("市场监管局")
    chief, deputy, inspector = [await rows.person(unit, name) for name in ("林一", "白二", "马三")]
    visit = await rows.visit(await rows.draw(await rows.task(unit)))
    await rows.sent(visit, inspector)
    first, second = [
        Actor(key(one), one.name, roles=frozenset({Role.OFFICE}), place=Place.OFFICE_GROUP)
        for one in (chief, deputy)
    ]
    return Office(rows, first, second, inspector, visit)


async def _prepare(acts: Acts, actor: Actor, cause: str = "prepare") -> Publication:
    async with acts.working(actor, cause) as work:
        return await publishing.prepare(work)


async def _confirm(acts: Acts, actor: Actor, ref: str, cause: str = "confirm") -> None:
    async with acts.working(actor, cause) as work:
        await publishing.confirm(work, ref)


async def _published(acts: Acts) -> list[str]:
    async with acts.looking() as look:
        return [one.number for one in (await site(look)).results]


async def test_a_second_person_lets_a_batch_out(acts: Acts, office: Office) -> None:
    result = await office.rows.result(office.visit, office.inspector)
    batch = await _prepare(acts, office.chief)
    assert batch.number == "XZ-2026-G001"
    assert await _published(acts) == []
    await _confirm(acts, office.deputy, batch.ref)
    assert await _published(acts) == [result.number]
    async with acts.looking() as look:
        entries = (await look.session.exec(select(Entry.act).order_by(Entry.position))).all()  # type: ignore[arg-type]
        kinds = (await look.session.exec(select(Letter.kind))).all()
        stored = (await look.session.exec(select(Publication))).one()
    assert list(entries) == ["publish.prepare", "publish.confirm"]
    assert sorted(kinds) == ["publication_asked", "publication_done"]
    assert (stored.state, stored.decided_by) == ("confirmed", office.deputy.person_id)


async def test_whoever_prepared_a_batch_cannot_let_it_out(acts: Acts, office: Office) -> None:
    await office.rows.result(office.visit, office.inspector)
    batch = await _prepare(acts, office.chief)
    for alone in (office.chief, HOUSE):
        with pytest.raises(DomainError, match=r"publish\.second_person"):
            await _confirm(acts, alone, batch.ref, f"confirm:{alone.person_id}")
    assert await _published(acts) == []


async def test_the_second_person_sees_exactly_what_will_be_public(acts: Acts, office: Office) -> None:
    result = await office.rows.result(
        office.visit, office.inspector, outcome="problem_pending", remark="联系张三 13800000000"
    )
    await _prepare(acts, office.chief)
    async with acts.looking() as look:
        letter = (await look.session.exec(select(Letter))).one()
        table = (await look.session.get_one(Blob, letter.blob_sha256)).content.decode("utf-8-sig")
    assert result.number in table
    assert "发现问题待后续处理" in table
    assert "张三" not in table + letter.body
    assert [button["text"] for row in letter.keyboard for button in row] == ["复核并公示", "撤回"]


async def test_a_result_whose_photo_has_no_original_waits_and_says_why(acts: Acts, office: Office) -> None:
    result = await office.rows.result(office.visit, office.inspector)
    photo = await office.rows.photo(result)
    async with acts.looking(office.chief) as look:
        found = await publishing.pending(look)
    assert [(one.number, one.hindrance) for one in found] == [(result.number, "photos")]
    with pytest.raises(DomainError, match=r"publish\.nothing"):
        await _prepare(acts, office.chief, "too early")
    async with acts.noting() as work:
        (await work.session.get_one(Photo, key(photo))).sha256 = "b" * 64
    assert (await _prepare(acts, office.chief)).result_ids == [key(result)]


@pytest.mark.parametrize("state", ["submitted", "confirmed", "returned"])
async def test_what_is_not_released_is_not_even_offered(acts: Acts, office: Office, state: str) -> None:
    await office.rows.result(office.visit, office.inspector, state=state)
    async with acts.looking(office.chief) as look:
        assert await publishing.pending(look) == []


async def test_a_result_that_changed_meanwhile_stops_the_whole_batch(acts: Acts, office: Office) -> None:
    result = await office.rows.result(office.visit, office.inspector)
    other = await office.rows.visit(
        await office.rows.draw(await office.rows.task(await office.rows.unit("乙局")))
    )
    await office.rows.result(other, office.inspector)
    batch = await _prepare(acts, office.chief)
    async with acts.noting() as work:
        (await work.session.get_one(Result, key(result))).state = "returned"
    with pytest.raises(DomainError, match=r"publish\.changed"):
        await _confirm(acts, office.deputy, batch.ref)
    assert await _published(acts) == []


async def test_one_batch_waits_at_a_time_and_may_be_taken_back(acts: Acts, office: Office) -> None:
    await office.rows.result(office.visit, office.inspector)
    first = await _prepare(acts, office.chief)
    with pytest.raises(DomainError, match=r"publish\.waiting"):
        await _prepare(acts, office.deputy, "again")
    async with acts.working(office.chief, "withdraw") as work:
        await publishing.withdraw(work, first.ref)
    with pytest.raises(DomainError, match=r"publish\.decided"):
        await _confirm(acts, office.deputy, first.ref)
    assert (await _prepare(acts, office.chief, "second")).number == "XZ-2026-G002"


async def test_an_inspector_may_neither_prepare_nor_let_out(acts: Acts, office: Office) -> None:
    await office.rows.result(office.visit, office.inspector)
    batch = await _prepare(acts, office.chief)
    inspector = Actor(key(office.inspector), roles=frozenset({Role.INSPECTOR}), place=Place.OFFICE_GROUP)
    for act in (_prepare(acts, inspector, "a"), _confirm(acts, inspector, batch.ref, "b")):
        with pytest.raises(DomainError, match=r"access\.role"):
            await act


async def test_a_draws_record_is_public_only_when_every_unit_has_reported(
    acts: Acts, office: Office, clock: StandingClock
) -> None:
    record: dict[str, object] = {
        "announcement": {"draw_no": "D1", "steps": []},
        "announcement_sha256": "a" * 64,
        "result": [{"label": "main", "drawn": [{"id": "91140900MA0000001X", "ticket": "00"}], "reserve": []}],
    }
    unit = await office.rows.unit("消防救援支队")
    draw = await office.rows.draw(await office.rows.task(unit), record=record)
    visit = await office.rows.visit(draw)
    people = [office.inspector, await office.rows.person(unit, "池四")]
    for person in people:
        await office.rows.sent(visit, person)
    shown = []
    for person in people:
        await office.rows.result(visit, person, state="submitted", publish_by=date(2026, 5, 1))
        async with acts.looking() as look:
            found = next(one for one in (await site(look)).draws if one.number == draw.number)
        shown.append(found.record is not None)
        assert len(found.full_sha256) == 64
    assert shown == [False, True]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_about_a_large_batch_fits_telegram(language: str) -> None:
    name, unit = "虚构" * 30, "市文化和旅游局" * 5
    asked = PublicationAsked(
        ref="r", number="XZ-2026-G001", lines=(("XZ-2026-0001-001-01-1", unit, name),) * 500
    )
    clock = PublicationLine("XZ-2026-R0007", unit, name, date(2026, 12, 31), 9, None, "office")
    one = publishing.Candidate(1, "XZ-2026-0001-001-01-1", name, unit, clock, "photos")
    words = texts(language)
    caption = words.page("notices/publication_asked", n=asked)
    screen = words.page("screens/publish", ready=[one] * 250, blocked=[one] * 250, waiting=None)
    assert "494" in caption
    assert len(caption) <= 1024
    assert "480" in screen
    assert len(screen) <= 4096
