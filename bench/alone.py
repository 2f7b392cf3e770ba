"""One measurement in a process of its own, so that no other's memory or garbage counts."""

import gc
import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from statistics import median
from typing import NamedTuple, ParamSpec

P = ParamSpec("P")
Act = Callable[[], object]


class Figures(NamedTuple):
    """Processor seconds of the act, megabytes of the process at most, and what the act returned."""

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
    start = time.process_time()
    result = act()
    took = time.process_time() - start
    return Figures(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, result)


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
