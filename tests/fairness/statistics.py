"""How far counts and numbers lie from equal chances, in units that a test may bound."""

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence


def excess(counts: Iterable[int], variance: float = 1.0) -> float:
    """χ² over cells that are equally likely, in standard deviations above what chance gives.

    ``variance``: of a count, as part of its mean (below 1 where draws are without replacement).
    """
    found = list(counts)
    mean = sum(found) / len(found)
    freedom = len(found) - 1
    square = sum((n - mean) ** 2 for n in found) / (mean * variance)
    return (square - freedom) / math.sqrt(2 * freedom)


def drawn_evenly(samples: Sequence[Sequence[Hashable]], cells: Sequence[Hashable]) -> float:
    """``excess`` of how often each cell is in a sample of fixed size without replacement."""
    counts = Counter(one for sample in samples for one in sample)
    share = len(samples[0]) / len(cells)
    return excess((counts[one] for one in cells), (1 - share) * len(cells) / (len(cells) - 1))


def distance(numbers: Iterable[float]) -> float:
    """Kolmogorov–Smirnov: the largest gap to an even spread over 0 … 1, times √n (1.95: 1 in 1000)."""
    ordered = sorted(numbers)
    size = len(ordered)
    return math.sqrt(size) * max(max((n + 1) / size - one, one - n / size) for n, one in enumerate(ordered))
