"""The roster: a row of the file is a person, what makes them drawable, and the roles they hold."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import col, select

from domain.errors import DomainError
from domain.roles import Role
from models import Inspector, Person, RoleGrant, Unit
from services.people import end_links, end_roles, grant, take_along
from services.registers.one_shelf import Fields, Whole
from services.registers.unneeded import drop_people, drop_units
from services.work import Work

PERSON = ("name", "phone", "post")


class PeopleShelf(Whole):
    """``unit`` is the unit's name (made when unknown), ``roles`` the codes of ``domain.roles``."""

    def __init__(self, work: Work) -> None:
        """Nothing is read before ``open``."""
        self._work = work
        self._people: dict[str, tuple[Person, Inspector | None]] = {}
        self._units: dict[str, int] = {}
        self._roles: dict[int, set[str]] = {}
        self._taken_off: list[Person] = []

    async def open(self) -> None:
        """Read people (also who has left: somebody may come back), units and roles."""
        session = self._work.session
        self._units = {unit.name: unit.id or 0 for unit in await session.exec(select(Unit))}
        rows = await session.exec(
            select(Person, Inspector).outerjoin(Inspector, col(Inspector.person_id) == col(Person.id))
        )
        self._people = {person.roster_no: (person, inspector) for person, inspector in rows.all()}
        held = await session.exec(select(RoleGrant).where(col(RoleGrant.revoked_at).is_(None)))
        for one in held:
            self._roles.setdefault(one.person_id, set()).add(one.role)

    def fields(self) -> dict[str, Fields]:
        """Everybody as a row of the file would show them."""
        names = {number: name for name, number in self._units.items()}
        return {
            roster_no: {
                "roster_no": roster_no,
                **{name: getattr(person, name) for name in PERSON},
                "unit": names[person.unit_id],
                "roles": self._held(person),
                **(inspector.model_dump(exclude={"person_id"}) if inspector else {}),
            }
            for roster_no, (person, inspector) in self._people.items()
            if person.left_on is None
        }

    def after(self, key: str, fields: Fields) -> Fields:
        """A cell without a unit moves nobody; roles are given, never taken; see ``_put_inspector``."""
        person, inspector = self._people.get(key, (None, None))
        as_before = set() if fields.get("unit") else {"unit"}
        if inspector is None and not fields.get("certificate_no"):
            as_before |= set(Inspector.model_fields)
        shown = {name: value for name, value in fields.items() if name not in as_before}
        if "roles" in fields:
            shown["roles"] = sorted({*fields["roles"], *self._held(person)})
        return shown

    def _held(self, person: Person | None) -> list[str]:
        return sorted(self._roles.get(person.id or 0, ())) if person else []

    async def put(self, key: str, fields: Fields) -> None:
        """Add or change a person; roles are given, never silently taken. Raises ``import.no_unit``."""
        person, inspector = self._people.get(key, (None, None))
        unit_id = await self._unit(str(fields.get("unit", "")))
        if person is None:
            if not unit_id:
                raise DomainError("import.no_unit", no=key, name=fields["name"])
            person = Person(roster_no=key, name="", unit_id=unit_id)
        person.sqlmodel_update({name: fields[name] for name in PERSON if name in fields})
        moves = person.id and unit_id and unit_id != person.unit_id
        person.unit_id, person.left_on = unit_id or person.unit_id, None
        self._work.session.add(person)
        await self._work.session.flush()
        if moves:
            await take_along(self._work, person.id or 0)
        inspector = await self._put_inspector(person, inspector, fields)
        self._people[key] = (person, inspector)
        await grant(self._work, person.id or 0, *(Role(role) for role in fields.get("roles", ())))

    async def _put_inspector(
        self, person: Person, inspector: Inspector | None, fields: Fields
    ) -> Inspector | None:
        known = {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in fields.items()
            if name in Inspector.model_fields
        }
        if inspector is None and not known.get("certificate_no"):
            return None
        inspector = inspector or Inspector(person_id=person.id or 0)
        inspector.sqlmodel_update(known)
        self._work.session.add(inspector)
        return inspector

    async def _unit(self, name: str) -> int:
        if name and name not in self._units:
            unit = Unit(name=name)
            self._work.session.add(unit)
            await self._work.session.flush()
            self._units[name] = unit.id or 0
        return self._units.get(name, 0)

    def saved(self, key: str) -> Any:
        """Person, inspector and roles as plain JSON."""
        if key not in self._people:
            return None
        person, inspector = self._people[key]
        return {
            "person": person.model_dump(mode="json", exclude={"id"}),
            "inspector": inspector.model_dump(mode="json") if inspector else None,
            "roles": self._held(person),
        }

    async def restore(self, key: str, saved: Any) -> None:
        """Back to the picture; somebody who was new leaves again, with every link and role."""
        person, inspector = self._people[key]
        if saved is None:
            self._taken_off.append(person)
            person.left_on = self._work.today
            await end_links(self._work, person.id or 0)
        else:
            person.sqlmodel_update(Person.model_validate(saved["person"]).model_dump(exclude={"id"}))
        self._work.session.add(person)
        await end_roles(self._work, person.id or 0, saved["roles"] if saved else [])
        await take_along(self._work, person.id or 0)
        before = saved and saved["inspector"]
        if inspector is not None and before:
            inspector.sqlmodel_update(Inspector.model_validate(before).model_dump())
            self._work.session.add(inspector)
        elif inspector is not None:
            await self._work.session.delete(inspector)

    def makes(self, rows: Mapping[str, Fields]) -> list[str]:
        """Units that nobody knew before."""
        named = dict.fromkeys(str(fields.get("unit", "")) for fields in rows.values())
        return [name for name in named if name and name not in self._units]

    async def tidy(self, made: Sequence[str]) -> None:
        """Whom the file alone knew, and the units it made, go when nothing else needs them."""
        await self._work.session.flush()
        await drop_people(self._work, self._taken_off)
        await drop_units(self._work, made)
