"""Whom a roster cannot put anywhere: told at the row before anything is confirmed; the others go in."""

from dataclasses import replace

from sqlmodel import select

from domain.cell_values import Severity
from domain.reading import Reading
from domain.register_rows import InspectorRow
from models import Person
from services.object_checks import problem_at
from services.work import Work


async def judged(look: Work, reading: Reading) -> Reading:
    """The reading of a roster without new people who have no unit; any other list as it is.

    Somebody known stays where they are: a roster without units moves nobody.
    """
    if reading.kind != "inspectors":
        return reading
    lost = [row for row, one in zip(reading.rows, reading.of(InspectorRow), strict=True) if not one.unit]
    known = set(await look.session.exec(select(Person.roster_no))) if lost else set()
    found = [problem_at(reading, row, "unit", "no_unit") for row in lost if row.value.key not in known]
    return reading.judged([replace(one, severity=Severity.ERROR) for one in found])
