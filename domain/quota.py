"""From a place's ratios to the steps of a draw; every number carries its own explanation.

Ratios are ``Fraction``: 5 % of 240 is 12, on every machine. "At least" rounds up, "at most" rounds down.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate, pairwise
from math import ceil, floor
from typing import Literal, TypeVar

from domain.draw import Step
from domain.errors import DomainError
from domain.grades import nearest_rule

FULL = "full"
KEY = "*"
UNGRADED = "-"
RISK = "&"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a number is what it is, worded under ``draw_rules.quota.<code>``; records keep each ``warning``."""

    code: str
    params: Mapping[str, int | str] = field(default_factory=dict)
    warning: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How many objects of a grade, of a risk class, or of both are drawn; blank = all without a nearer rule.

    ``number`` goes before ``floor`` and ``cap``; ``whole`` draws everybody, the tickets giving the order of
    batches. ``prevails`` settles a floor that no whole number meets below the cap (平罗 ≥ 5 % against ≤ 5 %).
    """

    grade: str = ""
    risk: str = ""
    number: int | None = None
    floor: Fraction | None = None
    cap: Fraction | None = None
    whole: bool = False
    prevails: Literal["", "floor", "cap"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules of a task. ``key_share`` (花溪 §17): that part of the task number comes from key objects."""

    rules: tuple[Rule, ...]
    key_share: Fraction | None = None
    reserve: int | None = None
    task: str | None = None
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Quota:
    """The steps to announce, and what explains them."""

    steps: tuple[Step, ...]
    explanations: tuple[Explanation, ...]

    @property
    def warnings(self) -> tuple[Explanation, ...]:
        """What the confirmer must see and the record keeps: shortfalls and conflicts."""
        return tuple(one for one in self.explanations if one.warning)


def stratum(grade: str, *, risk: str | None = None, key: bool = False, whole: bool = False) -> str:
    """An object's stratum: ``full`` for full coverage, else its grade, with ``*`` behind for a key object.

    ``risk`` where the draw distinguishes risk classes (花溪 2, 16): ``A&高风险``, ``A&-`` without one.
    """
    if whole:
        return FULL
    return (grade or UNGRADED) + ("" if risk is None else RISK + (risk or UNGRADED)) + KEY * key


def tells_risk(rules: Iterable[Rule]) -> bool:
    """Whether the strata of a pool have to tell risk classes for these rules."""
    return any(one.risk for one in rules)


def classes(name: str) -> tuple[str, str]:
    """Grade and risk class that a stratum stands for; no risk where the draw does not distinguish it."""
    grade, _, risk = name.removesuffix(KEY).partition(RISK)
    return grade, risk


def plan(rules: Rules, counts: Mapping[str, int]) -> Quota:
    """The steps for a pool with ``counts`` eligible objects in each stratum.

    Raises ``quota.no_rule`` (a stratum that no rule covers), ``quota.grade_twice``,
    ``quota.key_share_with_grades`` and ``quota.floor_over_cap``.
    """
    _check(rules, counts)
    steps: list[Step] = []
    told: list[Explanation] = []
    if counts.get(FULL):
        steps.append(_step(rules, FULL, [FULL], "all"))
        told.append(Explanation("full", {"size": counts[FULL]}))
    for number, rule in enumerate(rules.rules, 1):
        strata = _strata(rules, rule, counts)
        size = sum(counts[name] for name in strata)
        if rules.key_share is not None:
            found = _two_stages(rules, rule, strata, counts)
        else:
            take, why = amount(rule, size)
            label = "all" if len(rules.rules) == 1 else f"class/{number}"
            found = [_step(rules, label, strata, take)], why
        steps += [step for step in found[0] if step.strata and step.take != 0]
        told += found[1]
    return Quota(tuple(steps), tuple(told))


def _check(rules: Rules, counts: Mapping[str, int]) -> None:
    about = [(rule.grade, rule.risk) for rule in rules.rules]
    for grade, risk in about:
        if about.count((grade, risk)) > 1:
            raise DomainError("quota.grade_twice", grade=f"{grade} {risk}".strip())
    if rules.key_share is not None and about != [("", "")]:
        raise DomainError("quota.key_share_with_grades")
    for name in sorted(counts):
        if name != FULL and nearest_rule(rules.rules, *classes(name)) is None:
            raise DomainError("quota.no_rule", stratum=name)


def _strata(rules: Rules, rule: Rule, counts: Mapping[str, int]) -> list[str]:
    return [
        name for name in sorted(counts) if name != FULL and nearest_rule(rules.rules, *classes(name)) == rule
    ]


def _step(rules: Rules, label: str, strata: Sequence[str], take: int | Literal["all"]) -> Step:
    reserve = rules.reserve if take != "all" else None
    return Step(rules.prefix + label, tuple(strata), take, reserve, rules.task)


