"""A day as people type it into a chat: one reading for every question that asks for one."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

from domain.cell_values import calendar_day
from domain.errors import DomainError

Near = Literal["ahead", "behind", "closest"]
"""Which day is meant where the year or the month is left out: from today on, until today, or the nearest."""

_WRITTEN = re.compile(r"(?:(?:(\d{4})\D{1,3})?(\d{1,2})\D{1,3})?(\d{1,2})\D?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
MONTHS = (-2, -1, 0, 1, 2)


def read_day(text: str, today: date, named: Mapping[str, int], near: Near = "ahead") -> date:
    """2026-11-23, 20261123, 2026年11月23日, 11-23, 11月23日, 23日, or a word of ``named`` (days away).

    Raises ``day.unread`` with what was typed.
    """
    shown = unicodedata.normalize("NFKC", text).strip().lower()
    if shown in named:
        return today + timedelta(days=named[shown])
    written = _COMPACT.fullmatch(shown) or _WRITTEN.fullmatch(shown)
    found = _meant([int(one) for one in written.groups() if one], today, near) if written else None
    if found is None:
        raise DomainError("day.unread", found=text.strip()[:40])
    return found


def _meant(numbers: list[int], today: date, near: Near) -> date | None:
    if len(numbers) == 3:
        return calendar_day(*numbers)
    if len(numbers) == 2:
        return _nearest([(today.year + n, *numbers) for n in (-1, 0, 1)], today, near)
    months = [divmod(today.year * 12 + today.month - 1 + n, 12) for n in MONTHS]
    return _nearest([(year, month + 1, numbers[0]) for year, month in months], today, near)


def _nearest(days: list[tuple[int, ...]], today: date, near: Near) -> date | None:
    real = [day for day in (calendar_day(*one) for one in days) if day]
    fits = {
        "ahead": [day for day in real if day >= today],
        "behind": [day for day in real if day <= today],
        "closest": real,
    }
    return min(fits[near], key=lambda day: abs(day - today), default=None)
