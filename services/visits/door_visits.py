"""Who stands before one door: visits of separate draws at one object, as they are now (花溪 §20)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func
from sqlmodel import col, select

from domain.one_door import Drawn, coincidences, shared
from domain.plan import Kind
from domain.visit_day import Window
from models import Assignment, Draw, InspectionObject, OneDoor, OneDoorVisit, Result, Task, Unit, Visit
from services.visits.assignments import window_of
from services.work import Work

APART = (Kind.CLUE, Kind.REVISIT)
"""A clue is inspected at once and unannounced; a re-visit looks at what others did."""


@dataclass(frozen=True)
class Door:
    """A coincidence as it is now; ``window`` while it can still be joined."""

    ref: str
    object_name: str
    convenor: str
    visits: tuple[Drawn, ...]
    day: date | None
    window: Window | None

    def late(self, today: date) -> tuple[str, ...]:
        """Units that owe their report after their visit's last day."""
        owed = (unit for one in self.visits if one.window[1] < today for unit in one.owed)
        return tuple(dict.fromkeys(owed))


async def coinciding(look: Work) -> list[tuple[Drawn, ...]]:
    """The coincidences of today."""
    drawn = await _drawn(look, await _shared_objects(look))
    return [group for visits in drawn.values() for group in coincidences(visits, look.today)]


async def _shared_objects(look: Work) -> list[int]:
    """Objects before which more than one visit stands whose days are not over."""
    last_day = func.coalesce(col(Visit.window_to), col(Task.window_to))
    rows = await look.session.exec(
        select(Visit.object_id)
        .join(Task, col(Visit.task_id) == col(Task.id))
        .where(Visit.state == "open", last_day >= look.today)
        .group_by(col(Visit.object_id))
        .having(func.count(col(Visit.id)) > 1)
    )
    return list(rows)


async def _drawn(look: Work, objects: Sequence[int]) -> dict[int, list[Drawn]]:
    """Object → its visits that stand, of every draw that may be joined."""
    rows = await look.session.exec(
        select(Visit, Task.kind)
        .join(Draw, col(Visit.draw_id) == col(Draw.id))
        .join(Task, col(Visit.task_id) == col(Task.id))
        .where(col(Visit.object_id).in_(objects), Visit.state == "open", Draw.state == "held")
        .order_by(col(Visit.id))
    )
    visits = [visit for visit, kind in rows if kind not in APART]
    found: dict[int, list[Drawn]] = {}
    for visit, one in zip(visits, await _as_drawn(look, visits), strict=True):
        found.setdefault(visit.object_id, []).append(one)
    return found


async def _as_drawn(look: Work, visits: Sequence[Visit]) -> list[Drawn]:
    numbers = {number for visit in visits for number in visit.task_ids or [visit.task_id]}
    rows = await look.session.exec(select(Task).where(col(Task.id).in_(numbers)))
    tasks = {task.id or 0: task for task in rows}
    units = await _units(look, [visit.id or 0 for visit in visits])
    reported = await _reported(look, [visit.id or 0 for visit in visits])
    found = []
    for visit in visits:
        own, key = units.get(visit.id or 0, {}), visit.id or 0
        owed = tuple(name for name, unit_id in own.items() if (key, unit_id) not in reported)
        of = [tasks[number] for number in visit.task_ids or [visit.task_id]]
        found.append(Drawn(visit.number, tuple(own), owed, window_of(visit, of)))
    return found


async def _units(look: Work, visits: Sequence[int]) -> dict[int, dict[str, int]]:
    """Visit → the units of its team, the leader's first."""
    rows = await look.session.exec(
        select(Assignment.visit_id, Unit.name, Assignment.unit_id)
        .join(Unit, col(Assignment.unit_id) == col(Unit.id))
        .where(col(Assignment.visit_id).in_(visits), Assignment.state == "active")
        .order_by(col(Assignment.leads).desc(), col(Assignment.id))
    )
    found: dict[int, dict[str, int]] = {}
    for visit_id, name, unit_id in rows:
        found.setdefault(visit_id, {}).setdefault(name, unit_id)
    return found


async def _reported(look: Work, visits: Sequence[int]) -> set[tuple[int, int]]:
    rows = await look.session.exec(
        select(Result.visit_id, Result.unit_id).where(
            col(Result.visit_id).in_(visits), Result.state != "returned"
        )
    )
    return set(rows)


async def seen(look: Work, row: OneDoor) -> Door:
    """The door with those of its visits that stand; joinable while they are a coincidence."""
    rows = await look.session.exec(
        select(Visit)
        .join(OneDoorVisit, col(OneDoorVisit.visit_id) == col(Visit.id))
        .where(OneDoorVisit.door_id == row.id, Visit.state == "open")
        .order_by(col(Visit.id))
    )
    visits = tuple(await _as_drawn(look, rows.all()))
    groups = coincidences(visits, look.today)
    subject = await look.session.get_one(InspectionObject, row.object_id)
    convenor = await look.session.get_one(Unit, row.convenor_id)
    window = shared(groups[0], look.today) if groups else None
    return Door(row.ref, subject.name, convenor.name, visits, row.day, window)


@dataclass(frozen=True)
class Beside:
    """Another visit at the same door: ``day`` is its own where its team agreed on one, else the proposed."""

    visit: str
    units: tuple[str, ...]
    day: date
    agreed: bool


async def beside(look: Work, visit_id: int) -> tuple[Beside, ...]:
    """The visits that were joined with this one."""
    doors = select(OneDoorVisit.door_id).where(OneDoorVisit.visit_id == visit_id)
    rows = await look.session.exec(
        select(Visit, OneDoor)
        .join(OneDoorVisit, col(OneDoorVisit.visit_id) == col(Visit.id))
        .join(OneDoor, col(OneDoorVisit.door_id) == col(OneDoor.id))
        .where(col(OneDoor.id).in_(doors), col(OneDoor.day).is_not(None))
        .where(Visit.id != visit_id, Visit.state == "open")
        .order_by(col(Visit.id))
    )
    found = [(visit, door.day) for visit, door in rows if door.day]
    units = await _units(look, [visit.id or 0 for visit, _ in found])
    return tuple(
        Beside(
            visit.number, tuple(units.get(visit.id or 0, {})), visit.agreed_on or day, bool(visit.agreed_on)
        )
        for visit, day in found
    )


async def standing(look: Work) -> list[Door]:
    """The coincidences of the year of which a report is still owed, what is late first."""
    look.require("joint.look")
    rows = await look.session.exec(select(OneDoor).order_by(col(OneDoor.id)))
    year = look.today.year
    doors = [await seen(look, row) for row in rows.all() if row.noticed_at.year >= year - 1]
    owed = [one for one in doors if len(one.visits) > 1 and any(visit.owed for visit in one.visits)]
    return sorted(owed, key=lambda one: not one.late(look.today))
