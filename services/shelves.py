"""Where the rows of each kind of list stand: read as fields, put, put back. One shelf an import."""

from collections.abc import Mapping
from typing import Any, Protocol

from sqlmodel import SQLModel, col, select

from domain.errors import DomainError
from domain.item_list import Grounds
from models import Expert, InspectionObject
from services.item_shelf import ItemShelf
from services.people_shelf import PeopleShelf
from services.plan_shelf import PlanShelf
from services.work import Work

Fields = Mapping[str, Any]


class Shelf(Protocol):
    """What an import needs of a list."""

    async def open(self) -> None:
        """Read what stands there now."""

    def fields(self) -> dict[str, Fields]:
        """Key → fields, as they stand."""

    def after(self, key: str, fields: Fields) -> Fields:
        """The fields named as ``put`` would leave them, in the terms of ``fields()``."""

    async def put(self, key: str, fields: Fields) -> None:
        """Add the row, or change the fields named."""

    def saved(self, key: str) -> Any:
        """A picture of the row for undoing (plain JSON), None when it is new."""

    async def restore(self, key: str, saved: Any) -> None:
        """Put a picture back; None takes the row off."""


def plain(value: Any) -> Any:
    """Tuples become lists, as the database keeps them."""
    return list(value) if isinstance(value, tuple) else value


class TableShelf:
    """A list that is one table."""

    def __init__(self, work: Work, model: type[SQLModel], key_fields: tuple[str, ...]) -> None:
        """``key_fields`` joined with ``|`` are the key, as in ``domain.register_rows``."""
        self._work = work
        self._model = model
        self._key_fields = key_fields
        self._rows: dict[str, Any] = {}

    async def open(self) -> None:
        """Read every row, also what is off the list: it may come back."""
        active = col(self._model.active)  # type: ignore[attr-defined]
        rows = await self._work.session.exec(select(self._model).order_by(active))
        self._rows = {"|".join(getattr(row, name) for name in self._key_fields): row for row in rows}

    def fields(self) -> dict[str, Fields]:
        """Every row of the list as it stands."""
        return {
            key: row.model_dump(exclude={"id", "active"}) for key, row in self._rows.items() if row.active
        }

    def after(self, _key: str, fields: Fields) -> Fields:
        """As the file says."""
        return fields

    async def put(self, key: str, fields: Fields) -> None:
        """Add or change."""
        known = {name: plain(value) for name, value in fields.items() if name in self._model.model_fields}
        row = self._rows.get(key)
        if row is None:
            row = self._rows[key] = self._model(**known)
        else:
            row.sqlmodel_update({**known, "active": True})
        self._work.session.add(row)

    def saved(self, key: str) -> Any:
        """The row as plain JSON."""
        row = self._rows.get(key)
        return row.model_dump(mode="json", exclude={"id"}) if row else None

    async def restore(self, key: str, saved: Any) -> None:
        """Back to the picture; a row that was new is taken off the list, not out of history."""
        row = self._rows.get(key)
        if row is None:
            raise DomainError("import.changed_since", key=key)
        if saved is None:
            row.active = False
        else:
            row.sqlmodel_update(self._model.model_validate(saved).model_dump(exclude={"id"}))
        self._work.session.add(row)


def shelf(work: Work, kind: str, grounds: Grounds | None = None) -> Shelf:
    """The shelf of a kind: ``objects``, ``inspectors``, ``items``, ``experts``, ``plans``.

    ``grounds``: why the item list changes. A list that a platform drew has none: it is registered. Raises
    ``external.no_register``.
    """
    if kind == "inspectors":
        return PeopleShelf(work)
    if kind == "plans":
        return PlanShelf(work)
    if kind == "items":
        return ItemShelf(work, grounds)
    tables: dict[str, tuple[type[SQLModel], tuple[str, ...]]] = {
        "objects": (InspectionObject, ("register_no",)),
        "experts": (Expert, ("name", "organisation")),
    }
    if kind not in tables:
        raise DomainError("external.no_register")
    return TableShelf(work, *tables[kind])
