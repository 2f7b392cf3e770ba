"""How long draws, recounts and matchings take, as ratios of one run to plain hashing of the same ids.

python bench/draw.py [objects]
"""

import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from hashlib import sha256

from domain.draw import Step, hold
from domain.matching import Inspector, Task, match, match_key
from domain.pool import Entry, entry, pool_of
from domain.record import announce, hold_announced
from domain.recount import recount
from domain.witness import commitment

SECRET = "5e" * 32
KEY = bytes(32)


def seconds(act: Callable[[], object]) -> float:
    """The best of three runs."""
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        act()
        best = min(best, time.perf_counter() - start)
    return best


def bench_draw(size: int) -> None:
    """A draw of 5 % against hashing every id once."""
    pool = pool_of(entry(f"91520111{n:010}", ("B" if n % 9 else "B*",)) for n in range(size))
    ids = [one.id for one in pool]
    plain = seconds(lambda: [sha256(KEY + one.encode()).digest() for one in ids])
    one_step = seconds(lambda: hold(pool, [Step("all", ("B", "B*"), size // 20)], KEY))
    steps = [Step("key", ("B*",), size // 25), Step("all", ("B", "B*"), size // 100, reserve=20)]
    record = hold_announced(announce("N", pool, steps, commitment(SECRET)), pool, SECRET, [])
    whole = seconds(lambda: recount(record, pool.data))
    ratios = f"draw × {one_step / plain:.1f}; recount × {whole / plain:.1f}"
    print(f"{size:>10} objects: hashing {plain:.3f} s; {ratios}")


class Stream:
    """A register that never stands in memory."""

    def __init__(self, size: int) -> None:
        """So many objects."""
        self.size = size

    def __iter__(self) -> Iterator[Entry]:
        """From the first again."""
        return (Entry(f"91520111{n:010}", ("B",)) for n in range(self.size))


def bench_memory(size: int) -> None:
    """The peak of a draw of 1,000 from a stream, for a size and for ten times as many."""
    peaks = []
    for one in (size, 10 * size):
        tracemalloc.start()
        hold(Stream(one), [Step("all", ("B",), 1000)], KEY)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    grown = f"× {peaks[1] / peaks[0]:.2f} ({peaks[1] >> 10} KiB)"
    print(f"{size:>10} → {10 * size} streamed objects: peak memory {grown}")


def instance(tasks: int, people: int) -> tuple[list[Task], list[Inspector]]:
    """Units of 50 inspectors, two per task, a third of the tasks with a speciality, caps almost used up."""
    units = [frozenset(f"{unit}-{n}" for n in range(50)) for unit in range(people // 50)]
    special = [frozenset(one for one in unit if sha256(one.encode()).digest()[0] < 80) for unit in units]
    asked = [
        Task(f"T{n}", 2, units[n % len(units)], special[n % len(units)] if n % 3 == 0 else None)
        for n in range(tasks)
    ]
    cap = 2 * tasks // people + 1
    return asked, [Inspector(one, cap) for unit in units for one in sorted(unit)]


def bench_match() -> None:
    """Matchings, each against the one ten times smaller."""
    before = 0.0
    for tasks, people in ((1_000, 100), (10_000, 1_000)):
        asked, inspectors = instance(tasks, people)
        took = seconds(lambda: match(asked, inspectors, match_key("00")))  # noqa: B023 - run at once
        ratio = f", × {took / before:.1f}" if before else ""
        print(f"{tasks:>10} tasks, {people} inspectors: {took:.2f} s{ratio}")
        before = took


if __name__ == "__main__":
    objects = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    bench_draw(objects)
    bench_memory(objects // 10)
    bench_match()
