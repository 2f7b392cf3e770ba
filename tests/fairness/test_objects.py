"""Every object of a stratum, and every pair of them, is equally likely; what offices used to do is not.

Each test stands beside a way of drawing that fails it: 跳号 (every k-th of the list), ties by list order,
a shuffled list cut into blocks.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from hashlib import sha256
from itertools import combinations

import pytest

from domain.draw import Step, hold, step_key, ticket
from domain.pool import Pool, entry, pool_of
from tests.fairness.statistics import distance, drawn_evenly, excess

SEEDS = 4000
FAIR = 4.0  # standard deviations
EVEN = 1.95
TAKE = 6
POOL: Pool = pool_of(entry(f"9152011{n:03}", ("B" if n % 5 else "B*",)) for n in range(45))
IDS = [one.id for one in POOL if one.strata == ("B",)]
Sample = Sequence[str]


def seed(number: int) -> bytes:
    """The key of a draw."""
    return sha256(f"fairness {number}".encode()).digest()


def ours(key: bytes) -> Sample:
    """A stratum of 36 out of a pool of 45."""
    return [one.id for one in hold(POOL, [Step("all", ("B",), TAKE)], key)[0].drawn]


def every_kth(key: bytes) -> Sample:
    """跳号: a random start, then every sixth. Each object is equally likely; pairs are not."""
    step = len(IDS) // TAKE
    return IDS[key[0] % step :: step]


def every_kth_from_the_top(key: bytes) -> Sample:
    """跳号 with a start below half the step, as where somebody likes small numbers."""
    step = len(IDS) // TAKE
    return IDS[key[0] % (step // 2) :: step]


def ties_by_list(key: bytes) -> Sample:
    """Tickets of four bits, ties in list order."""
    return sorted(IDS, key=lambda one: sha256(key + one.encode()).digest()[0] >> 4)[:TAKE]


def neighbours(key: bytes) -> Sample:
    """A random place, then whoever follows on the list."""
    start = int.from_bytes(key[:4], "big") % len(IDS)
    return [IDS[(start + n) % len(IDS)] for n in range(TAKE)]


def singles(draw: Callable[[bytes], Sample]) -> float:
    """Excess over equal chances of each object."""
    return drawn_evenly([draw(seed(n)) for n in range(SEEDS)], IDS)


def pairs(draw: Callable[[bytes], Sample]) -> float:
    """Excess over equal chances of each pair to be drawn together."""
    samples = [list(combinations(sorted(draw(seed(n))), 2)) for n in range(SEEDS)]
    return drawn_evenly(samples, list(combinations(IDS, 2)))


def test_every_object_of_a_stratum_is_equally_likely() -> None:
    assert singles(ours) < FAIR


@pytest.mark.parametrize("biased", [every_kth_from_the_top, ties_by_list])
def test_unequal_objects_are_noticed(biased: Callable[[bytes], Sample]) -> None:
    assert singles(biased) > 5 * FAIR


def test_every_pair_of_objects_is_equally_likely() -> None:
    assert pairs(ours) < FAIR


@pytest.mark.parametrize("biased", [every_kth, neighbours])
def test_unequal_pairs_are_noticed_where_every_object_is_equally_likely(
    biased: Callable[[bytes], Sample],
) -> None:
    assert singles(biased) < FAIR
    assert pairs(biased) > 5 * FAIR


def places(draw: Callable[[bytes], Sample], number: str) -> float:
    """Distance of an object's place among all from an even spread; half-open cells are spread by the seed."""
    size = len(IDS)
    return distance(
        (draw(seed(n)).index(number) + int.from_bytes(seed(n)[8:12], "big") / 2**32) / size
        for n in range(SEEDS // 2)
    )


def everybody(key: bytes) -> Sample:
    """The whole stratum in ticket order, as for batches of full coverage."""
    return [one.id for one in hold(POOL, [Step("all", ("B",), "all")], key)[0].drawn]


def everybody_with_ties(key: bytes) -> Sample:
    """The same with tickets of two bits."""
    return sorted(IDS, key=lambda one: sha256(key + one.encode()).digest()[0] >> 6)


@pytest.mark.parametrize("number", [IDS[0], IDS[-1]], ids=["first", "last"])
def test_the_place_in_the_order_does_not_depend_on_the_place_in_the_list(number: str) -> None:
    assert places(everybody, number) < EVEN


@pytest.mark.parametrize("number", [IDS[0], IDS[-1]], ids=["first", "last"])
def test_a_place_that_depends_on_the_list_is_noticed(number: str) -> None:
    assert places(everybody_with_ties, number) > 2 * EVEN


def test_tickets_are_spread_evenly_and_coarse_ones_are_noticed() -> None:
    keys = [step_key(seed(n), "all") for n in range(SEEDS)]
    spread = [int.from_bytes(ticket(key, IDS[0])[:8], "big") / 2**64 for key in keys]
    assert distance(spread) < EVEN
    assert distance(int(one * 16) / 16 for one in spread) > 2 * EVEN


def second_stage(shared: bool) -> float:
    """Excess over equal chances of the key objects that the first stage left, to be drawn in the second.

    ``shared``: the biased variant in which both stages use one ticket order.
    """
    counts: Counter[int] = Counter()
    stars = [one.id for one in POOL if one.strata == ("B*",)]
    for n in range(SEEDS):
        key = seed(n)
        first = Step("key", ("B*",), 3, task="1", order="one" if shared else None)
        last = Step("all", ("B*",), "all", task="2", order="one" if shared else None)
        drawn, order = (one.drawn for one in hold(POOL, [first, last], key))
        taken = {one.id for one in drawn}
        rest = [one.id for one in order]
        counts[next(place for place, one in enumerate(rest) if one not in taken)] += 1
    expected = [_first_left(len(stars), 3, place) for place in range(4)]
    return sum(
        (counts[place] - SEEDS * chance) ** 2 / (SEEDS * chance) for place, chance in enumerate(expected)
    )


def _first_left(size: int, taken: int, place: int) -> float:
    """The chance that the first ``place`` of an independent order are all taken and the next is not."""
    chance = 1.0
    for n in range(place):
        chance *= (taken - n) / (size - n)
    return chance * (size - taken) / (size - place)


def test_the_second_stage_is_independent_of_the_first() -> None:
    assert second_stage(shared=False) < 16.3  # χ² with 3 degrees of freedom, one in a thousand


def test_stages_that_share_an_order_are_noticed() -> None:
    assert second_stage(shared=True) > 5 * 16.3


def test_equal_counts_have_no_excess_and_one_favourite_has() -> None:
    assert excess([100] * 20) < 0
    assert excess([200, *[100] * 19]) > FAIR
