"""How many objects a planned task would draw from the library of today, and the sentence that says why."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from domain.errors import DomainError
from domain.plan import TaskDraft
from domain.pool import Pool
from domain.portions import spans
from domain.quota import portions
from models import Task
from services.drawing.pools import Preview, Told, preview
from services.planning.portions import period_of
from services.work import Work

DRAFT_COLUMNS = (
    "name",
    "kind",
    "document",
    "complaints_min",
    "object_type",
    "scope",
    "ratio_text",
    "portion",
)


@dataclass(frozen=True)
class Sizing:
    """``base`` objects of the kind, ``excluded`` of them, ``key`` ones among the rest, ``quantity`` to draw.

    ``told`` and ``warnings`` are word keys with their facts; ``fault`` says why nothing could be computed.
    ``parts`` are the portions where the number is drawn by quarter or half (花溪 14).
    """

    on: date
    base: int = 0
    excluded: int = 0
    key: int = 0
    quantity: int = 0
    told: tuple[Told, ...] = ()
    warnings: tuple[Told, ...] = ()
    fault: DomainError | None = None
    parts: tuple[int, ...] = field(default=())

    def as_json(self) -> dict[str, object]:
        """What a task keeps of it; nothing when it could not be computed. Raises as ``refuse_few``."""
        self.refuse_few()
        if self.fault is not None:
            return {}
        numbers = {name: getattr(self, name) for name in ("base", "excluded", "key", "quantity")}
        return {"on": self.on.isoformat(), **numbers}

    def refuse_few(self) -> None:
        """Raise ``quota.below_floor``: a plan may not write less than the place asks for (平罗 二（一）)."""
        if self.fault is not None and self.fault.code == "quota.below_floor":
            raise self.fault


async def size(look: Work, task: Task) -> Sizing:
    """The year's numbers as a draw of today would have them: the same pool, rules and rounding."""
    whole = Task(**task.model_dump(exclude={"id", "portion"}), portion="year")
    try:
        plan = await preview(look, [whole])
    except DomainError as fault:
        return Sizing(look.today, fault=fault)
    quantity = _quantity(plan)
    return Sizing(
        on=look.today,
        base=plan.pool.size,
        excluded=plan.pool.excluded,
        key=_key_objects(plan.pool),
        quantity=quantity,
        told=plan.explained,
        warnings=plan.warnings,
        parts=_parts(look, task, quantity),
    )


async def size_draft(look: Work, lead_unit_id: int, draft: TaskDraft) -> Sizing:
    """The same for a task that is still being typed. Without a window today's people are counted."""
    return await size(look, _passing(look, lead_unit_id, draft))


def _passing(look: Work, lead_unit_id: int, draft: TaskDraft) -> Task:
    """A task that is never stored."""
    return Task(
        ref="",
        no="",
        year=look.today.year,
        lead_unit_id=lead_unit_id,
        window_from=draft.window_from or look.today,
        window_to=draft.window_to or draft.window_from or look.today,
        **columns_of(draft),
    )


def columns_of(draft: TaskDraft) -> dict[str, Any]:
    """A draft as columns of a task, the window apart."""
    plain = {name: getattr(draft, name) for name in DRAFT_COLUMNS}
    return plain | {
        "item_codes": list(draft.item_codes),
        "partners": list(draft.partners),
        "methods": list(draft.methods),
        "quota": dict(draft.quota or {}),
    }


def draft_of(task: Task) -> TaskDraft:
    """A stored task as planning sees it."""
    return TaskDraft(
        **{name: getattr(task, name) for name in DRAFT_COLUMNS},
        item_codes=tuple(task.item_codes),
        partners=tuple(task.partners),
        methods=tuple(task.methods),
        quota=task.quota or None,
        window_from=task.window_from,
        window_to=task.window_to,
    )


def _parts(look: Work, task: Task, quantity: int) -> tuple[int, ...]:
    period = period_of(look, task)
    count = len(spans(period, task.window_from, task.window_to)) if period else 0
    return portions(quantity, [1] * count) if count > 1 else ()


def _quantity(plan: Preview) -> int:
    free = [set(one.strata) for one in plan.pool if not one.exclusion]
    return sum(
        sum(bool(strata & set(step.strata)) for strata in free) if step.take == "all" else step.take
        for step in plan.steps
    )


def _key_objects(pool: Pool) -> int:
    return sum(any(name.endswith("*") for name in one.strata) for one in pool if not one.exclusion)
