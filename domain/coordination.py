"""One visit, many checks: steps of several tasks share their ticket orders, so that the samples overlap."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from domain.draw import Step

VISIT = "visit"


def stratum_of_task(task: str, stratum: str) -> str:
    """A stratum's name in a joint pool, where an object stands in one stratum of each task."""
    return f"{task}/{stratum}"


def coordinated(task: str, steps: Iterable[Step]) -> list[Step]:
    """A task's steps for a joint draw: its own labels and strata, the order shared by stages of one name."""
    return [
        replace(
            step,
            label=f"{task}/{step.label}",
            strata=tuple(stratum_of_task(task, one) for one in step.strata),
            task=task,
            order=f"{VISIT}/{step.label}",
        )
        for step in steps
    ]


def chances(
    steps: Sequence[Step], strata: Mapping[str, str], counts: Mapping[str, int]
) -> dict[str, Fraction]:
    """Object → its chance to be drawn by a task's steps (``strata``: object → stratum, ``counts``: eligible).

    Exact for one stage; for several stages an approximation that takes them as independent.
    """
    missed = dict.fromkeys(set(strata.values()), Fraction(1))
    for step in steps:
        size = sum(counts.get(one, 0) for one in step.strata)
        if not size:
            continue
        share = Fraction(1) if step.take == "all" else min(Fraction(step.take, size), Fraction(1))
        for one in step.strata:
            if one in missed:
                missed[one] *= 1 - share
    return {number: 1 - missed[name] for number, name in strata.items()}


def expected_visits(tasks: Sequence[Mapping[str, Fraction]]) -> tuple[int, int]:
    """How many visits to expect, rounded: with independent draws, and with shared orders."""
    apart, together = Fraction(0), Fraction(0)
    for number in {one for task in tasks for one in task}:
        drawn = [task[number] for task in tasks if number in task]
        missed = Fraction(1)
        for chance in drawn:
            missed *= 1 - chance
        apart += 1 - missed
        together += max(drawn)
    return round(apart), round(together)
