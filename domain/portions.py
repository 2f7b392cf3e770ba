"""A year's number drawn in portions (花溪 §14: by quarters): arrears are made up, the last one is exact."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from domain.draw import Step
from domain.quota import FULL, Explanation, Quota, classes, portion_due

Period = Literal["quarter", "half"]
MONTHS: Mapping[Period, int] = {"quarter": 3, "half": 6}


@dataclass(frozen=True, slots=True)
class Span:
    """The part of a task's days that lies in one period of the year; ``ordinal`` 2 = the second quarter."""

    ordinal: int
    first: date
    last: date


def spans(period: Period, first: date, last: date) -> list[Span]:
    """The periods that a task's days touch, each cut to those days."""
    length = MONTHS[period]
    found = []
    for number in range(_index(first, length), _index(last, length) + 1):
        year, ordinal = divmod(number, 12 // length)
        ends = (ordinal + 1) * length
        begin, end = date(year, ends - length + 1, 1), date(year, ends, monthrange(year, ends)[1])
        found.append(Span(ordinal + 1, max(first, begin), min(last, end)))
    return found


def _index(day: date, length: int) -> int:
    return day.year * (12 // length) + (day.month - 1) // length


def next_part(periods: Sequence[Span], today: date, drawn: int) -> int:
    """The portion to draw, from 0: the running period's, or the one after number ``drawn`` (0 = none yet)."""
    begun = sum(one.first <= today for one in periods)
    return min(max(begun - 1, drawn), len(periods) - 1)


def portion(
    year: Quota, counts: Mapping[str, int], done: Mapping[str, int], part: int, parts: int
) -> tuple[Quota, int]:
    """What portion number ``part`` (from 0) draws of a year's quota, and the year's number.

    ``counts`` can be drawn now, ``done`` were drawn before, both by stratum; the quota was made over both.
    """
    steps = year.steps
    inner = [[n for n in range(at) if _within(steps[n], one)] for at, one in enumerate(steps)]
    totals = _totals(steps, inner, counts, done)
    been = [sum(done.get(name, 0) for name in one.strata) for one in steps]
    due = [portion_due(totals[at], part, been[at], (1,) * parts) for at in range(len(steps))]
    takes: list[int] = []
    told: list[tuple[bool, list[Explanation]]] = []
    for at, step in enumerate(steps):
        within = [due[n] for n in range(at + 1, len(steps)) if at in inner[n]]
        wanted = min(due[at], *within) if within else due[at]
        able = min(wanted, sum(counts.get(name, 0) for name in step.strata))
        takes.append(max(0, able - sum(takes[n] for n in inner[at])))
        upto = portion_due(totals[at], part, 0, (1,) * parts)
        facts = {"total": totals[at], "upto": upto, "done": been[at], "due": wanted, "count": able}
        last = part == parts - 1
        told.append((bool(within), _explained(facts | _about(step, steps, key=bool(within)), last=last)))
    drawn = [replace(step, take=take) for step, take in zip(steps, takes, strict=True) if take]
    lines = [line for _, found in sorted(told, key=lambda one: one[0]) for line in found]
    outer = [at for at in range(len(steps)) if not any(at in nested for nested in inner)]
    return Quota(tuple(drawn), (*year.explanations, *lines)), sum(totals[at] for at in outer)


def _within(one: Step, other: Step) -> bool:
    """Whether a step draws from some of another's strata (花溪 §17: key objects, then all)."""
    return set(one.strata) <= set(other.strata)


def _totals(
    steps: Sequence[Step], inner: Sequence[Sequence[int]], counts: Mapping[str, int], done: Mapping[str, int]
) -> list[int]:
    """What each step and those within it draw in a year."""
    found: list[int] = []
    for at, step in enumerate(steps):
        if step.take == "all":
            found.append(sum(counts.get(name, 0) + done.get(name, 0) for name in step.strata))
        else:
            found.append(step.take + sum(found[n] for n in inner[at]))
    return found


def _about(step: Step, steps: Sequence[Step], *, key: bool) -> dict[str, str]:
    """Which objects a number is about, where there is more than one number."""
    grades, risks = (set(names) for names in zip(*map(classes, step.strata), strict=True))
    grade, risk = (found.pop() if len(found) == 1 and len(steps) > 1 else "" for found in (grades, risks))
    what = "key" if key else "full" if grade == FULL else ""
    return {"what": what, "grade": "" if what else grade} | ({"risk": risk} if risk and not what else {})


def _explained(facts: dict[str, int | str], *, last: bool) -> list[Explanation]:
    found = [Explanation("portion_last" if last else "portion", facts)]
    if int(facts["count"]) < int(facts["due"]):
        found.append(Explanation("portion_short", facts, warning=True))
    return found
