"""Rows that nothing refers to: what an import made by mistake may go, history stays."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlmodel import SQLModel, col, select

from models import Item, Person, RoleGrant, Task, Unit
from services.work import Work

AT_ONCE = 500


async def referred(
    work: Work, model: type[SQLModel], numbers: Sequence[int], *, but: Collection[str] = ()
) -> set[int]:
    """Which of these rows any table refers to, ``but`` the named ones."""
    table = model.__table__  # type: ignore[attr-defined]
    connection = await work.session.connection()
    found: set[int] = set()
    for other in SQLModel.metadata.sorted_tables:
        for key in other.foreign_keys if other.name not in but else ():
            for start in range(0, len(numbers) if key.column.table is table else 0, AT_ONCE):
                portion = numbers[start : start + AT_ONCE]
                rows = await connection.execute(sa.select(key.parent).where(key.parent.in_(portion)))
                found.update(rows.scalars())
    return found


async def drop_people(work: Work, people: Sequence[Person]) -> None:
    """Take away whom only the roster knew; who has acted or was linked to an account stays."""
    numbers = [person.id or 0 for person in people]
    needed = await referred(work, Person, numbers, but=(RoleGrant.__tablename__,))
    going = [person for person in people if person.id not in needed]
    for start in range(0, len(going), AT_ONCE):
        gone = [person.id for person in going[start : start + AT_ONCE]]
        await work.session.exec(sa.delete(RoleGrant).where(col(RoleGrant.person_id).in_(gone)))
        await work.session.exec(sa.delete(Person).where(col(Person.id).in_(gone)))
    for person in going:
        work.session.expunge(person)


async def drop_units(work: Work, names: Collection[str]) -> None:
    """Take away units that nothing refers to, neither by number nor by name."""
    units = (await work.session.exec(select(Unit).where(col(Unit.name).in_(names)))).all()
    needed = await referred(work, Unit, [unit.id or 0 for unit in units])
    named = await _named(work) if units else set()
    for unit in units:
        if unit.id not in needed and unit.name not in named:
            await work.session.delete(unit)


async def _named(work: Work) -> set[str]:
    """Units that plans and items name."""
    found: set[str] = set()
    for partners in await work.session.exec(select(Task.partners)):
        found.update(partners)
    for name, partners in await work.session.exec(select(Item.unit_name, Item.partner_units)):
        found |= {name, *partners}
    return found
