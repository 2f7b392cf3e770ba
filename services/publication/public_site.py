"""Reads what is public: the plan, the items, the draws, the published results."""

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from domain.disclosure import (
    PublicDraw,
    PublicResult,
    PublicTask,
    Site,
    findings_shown,
    may_show_targets,
    record_shown,
    shown_register_no,
    slug,
)
from domain.external_record import FORM, head_of
from domain.plan import Kind
from domain.replacement_file import public_replacement
from locales.texts import texts
from models import Assignment, Draw, InspectionObject, Item, Plan, Result, Task, Unit, Visit
from services import anchors
from services.drawing.replacement_files import files_of
from services.items import item_list
from services.items.item_list import Names
from services.planning.plan_view import whole
from services.publication.public_items import public_list
from services.publication.public_plans import public_plans, shown_tasks
from services.publication.public_traces import batches, ended, trace
from services.work import OFFICE_ZONE, Work

VOID = "void"


async def site(look: Work) -> Site:
    """Everything that is public at this moment."""
    published, gone = await results(look, col(Result.published_at).is_not(None)), await ended(look)
    return Site(
        place=look.profile.place.name,
        body_name=look.profile.place.body_name,
        source=look.profile.source.title,
        at=look.now,
        tasks=await _tasks(look, await _item_names(look)),
        plans=await public_plans(look),
        items=await public_list(look),
        draws=await _draws(look),
        results=tuple(one for one in published if one.number not in gone),
        gone=tuple(trace(one, gone[one.number]) for one in published if one.number in gone),
        batches=await batches(look),
        anchors=tuple(
            (one.at.astimezone(OFFICE_ZONE).date(), one.position, one.sha256)
            for one in await anchors.posted(look)
            if one.at
        ),
    )


async def _tasks(look: Work, names: dict[str, str]) -> tuple[PublicTask, ...]:
    rows = await look.session.exec(
        select(Task, Unit, col(Plan.ref))
        .join(Unit, col(Task.lead_unit_id) == col(Unit.id))
        .join(Plan, col(Task.plan_id) == col(Plan.id), isouter=True)
        .where(*shown_tasks())
        .order_by(col(Task.year).desc(), col(Task.no))
    )
    visits = (await look.session.exec(select(Visit).where(col(Visit.state).not_in((VOID, "replaced"))))).all()
    drawn = Counter(number for visit in visits for number in visit.task_ids or [visit.task_id])
    return tuple(_task(task, unit.name, plan, names, drawn[task.id or 0]) for task, unit, plan in rows)


def _task(task: Task, lead_unit: str, plan: str | None, names: dict[str, str], drawn: int) -> PublicTask:
    return PublicTask(
        slug=slug(task.no, task.ref),
        year=task.year,
        no=task.no,
        name=task.name,
        lead_unit=lead_unit,
        partners=tuple(task.partners),
        items=tuple(names.get(code, code) for code in task.item_codes),
        scope=task.scope,
        ratio_text=task.ratio_text,
        window_from=task.window_from,
        window_to=task.window_to,
        drawn=drawn,
        kind=task.kind,
        plan=plan or "",
        base=whole(task.sized, "base"),
        quantity=whole(task.sized, "quantity"),
        document="" if task.kind == Kind.CLUE else task.document,
    )


async def _draws(look: Work) -> tuple[PublicDraw, ...]:
    unfinished = await _unfinished(look)
    rows = await look.session.exec(
        select(Draw, Task)
        .join(Task, col(Draw.task_id) == col(Task.id))
        .where(Draw.kind != Kind.CLUE)
        .order_by(col(Draw.id).desc())
    )
    return tuple([await _draw(look, draw, task, unfinished[draw.id or 0]) for draw, task in rows.all()])


async def _draw(look: Work, draw: Draw, task: Task, unfinished: int) -> PublicDraw:
    may_show = may_show_targets(
        public_before=look.profile.target_list_public, void=draw.state == VOID, unfinished=unfinished
    )
    record, full_sha256 = record_shown(draw.record, draw.salt, may_show=may_show)
    files = await files_of(look, draw) if record else ()
    posted = ("pool_size", "excluded", "pool_sha256", "commitment")
    return PublicDraw(
        slug=slug(draw.number, draw.ref),
        number=draw.number,
        task_no=task.no,
        task_name=task.name,
        state=draw.state,
        announced_at=draw.announced_at,
        announcement_sha256=draw.announcement_sha256,
        announcement={name: draw.announcement[name] for name in posted if name in draw.announcement},
        record=record,
        full_sha256=full_sha256,
        external=head_of(draw.record) if draw.kind == FORM and draw.record else None,
        replacements=tuple(map(public_replacement, files)),
    )


async def _unfinished(look: Work) -> Counter[int]:
    """By draw: how many units have yet to report on a drawn object."""
    parts = await look.session.exec(
        select(col(Visit.draw_id), col(Visit.id), col(Assignment.unit_id))
        .join(Assignment, col(Assignment.visit_id) == col(Visit.id))
        .where(Assignment.state == "active", Visit.state != VOID)
        .distinct()
    )
    rows = await look.session.exec(
        select(col(Result.visit_id), col(Result.unit_id)).where(Result.state != "returned")
    )
    reported = set(rows)
    return Counter(draw for draw, visit, unit in parts if (visit, unit) not in reported)


async def results(look: Work, chosen: ColumnElement[bool]) -> tuple[PublicResult, ...]:
    """The public form of results, newest publication first."""
    rows = await look.session.exec(
        select(Result, Unit, Visit, InspectionObject)
        .join(Visit, col(Result.visit_id) == col(Visit.id))
        .join(Unit, col(Result.unit_id) == col(Unit.id))
        .join(InspectionObject, col(Visit.object_id) == col(InspectionObject.id))
        .where(chosen)
        .order_by(col(Result.published_at).desc(), col(Result.number))
    )
    drawn_in = await look.session.exec(
        select(col(Visit.id), col(Draw.number)).join(Draw, col(Visit.draw_id) == col(Draw.id))
    )
    draws, names = dict(drawn_in.all()), await item_list.names(look)
    tasks = {task.id: task for task in await look.session.exec(select(Task))}
    return tuple(
        _result(result, unit.name, _task_of(visit, unit, tasks), subject, draws[result.visit_id], names)
        for result, unit, visit, subject in rows
    )


def _task_of(visit: Visit, unit: Unit, tasks: Mapping[int | None, Task]) -> Task:
    """Which of a merged visit's tasks a unit reported on: the first in which it takes part."""
    of = [tasks[number] for number in visit.task_ids or [visit.task_id]]
    taking_part = (task for task in of if task.lead_unit_id == unit.id or unit.name in task.partners)
    return next(taking_part, of[0])


async def _item_names(look: Work) -> dict[str, str]:
    return dict((await look.session.exec(select(col(Item.code), col(Item.name)))).all())


def _result(  # noqa: PLR0917 - the rows of one query
    result: Result, unit: str, task: Task, subject: InspectionObject, draw_no: str, names: Names
) -> PublicResult:
    register_no = shown_register_no(subject.register_no)
    return PublicResult(
        number=result.number,
        year=task.year,
        task_no=task.no,
        task_name=task.name,
        draw_no=draw_no,
        unit=unit,
        object_name=subject.name,
        object_slug=slug(register_no, f"o{subject.id}"),
        register_no=register_no,
        inspected_on=result.inspected_on,
        method=texts().say(f"report.method.{result.method}") if result.method else "",
        published_on=result.published_at.astimezone(OFFICE_ZONE).date() if result.published_at else None,
        findings=findings_shown(result.findings, names.under(result.item_versions)),
    )
