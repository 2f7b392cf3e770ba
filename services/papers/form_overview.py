"""抽查情况汇总表: the year's tasks, each in one line, from drawn objects to what is public."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace

from sqlmodel import col, select

from domain.form_lines import OverviewLine, class_of
from domain.forms import Overview
from locales.texts import texts
from models import Assignment, Draw, Result, Task, Visit
from services.papers.form_access import GONE
from services.papers.form_visits import head
from services.publication import entry_targets
from services.publication.public_traces import parts_shown
from services.work import Work

FIGURES = ("drawn", "owed", "reported", "entered", "published", "unpublished")
CLASSES = ("fine", "corrected", "pending", "unreachable", "refused", "other")
Part = tuple[int, int]


async def overview(look: Work, year: int) -> Overview:
    """Every task of a year of which something was drawn, their sum as the last line."""
    look.require("form.task")
    parts, results = await _parts(look), await _results(look)
    places = await entry_targets.places_of(look)
    entered = {number for number, at in places.items() if entry_targets.whole_since(look, at)}
    tasks = await look.session.exec(select(Task).where(Task.year == year).order_by(col(Task.no)))
    shown = await parts_shown(look)
    lines = [
        _line(task, parts[number], results, entered, shown) for task in tasks if (number := task.id) in parts
    ]
    words = texts()
    return Overview(
        **head(look, look.profile.place.office_unit, f"{look.profile.prefix}-{year}"),
        period=words.say("forms.year", year=year),
        lines=(*lines, _sum(lines)),
    )


async def _parts(look: Work) -> dict[int | None, set[Part]]:
    """Task → its visits, each with every unit that goes."""
    rows = await look.session.exec(
        select(Visit, col(Assignment.unit_id))
        .join(Assignment, col(Assignment.visit_id) == col(Visit.id))
        .join(Draw, col(Visit.draw_id) == col(Draw.id))
        .where(Assignment.state == "active", Draw.state == "held", col(Visit.state).not_in(GONE))
    )
    found: dict[int | None, set[Part]] = {}
    for visit, unit in rows:
        for task in visit.task_ids or [visit.task_id]:
            found.setdefault(task, set()).add((visit.id or 0, unit))
    return found


async def _results(look: Work) -> dict[Part, Result]:
    """The newest result of each part that was not returned."""
    rows = await look.session.exec(select(Result).order_by(col(Result.version)))
    newest = {(result.visit_id, result.unit_id): result for result in rows}
    return {part: result for part, result in newest.items() if result.state != "returned"}


def _line(
    task: Task,
    parts: Iterable[Part],
    results: dict[Part, Result],
    entered: Collection[int],
    shown: Collection[Part],
) -> OverviewLine:
    parts = set(parts)
    found = [results[part] for part in parts if part in results]
    classes = Counter(class_of(one["outcome"] for one in result.findings) for result in found)
    public = sum(part in results and part in shown for part in parts)
    return OverviewLine(
        task_name=task.name,
        task_number=task.no,
        task_type=task.plan_type,
        object_type=task.object_type or task.scope,
        base=str(task.base or ""),
        ratio=task.ratio_text,
        drawn=len({visit for visit, _ in parts}),
        owed=len(parts),
        reported=len(found),
        completion=_percent(len(found), len(parts)),
        entered=sum(result.id in entered for result in found),
        published=public,
        unpublished=len(found) - public,
        **{name: classes[name] for name in CLASSES},
    )


def _percent(done: int, total: int) -> str:
    """Rounded down, so that 100 % means all."""
    return f"{done * 100 // total}%" if total else ""


def _sum(lines: list[OverviewLine]) -> OverviewLine:
    totals = {name: sum(getattr(line, name) for line in lines) for name in (*FIGURES, *CLASSES)}
    last = OverviewLine(task_name=texts().say("forms.total"), task_number="", **totals)
    return replace(last, completion=_percent(totals["reported"], totals["owed"]))
