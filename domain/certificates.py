"""When an inspector's certificate is about to end: which warning is due, each once."""

from collections.abc import Collection


def stage_due(days: int, stages: Collection[int], given: Collection[int] = ()) -> int | None:
    """The warning to give ``days`` before the last day of validity; None when there is none to give.

    ``stages`` are the place's days (60, 30, 7). The nearest one reached counts: what was missed is passed
    over, and after the last day there is nothing left to warn of.
    """
    reached = min((one for one in stages if 0 <= days <= one), default=None)
    return None if reached is None or any(one <= reached for one in given) else reached
