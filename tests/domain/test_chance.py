"""Numbers that follow from a key, each as likely as the others."""

from collections import Counter

from domain.chance import Chance


def test_one_key_always_gives_the_same_numbers() -> None:
    chance = Chance(b"key")
    assert [chance.below(1000) for _ in range(5)] == [56, 572, 377, 889, 926]


def test_a_count_that_does_not_divide_the_words_favours_nobody() -> None:
    chance = Chance(b"key")
    thirds = Counter(chance.below(3 << 30) >> 30 for _ in range(3000))
    assert all(880 < thirds[part] < 1120 for part in range(3))


def test_the_stream_goes_on_beyond_its_first_block() -> None:
    chance = Chance(b"key")
    numbers = [chance.below(1 << 32) for _ in range(9000)]
    assert len(set(numbers)) > 8990
