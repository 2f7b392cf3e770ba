"""How fast may be written: 1 a second to a chat, 18 a minute to a group, 28 a second in all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pace import GROUP, OVERALL, PRIVATE, Pace

EPSILON = 1e-6


class Hand:
    """A clock that is set by hand, in seconds."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def sent_in(sends: list[float], seconds: float) -> int:
    """The most sends in any span of so many seconds, its end left out."""
    return max((sum(start <= at < start + seconds - EPSILON for at in sends) for start in sends), default=0)


@given(
    wishes=st.lists(
        st.tuples(st.floats(0, 2), st.sampled_from([1, 2, 3, 4, 5, -1, -2]), st.integers(1, 40)), max_size=60
    )
)
def test_letters_that_ask_first_never_exceed_a_window(wishes: list[tuple[float, int, int]]) -> None:
    hand = Hand()
    pace = Pace(hand)
    sends: list[tuple[float, int]] = []
    for pause, chat, letters in wishes:
        hand.at += pause
        for number in range(letters):
            to = chat + number * 10 if chat > 0 else chat - number % 3 * 10
            if pace.writable(to):
                pace.note(to)
                sends.append((hand.at, to))
    everything = [at for at, _ in sends]
    assert sent_in(everything, OVERALL[1]) <= OVERALL[0]
    for chat in {to for _, to in sends}:
        mine = [at for at, to in sends if to == chat]
        assert sent_in(mine, PRIVATE[1]) <= PRIVATE[0]
        if chat < 0:
            assert sent_in(mine, GROUP[1]) <= GROUP[0]


def test_a_chat_is_written_to_once_a_second() -> None:
    hand = Hand()
    pace = Pace(hand)
    pace.note(7)
    assert not pace.writable(7)
    assert pace.writable(8)
    hand.at += 0.99
    assert not pace.writable(7)
    hand.at += 0.01
    assert pace.writable(7)


def test_a_group_hears_eighteen_letters_a_minute() -> None:
    hand = Hand()
    pace = Pace(hand)
    for _ in range(18):
        assert pace.writable(-7)
        pace.note(-7)
        hand.at += 1
    assert not pace.writable(-7)
    hand.at += 60 - 18
    assert pace.writable(-7)


def test_twenty_eight_letters_leave_in_a_second() -> None:
    hand = Hand()
    pace = Pace(hand)
    for chat in range(1, 29):
        assert pace.writable(chat)
        pace.note(chat)
    assert not pace.writable(99)
    hand.at += 1
    assert pace.writable(99)


@pytest.mark.parametrize("chat", [7, -7])
def test_replies_that_do_not_ask_count_as_well(chat: int) -> None:
    hand = Hand()
    pace = Pace(hand)
    for _ in range(5):
        pace.note(chat)
    assert not pace.writable(chat)
    hand.at += 1
    assert pace.writable(chat)
