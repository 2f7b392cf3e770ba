"""保存期限: each class goes on its own day and not before, as one act; the rest stays."""

from datetime import timedelta
from typing import TypeVar

from sqlmodel import SQLModel, col, select

from bot.acts import Acts
from models import Draft, Entry, Invite, Photo, Update
from scheduler import ticks
from tests.conftest import StandingClock
from tests.rows import Rows, key

Row = TypeVar("Row", bound=SQLModel)
NORTH, EAST = 38.4237, 112.7341


async def rows(acts: Acts, model: type[Row]) -> list[Row]:
    async with acts.looking() as look:
        return list(await look.session.exec(select(model)))


async def acted(acts: Acts) -> list[dict[str, object]]:
    async with acts.looking() as look:
        facts = select(Entry.facts).where(Entry.act == "retention.clear").order_by(col(Entry.position))
        return [dict(one) for one in await look.session.exec(facts)]


def facts(**counted: object) -> dict[str, object]:
    return {"raw_updates": 0, "invites": 0, "exact_locations": 0, **counted}


async def test_a_raw_update_goes_after_thirty_days_if_it_was_worked_off(
    acts: Acts, clock: StandingClock
) -> None:
    async with acts.noting() as work:
        for number, state in enumerate(("done", "waiting", "quarantined"), 1):
            work.session.add(Update(update_id=number, lane="1", body="{}", received_at=work.now, state=state))
    clock.advance(days=30)
    await ticks.retention(acts)
    assert (len(await rows(acts, Update)), await acted(acts)) == (3, [])
    clock.advance(minutes=1)
    for _ in range(2):
        await ticks.retention(acts)
        assert {one.state for one in await rows(acts, Update)} == {"waiting", "quarantined"}
        assert await acted(acts) == [facts(raw_updates=1)]


async def test_a_spent_invite_goes_and_an_open_one_stays(acts: Acts, clock: StandingClock) -> None:
    made = Rows(acts)
    person = key(await made.person(await made.unit("甲局"), "王某"))
    now, day = clock(), timedelta(days=1)
    for name in ("used_at", "revoked_at", "expires_at", "open"):
        invite = Invite(token_sha256=name, person_id=person, created_at=now, expires_at=now + 60 * day)
        await made.add(invite.sqlmodel_update({} if name == "open" else {name: now}))
    clock.advance(days=31)
    await ticks.retention(acts)
    assert [one.token_sha256 for one in await rows(acts, Invite)] == ["open"]
    assert await acted(acts) == [facts(invites=3)]


async def test_a_location_is_coarsened_once_after_a_year_and_to_half_a_kilometre(
    acts: Acts, clock: StandingClock
) -> None:
    made, now = Rows(acts), clock()
    visit = await made.visit(await made.draw(await made.task(unit := await made.unit("甲局"))))
    draft = Draft(visit_id=key(visit), unit_id=key(unit), located_at=now, latitude=NORTH, longitude=EAST)
    draft_id = key(await made.add(draft))
    for number, (north, east) in enumerate(((NORTH, EAST), (None, None)), 1):
        photo = Photo(
            draft_id=draft_id, file_id="f", file_unique_id=f"u{number}", position=number, received_at=now
        )
        photo.latitude, photo.longitude = north, east
        await made.add(photo)
    clock.advance(days=364)
    await ticks.retention(acts)
    assert await acted(acts) == []
    for _ in range(2):
        clock.advance(days=2)
        await ticks.retention(acts)
        assert await acted(acts) == [facts(exact_locations=2)]
    places = [(one.latitude, one.longitude) for one in await rows(acts, Draft)]
    places += [(one.latitude, one.longitude) for one in await rows(acts, Photo)]
    assert sorted(places, key=str) == [(38.425, 112.735), (38.425, 112.735), (None, None)]
