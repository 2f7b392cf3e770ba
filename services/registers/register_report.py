"""A reading in words: what the office is told about every cell, and the same as plain data."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import cast

from domain.cell_values import FOREVER, Severity, phrases
from domain.reading import Problem, Reading
from domain.register_fields import REGISTERS
from locales.texts import Texts, words

Differing = tuple[str, object, object]
"""Field, what is written here, what is written there."""
_COMMA = re.compile("[,，]")


def label(kind: str, field: str, texts: Texts) -> str:
    """Our own heading of a field; a file with this heading is always understood."""
    return texts.say(f"register.fields.{kind}.{field}")


def message(kind: str, problem: Problem, texts: Texts) -> str:
    """What is wrong with a cell, why, and how to cure it."""
    shown = problem.column or label(kind, problem.field, texts)
    params = {"label": shown, "sheet": problem.sheet, **problem.params}
    if "differs" in params:
        params["differs"] = side_by_side(kind, cast("Iterable[Differing]", params["differs"]), texts)
    return texts.say(f"register.problems.{problem.code}", **params)


def side_by_side(kind: str, differing: Iterable[Differing], texts: Texts) -> list[dict[str, str]]:
    """Fields with two values (before and after, there and here) in the words of our own lists."""
    blank = texts.say("register.report.blank")
    return [
        {
            "label": label(kind, field, texts),
            "here": str(in_words(kind, field, here, texts)) or blank,
            "there": str(in_words(kind, field, there, texts)) or blank,
        }
        for field, here, there in differing
    ]


def summary(reading: Reading, texts: Texts, most: int | None = None) -> dict[str, object]:
    """The reading as plain data.

    ``errors`` lists the problems (the first ``most``), warnings too, told apart by ``severity``; ``dropped``
    the columns of identity numbers.
    """
    problems = sorted(reading.problems, key=_place)[:most]
    return {
        "kind": reading.kind,
        "rows": reading.total,
        "accepted": reading.accepted,
        "warned": reading.warned,
        "rejected": reading.rejected,
        "errors": [_entry(reading.kind, problem, texts) for problem in problems],
        "dropped": [{"sheet": place.sheet, "column": place.label} for place in reading.dropped],
        "ignored": [{"sheet": place.sheet, "column": place.label} for place in reading.ignored],
        "skipped": [
            {"sheet": place.sheet, "row": place.row, "reason": place.label} for place in reading.skipped
        ],
        "skipped_sheets": list(reading.skipped_sheets),
    }


def _entry(kind: str, problem: Problem, texts: Texts) -> dict[str, object]:
    return {
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column or label(kind, problem.field, texts),
        "cell": problem.cell,
        "field": problem.field,
        "code": problem.code,
        "severity": problem.severity.value,
        "message": message(kind, problem, texts),
    }


def _place(problem: Problem) -> tuple[str, int, int]:
    return problem.sheet, problem.row, -1 if problem.index is None else problem.index


def remark(kind: str, problem: Problem, texts: Texts) -> str:
    """A problem as the returned workbook says it: kept out, or taken in."""
    outcome = "error" if problem.severity is Severity.ERROR else "warning"
    return texts.say(f"register.report.{outcome}", message=message(kind, problem, texts))


def in_words(kind: str, field: str, value: object, texts: Texts) -> str | int | float:
    """A value of a field as our own list writes it."""
    area = REGISTERS[kind].choices.get(field)
    if area:
        stored = value if isinstance(value, str) else ("yes" if value else "no")
        return texts.say(f"register.values.{area}.{stored}")
    worded = f"register.values.{field}.{value}"
    if isinstance(value, str) and texts.has(worded):
        return texts.say(worded)
    several = REGISTERS[kind].many.get(field)
    if several and isinstance(value, tuple | list):
        return "；".join(texts.say(f"register.values.{several}.{one}") for one in value)
    if isinstance(value, date):
        return texts.say("register.values.forever.forever") if value == FOREVER else value.isoformat()
    if isinstance(value, tuple | list):
        return "；".join(value) + ("；" if _would_divide(kind, field, value) else "")
    return value if isinstance(value, str | int | float) else ""


def _would_divide(kind: str, field: str, value: Sequence[str]) -> bool:
    """Whether a single phrase has a comma in it, which would be taken for two."""
    return REGISTERS[kind].fields[field] is phrases and len(value) == 1 and bool(_COMMA.search(value[0]))


def choices(kind: str, texts: Texts) -> dict[str, list[str]]:
    """Field → the words it is chosen from."""
    return {field: _listed(area, texts) for field, area in REGISTERS[kind].choices.items()}


def _listed(area: str, texts: Texts) -> list[str]:
    prefix = f"register.values.{area}."
    return [word for key, word in words(texts.language).items() if key.startswith(prefix)]
