"""Letters on their way: what became of each, in which order, and what is waited for."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

import pytest
from sqlmodel import select

from bot.acts import Acts
from bot.courier import Courier, open_bot
from bot.pace import Pace
from domain.notices import Quarantined
from domain.roles import HOUSE
from models import Account, Blob, Chat, Letter
from playground import Chat as Group
from playground import Playground, User
from playground.cast import picture
from services import outbox, people
from services.delivery import CANDIDATES
from tests.conftest import StandingClock
from tests.rows import Rows, key
from tests.talk import TOKEN

OFFICE = -1001
_keys = count()


@dataclass
class Post:
    """A courier over the test's database, its clock and its pace in the test's hand."""

    play: Playground
    acts: Acts
    clock: StandingClock
    courier: Courier
    rows: Rows
    ids: dict[int, int] = field(default_factory=dict)

    async def person(self, name: str, *, started: bool = True) -> User:
        """Somebody enrolled, with their chat open."""
        user = self.play.add_user(2000 + len(self.ids), name)
        person = await self.rows.person(await self.rows.unit(f"{name}局"), name)
        await self.rows.add(Account(telegram_id=user.id, person_id=key(person), linked_at=self.clock()))
        self.play.chat(user).started = started
        self.ids[user.id] = key(person)
        return user

    async def office(self, *members: User, kind: str = "supergroup") -> Group:
        """The bound office group."""
        group = self.play.add_group(OFFICE, "办公室工作群", members, kind=kind)
        await self.rows.add(Chat(telegram_id=OFFICE, purpose="office", bound_at=self.clock()))
        return group

    async def letter(self, to: User | Group, body: str = "通知", **more: object) -> int:
        """A letter that is due now."""
        letter = Letter(
            dedupe_key=f"letter:{next(_keys)}",
            kind="assigned",
            body=body,
            person_id=self.ids[to.id] if isinstance(to, User) else None,
            chat_id=None if isinstance(to, User) else to.id,
            due_at=self.clock(),
            created_at=self.clock(),
        )
        return key(await self.rows.add(letter.sqlmodel_update(more)))

    async def carry(self) -> int:
        """Carry everything that may go now, each letter a second after the other; how many were tried."""
        tried = 0
        while await self.courier.carry_one():
            tried += 1
            self.clock.advance(seconds=1)
        return tried

    async def stored(self, letter_id: int) -> Letter:
        async with self.acts.looking() as look:
            return await look.session.get_one(Letter, letter_id)

    def said(self, to: User | Group) -> list[str]:
        """What the bot said in a chat."""
        return [one.text for one in self.play.messages(to) if one.from_bot and not one.is_service]


@pytest.fixture
async def post(acts: Acts, clock: StandingClock) -> AsyncIterator[Post]:
    play = Playground(lambda: clock().timestamp(), limits=False)
    play.add_bot(TOKEN, "suicha_bot", "随查")
    bot = open_bot(TOKEN, await play.start())
    try:
        async with bot:
            courier = Courier(acts, bot, Pace(lambda: clock().timestamp()))
            yield Post(play, acts, clock, courier, Rows(acts))
    finally:
        await play.stop()


async def test_a_letter_goes_out_once_and_is_marked_with_its_message(post: Post) -> None:
    user = await post.person("甲")
    letter_id = await post.letter(user, "<b>通知</b>")
    assert await post.carry() == 1
    assert post.said(user) == ["通知"]
    letter = await post.stored(letter_id)
    assert (letter.state, letter.attempts, letter.lease_until) == ("sent", 1, None)
    assert letter.message_id == post.play.messages(user)[-1].id
    assert letter.sent_at is not None
    assert await post.carry() == 0


async def test_a_letter_waits_for_its_hour(post: Post) -> None:
    user = await post.person("甲")
    await post.letter(user, due_at=post.clock() + timedelta(hours=1))
    assert await post.carry() == 0
    post.clock.advance(hours=1)
    assert await post.carry() == 1


async def test_after_an_outage_what_nobody_asked_for_waits_for_the_morning_and_the_rest_goes(
    post: Post, clock: StandingClock
) -> None:
    user = await post.person("甲")
    clock.go_to(2026, 4, 30, 17)  # a Thursday before the holiday
    await post.letter(user, "到期提醒", kind="certificate_near")
    await post.letter(user, "抽查通知")
    clock.go_to(2026, 4, 30, 23)
    assert await post.carry() == 1
    assert post.said(user) == ["抽查通知"]
    clock.go_to(2026, 5, 3, 10)
    assert await post.carry() == 0
    clock.go_to(2026, 5, 6, 8, 30)
    assert await post.carry() == 1
    assert post.said(user) == ["抽查通知", "到期提醒"]


async def test_a_letters_buttons_and_files_go_with_it(post: Post) -> None:
    user = await post.person("甲")
    for sha, name, media, content in (
        ("a", "表.docx", "application/msword", b"doc"),
        ("b", "图.png", "image/png", picture("门头")),
    ):
        await post.rows.add(
            Blob(sha256=sha, file_name=name, media=media, content=content, created_at=post.clock())
        )
        await post.letter(
            user, f"附件{name}", blob_sha256=sha, keyboard=[[{"text": "收到", "data": "ack:1"}]]
        )
    await post.carry()
    document, photo = post.play.messages(user)
    assert document.content["document"]["file_name"] == "表.docx"
    assert "photo" in photo.content
    assert [one.buttons for one in (document, photo)] == [["收到"], ["收到"]]
    assert [one.text for one in (document, photo)] == ["附件表.docx", "附件图.png"]


async def test_who_blocked_us_is_unreachable_and_the_office_is_told_once(post: Post) -> None:
    user = await post.person("甲")
    group = await post.office()
    await post.play.blocks(user)
    letter_id = await post.letter(user)
    await post.carry()
    assert (await post.stored(letter_id)).state == "unreachable"
    (told,) = post.said(group)
    assert "未能送达" in told
    assert "SJ-001" in told
    async with post.acts.looking() as look:
        assert not (await look.session.exec(select(Account))).one().reachable


async def test_who_comes_back_gets_what_waited_and_the_office_hears_no_second_time(post: Post) -> None:
    user = await post.person("甲")
    group = await post.office()
    await post.play.blocks(user)
    letter_id = await post.letter(user)
    await post.carry()
    for reopened in (False, True):
        if reopened:
            await post.play.unblocks(user)
        async with post.acts.noting() as work:
            await outbox.release_waiting(work, post.ids[user.id])
        await post.carry()
    assert (await post.stored(letter_id)).state == "sent"
    assert post.said(user) == ["通知"]
    assert len(post.said(group)) == 1


@pytest.mark.parametrize("how", ["not started", "deactivated", "chat not found"])
async def test_other_ways_not_to_be_reached(post: Post, how: str) -> None:
    user = await post.person("甲", started=how != "not started")
    if how == "deactivated":
        await post.play.deactivates(user)
    if how == "chat not found":
        post.play.fail_next("sendMessage", status=400, description="Bad Request: chat not found")
    letter_id = await post.letter(user)
    await post.carry()
    assert (await post.stored(letter_id)).state == "unreachable"


async def test_a_group_that_moved_is_followed_and_renamed_everywhere(post: Post) -> None:
    user = await post.person("甲")
    group = await post.office(user, kind="group")
    first, second = await post.letter(group, "一"), await post.letter(group, "二")
    moved = await post.play.migrates(group)
    while await post.courier.carry_one() or post.said(moved)[-1:] != ["一"]:
        post.clock.advance(seconds=5)
    assert sorted(post.said(moved)) == ["一", "二"]
    for letter_id in (first, second):
        assert (await post.stored(letter_id)).chat_id == moved.id
    async with post.acts.looking() as look:
        assert await outbox.office_chat(look.session) == moved.id


async def test_a_wait_that_telegram_asks_for_is_kept_on_the_row_and_honoured(post: Post) -> None:
    user = await post.person("甲")
    post.play.fail_next("sendMessage", retry_after=120)
    letter_id = await post.letter(user)
    asked_at = post.clock()
    assert await post.carry() == 1
    letter = await post.stored(letter_id)
    assert (letter.state, letter.due_at, letter.ambiguous) == (
        "pending",
        asked_at + timedelta(seconds=120),
        False,
    )
    post.clock.now = asked_at + timedelta(seconds=119)
    assert await post.carry() == 0
    post.clock.advance(seconds=1)
    assert await post.carry() == 1
    assert post.said(user) == ["通知"]


@pytest.mark.parametrize("status", [502, 500, 0])
async def test_what_may_have_arrived_is_sent_again_and_says_so(post: Post, status: int) -> None:
    user = await post.person("甲")
    post.play.fail_next("sendMessage", status=status)
    letter_id = await post.letter(user, "<b>通知</b>")
    await post.carry()
    letter = await post.stored(letter_id)
    assert (letter.state, letter.ambiguous) == ("pending", True)
    assert letter.due_at > post.clock()
    post.clock.now = letter.due_at
    await post.carry()
    assert post.said(user) == ["（重发）\n通知"]
    assert (await post.stored(letter_id)).state == "sent"


async def test_a_cut_after_the_effect_repeats_the_letter_and_marks_the_repetition(post: Post) -> None:
    user = await post.person("甲")
    post.play.fail_next("sendMessage", after_effect=True)
    await post.letter(user)
    await post.carry()
    post.clock.advance(minutes=5)
    await post.carry()
    assert post.said(user) == ["通知", "（重发）\n通知"]


async def test_the_wait_doubles_up_to_five_minutes(post: Post) -> None:
    user = await post.person("甲")
    post.play.fail_next("sendMessage", times=9)
    letter_id = await post.letter(user)
    waits = []
    for _ in range(9):
        before = post.clock()
        assert await post.courier.carry_one()
        letter = await post.stored(letter_id)
        waits.append((letter.due_at - before).total_seconds())
        post.clock.now = letter.due_at
    assert waits == [4, 8, 16, 32, 64, 128, 256, 300, 300]
    await post.carry()
    assert (await post.stored(letter_id)).state == "sent"


async def test_a_letter_that_telegram_refuses_is_dead_and_the_next_one_goes(post: Post) -> None:
    user, other = await post.person("甲"), await post.person("乙")
    bad = await post.letter(user, "<b>没有结尾")
    good = await post.letter(other, "好")
    assert await post.carry() == 2
    letter = await post.stored(bad)
    assert letter.state == "dead"
    assert "parse" in letter.error.lower()
    assert (await post.stored(good)).state == "sent"
    post.clock.advance(days=1)
    assert await post.carry() == 0


@pytest.mark.parametrize(
    "fault", [{"retry_after": 60}, {"status": 502}, {"status": 403, "description": "Forbidden"}]
)
async def test_one_letter_in_trouble_keeps_nobody_waiting(post: Post, fault: dict[str, int]) -> None:
    first, second = await post.person("甲"), await post.person("乙")
    post.play.fail_next("sendMessage", first.id, times=20, **fault)  # type: ignore[arg-type]
    await post.letter(first, "一")
    for n in range(3):
        await post.letter(second, f"{n}")
    await post.carry()
    assert post.said(second) == ["0", "1", "2"]
    assert post.said(first) == []


async def test_a_letter_whose_sender_died_is_taken_back_after_its_lease(post: Post) -> None:
    user = await post.person("甲")
    letter_id = await post.letter(user, state="sending", lease_until=post.clock() + timedelta(minutes=2))
    assert await post.carry() == 0
    post.clock.advance(minutes=2, seconds=1)
    assert await post.carry() == 1
    assert post.said(user) == ["（重发）\n通知"]
    assert (await post.stored(letter_id)).state == "sent"


async def test_letters_to_one_person_keep_their_order_and_a_second_between_them(post: Post) -> None:
    user, other = await post.person("甲"), await post.person("乙")
    for n in range(3):
        await post.letter(user, f"{n}")
    await post.letter(other, "乙")
    assert await post.courier.carry_one()
    assert await post.courier.carry_one()  # not the first person again: within the second it is the other's
    assert not await post.courier.carry_one()
    assert (post.said(user), post.said(other)) == (["0"], ["乙"])
    post.clock.advance(seconds=1)
    await post.carry()
    assert post.said(user) == ["0", "1", "2"]


async def test_however_many_letters_wait_for_one_person_the_next_one_hears_theirs(post: Post) -> None:
    user, other = await post.person("甲"), await post.person("乙")
    for n in range(CANDIDATES + 1):
        await post.letter(user, f"{n}")
    await post.letter(other, "乙")
    assert await post.courier.carry_one()
    assert await post.courier.carry_one()
    assert (post.said(user), post.said(other)) == (["0"], ["乙"])


async def test_a_letter_to_nobody_enrolled_waits_for_the_enrolment(post: Post) -> None:
    person = await post.rows.person(await post.rows.unit("甲局"), "甲")
    letter = await post.rows.letter(person, "pending")
    assert await post.carry() == 0
    assert (await post.stored(key(letter))).state == "unlinked"


async def test_what_the_office_was_told_before_it_had_a_group_goes_out_when_the_group_is_bound(
    post: Post,
) -> None:
    async with post.acts.noting() as work:
        await outbox.post(work, Quarantined(update_id=5), "quarantined:5")
        code = await people.write_binding_code(work)
    assert await post.carry() == 0
    group = post.play.add_group(OFFICE, "办公室工作群")
    async with post.acts.working(HOUSE, "bind") as work:
        await people.bind(work, code, OFFICE, "办公室工作群")
    assert await post.carry() == 1
    assert "编号 5" in post.said(group)[0]


async def test_a_group_that_threw_us_out_is_noted_and_the_others_go_on(post: Post) -> None:
    user = await post.person("甲")
    group = await post.office()
    group.members[post.play.bot.id] = "kicked"
    lost, good = await post.letter(group), await post.letter(user)
    await post.carry()
    assert ((await post.stored(lost)).state, (await post.stored(good)).state) == ("unreachable", "sent")
    assert post.said(user) == ["通知"]
