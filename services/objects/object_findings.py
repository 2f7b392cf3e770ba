"""What visits found of an object that leaves its status open (无法联系, 未发现开展活动, 不配合检查).

Read out of the released results that stand; it changes nothing in the library by itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlmodel import col, select

from domain.disclosure import RELEASED
from locales.texts import Texts
from models import InspectionObject, ObjectChange, Result, Visit
from services.objects.object_overview import STANDING
from services.publication import takedowns
from services.work import OFFICE_ZONE, Work

DOUBTFUL = ("unreachable_at_address", "no_business", "refused")
CONFIRMING = {"status", "alive"}


@dataclass(frozen=True)
class Doubt:
    """What was found, on which day, at which visit (its number)."""

    outcome: str
    inspected_on: date
    visit: str


@dataclass(frozen=True)
class Doubtful:
    """An object whose status the office has not confirmed since. ``doubts``: the newest of each outcome."""

    number: str
    name: str
    doubts: tuple[Doubt, ...]


class _Seen(NamedTuple):
    """One standing result: object, day, visit and the outcomes of what was not cited."""

    object_id: int
    inspected_on: date
    visit: str
    outcomes: frozenset[str]


async def of_object(look: Work, subject: InspectionObject) -> tuple[Doubt, ...]:
    """The newest of each outcome found at an object, the newest first."""
    return _newest(await _standing(look, subject.id))


async def by_number(look: Work) -> dict[str, tuple[Doubt, ...]]:
    """The same of every object at which any was found, by its number."""
    seen = _by_object(await _standing(look))
    found = {key: doubts for key, rows in seen.items() if (doubts := _newest(rows))}
    numbers = await look.session.exec(select(InspectionObject.id, InspectionObject.register_no))
    return {number: found[key] for key, number in numbers if key in found}


async def unconfirmed(look: Work) -> tuple[Doubtful, ...]:
    """Objects on the list that exist, doubted this year, the newest first.

    No longer doubted: one whose status or mark of life the office has corrected since, or whose later visit
    found it otherwise.
    """
    look.require("object.look")
    seen = _by_object(await _standing(look))
    confirmed = await _confirmed(look)
    query = select(InspectionObject).where(
        col(InspectionObject.active).is_(True),
        col(InspectionObject.alive).is_(True),
        col(InspectionObject.status).in_(STANDING),
        col(InspectionObject.id).in_(select(Visit.object_id)),
    )
    found = []
    for one in await look.session.exec(query):
        doubts = _open(seen.get(one.id or 0, []), confirmed.get(one.register_no, date.min), look.today.year)
        if doubts:
            found.append(Doubtful(one.register_no, one.name, doubts))
    return tuple(sorted(found, key=lambda one: (-one.doubts[0].inspected_on.toordinal(), one.number)))


def told(doubts: Iterable[Doubt], words: Texts) -> str:
    """The findings as one cell of a list."""
    return "\n".join(words.say("objects.doubt", doubt=one) for one in doubts)


def _newest(seen: Iterable[_Seen]) -> tuple[Doubt, ...]:
    found: dict[str, Doubt] = {}
    for row in sorted(seen, key=lambda row: (row.inspected_on, row.visit)):
        found |= {name: Doubt(name, row.inspected_on, row.visit) for name in row.outcomes & {*DOUBTFUL}}
    return tuple(
        sorted(found.values(), key=lambda one: (-one.inspected_on.toordinal(), DOUBTFUL.index(one.outcome)))
    )


def _open(seen: list[_Seen], confirmed: date, year: int) -> tuple[Doubt, ...]:
    """This year's doubts after the day of confirmation; another unit's clear finding of the day ends none."""
    clear = max((row.inspected_on for row in seen if row.outcomes.isdisjoint(DOUBTFUL)), default=date.min)
    return _newest(
        row
        for row in seen
        if row.inspected_on.year == year and row.inspected_on > confirmed and row.inspected_on >= clear
    )


def _by_object(seen: Iterable[_Seen]) -> Mapping[int, list[_Seen]]:
    found: dict[int, list[_Seen]] = {}
    for row in seen:
        found.setdefault(row.object_id, []).append(row)
    return found


async def _standing(look: Work, object_id: int | None = None) -> list[_Seen]:
    """The newest released version of each unit at each visit that was not given up, unless taken down."""
    query = (
        select(Visit, Result)
        .join(Result, col(Result.visit_id) == col(Visit.id))
        .where(Result.state == RELEASED, Visit.state == "open")
        .order_by(col(Result.version))
    )
    if object_id is not None:
        query = query.where(Visit.object_id == object_id)
    newest = {(visit.id, one.unit_id): (visit, one) for visit, one in await look.session.exec(query)}
    down = await takedowns.down(look)
    return [
        _Seen(visit.object_id, one.inspected_on, visit.number, _outcomes(one))
        for visit, one in newest.values()
        if one.id not in down
    ]


def _outcomes(result: Result) -> frozenset[str]:
    return frozenset(one["outcome"] for one in result.findings if not one.get("cited"))


async def _confirmed(look: Work) -> dict[str, date]:
    """Object → the last day of a correction of its status or mark of life that was not undone."""
    rows = await look.session.exec(
        select(ObjectChange)
        .where(col(ObjectChange.undone_at).is_(None), ObjectChange.source == "office")
        .order_by(col(ObjectChange.id))
    )
    return {
        one.object_no: one.noted_at.astimezone(OFFICE_ZONE).date()
        for one in rows
        if CONFIRMING & one.after.keys()
    }
