"""Rules of a task as a table in the profile's terms, for files and forms."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, cast

from domain.errors import DomainError
from domain.profile_grades import RatioRule
from domain.quota import Rule, Rules

TASK_KEYS = frozenset(
    {"ratio_rules", "number", "floor", "cap", "whole", "prevails", "key_share", "reserve", "task"}
)
RULE_KEYS = frozenset({"grade", "risk", "number", "floor", "cap", "whole", "prevails", "clause"})


def share(value: object, key: str) -> Fraction:
    """A ratio from 0 to 1: ``0.05`` (read as an exact decimal), ``"5%"``, ``"1/20"`` or ``[5, 100]``.

    Raises ``quota.not_a_share``, for a float too.
    """
    try:
        ratio = _exact(value)
    except (ValueError, TypeError, ZeroDivisionError) as error:
        raise DomainError("quota.not_a_share", key=key, found=str(value)) from error
    if not 0 <= ratio <= 1:
        raise DomainError("quota.not_a_share", key=key, found=str(value))
    return ratio


def _exact(value: object) -> Fraction:
    if isinstance(value, bool | float):
        raise TypeError(value)
    if isinstance(value, list):
        above, below = value
        return Fraction(above, below)
    if isinstance(value, str) and value.strip().endswith(("%", "％")):
        return Fraction(value.strip()[:-1].strip()) / 100
    return Fraction(cast("str | int | Fraction", value))


def rules_from(table: Mapping[str, Any]) -> Rules:
    """Rules from a table; one without ``ratio_rules`` has a single rule for all grades.

    Raises ``quota.key`` (unknown), ``quota.value`` (wrong), ``quota.nothing_asked``, ``quota.not_a_share``.
    """
    for key in table.keys() - TASK_KEYS:
        raise DomainError("quota.key", key=key)
    single = {key: value for key, value in table.items() if key in RULE_KEYS}
    given = [*table.get("ratio_rules", ()), *([single] if single or "ratio_rules" not in table else ())]
    return Rules(
        rules=tuple(_rule(one) for one in given),
        key_share=share(table["key_share"], "key_share") if "key_share" in table else None,
        reserve=_count(table, "reserve"),
        task=table.get("task"),
    )


def _rule(table: Mapping[str, Any]) -> Rule:
    for key in table.keys() - RULE_KEYS:
        raise DomainError("quota.key", key=key)
    if not table.keys() & {"number", "floor", "cap", "whole"}:
        raise DomainError("quota.nothing_asked", grade=table.get("grade", ""))
    if table.get("prevails", "") not in ("", "floor", "cap"):
        raise DomainError("quota.value", key="prevails", found=table["prevails"])
    ratios = {key: share(table[key], key) for key in ("floor", "cap") if key in table}
    return Rule(
        grade=str(table.get("grade", "")),
        risk=str(table.get("risk", "")),
        number=_count(table, "number"),
        whole=table.get("whole") is True,
        prevails=table.get("prevails", ""),
        **ratios,
    )


def _count(table: Mapping[str, Any], key: str) -> int | None:
    value = table.get(key)
    if value is not None and (type(value) is not int or value < 0):
        raise DomainError("quota.value", key=key, found=str(value))
    return value


def rules_of_profile(ratio_rules: tuple[RatioRule, ...], item_class: str) -> tuple[Rule, ...]:
    """A place's ratio rules for a class of items (``key``, ``general``), before those for ``any``."""
    chosen = _chosen(ratio_rules, item_class)
    return tuple(Rule(grade=one.grade, risk=one.risk, floor=one.floor, cap=one.cap) for one in chosen)


def floors_of_profile(ratio_rules: tuple[RatioRule, ...], item_class: str) -> tuple[Rule, ...]:
    """What no task may go below, whatever its plan writes (平罗 二（一）); soft ones ask for nothing."""
    chosen = _chosen(ratio_rules, item_class)
    return tuple(
        Rule(grade=one.grade, risk=one.risk, floor=one.floor if one.hard else None) for one in chosen
    )


def _chosen(ratio_rules: tuple[RatioRule, ...], item_class: str) -> Iterable[RatioRule]:
    own = [rule for rule in ratio_rules if rule.item_class == item_class]
    general = [rule for rule in ratio_rules if rule.item_class == "any"]
    return {(rule.grade, rule.risk): rule for rule in (*general, *own)}.values()
