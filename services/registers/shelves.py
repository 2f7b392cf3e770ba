"""Where the rows of each kind of list stand: read as fields, put, put back. One shelf an import."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel, col, select

from domain.errors import DomainError
from domain.item_list import Grounds
from models import Expert, InspectionObject
from models.bulk import insert_columns
from services.registers.item_shelf import ItemShelf
from services.registers.kept_rows import Rows
from services.registers.one_shelf import Fields, Shelf
from services.registers.people_shelf import PeopleShelf
from services.registers.plan_shelf import PlanShelf
from services.work import Work

__all__ = ["Fields", "Shelf", "TableShelf", "plain", "shelf"]

OWN = frozenset(("id", "active"))


def plain(value: Any) -> Any:
    """Tuples become lists, as the database keeps them."""
    return list(value) if isinstance(value, tuple) else value


class _Lists(dict[str, Any]):
    """JSON as it is written → what it says: the same few lists stand in most rows."""

    def read(self, written: Any) -> Any:
        """Some drivers have read it already."""
        return self[written] if isinstance(written, str) else written

    def __missing__(self, written: str) -> Any:
        said = self[written] = json.loads(written)
        return said


def _raw(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    """JSON as it is written, anything else as its type has it."""
    return sa.type_coerce(column, sa.Text) if isinstance(column.type, sa.JSON) else column


class TableShelf:
    """A list that is one table, of any length: only what is asked about is read."""

    def __init__(self, work: Work, model: type[SQLModel], key_fields: tuple[str, ...]) -> None:
        """``key_fields`` joined with ``|`` are the key, as in ``domain.register_rows``."""
        self._work = work
        self._model = model
        self._key_fields = key_fields
        self._blank = {
            name: field.get_default(call_default_factory=True)
            for name, field in model.model_fields.items()
            if name != "id"
        }
        self._lists = _Lists()
        self._ids: dict[str, int] = {}
        self._active: dict[str, int] = {}
        self._rows: dict[str, Any] = {}

    @property
    def _table(self) -> sa.Table:
        return self._model.__table__  # type: ignore[attr-defined, no-any-return]

    async def open(self) -> None:
        """Read the keys, also of what is off the list: it may come back."""
        columns = self._table.c
        wanted = [columns.active, columns.id, *(columns[name] for name in self._key_fields)]
        connection = await self._work.session.connection()
        found = await connection.execute(sa.select(*wanted).order_by(columns.active, columns.id))
        for active, number, *marks in found:
            key = "|".join(marks)
            self._ids[key] = number
            if active:
                self._active[key] = number

    def listed(self) -> Collection[str]:
        """What is on the list now."""
        return self._active.keys()

    async def standing(self, keys: Sequence[str], names: Collection[str]) -> dict[str, Fields]:
        """Key → the named fields as they stand, of those that are on the list."""
        wanted = {self._active[key]: key for key in keys if key in self._active}
        known = [name for name in names if name in self._blank and name not in OWN]
        if not wanted:
            return {}
        columns = [self._table.c.id, *(_raw(self._table.c[name]) for name in known)]
        connection = await self._work.session.connection()
        rows = await connection.execute(sa.select(*columns).where(self._table.c.id.in_(wanted)))
        found = {wanted[number]: dict(zip(known, values, strict=True)) for number, *values in rows}
        for name in known:
            if isinstance(self._table.c[name].type, sa.JSON):
                for fields in found.values():
                    fields[name] = self._lists.read(fields[name])
        return {**found}

    async def marked(self, names: Sequence[str]) -> list[tuple[str, tuple[Any, ...]]]:
        """Key and the named fields of every row on the list."""
        columns = self._table.c
        wanted = [columns[name] for name in (*self._key_fields, *names)]
        connection = await self._work.session.connection()
        rows = await connection.execute(sa.select(*wanted).where(columns.active.is_(True)))
        depth = len(self._key_fields)
        return [("|".join(row[:depth]), tuple(row[depth:])) for row in rows]

    def after(self, _key: str, fields: Fields) -> Fields:
        """As the file says."""
        return fields

    async def fetch(self, keys: Sequence[str]) -> None:
        """Read these rows, let go of those before."""
        self._rows = {}
        wanted = {self._ids[key]: key for key in keys if key in self._ids}
        if wanted:
            rows = await self._work.session.exec(
                select(self._model).where(col(self._model.id).in_(wanted))  # type: ignore[attr-defined]
            )
            self._rows = {wanted[row.id]: row for row in rows}  # type: ignore[attr-defined]

    async def put(self, key: str, fields: Fields) -> None:
        """Add or change."""
        await self.put_all(Rows([key], {name: [value] for name, value in fields.items()}))

    async def put_all(self, rows: Rows) -> None:
        """Change what was fetched, add the others at once."""
        for key, row in self._rows.items():
            if key in rows:
                row.sqlmodel_update({**self._known(rows[key]), "active": True})
                self._work.session.add(row)
        new = [key for key in rows if key not in self._rows]
        if new:
            added = rows if len(new) == len(rows) else rows.part(new)
            columns = {
                name: added.column(name) if name in added.names else [blank] * len(new)
                for name, blank in self._blank.items()
            }
            await insert_columns(await self._work.session.connection(), self._table, columns)

    def _known(self, fields: Fields) -> dict[str, Any]:
        return {name: plain(value) for name, value in fields.items() if name in self._blank}

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

    def makes(self, rows: Mapping[str, Fields]) -> list[str]:  # noqa: ARG002
        """Nothing elsewhere."""
        return []

    async def tidy(self, made: Sequence[str]) -> None:
        """Rows off the list stay, for what was drawn of them."""


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
