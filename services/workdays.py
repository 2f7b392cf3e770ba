"""The working-day calendar from the published notices, corrected by the office's own files."""

import json
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from chinese_calendar.constants import holidays, workdays

from domain.calendar import Notice, WorkingCalendar
from domain.errors import DomainError

PACKAGED = "国务院办公厅放假通知（chinesecalendar）"
KEYS = ("year", "doc", "complete", "off", "on")


@cache
def packaged() -> WorkingCalendar:
    """What came with the program; a year whose notice was not yet out is missing, never guessed."""
    years = {day.year for day in holidays}
    return WorkingCalendar({year: _packaged_year(year) for year in sorted(years)})


def _packaged_year(year: int) -> Notice:
    off, on = (frozenset(day for day in days if day.year == year) for days in (holidays, workdays))
    return Notice(year, off, on, PACKAGED)


def working_calendar(overrides: Iterable[Path] = ()) -> WorkingCalendar:
    """The packaged calendar with the office's files on top, later files winning.

    A file gives ``year``, ``doc`` (number of the notice), ``off``, ``on`` and ``complete``: a complete one
    replaces its year, any other amends it. Raises ``calendar.*`` for a file that proves nothing.
    """
    notices = dict(packaged().notices)
    for path in overrides:
        notice, complete = _read(path)
        known = notices.get(notice.year)
        if not complete and known is None:
            raise DomainError("calendar.nothing_to_amend", file=path.name, year=notice.year)
        notices[notice.year] = notice if complete or known is None else _amend(known, notice)
    return WorkingCalendar(notices)


def _amend(known: Notice, change: Notice) -> Notice:
    return Notice(
        known.year, (known.off - change.on) | change.off, (known.on - change.off) | change.on, change.source
    )


def _read(path: Path) -> tuple[Notice, bool]:
    try:
        text = path.read_text("utf-8")
        data = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
        return _parse(data if "days" not in data else _from_holiday_cn(data), path.name)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DomainError("calendar.unreadable", file=path.name, reason=str(error)) from error


def _from_holiday_cn(data: Mapping[str, Any]) -> dict[str, Any]:
    """The open ``year, papers, days`` form; unpublished years stand there as empty placeholders."""
    off, on = ([one["date"] for one in data["days"] if one["isOffDay"] is wanted] for wanted in (True, False))
    return {"year": data["year"], "doc": "；".join(data["papers"]), "complete": True, "off": off, "on": on}


def _parse(data: Mapping[str, Any], file: str) -> tuple[Notice, bool]:
    for key in data:
        if key not in KEYS:
            raise DomainError("calendar.unknown_key", file=file, key=key, known=list(KEYS))
    if not data["doc"] or not data["off"]:
        raise DomainError("calendar.no_notice", file=file, year=data["year"])
    year, off, on = int(data["year"]), _days(data["off"]), _days(data["on"])
    strangers = sorted(day for day in off | on if day.year != year)
    if strangers:
        raise DomainError("calendar.other_year", file=file, year=year, day=strangers[0])
    if off & on:
        raise DomainError("calendar.off_and_on", file=file, day=min(off & on))
    return Notice(year, off, on, str(data["doc"])), bool(data["complete"])


def _days(raw: Iterable[object]) -> frozenset[date]:
    return frozenset(day if isinstance(day, date) else date.fromisoformat(str(day)) for day in raw)
