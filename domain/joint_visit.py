"""联合检查: one visit of several units. Each reports its own items, the convenor's 组长 closes it (花溪 §20).

Closing says that every unit has reported; no unit's results wait for it to become public (谁检查、谁公开).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.errors import DomainError

OWED = frozenset({"none", "draft", "returned"})


@dataclass(frozen=True)
class UnitReport:
    """How far a unit of a team is: ``none``, ``draft``, or the state of its newest result.

    ``stands``: an older version is released, so that a correction sent back leaves nothing owed.
    """

    unit: str
    state: str
    answered: int = 0
    items: int = 0
    stands: bool = False

    @property
    def reported(self) -> bool:
        """A result stands that was not returned."""
        return self.stands or self.state not in OWED


def lacking(units: Iterable[UnitReport]) -> tuple[UnitReport, ...]:
    """The units whose report is still owed."""
    return tuple(one for one in units if not one.reported)


def complete(units: Sequence[UnitReport]) -> bool:
    """Whether several units went and all of them have reported."""
    return len(units) > 1 and not lacking(units)


def check_closing(visit: str, units: Sequence[UnitReport]) -> None:
    """Raises ``joint.single`` for a visit of one unit, ``joint.lacking`` with those that owe their report."""
    if len(units) < 2:
        raise DomainError("joint.single", number=visit)
    if owed := lacking(units):
        raise DomainError("joint.lacking", number=visit, units=owed)


def late(units: Iterable[UnitReport], last_day: date, today: date) -> tuple[str, ...]:
    """The units that owe their report after the visit's last day."""
    return tuple(one.unit for one in lacking(units)) if last_day < today else ()


@dataclass(frozen=True)
class JointVisit:
    """A visit of several units, each with whether it has reported."""

    number: str
    convenor: str
    last_day: date
    closed: bool
    reported: Mapping[str, bool]

    def waits_for(self, unit: str) -> bool:
        """Whether everybody has reported and this unit's leader has not closed it."""
        return unit == self.convenor and not self.closed and all(self.reported.values())


@dataclass(frozen=True)
class UnitStanding:
    """A unit's parts in joint visits; ``late`` and ``to_close`` are numbers of visits."""

    unit: str
    parts: int
    reported: int
    late: tuple[str, ...]
    to_close: tuple[str, ...]


def by_unit(visits: Sequence[JointVisit], today: date) -> tuple[UnitStanding, ...]:
    """Units with something late first, then by name. Not a ranking."""
    units = sorted({unit for one in visits for unit in one.reported})
    found = (_standing(unit, [one for one in visits if unit in one.reported], today) for unit in units)
    return tuple(sorted(found, key=lambda one: not one.late))


def _standing(unit: str, mine: Sequence[JointVisit], today: date) -> UnitStanding:
    return UnitStanding(
        unit=unit,
        parts=len(mine),
        reported=sum(one.reported[unit] for one in mine),
        late=tuple(one.number for one in mine if not one.reported[unit] and one.last_day < today),
        to_close=tuple(one.number for one in mine if one.waits_for(unit)),
    )
