"""The object library at a glance: how many of which kind, sub-library and grade, and how complete."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from domain.completeness import Filled, completeness
from domain.eligibility import Owed
from domain.tags import Subject
from models import InspectionObject
from services.drawing import exclusions
from services.registers.object_checks import library_of
from services.work import Work

STANDING = ("active", "suspended")
Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True)
class Overview:
    """``total`` are on the list; ``standing`` of them exist (not deregistered, revoked, cancelled, moved).

    The other figures count those that exist; ``unplaced`` are in no sub-library, ``asleep`` marked as long
    closed (花溪 §7), ``owed`` are short of the year's draws that their class asks for.
    """

    total: int
    standing: int
    kinds: Counts
    libraries: Counts
    grades: Counts
    key: int
    asleep: int
    unplaced: int
    owed: tuple[Owed, ...] = ()


async def overview(look: Work) -> Overview:
    """How the library stands now."""
    look.require("object.look")
    rows = await _rows(look)
    standing = [row for row in rows if row.status in STANDING]
    order = {code: at for at, code in enumerate(look.profile.grade_scheme.codes)}
    grades = Counter(row.grade for row in standing)
    return Overview(
        total=len(rows),
        standing=len(standing),
        kinds=_most_first(row.kind for row in standing),
        libraries=_most_first(name for row in standing for name in row.sub_libraries),
        grades=tuple(sorted(grades.items(), key=lambda one: (order.get(one[0], len(order)), one[0]))),
        key=sum(row.is_key for row in standing),
        asleep=sum(not row.alive for row in standing),
        unplaced=sum(not row.sub_libraries for row in standing),
        owed=await _owed(look),
    )


async def _owed(look: Work) -> tuple[Owed, ...]:
    if not look.profile.frequencies:
        return ()
    rows = await look.session.exec(select(InspectionObject).where(col(InspectionObject.active).is_(True)))
    return exclusions.still_owed(look, rows, await exclusions.of_year(look))


async def filled(look: Work) -> tuple[Filled, ...]:
    """How complete the fields are that the place orders, of objects that exist."""
    look.require("object.look")
    standing: list[Subject] = [row for row in await _rows(look) if row.status in STANDING]
    return completeness(library_of(look.profile), standing)


async def _rows(look: Work) -> list[Any]:
    """Only what is counted, of every object on the list."""
    names = ("kind", "sub_libraries", "tags", "grade", "risk", "industry", "level", "supervising_unit")
    wanted = (*names, "is_key", "key_reason", "key_document", "alive", "status")
    columns = [getattr(InspectionObject, name) for name in wanted]
    query = select(*columns).where(col(InspectionObject.active).is_(True))
    return list(await look.session.exec(query))


def _most_first(words: Iterable[str]) -> Counts:
    return tuple(sorted(Counter(words).items(), key=lambda one: (-one[1], one[0])))
