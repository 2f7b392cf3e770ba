"""The approver's second look: marks on the card and in the letter, and the photos; nobody else's."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlmodel import col, select

from models import Draft, InspectionObject, Letter, Photo, Visit
from playground import User
from playground.cast import picture
from services.visits import drafts, inspections
from tests import visits
from tests.conftest import StandingClock
from tests.county import GROUP, actor
from tests.talk import Talk, talking

FIRST = "XZ-2026-0001-001"


@pytest.fixture
async def talk(tmp_path: Path, clock: StandingClock) -> AsyncIterator[Talk]:
    """Two visits, a week after the draw; the object's place is known."""
    async with talking(tmp_path, clock) as talk:
        await visits.found(talk.acts)
        async with talk.acts.noting() as work:
            subject = await work.session.exec(
                select(InspectionObject)
                .join(Visit, col(Visit.object_id) == col(InspectionObject.id))
                .where(Visit.number == FIRST)
            )
            one = subject.one()
            one.latitude, one.longitude = 38.40, 112.70
        clock.go_to(2026, 4, 8)
        yield talk


async def joins(talk: Talk, *roster_nos: str) -> list[User]:
    users = [talk.play.add_user(1000 + n, roster_no) for n, roster_no in enumerate(roster_nos)]
    for user, roster_no in zip(users, roster_nos, strict=True):
        await talk.enrol(user, roster_no)
    return users


async def reported(talk: Talk, ref: str, *, remark: str = "", north: float = 0.0) -> None:
    """A visit reported by its service, everything fine, with the location of a phone."""
    who = await actor(talk.acts, ref.partition("@")[0])
    async with talk.acts.noting(who) as work:
        await drafts.all_fine(work, ref)
        await drafts.answer(work, ref, "SP-1", "no_problem", remark)
        await drafts.locate(work, ref, 38.40 + north, 112.70)
    async with talk.acts.working(who, f"test:{ref}") as work:
        await inspections.submit(work, ref)


async def same_photo_everywhere(talk: Talk, file_id: str, count: int = 1) -> None:
    async with talk.acts.noting() as work:
        for draft in await work.session.exec(select(Draft)):
            for n in range(count):
                work.session.add(
                    Photo(
                        draft_id=draft.id or 0,
                        file_id=file_id,
                        file_unique_id=f"same{n}",
                        position=n,
                        received_at=work.now,
                    )
                )


async def sent_photo(talk: Talk, user: User) -> str:
    sent = await talk.play.sends_photo(user, user, picture("门头"))
    return str(sent.content["photo"][-1]["file_id"])


async def test_the_approver_sees_marks_and_photos_and_may_release_all_the_same(talk: Talk) -> None:
    one, chief = await joins(talk, "S-1", "S-9")
    group = talk.play.add_group(GROUP, "办公室工作群", [chief])
    await reported(talk, "S-1@2", remark="货架有过期食品")
    await reported(talk, "S-1@1", north=0.1)
    await same_photo_everywhere(talk, await sent_photo(talk, one), 2)
    letter = await talk.sees(chief, "待审核检查结果", "仅供审核参考", "文字说明与检查结果不一致")
    assert "查看照片" in letter.buttons
    await talk.says(chief, "审核")
    card = await talk.sees(chief, "待审核", "货架有过期食品", "照片与其他检查的照片相同", after=letter.id)
    await talk.play.presses(chief, card, "查看照片")
    await talk.sees(chief, "的照片，共2张")
    await talk.eventually(lambda: sum("photo" in m.content for m in talk.play.messages(chief)) == 2)
    await talk.play.presses(chief, card, "审核通过")
    await talk.sees(one, "审核通过")
    assert all("仅供审核参考" not in m.text for m in (*talk.play.messages(one), *talk.play.messages(group)))


async def test_a_distance_is_told_to_the_approver_alone(talk: Talk) -> None:
    one, two, chief = await joins(talk, "S-1", "S-2", "S-9")
    await reported(talk, "S-1@1", north=0.1)
    await talk.presses(two, "核对无误")
    await talk.sees(chief, "待审核", "填报位置距检查对象约11.1公里")
    async with talk.acts.looking() as look:
        marked = await look.session.exec(select(Letter.kind).where(col(Letter.body).contains("公里")))
        assert set(marked) == {"release_asked"}
    assert all("公里" not in m.text for m in (*talk.play.messages(one), *talk.play.messages(two)))


async def test_pictures_sent_as_files_are_shown_too(talk: Talk) -> None:
    one, chief = await joins(talk, "S-1", "S-9")
    await reported(talk, "S-1@2")
    sent = await talk.play.sends_document(one, one, picture("货架"), "货架.png")
    await same_photo_everywhere(talk, str(sent.content["document"]["file_id"]), 2)
    await talk.presses(chief, "查看照片")
    await talk.eventually(lambda: sum("document" in m.content for m in talk.play.messages(chief)) == 2)


async def test_photos_are_for_the_team_and_the_units_approver(talk: Talk) -> None:
    one, chief, other = await joins(talk, "S-1", "S-9", "X-9")
    await reported(talk, "S-1@2")
    letter = await talk.sees(chief, "待审核检查结果")
    nothing = await talk.play.presses(chief, letter, "查看照片")
    await talk.eventually(lambda: bool(getattr(nothing, "answered", True)))
    assert "没有照片" in (getattr(nothing, "answer", "") or "")
    await same_photo_everywhere(talk, await sent_photo(talk, one))
    data = next(b["callback_data"] for row in letter.rows for b in row if b["text"] == "查看照片")
    talk.play.injects(
        "callback_query",
        {
            "id": "1",
            "from": other.to_json(),
            "chat_instance": "1",
            "message": letter.to_json() | {"chat": talk.play.chat(other).to_json()},
            "data": data,
        },
    )
    await talk.sees(other, "只有检查组和本单位审批人可以查看")
    assert not any("photo" in message.content for message in talk.play.messages(other))
