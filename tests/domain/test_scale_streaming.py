"""Pools larger than memory: file, digest, draw and merged parts are those of a pool in memory."""

import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.draw import Step, StepResult, hold, hold_step, replacement
from domain.errors import DomainError
from domain.pool import Columns, Entry, Pool, entry, parse, pool_of
from domain.streaming import PoolFile, freeze, merged, survey

KEY = bytes(range(32))
ids = st.text(st.characters(exclude_characters="\t\n\r|", exclude_categories=["Cs"]), min_size=1, max_size=6)
pools = st.dictionaries(
    ids,
    st.tuples(st.sets(st.sampled_from("AB"), max_size=2), st.sampled_from(["", "", "closed"])),
    max_size=60,
).map(lambda table: pool_of(entry(one, sorted(strata), out) for one, (strata, out) in table.items()))


@settings(deadline=None)
@given(pool=pools, run=st.integers(1, 30), chance=st.randoms(use_true_random=False))
def test_a_pool_sorted_through_files_is_the_pool_sorted_in_memory(
    pool: Pool, run: int, chance: Random, tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = tmp_path_factory.mktemp("pool") / "pool"
    shuffled = list(pool)
    chance.shuffle(shuffled)
    frozen = freeze(shuffled, place, run)
    assert place.read_bytes() == pool.data
    assert list(place.parent.iterdir()) == [place]
    assert list(frozen) == list(pool)
    assert (frozen.sha256, frozen.size, frozen.excluded) == (pool.sha256, pool.size, pool.excluded)
    eligible = [one for one in pool if not one.exclusion]
    assert frozen.counts == {
        name: sum(name in one.strata for one in eligible)
        for name in "AB"
        if any(name in one.strata for one in eligible)
    }
    assert survey(place) == frozen
    steps = [Step("key", ("A",), 3, 1), Step("all", ("A", "B"), 5), Step("rest", ("B",), "all", task="T")]
    assert hold(frozen, steps, KEY) == hold(pool, steps, KEY)


def test_an_id_that_stands_twice_is_found_across_runs(tmp_path: Path) -> None:
    with pytest.raises(DomainError, match=r"^pool\.duplicate "):
        freeze((entry(str(n % 7)) for n in range(8)), tmp_path / "pool", 3)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"#suicha-pool/2\n",
        b"#suicha-pool/1\n2\tA\t\n1\tA\t\n",
        b"#suicha-pool/1\n1\tA\t\n1\tA\t\n",
        b"#suicha-pool/1\n1\tA\n",
        b"#suicha-pool/1\n1\tA\t",
        b"#suicha-pool/1\n1\tA,A\t\n",
        b"#suicha-pool/1\n\xff\tA\t\n",
        b"#suicha-pool/1\ne\xcc\x81\tA\t\n",
    ],
)
def test_a_pool_read_from_disk_is_refused_for_what_it_is_refused_for_in_memory(
    data: bytes, tmp_path: Path
) -> None:
    (tmp_path / "pool").write_bytes(data)
    with pytest.raises(DomainError) as in_memory:
        parse(data)
    with pytest.raises(DomainError) as from_disk:
        survey(tmp_path / "pool")
    assert (from_disk.value.code, from_disk.value.params) == (in_memory.value.code, in_memory.value.params)


@given(pools, st.lists(st.integers(0, 4), min_size=60, max_size=60), st.integers(0, 20), st.integers(0, 5))
def test_the_parts_of_a_pool_draw_together_what_the_whole_draws(
    pool: Pool, where: list[int], take: int, reserve: int
) -> None:
    parts = [[one for one, part in zip(pool, where, strict=False) if part == n] for n in range(5)]
    steps = [Step("key", ("A",), take, reserve), Step("all", ("A", "B"), take), Step("rest", ("B",), "all")]
    taken: set[str] = set()
    found: list[StepResult] = []
    for step in steps:
        found.append(merged(step, [hold_step(part, step, KEY, taken) for part in parts]))
        taken.update(one.id for one in found[-1].drawn)
    assert found == hold(pool, steps, KEY)


def test_parts_that_send_less_than_they_drew_are_not_the_whole() -> None:
    pool = pool_of(entry(f"{n:03}", ("A",)) for n in range(300))
    step, half = Step("all", ("A",), 20), Step("all", ("A",), 10)
    parts = [list(pool)[:250], list(pool)[250:]]
    whole = hold(pool, [step], KEY)[0]
    assert merged(step, [hold_step(part, step, KEY) for part in parts]) == whole
    assert merged(step, [hold_step(part, half, KEY) for part in parts]) != whole


def test_a_limit_guessed_too_low_is_widened_until_enough_are_found(tmp_path: Path) -> None:
    pool = pool_of(entry(f"{n:04}", ("A",)) for n in range(3000))
    frozen = freeze(pool, tmp_path / "pool")
    misled = replace(frozen, kinds={kind: 400 * count for kind, count in frozen.kinds.items()})
    steps = [Step("few", ("A",), 40, 3), Step("one", ("A",), 1)]
    assert hold(misled, steps, KEY) == hold(pool, steps, KEY)


def test_a_pool_is_gone_through_once_a_step_even_when_all_that_come_first_are_held(tmp_path: Path) -> None:
    class Read(PoolFile):
        times = 0

        def blocks(self) -> Iterator[Columns]:
            Read.times += 1
            return super().blocks()

    frozen = freeze((entry(f"{n:04}", ("A",)) for n in range(3000)), tmp_path / "pool")
    step, read = Step("a", ("A",), 500), Read(frozen.path, frozen.sha256, frozen.kinds)
    order = hold_step(frozen, replace(step, take="all"), KEY).drawn
    assert hold_step(read, step, KEY).drawn == order[:500]
    assert replacement(read, step, KEY, {one.id for one in order[:500]}) == order[500]
    assert Read.times == 2


class Register:
    """Objects that never stand in memory together."""

    def __init__(self, size: int) -> None:
        self.size = size

    def __iter__(self) -> Iterator[Entry]:
        return (Entry(f"91520111{n * 7919 % self.size:010}", ("B",)) for n in range(self.size))


def peak(size: int, place: Path) -> int:
    """Bytes at most while a pool of that size is frozen and drawn from."""
    tracemalloc.start()
    try:
        frozen = freeze(Register(size), place, 2000)
        assert len(hold(frozen, [Step("all", ("B",), 100)], KEY)[0].drawn) == 100
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_is_bounded_by_the_sample_and_not_by_the_pool(tmp_path: Path) -> None:
    assert peak(60_000, tmp_path / "large") < 1.5 * peak(12_000, tmp_path / "small")