def amount(rule: Rule, size: int) -> tuple[int | Literal["all"], list[Explanation]]:
    """How many of ``size`` objects a rule draws. Raises ``quota.floor_over_cap``."""
    about: dict[str, int | str] = {"grade": rule.grade, "size": size}
    if rule.risk:
        about["risk"] = rule.risk
    if rule.whole:
        return "all", [Explanation("whole", about)]
    if rule.number is not None:
        why = [Explanation("number", about | {"count": rule.number})]
        if rule.number > size:
            why.append(Explanation("shortfall", about | {"count": rule.number}, warning=True))
        return min(rule.number, size), why
    return _by_ratio(rule, size, about)


def _by_ratio(rule: Rule, size: int, about: dict[str, int | str]) -> tuple[int, list[Explanation]]:
    low = 0 if rule.floor is None else ceil(rule.floor * size)
    high = size if rule.cap is None else floor(rule.cap * size)
    why = []
    if rule.floor is not None:
        why.append(Explanation("floor", about | _sum(rule.floor, size, low)))
    if rule.cap is not None:
        why.append(Explanation("cap", about | _sum(rule.cap, size, high)))
    if low <= high:
        return (low if rule.floor is not None else high), why
    if not rule.prevails:
        raise DomainError("quota.floor_over_cap", **about, low=low, high=high)
    taken = low if rule.prevails == "floor" else high
    told = about | {"low": low, "high": high, "count": taken, "prevails": rule.prevails}
    return taken, [*why, Explanation("conflict", told, warning=True)]


def _sum(ratio: Fraction, size: int, count: int) -> dict[str, int | str]:
    exact = ratio * size
    rounded = "" if exact == count else "up" if exact < count else "down"
    return {"ratio": percent(ratio), "exact": decimal(exact), "count": count, "rounded": rounded}


def _two_stages(
    rules: Rules, rule: Rule, strata: list[str], counts: Mapping[str, int]
) -> tuple[list[Step], list[Explanation]]:
    """花溪 §17: key objects first, then the rest from the remaining key objects and the general ones."""
    size = sum(counts[name] for name in strata)
    total, why = amount(rule, size)
    key_strata = [name for name in strata if name.endswith(KEY)]
    share = rules.key_share or Fraction(0)
    total = size if total == "all" else total
    wanted = ceil(share * total)
    have = sum(counts[name] for name in key_strata)
    first = min(wanted, have)
    why.append(Explanation("key_share", {"size": total, **_sum(share, total, wanted)}))
    if first < wanted:
        why.append(Explanation("key_shortfall", {"count": wanted, "have": have}, warning=True))
    why.append(Explanation("rest", {"total": total, "first": first, "count": total - first}))
    return [_step(rules, "key", key_strata, first), _step(rules, "all", strata, total - first)], why


def drawn_by(quota: Quota, counts: Mapping[str, int]) -> int:
    """How many objects the steps draw in all."""
    return sum(
        sum(counts[name] for name in step.strata) if step.take == "all" else step.take for step in quota.steps
    )


def least(floors: Iterable[Rule], counts: Mapping[str, int]) -> int:
    """The fewest objects that floors let a task draw; a rule without one asks for nothing of its strata."""
    rules = Rules(rules=tuple(floors))
    sizes = ((one, sum(counts[name] for name in _strata(rules, one, counts))) for one in rules.rules)
    return sum(ceil(one.floor * size) for one, size in sizes if one.floor is not None)


def decimal(number: Fraction) -> str:
    """An exact number for a sentence: ``12``, ``11.5``, or ``34/3`` where no decimal ends."""
    for places in range(7):
        scaled = number * 10**places
        if scaled.denominator == 1:
            whole, part = divmod(scaled.numerator, 10**places)
            return f"{whole}.{part:0{places}}" if places else str(whole)
    return f"{number.numerator}/{number.denominator}"


def percent(ratio: Fraction) -> str:
    """A ratio for a sentence: ``5 %``, ``0.5 %``, ``1/3``."""
    shown = decimal(ratio * 100)
    return decimal(ratio) if "/" in shown else f"{shown} %"


def portions(total: int, weights: Sequence[int] = (1, 1, 1, 1)) -> tuple[int, ...]:
    """A yearly number in parts (quarters) that add up exactly, the earlier ones rounded up."""
    ends = [ceil(Fraction(total * end, sum(weights))) for end in accumulate(weights)]
    return tuple(end - start for start, end in pairwise([0, *ends]))


def portion_due(total: int, part: int, done: int, weights: Sequence[int] = (1, 1, 1, 1)) -> int:
    """What part number ``part`` (from 0) has to draw when ``done`` were drawn before; arrears are made up."""
    return max(0, sum(portions(total, weights)[: part + 1]) - done)


def batches(drawn: Sequence[T], count: int) -> list[Sequence[T]]:
    """Full coverage in ``count`` batches in ticket order, as even as possible, the earlier ones larger."""
    ends = [0, *accumulate(portions(len(drawn), [1] * count))]
    return [drawn[start:end] for start, end in pairwise(ends)]
