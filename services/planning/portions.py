"""Tasks drawn in portions through the year: which one is due, what was drawn before, when a task is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlmodel import col, select

from domain.portions import Period, Span, next_part, spans
from models import Draw, Task, Visit
from services.drawing.once_list import MARK
from services.work import Work

PARTLY, PLANNED, DRAWN = "partly", "planned", "drawn"
GONE = ("replaced", "void")


@dataclass(frozen=True)
class Before:
    """Earlier portions: object → the draw that drew it; the objects that count; the newest one's number."""

    numbers: Mapping[int, str]
    counted: frozenset[int]
    last: int


@dataclass(frozen=True)
class Portion:
    """Portion ``part`` (from 1) of ``parts``, with its own days."""

    period: Period
    part: int
    parts: int
    span: Span

    @property
    def facts(self) -> dict[str, Any]:
        """What its sentence needs."""
        days = {"first": self.span.first, "last": self.span.last}
        return {
            "period": self.period,
            "ordinal": self.span.ordinal,
            "part": self.part,
            "parts": self.parts,
        } | days

    def as_json(self, done: int, total: int) -> dict[str, Any]:
        """As the announcement freezes it: what was drawn before, and the year's number."""
        days = {"first": self.span.first.isoformat(), "last": self.span.last.isoformat()}
        return self.facts | days | {"done": done, "total": total}


def period_of(look: Work, task: Task) -> Period | None:
    """How a task's number is divided: as its plan says, else as the place does (花溪 §14); ``None`` = not."""
    place = "quarter" if look.profile.quarterly_quota else "year"
    said = place if task.portion == "place" else task.portion
    return None if said == "year" else cast("Period", said)


async def due(look: Work, task: Task) -> Portion | None:
    """The portion to draw next; ``None`` where the task is drawn at once or fits into one period."""
    period = period_of(look, task)
    periods = spans(period, task.window_from, task.window_to) if period else []
    if period is None or len(periods) < 2:
        return None
    before = await drawn_before(look, task)
    part = next_part(periods, look.today, before.last)
    return Portion(period, part + 1, len(periods), periods[part])


async def drawn_before(look: Work, task: Task) -> Before:
    """What earlier portions of the task drew; objects that were replaced stay out, and do not count."""
    draws = await _earlier(look, task)
    sister = await look.session.exec(select(Task.id).where(Task.no == f"{task.no}-{MARK}"))
    own = {task.id, *sister.all()}
    rows = await look.session.exec(select(Visit).where(col(Visit.draw_id).in_(list(draws))))
    visits = [one for one in rows if own & {*one.task_ids, one.task_id}]
    return Before(
        {one.object_id: draws[one.draw_id][0] for one in visits},
        frozenset(one.object_id for one in visits if one.state not in GONE),
        max((part for _, part in draws.values()), default=0),
    )


async def _earlier(look: Work, task: Task) -> dict[int, tuple[str, int]]:
    """Draws that held a portion of the task: their numbers, and which portion."""
    rows = await look.session.exec(
        select(Draw.id, Draw.number, Draw.announcement).where(Draw.year == task.year, Draw.state == "held")
    )
    told = ((number, name, _portions(announcement).get(task.no)) for number, name, announcement in rows)
    return {number or 0: (name, one["part"]) for number, name, one in told if one}


def _portions(announcement: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Task number → the portion of it that was announced."""
    return dict(announcement.get("portions", {}))


def state_after(draw: Draw, task: Task, count: int) -> str:
    """The state of a task after its draw: more portions follow until the year's number is reached."""
    told = _portions(draw.announcement).get(task.no)
    if told is None or told["part"] == told["parts"] or told["done"] + count >= told["total"]:
        return DRAWN
    return PARTLY


def state_without(draw: Draw, task: Task) -> str:
    """The state of a task whose draw became void: as before."""
    told = _portions(draw.announcement).get(task.no)
    return PARTLY if told and told["done"] else PLANNED


def days_of(draw: Draw, tasks: Sequence[Task]) -> tuple[date, date] | None:
    """The days that suit every task of a visit; ``None`` where none of them is drawn in portions."""
    told = _portions(draw.announcement)
    if not any(task.no in told for task in tasks):
        return None
    days = [_days(told.get(task.no), task) for task in tasks]
    first, last = max(one[0] for one in days), min(one[1] for one in days)
    return (first, last) if first <= last else days[0]


def _days(told: Mapping[str, Any] | None, task: Task) -> tuple[date, date]:
    if told is None:
        return task.window_from, task.window_to
    return date.fromisoformat(told["first"]), date.fromisoformat(told["last"])
