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


def in_turn(runs: int, *measurements: Callable[[], Figures]) -> list[float]:
    """Median seconds of each; they take turns, so that what else the machine does meets them all."""
    taken = [[one().seconds for one in measurements] for _ in range(runs)]
    return [median(column) for column in zip(*taken, strict=True)]
