"""Replies to whoever is speaking: they wait when Telegram asks for it, and count in the common pace."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramBadRequest, TelegramRetryAfter
from pydantic import SecretStr

from bot import replies
from bot.app import open_speaker
from bot.pace import Pace
from bot.settings import Settings
from playground import Playground, User
from tests.conftest import StandingClock
from tests.county import found
from tests.talk import TOKEN, talking


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits that were asked for; none of them is waited."""
    asked: list[float] = []

    class Clockwork:
        @staticmethod
        async def sleep(seconds: float) -> None:
            asked.append(seconds)

    monkeypatch.setattr(replies, "asyncio", Clockwork)
    return asked


@pytest.fixture
async def play() -> AsyncIterator[Playground]:
    play = Playground(limits=False)
    play.add_bot(TOKEN, "suicha_bot", "随查")
    await play.start()
    yield play
    await play.stop()


@pytest.fixture
def user(play: Playground) -> User:
    user = play.add_user(1, "甲")
    play.chat(user).started = True
    return user


@pytest.fixture
def pace() -> Pace:
    return Pace(lambda: 0.0)


@pytest.fixture
async def bot(play: Playground, pace: Pace) -> AsyncIterator[Bot]:
    bot = open_speaker(Settings(bot_token=SecretStr(TOKEN), bot_api_url=play.url), pace)
    yield bot
    await bot.session.close()


async def test_a_wait_that_telegram_asks_for_is_waited_out(
    play: Playground, user: User, bot: Bot, waits: list[float]
) -> None:
    play.fail_next("sendMessage", retry_after=7, times=2)
    await bot.send_message(user.id, "好")
    assert waits == [7, 7]
    assert [one.text for one in play.messages(user)] == ["好"]


@pytest.mark.parametrize(
    "fault", [{"status": 502}, {"status": 500, "description": "Internal"}, {"status": 0}], ids=str
)
async def test_a_gateway_and_a_cut_line_are_tried_again_a_little_later_each_time(
    play: Playground, user: User, bot: Bot, waits: list[float], fault: dict[str, int]
) -> None:
    play.fail_next("sendMessage", times=3, **fault)  # type: ignore[arg-type]
    await bot.send_message(user.id, "好")
    assert waits == [1, 2, 3]
    assert [one.text for one in play.messages(user)] == ["好"]


async def test_patience_ends(play: Playground, user: User, bot: Bot, waits: list[float]) -> None:
    play.fail_next("sendMessage", times=replies.TRIES)
    with pytest.raises(ClientDecodeError):
        await bot.send_message(user.id, "好")
    assert len(waits) == replies.TRIES - 1


async def test_nobody_waits_for_minutes(play: Playground, user: User, bot: Bot, waits: list[float]) -> None:
    play.fail_next("sendMessage", retry_after=31)
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(user.id, "好")
    assert waits == []


async def test_a_refusal_is_not_repeated(play: Playground, user: User, bot: Bot, waits: list[float]) -> None:
    with pytest.raises(TelegramBadRequest):
        await bot.send_message(user.id, "<b>没有结尾")
    assert (waits, len(play.calls("sendMessage"))) == ([], 1)


async def test_what_is_sent_counts_and_what_is_not_does_not(
    play: Playground, user: User, bot: Bot, pace: Pace
) -> None:
    await bot.me()
    await bot.send_chat_action(user.id, "typing")
    assert not pace.writable(user.id)
    fresh = play.add_user(2, "乙")
    await bot.get_chat(user.id)
    assert pace.writable(fresh.id)


async def test_a_dialog_shows_although_telegram_asked_for_patience(
    tmp_path: Path, clock: StandingClock, waits: list[float]
) -> None:
    async with talking(tmp_path, clock) as talk:
        await found(talk.acts)
        chief = talk.play.add_user(1001, "甲办")
        await talk.enrol(chief, "B-1")
        talk.play.fail_next("sendMessage", chief.id, retry_after=3)
        await talk.says(chief, "导入")
        await talk.sees(chief, "导入名录")
        talk.play.fail_next("sendMessage", chief.id, status=502)
        await talk.says(chief, "邀请")
        await talk.sees(chief, "邀请")
    assert waits == [3, 1]
