"""The order of a pool gives everybody the same chance, counted over thousands of keys."""

import hashlib
from typing import Any

from domain.draw import Step, hold
from domain.pool import Entry, entry


def chi_square(counts: list[int]) -> float:
    """Pearson's statistic against equal chances."""
    mean = sum(counts) / len(counts)
    return sum((count - mean) ** 2 / mean for count in counts)


FAIR_BELOW = 72.1  # χ² with 39 degrees of freedom, p = 0.001


def drawn_counts(order: Any) -> list[int]:
    """How often each of 40 objects is among the first 7 of ``order(seed)`` over 4,000 seeds."""
    counts = [0] * 40
    for seed in range(4000):
        for one in order(seed)[:7]:
            counts[int(one)] += 1
    return counts


def test_every_object_of_a_stratum_has_the_same_chance() -> None:
    pool: list[Entry] = [entry(str(n), ("A",)) for n in range(40)]

    def ours(seed: int) -> list[str]:
        draw_key = hashlib.sha256(b"%d" % seed).digest()
        return [one.id for one in hold(pool, [Step("a", ("A",), 7)], draw_key)[0].drawn]

    assert chi_square(drawn_counts(ours)) < FAIR_BELOW


def test_the_systematic_draw_of_real_platforms_fails_the_same_fairness_test() -> None:
    def every_nth(seed: int) -> list[str]:
        gap = 40 // 7
        start = hashlib.sha256(b"%d" % seed).digest()[0] % gap
        return [str(start + gap * n) for n in range(7)]

    assert chi_square(drawn_counts(every_nth)) > 10 * FAIR_BELOW
