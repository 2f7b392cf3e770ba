"""下达任务数: how many objects a unit has to draw in a year, ordered from above, and how far (花溪 §17)."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from domain.errors import DomainError
from domain.indicators import Share
from domain.plan import Kind
from models import Draw, OrderedNumber, Task, Unit, Visit
from services import journal
from services.work import OFFICE_ZONE, Work

NOT_PLANNED = (Kind.CLUE, Kind.REVISIT)
GONE = ("replaced", "void")


@dataclass(frozen=True)
class Ordered:
    """A unit's number of a year with the document that orders it; ``share``: objects drawn of it."""

    unit: str
    year: int
    document: str
    entered_on: date
    share: Share

    @property
    def missing(self) -> int:
        """How many objects are still to be drawn."""
        return max(0, self.share.total - self.share.done)


async def progress(look: Work, year: int, unit: str = "") -> tuple[Ordered, ...]:
    """The newest number of every unit, or of one, against its drawn objects; units without one are left out.

    An object counts once a year for every unit that leads or joins a task that drew it.
    """
    rows = await look.session.exec(
        select(OrderedNumber, Unit.name)
        .join(Unit, col(OrderedNumber.unit_id) == col(Unit.id))
        .where(OrderedNumber.year == year, Unit.name == unit if unit else True)
        .order_by(col(OrderedNumber.id))
    )
    newest = {name: one for one, name in rows}
    drawn = await _drawn(look, year) if newest else {}
    return tuple(
        Ordered(
            unit=name,
            year=year,
            document=one.document,
            entered_on=one.entered_at.astimezone(OFFICE_ZONE).date(),
            share=Share("ordered_number", len(drawn.get(name, ())), one.number),
        )
        for name, one in sorted(newest.items())
    )


async def _drawn(look: Work, year: int) -> dict[str, set[int]]:
    """Unit → the objects that the year's draws gave it, clues and re-visits aside."""
    rows = await look.session.exec(
        select(Task, Unit.name).join(Unit, col(Task.lead_unit_id) == col(Unit.id)).where(Task.year == year)
    )
    units = {task.id: {name, *task.partners} for task, name in rows if task.kind not in NOT_PLANNED}
    visits = await look.session.exec(
        select(Visit)
        .join(Draw, col(Visit.draw_id) == col(Draw.id))
        .where(col(Visit.state).not_in(GONE), Draw.state == "held")
    )
    found: dict[str, set[int]] = {}
    for visit in visits:
        for number in visit.task_ids or [visit.task_id]:
            for name in units.get(number, ()):
                found.setdefault(name, set()).add(visit.object_id)
    return found


async def enter(work: Work, year: int, text: str) -> Ordered:
    """Take ``市场监督管理局 120 市监发〔2026〕3号``; a later entry takes the place of an earlier one.

    Raises ``ordered.form`` and ``ordered.unit``.
    """
    work.require("ordered.enter")
    parts = text.split(maxsplit=2)
    if len(parts) < 3 or not (parts[1].isascii() and parts[1].isdigit() and 0 < len(parts[1]) <= 6):
        raise DomainError("ordered.form", typed=text)
    name, number, document = parts
    unit = (await work.session.exec(select(Unit).where(Unit.name == name, col(Unit.active)))).first()
    if unit is None:
        raise DomainError("ordered.unit", name=name)
    work.session.add(
        OrderedNumber(
            unit_id=unit.id or 0,
            year=year,
            number=int(number),
            document=document.strip(),
            entered_by=work.actor.person_id,
            entered_at=work.now,
        )
    )
    await work.session.flush()
    facts = {"year": year, "number": int(number), "document": document.strip()}
    await journal.record(work, "ordered.enter", f"unit:{unit.id}", **facts)
    return (await progress(work, year, unit.name))[0]
