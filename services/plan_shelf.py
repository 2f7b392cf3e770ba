"""The year's plan: a row becomes a task, its names resolved to units and items, its ratio to a quota."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import select

from domain.errors import DomainError
from models import Item, Task, Unit
from services.work import Work, new_ref

Fields = Mapping[str, Any]
OWN = {"ref", "id", "state", "draw_mode", "lead_unit_id", "partners", "item_codes", "quota"}


class PlanShelf:
    """``items`` are names or codes of the item list, units are names of the roster."""

    def __init__(self, work: Work) -> None:
        """Nothing is read before ``open``."""
        self._work = work
        self._tasks: dict[str, Task] = {}
        self._units: dict[str, int] = {}
        self._items: dict[str, str] = {}
        self._names: dict[str, str] = {}

    async def open(self) -> None:
        """Read tasks, units and items."""
        session = self._work.session
        self._tasks = {
            task.no: task for task in await session.exec(select(Task)) if task.state != "withdrawn"
        }
        self._units = {unit.name: unit.id or 0 for unit in await session.exec(select(Unit))}
        for item in await session.exec(select(Item)):
            self._items |= {item.name: item.code, item.code: item.code}
            self._names[item.code] = item.name

    def fields(self) -> dict[str, Fields]:
        """Every task as a row of the file would show it."""
        names = {number: name for name, number in self._units.items()}
        return {
            no: {
                **task.model_dump(exclude=OWN),
                "lead_unit": names[task.lead_unit_id],
                "partner_units": task.partners,
                "items": [self._names.get(code, code) for code in task.item_codes],
            }
            for no, task in self._tasks.items()
        }

    async def put(self, key: str, fields: Fields) -> None:
        """Add or change a task. One that was drawn is not changed (平罗 二（一）: 不得随意减少或取消)."""
        task = self._tasks.get(key)
        if task is not None and task.state != "planned":
            raise DomainError("import.task_drawn", no=key, name=task.name)
        values = self._resolved(key, fields)
        if task is None:
            task = self._tasks[key] = Task(ref=new_ref(), draw_mode=self._draw_mode(), **values)
        else:
            task.sqlmodel_update(values)
        self._work.session.add(task)

    def _draw_mode(self) -> str:
        modes = self._work.profile.draw_modes
        return "local" if "local" in modes else "external"

    def _resolved(self, key: str, fields: Fields) -> dict[str, Any]:
        if not fields.get("window_from") or not fields.get("window_to"):
            raise DomainError("import.no_window", no=key, name=fields.get("name", ""))
        values = {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in fields.items()
            if name in Task.model_fields and name not in OWN
        }
        return values | {
            "no": key,
            "year": fields.get("year") or fields["window_from"].year,
            "lead_unit_id": self._unit(key, str(fields.get("lead_unit", ""))),
            "partners": [name for name in fields.get("partner_units", ()) if self._unit(key, name)],
            "item_codes": [self._item(key, name) for name in fields.get("items", ())],
            "quota": _quota(fields),
        }

    def _unit(self, key: str, name: str) -> int:
        if name not in self._units:
            raise DomainError("import.unknown_unit", no=key, unit=name)
        return self._units[name]

    def _item(self, key: str, name: str) -> str:
        if name not in self._items:
            raise DomainError("import.unknown_item", no=key, item=name)
        return self._items[name]

    def saved(self, key: str) -> Any:
        """The task as plain JSON."""
        task = self._tasks.get(key)
        return task.model_dump(mode="json", exclude={"id"}) if task else None

    async def restore(self, key: str, saved: Any) -> None:
        """Back to the picture; a task that was new is withdrawn, unless it was drawn meanwhile."""
        task = self._tasks[key]
        if task.state != "planned":
            raise DomainError("import.task_drawn", no=key, name=task.name)
        if saved is None:
            task.state = "withdrawn"
        else:
            task.sqlmodel_update(Task.model_validate(saved).model_dump(exclude={"id"}))
        self._work.session.add(task)


def _quota(fields: Fields) -> dict[str, Any]:
    """The plan's ratio in the terms of ``domain.quota_rules``; a bare number where it states no ratio."""
    ratio, quantity = fields.get("ratio"), fields.get("quantity")
    if ratio is not None and ratio.at_least is not None:
        return {"floor": str(ratio.at_least)}
    if quantity is not None:
        return {"number": quantity}
    if ratio is not None and ratio.at_most is not None:
        return {"cap": str(ratio.at_most)}
    return {}
