"""Whom a roster cannot put anywhere: told at the row before anything is confirmed; the others go in."""

from collections.abc import AsyncIterator
from dataclasses import replace

from sqlmodel import col, select

from domain.cell_values import Severity
from domain.reading import Problem, Reading
from domain.register_rows import InspectorRow
from domain.roles import Role
from models import Person, RoleGrant, Unit
from services.registers.object_checks import problem_at
from services.work import Work


async def judged(look: Work, reading: Reading) -> Reading:
    """The reading of a roster without new people who have no unit, and without a unit's second liaison.

    Any other list as it is. Somebody known stays where they are: a roster without units moves nobody.
    """
    if reading.kind != "inspectors":
        return reading
    lost = [row for row, one in zip(reading.rows, reading.of(InspectorRow), strict=True) if not one.unit]
    known = set(await look.session.exec(select(Person.roster_no))) if lost else set()
    found = [problem_at(reading, row, "unit", "no_unit") for row in lost if row.value.key not in known]
    found += [one async for one in _second_liaisons(look, reading)]
    return reading.judged([replace(one, severity=Severity.ERROR) for one in found])


async def _second_liaisons(look: Work, reading: Reading) -> AsyncIterator[Problem]:
    """A seat is free once the file that moves its liaison away is in: rows are not put in their order."""
    held = await _liaisons(look)
    seats = {unit: number for number, unit in held.items()}
    for row, one in zip(reading.rows, reading.of(InspectorRow), strict=True):
        if one.key not in held and Role.LIAISON not in one.roles:
            continue
        unit = one.unit or held.get(one.key) or await _unit_of(look, one.key)
        first = seats.get(unit, one.key)
        if first != one.key:
            moved = Role.LIAISON not in one.roles
            field = "unit" if moved else "roles"
            yield problem_at(reading, row, field, "second_liaison", unit=unit, liaison=first, moved=moved)
            continue
        seats[unit] = one.key


async def _liaisons(look: Work) -> dict[str, str]:
    """Roster number → unit."""
    rows = await look.session.exec(
        select(Person.roster_no, Unit.name)
        .join(RoleGrant, col(RoleGrant.person_id) == col(Person.id))
        .join(Unit, col(Unit.id) == col(RoleGrant.unit_id))
        .where(RoleGrant.role == Role.LIAISON, col(RoleGrant.revoked_at).is_(None))
    )
    return dict(rows.all())


async def _unit_of(look: Work, roster_no: str) -> str:
    rows = await look.session.exec(
        select(Unit.name)
        .join(Person, col(Person.unit_id) == col(Unit.id))
        .where(Person.roster_no == roster_no)
    )
    return rows.first() or ""
