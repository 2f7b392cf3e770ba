"""One measurement in a process of its own, so that no other's memory or garbage counts."""

import gc
import resource
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from threading import Event, Thread
from typing import NamedTuple, ParamSpec, Self

P = ParamSpec("P")
Act = Callable[[], object]


class Figures(NamedTuple):
    """Processor seconds of the act, megabytes at most, and what the act returned; its children count too."""

    seconds: float
    peak: float
    result: object


def alone(prepare: Callable[P, Act], *given: P.args, **named: P.kwargs) -> Figures:
    """Prepare and act in a fresh process; only the act is timed."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(_measured, prepare, given, named).result()


def _measured(prepare: Callable[..., Act], given: tuple[object, ...], named: dict[str, object]) -> Figures:
    act = prepare(*given, **named)
    gc.collect()
    with _Family() as family:
        start = _used()
        result = act()
        took = _used() - start
    return Figures(took, max(family.peak, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024), result)


def _used() -> float:
    """Processor seconds of this process and of the children it has waited for."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


class _Family:
    """Watches what this process and its children hold together, fifty times a second; Linux only."""

    peak = 0.0

    def __enter__(self) -> Self:
        self._over = Event()
        self._watch = Thread(target=self._look)
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._watch.join()

    def _look(self) -> None:
        while not self._over.wait(0.02):
            children = Path("/proc/self/task").glob("*/children")
            found = {pid for one in children for pid in _read(one).split()}
            held = sum(_resident(Path("/proc") / pid / "statm") for pid in found)
            self.peak = max(self.peak, held + _resident(Path("/proc/self/statm")) if found else 0)


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # a child or thread that is gone meanwhile
        return ""


def _resident(statm: Path) -> float:
    pages = _read(statm).split()
    return int(pages[1]) * resource.getpagesize() / 2**20 if pages else 0


class Ratio(NamedTuple):
    """Of processor times: the median of the rounds, the least, the most."""

    middle: float
    least: float
    most: float

    def __str__(self) -> str:
        """Shown with its spread."""
        return f"{self.middle:.2f} ({self.least:.2f}-{self.most:.2f})"


class Rounds:
    """Several measurements taken in turn, again and again, so that what else the machine does meets them all.

    Ratios are taken inside each round.
    """

    def __init__(self, runs: int, **measurements: Callable[[], Figures]) -> None:
        """Measure all, so many times."""
        self._taken = [{name: one() for name, one in measurements.items()} for _ in range(runs)]

    def ratio(self, name: str, to: str, per: float = 1) -> Ratio:
        """Seconds of one over ``per`` times those of another."""
        found = [one[name].seconds / one[to].seconds / per for one in self._taken]
        return Ratio(median(found), min(found), max(found))

    def peak(self, name: str) -> float:
        """Megabytes at most in any round."""
        return max(one[name].peak for one in self._taken)

    def results(self, *names: str) -> set[object]:
        """Whatever these returned, in all rounds."""
        return {one[name].result for one in self._taken for name in names}
