"""The year's plan: a row becomes a task, its names resolved to units and items, its ratio to a quota."""

from collections import Counter
from collections.abc import Collection
from typing import Any

from sqlmodel import select

from domain.cell_values import phrases
from domain.errors import DomainError
from domain.plan import Kind
from domain.tags import nearest
from locales.columns import columns
from models import Item, Task, Unit
from services.items import item_checks
from services.planning.plans import plan_for, refuse_public
from services.registers.one_shelf import Fields, Whole
from services.work import Work, new_ref

PLANNED, WITHDRAWN = "planned", "withdrawn"
OWN = {
    "ref",
    "id",
    "plan_id",
    "kind",
    "document",
    "complaints_min",
    "methods",
    "sized",
    "state",
    "draw_mode",
    "lead_unit_id",
    "partners",
    "item_codes",
    "quota",
}
NEEDED: Fields = {"lead_unit": "", "partner_units": (), "items": (), "window_from": None, "window_to": None}
"""What a new task cannot be without, as an empty cell."""


class PlanShelf(Whole):
    """``items`` are names or codes of the item list, units are names of the roster.

    An item whose name another has too, or that would be read as several, is shown by its code.
    """

    def __init__(self, work: Work) -> None:
        """Nothing is read before ``open``."""
        self._work = work
        self._tasks: dict[str, Task] = {}
        self._units: dict[str, int] = {}
        self._items: dict[str, str] = {}
        self._names: dict[str, str] = {}

    async def open(self) -> None:
        """Read tasks (also withdrawn ones: they may come back), units and items."""
        session = self._work.session
        self._tasks = {task.no: task for task in await session.exec(select(Task))}
        self._units = {unit.name: unit.id or 0 for unit in await session.exec(select(Unit))}
        items = (await session.exec(select(Item))).all()
        times = Counter(item.name for item in items)
        for item in items:
            self._items |= {item.name: item.code, item.code: item.code}
            telling = times[item.name] == 1 and phrases(f"{item.name}；") == (item.name,)
            self._names[item.code] = item.name if telling else item.code

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
            if task.state != WITHDRAWN
        }

    def after(self, _key: str, fields: Fields) -> Fields:
        """Items by their names, also where the file has codes."""
        if "items" not in fields:
            return fields
        codes = [self._items.get(name, name) for name in fields["items"]]
        return {**fields, "items": [self._names.get(code, code) for code in codes]}

    async def put(self, key: str, fields: Fields) -> None:
        """Add or change a task. One that was drawn is not changed (平罗 二（一）: 不得随意减少或取消)."""
        task = self._tasks.get(key)
        if task is None:
            values = self._resolved(key, {**NEEDED, **fields})
            values.setdefault("year", values["window_from"].year)
            plan = await plan_for(self._work, values["lead_unit_id"], values["year"])
            await refuse_public(self._work, plan.id, values["name"])
            values |= {"plan_id": plan.id, "kind": _kind(fields)}
            task = self._tasks[key] = Task(ref=new_ref(), draw_mode=self._draw_mode(), **values)
        else:
            _refuse_drawn(task)
            await refuse_public(self._work, task.plan_id, task.name)
            known = {"quantity": task.quantity} if "ratio" in fields else {}
            values = self._resolved(key, {**known, **fields})
            if task.quota and _states_the_same(task, fields):
                values.pop("quota", None)
            task.sqlmodel_update({**values, "state": PLANNED})
            if "lead_unit" in fields:
                task.plan_id = (await plan_for(self._work, task.lead_unit_id, task.year)).id
        await item_checks.guard_tasks(self._work, [task])
        self._work.session.add(task)

    def _draw_mode(self) -> str:
        modes = self._work.profile.draw_modes
        return "local" if "local" in modes else "external"

    def _resolved(self, key: str, fields: Fields) -> dict[str, Any]:
        """The columns of a task for the fields named; the others are not spoken of."""
        dates = [fields[name] for name in ("window_from", "window_to") if name in fields]
        if not all(dates):
            raise DomainError("import.no_window", no=key, name=fields.get("name", ""))
        values = {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in fields.items()
            if name in Task.model_fields and name not in OWN and (name, value) != ("year", None)
        }
        if {"ratio", "quantity"} & fields.keys():
            values["quota"] = _quota(fields)
        return values | self._references(key, fields)

    def _references(self, key: str, fields: Fields) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if "lead_unit" in fields:
            found["lead_unit_id"] = self._unit(key, str(fields["lead_unit"]))
        if "partner_units" in fields:
            found["partners"] = [name for name in fields["partner_units"] if self._unit(key, name)]
        if "items" in fields:
            found["item_codes"] = [self._item(key, name) for name in fields["items"]]
        return found

    def _unit(self, key: str, name: str) -> int:
        if name not in self._units:
            near = nearest(name, self.known("lead_unit"))
            raise DomainError("import.unknown_unit", no=key, unit=name, nearest=near)
        return self._units[name]

    def _item(self, key: str, name: str) -> str:
        if name not in self._items:
            near = nearest(name, self.known("items"))
            raise DomainError("import.unknown_item", no=key, item=name, nearest=near)
        return self._items[name]

    def known(self, field: str) -> Collection[str]:
        """What may be named in ``items``, else in a field of units."""
        return self._items.keys() if field == "items" else self._units.keys()

    def unit_id(self, name: str) -> int | None:
        """The unit of a name."""
        return self._units.get(name)

    def standing_task(self, key: str) -> Task | None:
        """The task of a number, also one that was withdrawn."""
        return self._tasks.get(key)

    def saved(self, key: str) -> Any:
        """The task as plain JSON."""
        task = self._tasks.get(key)
        return task.model_dump(mode="json", exclude={"id"}) if task else None

    async def restore(self, key: str, saved: Any) -> None:
        """Back to the picture; a task that was new is withdrawn, unless it was drawn meanwhile."""
        task = self._tasks[key]
        _refuse_drawn(task)
        await refuse_public(self._work, task.plan_id, task.name)
        if saved is None:
            task.state = WITHDRAWN
        else:
            task.sqlmodel_update(Task.model_validate(saved).model_dump(include=set(saved) - {"id"}))
        self._work.session.add(task)


def _kind(fields: Fields) -> str:
    """What the file calls 专项 or 定向; anything else is the year's routine."""
    return columns().value("task_kind", str(fields.get("plan_type", ""))) or Kind.REGULAR


def _states_the_same(task: Task, fields: Fields) -> bool:
    """Whether a file says of the number to draw what the task says: its rule may know more than the text."""
    said = ("ratio_text", "quantity_text")
    return all(fields.get(name, getattr(task, name)) == getattr(task, name) for name in said)


def _refuse_drawn(task: Task) -> None:
    if task.state not in (PLANNED, WITHDRAWN):
        raise DomainError("import.task_drawn", no=task.no, name=task.name)


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
