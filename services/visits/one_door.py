"""进一次门、查多项事: visits of separate draws at one object, told once, joined on one day by the convenor.

Nothing drawn is changed: draws, teams, numbers and results stay apart (花溪 §20, 湛江 二（三）).
"""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlmodel import col, select

from domain.errors import DomainError
from domain.notices_team import DoorFound
from domain.one_door import Drawn, coincidences
from domain.roles import Role
from domain.visit_day import check_day
from models import OneDoor, OneDoorVisit, Person, Task, Unit, Visit, VisitDay
from services import journal, outbox, people, quiet
from services.visits import visit_days
from services.visits.door_visits import Door, coinciding, seen
from services.work import Work, new_ref


async def unnoticed(look: Work) -> list[tuple[str, ...]]:
    """Coincidences that nobody has been told of, as visit numbers."""
    told = await _told(look)
    numbers = [tuple(one.visit for one in group) for group in await coinciding(look)]
    return [group for group in numbers if not any(known.issuperset(group) for known in told)]


async def _told(look: Work) -> list[set[str]]:
    rows = await look.session.exec(
        select(OneDoorVisit.door_id, Visit.number).join(Visit, col(OneDoorVisit.visit_id) == col(Visit.id))
    )
    found: dict[int, set[str]] = {}
    for door_id, number in rows:
        found.setdefault(door_id, set()).add(number)
    return list(found.values())


async def notice(work: Work, numbers: Sequence[str]) -> OneDoor:
    """Keep the coincidence and tell the liaisons of its units and the office, once for each set of visits."""
    visits = await _visits(work, numbers)
    door = await _door_of(work, visits)
    known = await work.session.exec(select(OneDoorVisit.visit_id).where(OneDoorVisit.door_id == door.id))
    before = set(known)
    new = [visit.id or 0 for visit in visits if visit.id not in before]
    work.session.add_all(OneDoorVisit(door_id=door.id or 0, visit_id=visit_id) for visit_id in new)
    await work.session.flush()
    await _tell(work, door, len(before) + len(new))
    await journal.record(work, "door.notice", f"door:{door.ref}", visits=list(numbers))
    return door


async def _visits(look: Work, numbers: Sequence[str]) -> list[Visit]:
    rows = await look.session.exec(
        select(Visit).where(col(Visit.number).in_(numbers)).order_by(col(Visit.id))
    )
    return list(rows)


async def _door_of(work: Work, visits: Sequence[Visit]) -> OneDoor:
    """The door where one of them stands already, or a new one; the unit that drew first is its convenor."""
    found = await work.session.exec(
        select(OneDoor)
        .join(OneDoorVisit, col(OneDoorVisit.door_id) == col(OneDoor.id))
        .where(col(OneDoorVisit.visit_id).in_([visit.id for visit in visits]))
        .order_by(col(OneDoor.id).desc())
    )
    door = found.first()
    if door is None:
        first = await work.session.get_one(Task, visits[0].task_id)
        door = OneDoor(
            ref=new_ref(),
            object_id=visits[0].object_id,
            convenor_id=first.lead_unit_id,
            noticed_at=work.now,
        )
        work.session.add(door)
        await work.session.flush()
    return door


async def _tell(work: Work, row: OneDoor, count: int) -> None:
    door = await seen(work, row)
    window = door.window or (work.today, work.today)
    for person, may_join in (await _receivers(work, row, door.visits)).values():
        told = DoorFound(
            ref=row.ref,
            object_name=door.object_name,
            visits=tuple((one.visit, one.units) for one in door.visits),
            first=window[0],
            last=window[1],
            convenor=door.convenor,
            may_join=may_join,
        )
        person_id = person.id or 0
        moment = await quiet.slot(work, person_id)
        await outbox.tell(work, person_id, told, f"door:{row.ref}:{count}:{person_id}", due_at=moment)


async def _receivers(work: Work, row: OneDoor, visits: Iterable[Drawn]) -> dict[int, tuple[Person, bool]]:
    """Person → with whether they may join: the liaisons of the units, and the office."""
    names = {unit for one in visits for unit in one.units}
    units = await work.session.exec(select(Unit.id).where(col(Unit.name).in_(names)).order_by(col(Unit.id)))
    found: dict[int, tuple[Person, bool]] = {}
    for unit_id in units.all():
        for person in await people.holders(work.session, Role.LIAISON, unit_id):
            found[person.id or 0] = (person, unit_id == row.convenor_id)
    for person in await people.holders(work.session, Role.OFFICE):
        found[person.id or 0] = (person, True)
    return found


async def _by_ref(look: Work, ref: str) -> OneDoor:
    """Raises ``door.unknown`` or, for another unit's liaison, ``door.not_convenor``."""
    found = await look.session.exec(select(OneDoor).where(OneDoor.ref == ref))
    row = found.first()
    if row is None:
        raise DomainError("door.unknown")
    if not look.actor.reaches("door.join", unit_id=row.convenor_id):
        convenor = await look.session.get_one(Unit, row.convenor_id)
        raise DomainError("door.not_convenor", unit=convenor.name)
    return row


async def door(look: Work, ref: str) -> Door:
    """What the convenor may join. Raises ``door.unknown``, ``.not_convenor`` or ``.over``."""
    look.require("door.join")
    found = await seen(look, await _by_ref(look, ref))
    if found.window is None:
        raise DomainError("door.over")
    return found


async def join(work: Work, ref: str, on: date) -> Door:
    """Propose one day to every team that still stands before the door; each agrees as to any other day.

    Raises what ``door`` raises, ``visit_day.past``, ``.outside_window`` or ``.same``.
    """
    found, row = await door(work, ref), await _by_ref(work, ref)
    group = coincidences(found.visits, work.today)[0]
    check_day(on, found.window or (on, on), work.today)
    visits = await _visits(work, [one.visit for one in group])
    asked = [visit for visit in visits if not await _has(work, visit, on)]
    if not asked:
        raise DomainError("visit_day.same", day=on)
    units = {one.visit: one.units for one in group}
    for visit in asked:
        others = (name for number, names in units.items() if number != visit.number for name in names)
        await visit_days.put(work, visit, on, tuple(dict.fromkeys(others)))
    row.day, row.joined_by, row.joined_at = on, work.actor.person_id, work.now
    work.session.add(row)
    facts = {"visits": [one.visit for one in group], "day": str(on)}
    await journal.record(work, "door.join", f"door:{row.ref}", **facts)
    return await seen(work, row)


async def _has(look: Work, visit: Visit, on: date) -> bool:
    """Whether the day is agreed on for a visit, or proposed already."""
    found = await look.session.exec(
        select(col(VisitDay.day)).where(VisitDay.visit_id == visit.id, VisitDay.state == visit_days.PROPOSED)
    )
    proposed = found.first()
    return on == (proposed or visit.agreed_on)
