"""Who took part in a training, from the list that was signed or the unit's own table."""

from collections.abc import Sequence

from domain.cell_values import Severity
from domain.errors import DomainError
from domain.reading import Reading
from domain.register_rows import InspectorRow
from models import Person
from services.staff.trainings import in_sight
from services.work import Work

KIND = "inspectors"
"""A list of people is read like a roster: it has names, perhaps numbers and units."""


async def people_listed(look: Work, reading: Reading) -> dict[int, str]:
    """Person → name, for every row, by number, else by name and unit, of whom the actor may see.

    Raises ``training.rows`` with the rows that are nobody's or could be several people's: nobody is left out
    in silence.
    """
    rows = await in_sight(look)
    found: dict[int, str] = {}
    unknown = [(one.row, "") for one in reading.problems if one.severity is Severity.ERROR]
    for row, one in zip(reading.rows, reading.of(InspectorRow), strict=True):
        meant = _meant(one, rows)
        if len(meant) == 1:
            found[meant[0].id or 0] = meant[0].name
        else:
            unknown.append((row.row, one.name))
    if unknown or not found:
        raise DomainError("training.rows", rows=sorted(set(unknown)))
    return found


def _meant(one: InspectorRow, rows: Sequence[tuple[Person, str]]) -> list[Person]:
    numbered = [person for person, _ in rows if person.roster_no == one.roster_no]
    return numbered or [person for person, unit in rows if person.name == one.name and one.unit in {"", unit}]
