"""Telling of fallen classes (湛江 二（五）预警): a letter to each supervising unit's liaison, one post."""

from collections import defaultdict
from collections.abc import Sequence

from sqlmodel import col, select

from domain.notices_objects import Fall, FallsWithdrawn, GradesFell, GradesFellByUnit
from domain.roles import Role
from models import GradeChange, InspectionObject, Inspector, Letter, Person, Unit
from services import outbox, people
from services.quiet import slot
from services.work import Work

Fallen = Sequence[tuple[InspectionObject, GradeChange]]
WAITING = ("pending", "unlinked")


async def tell(work: Work, fallen: Fallen, source: str, about: str) -> None:
    """Tell the liaisons of what fell in their charge, the office group of how many where.

    ``source`` is the file or document; ``about`` keeps a second telling from going out.
    """
    by_unit: defaultdict[str, list[Fall]] = defaultdict(list)
    for subject, change in fallen:
        by_unit[subject.supervising_unit].append(
            Fall(subject.register_no, subject.name, change.field, change.before, change.after)
        )
    liaisons = await _liaisons(work)
    for unit, lines in sorted(by_unit.items()):
        notice = GradesFell(unit=unit, source=source, falls=tuple(lines))
        for person_id in liaisons.get(unit, ()):
            key = f"fell:{about}:{unit}:{person_id}"
            await outbox.tell(work, person_id, notice, key, about=about, due_at=await slot(work, person_id))
    counted = tuple((unit, len(lines), bool(liaisons.get(unit))) for unit, lines in sorted(by_unit.items()))
    await outbox.post(work, GradesFellByUnit(source=source, units=counted), f"fell:{about}", about=about)


async def _liaisons(look: Work) -> dict[str, list[int]]:
    """Supervising unit → its liaisons. A 所 or 分局 that is no unit of its own is a department of one."""
    units = dict((await look.session.exec(select(Unit.id, Unit.name))).all())
    serving: defaultdict[str, list[int]] = defaultdict(list)
    for person in await people.holders(look.session, Role.LIAISON):
        serving[units[person.unit_id]].append(person.id or 0)
    rows = await look.session.exec(
        select(Inspector.department, Unit.name)
        .join(Person, col(Inspector.person_id) == col(Person.id))
        .join(Unit, col(Person.unit_id) == col(Unit.id))
        .where(Inspector.department != "", col(Inspector.department).not_in(units.values()))
        .distinct()
    )
    departments: defaultdict[str, list[int]] = defaultdict(list)
    for department, unit in rows:
        departments[department] += serving[unit]
    return serving | departments


async def withdraw(work: Work, source: str, about: str) -> None:
    """The source was undone: letters still waiting are void, whoever has read one is told."""
    kinds = (GradesFell.kind, GradesFellByUnit.kind)
    letters = await work.session.exec(
        select(Letter).where(Letter.about == about, col(Letter.kind).in_(kinds))
    )
    notice = FallsWithdrawn(source=source)
    for letter in letters.all():
        if letter.state in WAITING:
            letter.state = "void"
            work.session.add(letter)
        elif letter.person_id is None:
            await outbox.post(work, notice, f"unfell:{about}", about=about)
        else:
            await outbox.tell(
                work, letter.person_id, notice, f"unfell:{about}:{letter.person_id}", about=about
            )
