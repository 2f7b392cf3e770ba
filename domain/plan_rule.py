"""What a person writes for 抽查比例 or 数量, as a quota: 「不高于3%」「12户」「A 2%，D 100%」「全部」."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from domain.columns import Columns
from domain.grades import Scale
from domain.ratio_text import read_ratio

_NUMBER = re.compile(r"\D{0,4}(\d{1,6})\D{0,3}")


def read_rule(text: str, scales: Sequence[Scale], columns: Columns) -> dict[str, Any] | None:
    """The quota in the terms of ``domain.quota_rules``, or None when the text states nothing certain.

    By the classes of the first of the place's scales that the text names.
    """
    plain = "".join(text.split()).replace("％", "%")
    named = ((scale, _by_class(plain, scale.order)) for scale in scales)
    scale, parts = next(((scale, parts) for scale, parts in named if parts), (None, []))
    if scale is None:
        return _one(plain, columns)
    found = {name: _one(part, columns) for name, part in parts}
    if set(found) != set(scale.order) or len(found) != len(parts) or not all(found.values()):
        return None
    rules = [{scale.field: name, **(found[name] or {})} for name in scale.order]
    return {"ratio_rules": [*rules, _unclassed(rules, scale.field)]}


def _by_class(plain: str, classes: Sequence[str]) -> list[tuple[str, str]]:
    """Every class named, with the text behind it; empty when the text is about all alike."""
    names = "|".join(sorted(map(re.escape, classes), key=len, reverse=True))
    if not names:
        return []
    _, *pieces = re.split(f"({names})", plain)
    return list(zip(pieces[::2], pieces[1::2], strict=True))


def _one(plain: str, columns: Columns) -> dict[str, Any] | None:
    ratio = read_ratio(plain, columns)
    if ratio is None:
        number = None if re.search(r"[%‰]", plain) else _NUMBER.fullmatch(plain)
        return {"number": int(number[1])} if number and int(number[1]) else None
    if ratio.at_least is None:
        return {"cap": str(ratio.at_most)}
    if ratio.at_least == 1:
        return {"whole": True}
    if ratio.at_most is not None and ratio.at_most != ratio.at_least:
        return {"floor": str(ratio.at_least), "cap": str(ratio.at_most)}
    return {"floor": str(ratio.at_least)}


def _unclassed(rules: Sequence[Mapping[str, Any]], field: str) -> dict[str, Any]:
    """Objects without a class are drawn at the best one's ratio; stated numbers are for the classes alone."""
    best = {name: value for name, value in rules[0].items() if name != field}
    return ({"number": 0} if "number" in best else best) | {field: ""}


def uses_grades(quota: Mapping[str, Any], grade_rule: str, columns: Columns) -> bool:
    """Whether a task's draw uses the credit-risk classes: it has rules for them, or the plan says so."""
    rules: Sequence[Mapping[str, Any]] = quota.get("ratio_rules", ())
    if any(rule.get("grade") or rule.get("risk") for rule in rules):
        return True
    return bool(grade_rule.strip()) and not columns.grammar["no_grades"].search(grade_rule)
